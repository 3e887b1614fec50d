"""Line-aligned text: one example per line, lines end with a line feed and nothing else."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gramscore.io import lines
from gramscore.io.faults import Faults
from gramscore.io.source import Source


def test_several_references(run, api_figures) -> None:
    Path("hyp.txt").write_text("the cat sat\na dog\n")
    Path("one.txt").write_text("the cat\nthe dog\n")
    Path("two.txt.gz").write_bytes(gzip.compress(b"a cat sat down\na dog\n"))
    found = run("score", "hyp.txt", "one.txt", "two.txt.gz", "-m", "rouge1", "--format", "json").json
    lists = [["the cat", "a cat sat down"], ["the dog", "a dog"]]
    assert found["metrics"] == api_figures(["the cat sat", "a dog"], lists)
    assert found["input"] == {"files": ["hyp.txt", "one.txt", "two.txt.gz"], "format": "text", "fields": None}


@pytest.mark.parametrize(
    "data",
    [b"a b\n\nc\n", b"a b\n\nc", b"a b\r\n\r\nc\r\n", b"\xef\xbb\xbfa b\n\nc\n"],
    ids=["plain", "no final newline", "carriage returns", "byte order mark"],
)
def test_line_ends(run, api_figures, data: bytes) -> None:
    Path("hyp.txt").write_bytes(data)
    Path("ref.txt").write_bytes(b"a b\nx\nc\n")
    outcome = run(
        "score", "hyp.txt", "ref.txt", "-m", "rouge2", "--tokenizer", "whitespace", "--format", "json"
    )
    assert outcome.json["metrics"] == api_figures(
        ["a b", "", "c"], ["a b", "x", "c"], ["rouge2"], tokenizer="whitespace"
    )


def test_other_line_separators_are_text(run) -> None:
    Path("hyp.txt").write_bytes("a\u2028b\x0bc\x0cd\x1ee\x85f\rg\n".encode())
    Path("ref.txt").write_bytes(b"a b c d e f g\n")
    assert run("score", "hyp.txt", "ref.txt", "--format", "json").json["examples"] == 1


def test_predictions_from_standard_input(run) -> None:
    Path("ref.txt").write_bytes(b"a\nb\n")
    found = run("score", "-", "ref.txt", "-m", "rouge1", "--format", "json", stdin=b"a\nb\n").json
    assert found["metrics"]["rouge1"]["fmeasure"] == 1.0
    assert run("score", "-", "-", stdin=b"a\n").error == "standard input can be given only once"


def test_unequal_numbers_of_lines(run) -> None:
    Path("hyp.txt").write_text("a\n" * 70_000)
    Path("good.txt").write_text("a\n" * 70_000)
    Path("short.txt").write_text("a\n" * 69_999)
    outcome = run("score", "hyp.txt", "good.txt", "short.txt")
    assert outcome.code == 2
    assert outcome.error == "unequal numbers of lines: hyp.txt has 70000, short.txt has 69999"
    assert run("score", "short.txt", "hyp.txt").error.endswith("short.txt has 69999, hyp.txt has 70000")


def test_unequal_by_whole_blocks(run) -> None:
    Path("hyp.txt").write_text("a\n" * 65_536)
    Path("long.txt").write_text("a\n" * 200_000)
    assert run("score", "hyp.txt", "long.txt").error.endswith("hyp.txt has 65536, long.txt has 200000")


def test_invalid_utf8(run) -> None:
    Path("hyp.txt").write_bytes(b"fine\nnot \xff fine\n")
    Path("ref.txt").write_bytes(b"fine\nfine\n")
    error = run("score", "hyp.txt", "ref.txt").error
    assert error == "hyp.txt:2: invalid UTF-8 at byte offset 4 of the line (0xff)"


def test_empty(run) -> None:
    Path("hyp.txt").touch()
    Path("ref.txt").touch()
    assert run("score", "hyp.txt", "ref.txt").error == "hyp.txt is empty: there is nothing to score"


def test_one_text_file(run) -> None:
    Path("hyp.txt").write_text("a\n")
    assert "does not tell its format" in run("score", "hyp.txt").error
    assert "at least one of references" in run("score", "hyp.txt", "--input-format", "text").error


def test_structured_files_are_not_taken_for_text(run) -> None:
    Path("a.jsonl").write_text("{}\n")
    Path("b.csv").write_text("a\n")
    for files in (["a.jsonl", "b.txt"], ["b.txt", "a.jsonl"]):
        assert "a.jsonl looks like jsonl" in run("score", *files).error
    assert "a.jsonl looks like jsonl, b.csv like csv" in run("score", "a.jsonl", "b.csv").error
    assert run("score", "a.jsonl", "a.jsonl").error == "a.jsonl:1: the object has no fields"
    assert (
        run("score", "a.jsonl", "a.jsonl", "--input-format", "text", "--format", "json").json["examples"] == 1
    )


def test_fields_of_text(run) -> None:
    assert "lines of text have none" in run("score", "a.txt", "b.txt", "--reference", "b").error


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text("ab\r\0é\u2028", max_size=4), max_size=12),
    ended=st.booleans(),
    block=st.integers(1, 9),
)
def test_lines_are_what_line_feeds_end(texts: list[str], ended: bool, block: int) -> None:
    """Whatever part of a file is read at a time, the other one shorter."""
    if not ended and texts and not texts[-1]:
        texts.append("a")
    content = "".join(f"{text}\n" for text in texts)
    sides = [(content if ended else content[:-1]).encode(), b"b\n" * len(texts)]
    with mock.patch.object(lines, "_BLOCK_BYTES", block), tempfile.TemporaryDirectory() as folder:
        sources = [Source(f"{folder}/{k}") for k in range(2)]
        for source, side in zip(sources, sides, strict=True):
            Path(source.path).write_bytes(side)
        found = [text for it in lines.batches(sources, Faults()) for text in it.predictions.to_pylist()]
    assert found == [text.removesuffix("\r") for text in texts]
