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
    deep = "[" * 50_000 + "]" * 50_000  # beyond what any Python reads
    text = f'{{"a": {deep}, "b": ["]", "\\"["], "c": {{"d": [{DEEP}]}}}}'
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


ROWS: list[tuple[str, ...]] = [
    ("dedup", "FILE", "--threshold", "0.7", "-o", "o.jsonl"),
    ("dedup", "x.jsonl", "--seeds", "FILE", "--threshold", "0.7", "-o", "o.jsonl"),
    ("contamination", "FILE", "--against", "x.jsonl", "-n", "1"),
    ("contamination", "x.jsonl", "--against", "FILE", "-n", "1"),
    ("mbr", "FILE", "--candidates", "text"),
]


@pytest.mark.parametrize("arguments", ROWS, ids=" ".join)
def test_files_that_commands_of_rows_do_not_read(run, arguments: tuple[str, ...]) -> None:
    Path("x.jsonl").write_text('{"text": "a b"}\n')
    Path("u.jsonl").write_text('{"text": "a b"}\n', encoding="utf-16")
    Path("x.csv").write_text("text\na b\n")
    (command,) = {arguments[0]}
    told = {
        it: run(command, *(it if one == "FILE" else one for one in arguments[1:]))
        for it in ("u.jsonl", "x.csv")
    }
    assert told["u.jsonl"].error == "u.jsonl: is in UTF-16, not UTF-8: give --encoding UTF-16"
    assert told["x.csv"].error.startswith("x.csv looks like csv: JSON Lines")
    Path("x.jsonl").write_text(f'{{"text": "a b", "n": {"9" * 5000}, "deep": {"[" * 990}{"]" * 990}}}\n')
    again = tuple("x.jsonl" if one == "FILE" else one for one in arguments[1:])
    if command != "contamination" and "--seeds" not in again:
        assert run(command, *again).code == 0


def test_what_is_kept_has_no_other_format(run) -> None:
    Path("x.jsonl").write_text('{"text": "a b"}\n')
    outcome = run("dedup", "x.jsonl", "--threshold", "0.7", "-o", "o.csv")
    assert outcome.error.startswith("o.csv looks like csv: JSON Lines")
    assert not Path("o.csv").exists()


def test_records_that_are_cut_are_written_as_they_were_or_not_at_all(run) -> None:
    text = "a b c d e f g h"
    Path("b.jsonl").write_text(json.dumps({"text": "d e"}) + "\n")
    cut = (
        "contamination",
        "x.jsonl",
        "--against",
        "b.jsonl",
        "-n",
        "2",
        "--action",
        "cut",
        "--clean",
        "o.jsonl",
    )
    Path("x.jsonl").write_text(f'{{"text": "{text}", "n": {"9" * 5000}}}\n')
    assert "cannot be written again" in run(*cut).error
    assert not Path("o.jsonl").exists()


def test_captions_beside_long_numbers(run) -> None:
    numbers = f'"n": {"9" * 5000}'
    Path("a.json").write_text(
        f'{{"images": [{{"id": 1, {numbers}}}], "annotations": [{{"image_id": 1, "caption": "a cat", {numbers}}}]}}'
    )
    Path("r.json").write_text('[{"image_id": 1, "caption": "a cat"}]')
    assert run("coco", "a.json", "r.json").out.startswith("Bleu_1: 1.000")
    Path("r.json").write_text("[" * 100_000)
    assert run("coco", "a.json", "r.json").error == "r.json: is nested too deep to be read"


def test_pairs_to_verify_that_are_none(run) -> None:
    Path("x.jsonl").write_text('{"text": "a b"}\n')
    Path("pairs.txt").write_text("\n")
    arguments = ("dedup", "x.jsonl", "--threshold", "0.7", "-o", "o.jsonl", "--verify", "pairs.txt")
    assert run(*arguments).error == "pairs.txt: there are no pairs"
