"""Sound JSON is read whatever is in fields that are not used; other encodings and formats are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gramscore.io.json_record import record_of

GOOD = '"prediction": "a", "references": ["a", "b"]'
DEEP = "[" * 990 + "]" * 990


@pytest.mark.parametrize("unused", ["9" * 5000, "-" + "9" * 5000, DEEP, '{"a":' * 5000 + "1" + "}" * 5000])
@pytest.mark.parametrize("first", [True, False])
def test_fields_that_are_not_used(run, unused: str, first: bool) -> None:
    lines = [f"{{{GOOD}}}", f'{{"x": {unused}, {GOOD}, "y": {unused}}}']
    Path("x.jsonl").write_text("\n".join(lines[::-1] if first else lines))
    found = run("score", "x.jsonl", "-m", "rouge1", "--format", "json").json
    assert (found["examples"], found["metrics"]["rouge1"]["fmeasure"]) == (2, 1.0)


def test_deep_records_are_read_as_far_as_they_are_used() -> None:
    text = f'{{"a": {DEEP}, "b": ["]", "\\"["], "c": {{"d": [{DEEP}]}}}}'
    assert record_of("x:1", text.encode()) == {"a": [[]], "b": ["]", '"['], "c": {"d": []}}


@pytest.mark.parametrize(
    "broken",
    ["[" * 2000, "[" * 2000 + "]" * 1999, DEEP + "]", DEEP[:-1] + "}", DEEP[:995] + "x" + DEEP[995:]],
)
def test_deep_records_that_are_malformed(run, broken: str) -> None:
    Path("x.jsonl").write_text(f'{{"x": {broken}, {GOOD}}}\n')
    assert run("score", "x.jsonl").error.startswith("x.jsonl:1: malformed JSON: ")


def test_a_field_in_use_that_is_deep(run) -> None:
    Path("x.jsonl").write_text(f'{{"prediction": "a", "reference": {DEEP}}}\n')
    assert run("score", "x.jsonl").error == (
        "x.jsonl:1: field 'reference' holds null alone: at least one reference is needed"
    )


def test_columns_of_errors(run) -> None:
    Path("x.jsonl").write_text('{"prediction": "a\tb", "reference": "a"}\n')
    assert (
        run("score", "x.jsonl").error == "x.jsonl:1: malformed JSON: Invalid control character at column 18"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("ending", ["jsonl", "csv", "tsv"])
def test_other_encodings(run, encoding: str, ending: str) -> None:
    Path(f"x.{ending}").write_bytes(f"{{{GOOD}}}\n".encode(encoding))
    error = run("score", f"x.{ending}").error
    assert error.startswith(f"x.{ending}: is in {encoding[:6].upper()}, not UTF-8")
    Path("x.txt").write_bytes(f"{GOOD}\n".encode(encoding))
    assert "not UTF-8" in run("score", "x.txt", "x.txt").error


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"prediction,reference\na,b\n", "--input-format csv"),
        (b"prediction\treference\na\tb\n", "--input-format tsv"),
        (b"PAR1\x15\x04", "--input-format parquet"),
    ],
)
def test_other_formats_on_standard_input(run, data: bytes, hint: str) -> None:
    error = run("score", "-", stdin=data).error
    assert error.startswith("standard input")
    assert hint in error


def test_ascii_stays_ascii(run) -> None:
    Path("x.jsonl").write_text(json.dumps({"prediction": "a\0b", "reference": "a\0b"}) + "\n")
    assert run("score", "x.jsonl", "-m", "chrf", "--format", "json").json["metrics"]["chrf"]["score"] == 100
