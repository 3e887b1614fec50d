"""Every input at fault: one sentence that names the file, the line and the field, exit code 2, no result."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

GOOD = b'{"prediction": "a", "reference": "b"}\n'

JSONL = {
    "cut short": (b'{"prediction": "a", "refer\n', "a.jsonl:3: malformed JSON: "),
    "not json": (b"hello\n", "a.jsonl:3: malformed JSON: Expecting value at column 1"),
    "two on a line": (GOOD[:-1] + GOOD, "a.jsonl:3: malformed JSON: Extra data at column 38"),
    "over two lines": (b'{"prediction": "a",\n"reference": "b"}\n', "a.jsonl:3: malformed JSON"),
    "not an object": (b'["a", "b"]\n', "a.jsonl:3: expected one JSON object per line, found an array"),
    "missing": (b'{"prediction": "a"}\n', "a.jsonl:3: field 'reference' is missing"),
    "null": (b'{"prediction": null, "reference": "b"}\n', "a.jsonl:3: field 'prediction' is null, not text"),
    "number": (
        b'{"prediction": 3.5, "reference": "b"}\n',
        "a.jsonl:3: field 'prediction' is a number, not text",
    ),
    "boolean": (
        b'{"prediction": "a", "reference": true}\n',
        "a.jsonl:3: field 'reference' is a boolean, not text",
    ),
    "list": (
        b'{"prediction": ["a", "b"], "reference": "b"}\n',
        "a.jsonl:3: field 'prediction' is an array of 2, not text",
    ),
    "object": (
        b'{"prediction": {}, "reference": "b"}\n',
        "a.jsonl:3: field 'prediction' is an object, not text",
    ),
    "no reference": (
        b'{"prediction": "a", "reference": []}\n',
        "a.jsonl:3: field 'reference' is an empty list",
    ),
    "null in list": (
        b'{"prediction": "a", "reference": [null]}\n',
        "a.jsonl:3: field 'reference' holds null alone: at least one reference is needed",
    ),
    "bad byte": (
        b'{"prediction": "a\xff", "reference": "b"}\n',
        "a.jsonl:3: invalid UTF-8 at byte offset 17 of the line (0xff)",
    ),
    "encoded surrogate": (
        b'{"prediction": "\xed\xa0\x80", "reference": "b"}\n',
        "a.jsonl:3: invalid UTF-8 at byte offset 16 of the line (0xed)",
    ),
    "null byte": (b'\x00{"prediction": "a", "reference": "b"}\n', "a.jsonl:3: malformed JSON"),
    "nested too deep": (b'{"x": ' + b"[" * 200_000 + b"\n", "a.jsonl:3: malformed JSON"),
}


@pytest.mark.parametrize("case", JSONL)
@pytest.mark.parametrize("rows", [2, 300], ids=["among the first", "later"])
def test_jsonl(run, case: str, rows: int) -> None:
    line, expected = JSONL[case]
    Path("a.jsonl").write_bytes(GOOD * rows + line + GOOD)
    outcome = run("score", "a.jsonl")
    assert outcome.code == 2
    assert outcome.error.startswith(expected.replace(":3:", f":{rows + 1}:"))


def test_lists_are_no_predictions_even_where_they_are_references(run) -> None:
    Path("a.jsonl").write_bytes(b'{"text": ["a", "b"]}\n')
    error = run("score", "a.jsonl", "--prediction", "text", "--reference", "text").error
    assert error == "a.jsonl:1: field 'text' is an array of 2, not text"


def test_first_line_at_fault(run) -> None:
    Path("a.jsonl").write_bytes(b'{"prediction": 1, "reference": "b"}\n' + GOOD)
    assert run("score", "a.jsonl").error == "a.jsonl:1: field 'prediction' is a number, not text"


def test_blank_lines_count(run) -> None:
    Path("a.jsonl").write_bytes(GOOD + b"\n\n" + b"oops\n")
    assert run("score", "a.jsonl").error.startswith("a.jsonl:4: ")


def test_standard_input_is_named(run) -> None:
    assert run("score", "-", stdin=GOOD + b"oops\n").error.startswith("standard input:2: malformed JSON")


CSV = {
    "too few": (b"a\n", "a.csv:3: expected 2 fields, found 1"),
    "too many": (b"a,b,c\n", "a.csv:3: expected 2 fields, found 3"),
    "quote never closed": (b'a,"b\nc,d\n', "a.csv:3: malformed record: a quote opened here is never closed"),
    "never closed at the end": (b'a,"b', "a.csv:3: malformed record: a quote opened here is never closed"),
    "bad byte": (b"a,b\xfe\n", "a.csv:3: invalid UTF-8 at byte offset 3 of the line (0xfe)"),
    "bad byte within quotes": (
        b'a,"b\n\xfe"\n',
        "a.csv:4: invalid UTF-8 at byte offset 0 of the line (0xfe)",
    ),
    "closed too late": (b'5" a,"b\nc,d\n', "a.csv:3: malformed record: a quote opened here is never closed"),
    "bare carriage return": (b"a,b\rc\n", "a.csv:3: malformed record: a carriage return outside quotes"),
}


@pytest.mark.parametrize("case", CSV)
def test_csv(run, case: str) -> None:
    record, expected = CSV[case]
    Path("a.csv").write_bytes(b"prediction,reference\na,b\n" + record)
    outcome = run("score", "a.csv")
    assert outcome.code == 2
    assert outcome.error == expected


def test_csv_line_is_where_the_record_starts(run) -> None:
    Path("a.csv").write_bytes(b'prediction,reference\n"a\n\n\n",b\n"c\nd"\n')
    assert run("score", "a.csv").error == "a.csv:6: expected 2 fields, found 1"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array(["a", "b", None]), "a.parquet, row 3: field 'reference' is null"),
        (pa.array([["a"], [], ["b"]]), "a.parquet, row 2: field 'reference' holds no text"),
        (pa.array([["a"], [None], ["b"]]), "a.parquet, row 2: field 'reference' holds null alone"),
        (pa.array([1, 2, 3]), "a.parquet: field 'reference' has type int64, not text"),
        (pa.array([[1], [2], [3]]), "a.parquet: field 'reference' has type list<element: int64>, not text"),
        (pa.array([None, None, None], pa.null()), "a.parquet, row 1: field 'reference' is null"),
    ],
    ids=["null", "empty list", "null in list", "integers", "lists of integers", "nulls"],
)
def test_parquet(run, column: pa.Array, expected: str) -> None:
    pa.parquet.write_table(pa.table({"prediction": ["a", "b", "c"], "reference": column}), "a.parquet")
    outcome = run("score", "a.parquet")
    assert outcome.code == 2
    assert outcome.error == expected


@pytest.mark.parametrize("wrong", [b"\xff", b"\xed\xa0\x80"], ids=["stray byte", "surrogate"])
@pytest.mark.parametrize("lists", [False, True])
def test_parquet_invalid_utf8(run, lists: bool, wrong: bytes) -> None:
    texts = pa.array([b"caf\xc3\xa9", b"\xed\x9f\xbf", wrong, wrong], pa.binary()).view(pa.string())
    if lists:
        texts = pa.ListArray.from_arrays(pa.array([0, 1, 3, 4], pa.int32()), texts)
    rows = {"prediction": ["a"] * len(texts), "reference": texts}
    pa.parquet.write_table(pa.table(rows), "a.parquet")
    row = 2 if lists else 3
    assert (
        run("score", "a.parquet").error
        == f"a.parquet, row {row}: field 'reference' is not valid UTF-8 at byte 0"
    )


def test_parquet_lists_of_predictions(run) -> None:
    pa.parquet.write_table(pa.table({"prediction": [["a", "c"]], "reference": ["b"]}), "a.parquet")
    error = run("score", "a.parquet").error
    assert error == "a.parquet, row 1: field 'prediction' is an array of 2, not text"


def test_parquet_row_counts_over_batches(run) -> None:
    values = ["x"] * 150_000
    table = pa.table({"prediction": values, "reference": [*values[:-1], None]})
    pa.parquet.write_table(table, "a.parquet", row_group_size=40_000)
    assert run("score", "a.parquet").error == "a.parquet, row 150000: field 'reference' is null"


def test_not_parquet(run) -> None:
    Path("a.parquet").write_bytes(b"PAR1 is not enough")
    assert run("score", "a.parquet").error.startswith("a.parquet: not a Parquet file (")


EMPTY = {
    "a.jsonl": b"",
    "b.jsonl": b"\n \n",
    "a.csv": b"",
    "b.csv": b"prediction,reference\n",
    "a.tsv": b"\n",
}


@pytest.mark.parametrize("name", EMPTY)
def test_empty_corpus(run, name: str) -> None:
    Path(name).write_bytes(EMPTY[name])
    outcome = run("score", name)
    assert outcome.code == 2
    assert outcome.error == f"{name} is empty: there is nothing to score"


def test_empty_parquet(run) -> None:
    schema = pa.schema({"prediction": pa.string(), "reference": pa.string()})
    pa.parquet.write_table(schema.empty_table(), "a.parquet")
    assert run("score", "a.parquet").error == "a.parquet is empty: there is nothing to score"


def test_missing_file(run) -> None:
    outcome = run("score", "none.jsonl")
    assert outcome.code == 2
    assert outcome.error == "none.jsonl: no such file"
    assert run("score", "a.txt", "b.txt").error == "a.txt: no such file"


def test_directory(run) -> None:
    Path("data.csv").mkdir()
    expected = "data.csv: no file in this directory has a name that tells its format"
    assert run("score", "data.csv").error == expected


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything: run as another user"
)
def test_unreadable_file(run) -> None:
    Path("a.jsonl").write_bytes(GOOD)
    Path("a.jsonl").chmod(0)
    assert run("score", "a.jsonl").error == "a.jsonl: cannot be read (Permission denied)"


@pytest.mark.parametrize(
    ("format", "header"), [("jsonl", b""), ("csv", b"prediction,reference\n"), ("parquet", b"")]
)
def test_damaged_compression(run, format: str, header: bytes) -> None:
    name = f"a.{format}.gz"
    Path(name).write_bytes(gzip.compress(header + GOOD * 1000)[:-20])
    outcome = run("score", name)
    assert outcome.code == 2
    assert outcome.error.startswith(f"{name}: damaged gzip data (")
