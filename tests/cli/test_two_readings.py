"""The fast reading never accepts what the careful one rejects, and never reads it otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gramscore.io import Fields, InputError, delimited, jsonl
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


def readings(fast: Any, careful: Callable[[], Any]) -> tuple[Any, Any]:
    """The rows that each way finds, None for a rejection."""
    if fast is not None:
        fast = list(zip(*(fast[name].to_pylist() for name in ("prediction", "reference")), strict=True))
    try:
        rows = [
            (prediction, reference[0] if isinstance(reference, list) else reference)
            for batch in careful()
            for prediction, reference in zip(*(column.to_pylist() for column in batch.columns), strict=True)
        ]
    except InputError:
        return fast, None
    return fast, rows


@pytest.mark.parametrize("seed", range(4))
def test_csv(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    source = Source(str(tmp_path / "a.csv"))
    accepted = 0
    for _ in range(300):
        body = "".join(draw.choices(CSV_PIECES, k=draw.randint(1, 12)))
        Path(source.path).write_bytes(f"prediction,reference\n{body}".encode())
        fast, careful = readings(
            delimited._at_once(source, ",", FIELDS), lambda: delimited._record_by_record(source, ",", FIELDS)
        )
        assert fast is None or fast == careful, repr(body)
        accepted += fast is not None
    assert accepted > 20


@pytest.mark.parametrize("seed", range(4))
def test_jsonl(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    source = Source(str(tmp_path / "a.jsonl"))
    accepted = 0
    for _ in range(300):
        body = "".join(
            draw.choices(JSON_PIECES, weights=[20, 5, *[1] * (len(JSON_PIECES) - 2)], k=draw.randint(1, 4))
        )
        Path(source.path).write_bytes(f"{JSON_PIECES[0]}{body}".encode())
        fast, careful = readings(jsonl._at_once(source, FIELDS), lambda: jsonl._line_by_line(source, FIELDS))
        assert fast is None or fast == careful, repr(body)
        accepted += fast is not None
    assert accepted > 20
