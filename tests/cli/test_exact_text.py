"""A text is the text as written, whatever it looks like; what one reader refuses the next may accept."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from gramscore.io.corpus import StructuredCorpus
from gramscore.io.source import Source

LOOKALIKES = [
    "NA",
    "null",
    "NaN",
    "",
    "true",
    "007",
    "1e3",
    "2020-01-01",
    "2020-01-01T00:00:00Z",
    "12:30:00",
    " x ",
]


def texts(column) -> list[str]:
    return [value.decode("utf-8", "surrogatepass") for value in column.cast("binary").to_pylist()]


def columns(path: str, format: str) -> tuple[pa.Array, pa.Array]:
    """Predictions and references of a corpus of one batch."""
    (batch,) = StructuredCorpus([Source(path)], format).batches()
    return batch.predictions, batch.references


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited_values_are_never_interpreted(file, format: str, delimiter: str) -> None:
    rows = [["reference", "prediction"], *([text, text] for text in LOOKALIKES)]
    path = file(f"a.{format}", "".join(delimiter.join(row) + "\n" for row in rows).encode())
    predictions, references = columns(path, format)
    assert texts(predictions) == texts(references) == LOOKALIKES


def test_json_strings_are_never_interpreted(file) -> None:
    lines = [json.dumps({"prediction": text, "reference": text}) for text in LOOKALIKES]
    predictions, references = columns(file("a.jsonl", "\n".join(lines).encode()), "jsonl")
    assert texts(predictions) == texts(references) == LOOKALIKES


HARD_JSON = {
    "lone surrogate": (r'{"prediction": "a \ud800 b", "reference": "\udfff"}', "a \ud800 b", "\udfff"),
    "surrogate pair": (r'{"prediction": "\ud83d\ude00", "reference": "x"}', "\U0001f600", "x"),
    "repeated key": ('{"prediction": "old", "prediction": "new", "reference": "x"}', "new", "x"),
    "other field of mixed type": ('{"prediction": "a", "reference": "b", "meta": [1, "two"]}', "a", "b"),
    "other field of another type": ('{"prediction": "a", "reference": "b", "first": 1}', "a", "b"),
    "new field": ('{"new": {"deep": null}, "prediction": "a", "reference": "b"}', "a", "b"),
    "not a number": ('{"prediction": "a", "reference": "b", "loss": NaN}', "a", "b"),
    "huge integer": (
        '{"prediction": "a", "reference": "b", "big": 123456789012345678901234567890}',
        "a",
        "b",
    ),
    "escaped control": (r'{"prediction": "a\u0000\tb\n", "reference": "b"}', "a\x00\tb\n", "b"),
    "blank line": ('\n  \n{"prediction": "a", "reference": "b"}\r', "a", "b"),
}


@pytest.mark.parametrize("case", HARD_JSON)
def test_json_that_is_hard_to_read(file, case: str) -> None:
    line, prediction, reference = HARD_JSON[case]
    easy = '{"prediction": "p", "reference": "r", "first": "x", "meta": 0}'
    predictions, references = columns(file("a.jsonl", f"{easy}\n{line}\n{easy}\n".encode()), "jsonl")
    if pa.types.is_list(references.type):
        references = references.flatten()
    assert texts(predictions) == ["p", prediction, "p"]
    assert texts(references) == ["r", reference, "r"]


def test_text_and_lists_of_references_may_mix(file) -> None:
    path = file(
        "a.jsonl", b'{"prediction":"a","references":"b"}\n{"prediction":"a","references":["c","d"]}\n'
    )
    assert columns(path, "jsonl")[1].to_pylist() == [["b"], ["c", "d"]]


def test_lone_surrogates_score_as_the_library_scores_them(run, api_figures) -> None:
    Path("a.jsonl").write_text(r'{"prediction": "a \ud800b \ud800", "reference": "a \ud800b"}' + "\n")
    found = run("score", "a.jsonl", "-m", "rouge1", "--tokenizer", "whitespace", "--format", "json").json
    expected = api_figures(["a \ud800b \ud800"], ["a \ud800b"], tokenizer="whitespace")
    assert found["metrics"] == expected
    assert expected["rouge1"]["recall"] == 1.0


HARD_CSV = {
    "quotes and newlines": (b'prediction,reference\n"a ""b""\nc, d","e\r\nf"\n', 'a "b"\nc, d', "e\r\nf"),
    "quote inside": (b'prediction,reference\n5" pipe,say "hi"\n', '5" pipe', 'say "hi"'),
    "one odd quote": (b'prediction,reference\n5" pipe,b\n', '5" pipe', "b"),
    "blank lines": (b"\nprediction,reference\r\n\r\na,b\r\n\r\n", "a", "b"),
    "newline in header": (b'prediction,"other\nfield",reference\na,x,b\n', "a", "b"),
    "no final newline": (b"prediction,reference\na,b", "a", "b"),
    "long field": (b'prediction,reference\n5" ' + b"x" * 200_000 + b",b\n", '5" ' + "x" * 200_000, "b"),
    "odd bytes in another column": (b"prediction,other,reference\na,\xff,b\n", "a", "b"),
}


@pytest.mark.parametrize("case", HARD_CSV)
def test_csv_that_is_hard_to_read(file, case: str) -> None:
    data, prediction, reference = HARD_CSV[case]
    predictions, references = columns(file("a.csv", data), "csv")
    assert (texts(predictions), texts(references)) == ([prediction], [reference])


def test_a_record_larger_than_a_block(file) -> None:
    long = "word " * 4_000_000
    path = file("a.jsonl", (json.dumps({"prediction": long, "reference": "x"}) + "\n").encode())
    assert texts(columns(path, "jsonl")[0]) == [long]
