"""The fast reading never accepts what the careful one rejects, and never reads it otherwise."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from gramscore.io import delimited, jsonl
from gramscore.io.batch import Batch
from gramscore.io.delimited import Delimited, Dialect
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.jsonl import JsonLines
from gramscore.io.source import Source

FIELDS = Fields("prediction", ("reference",))
CSV_PIECES = ["a", "b,", '"', '""', ",", "\n", "\r\n", "\r", " ", "a,b\n", '"x",y\n']
JSON_PIECES = [
    '{"prediction": "a", "reference": "b"}\n',
    '{"prediction": "a", "reference": "b", "x": ',
    *[
        "{",
        "}",
        "[",
        "]",
        '"prediction"',
        ": ",
        ", ",
        '"é\\u0041\\n"',
        "null",
        "01",
        "1.50",
        "true",
        "-",
        "NaN",
    ],
    *["\n", "\r\n", " ", "\t", '"\x7f"', '"\\ud83d\\ude00"', "/**/", "\ufeff", "{}"],
]


def rows_of(columns: Any) -> list[tuple[str, str]]:
    """Predictions and references, of which there is one each."""
    if isinstance(columns, Batch):
        columns = {"prediction": columns.predictions, "reference": columns.references}
    found = [columns[name].to_pylist() for name in ("prediction", "reference")]
    return [(p, r[0] if isinstance(r, list) else r) for p, r in zip(*found, strict=True)]


def readings(fast: Any, careful: Callable[[], Any]) -> tuple[Any, Any]:
    """The rows that each way finds, None for a rejection."""
    rows = None
    with suppress(InputError):
        rows = [row for columns in careful() for row in rows_of(columns)]
    return None if fast is None else [row for columns in fast for row in rows_of(columns)], rows


def csv_reader(body: bytes) -> Delimited:
    stream = io.BufferedReader(io.BytesIO(b"prediction,reference\n" + body))
    return Delimited(Source("a.csv"), stream, Faults(), ",", Dialect())


def jsonl_reader(data: bytes) -> JsonLines:
    return JsonLines(Source("a.jsonl"), io.BufferedReader(io.BytesIO(data)), Faults())


@pytest.mark.parametrize("seed", range(4))
def test_csv(seed: int) -> None:
    draw = random.Random(seed)
    accepted = 0
    for _ in range(300):
        body = "".join(draw.choices(CSV_PIECES, k=draw.randint(1, 12))).encode()
        fast = csv_reader(b"")._at_once(body, FIELDS.names)
        fast, careful = readings(
            None if fast is None else [fast],
            lambda: [csv_reader(b"")._record_by_record(body, FIELDS.names, FIELDS)],  # noqa: B023
        )
        assert fast is None or fast == careful, repr(body)
        accepted += fast is not None
    assert accepted > 20


@pytest.mark.parametrize("seed", range(4))
def test_csv_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Wherever blocks end, and whichever way each is read, the records and the faults are the same."""
    draw = random.Random(seed)
    several = 0
    for _ in range(300):
        body = "".join(draw.choices(CSV_PIECES, k=draw.randint(1, 40))).encode()
        outcomes = []
        for size in (1 << 20, draw.randint(1, 30), 1):
            monkeypatch.setattr(delimited, "_BLOCK_BYTES", size)
            rows: list[tuple[str, str]] = []
            try:
                for number, batch in enumerate(csv_reader(body).batches(FIELDS)):
                    rows += zip(batch.predictions.to_pylist(), batch.references.to_pylist(), strict=True)
                    several += number > 0
                outcomes.append((rows, None))
            except InputError as error:
                outcomes.append((None, str(error)))
        assert outcomes[0] == outcomes[1] == outcomes[2], body
    assert several > 20


@pytest.mark.parametrize("seed", range(4))
def test_jsonl(seed: int) -> None:
    draw = random.Random(seed)
    accepted = 0
    for _ in range(300):
        body = "".join(
            draw.choices(JSON_PIECES, weights=[20, 5, *[1] * (len(JSON_PIECES) - 2)], k=draw.randint(1, 4))
        )
        block = jsonl._Block(1, f"{JSON_PIECES[0]}{body}".encode())
        reader = jsonl_reader(b"")
        at_once = reader._at_once(block, FIELDS)
        fast, careful = readings(
            None if at_once is None else [at_once],
            lambda: [reader._line_by_line(block, FIELDS)],  # noqa: B023
        )
        assert fast is None or fast == careful, repr(body)
        accepted += fast is not None
    assert accepted > 20


@pytest.mark.parametrize("size", [1, 7, 100])
def test_jsonl_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(jsonl, "_BLOCK_BYTES", size)
    lines = [f'{{"prediction": "{number}", "reference": "b"}}' for number in range(50)]
    good = "\n".join([*lines[:20], "", *lines[20:]]).encode()
    found = [text for batch in jsonl_reader(good).batches(FIELDS) for text in batch.predictions.to_pylist()]
    assert found == [str(number) for number in range(50)]
    with pytest.raises(InputError, match=r"^a\.jsonl:35: field 'prediction' is a number"):
        list(jsonl_reader(good.replace(b'"33"', b"33")).batches(FIELDS))
