"""A directory or a pattern is read whole, or not at all, and what is passed over is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

LINE = '{"prediction": "a b", "reference": "a c"}\n'


@pytest.fixture(autouse=True)
def folder(run) -> None:
    Path("d/e").mkdir(parents=True)
    Path("d/a.jsonl").write_text(LINE)
    Path("d/e/b.jsonl").write_text(LINE.replace("a c", "a d"))


def examples(run, *inputs: str) -> int:
    outcome = run("score", *inputs, "-m", "rouge1", "--format", "json")
    return int(outcome.json["examples"])


INPUTS = [("d",), ("d/**/*.jsonl",)]


def test_other_endings_are_named(run) -> None:
    for name in ("notes.txt", "c.jsonl.bak", "part-00000", "_SUCCESS", ".part.jsonl.crc"):
        Path("d", name).write_text(LINE)
    outcome = run("score", "d")
    assert outcome.err == "gramscore: d: passed over d/c.jsonl.bak, d/notes.txt, d/part-00000\n"
    assert run("explain", "--file", "d").err == outcome.err
    assert run("score", "d", "-q").err == ""


def test_hidden_data_is_named(run) -> None:
    Path("d/_temporary").mkdir()
    Path("d/.c.jsonl").write_text(LINE)
    assert "d/.c.jsonl, d/_temporary" in run("score", "d").err


def test_an_ending_that_is_given(run) -> None:
    Path("d/part-00000").write_text(LINE)
    assert run("score", "d", "--input-format", "jsonl", "--format", "json").json["examples"] == 3


@pytest.mark.parametrize("inputs", INPUTS)
def test_links_to_nothing(run, inputs: tuple[str, ...]) -> None:
    os.symlink("nothing", "d/c.jsonl")
    assert run("score", *inputs).error == "d/c.jsonl: is a link to nothing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("inputs", INPUTS)
def test_pipes(run, inputs: tuple[str, ...]) -> None:
    os.mkfifo("d/c.jsonl")
    assert run("score", *inputs).error == "d/c.jsonl: is no regular file"


def test_links_to_folders_are_followed_once(run) -> None:
    Path("elsewhere").mkdir()
    Path("elsewhere/c.jsonl").write_text(LINE)
    os.symlink("../elsewhere", "d/link")
    assert examples(run, "d") == 3
    os.symlink("..", "d/e/up")
    outcome = run("score", "d", "--format", "json")
    assert outcome.json["examples"] == 3
    assert "passed over d/e/up" in outcome.err


def test_nothing_counts_twice(run) -> None:
    assert examples(run, "d/**") == 2
    os.symlink("..", "d/e/up")
    assert examples(run, "d/**/*.jsonl") == 2
    assert examples(run, "{d,d}/*.jsonl") == 1
    os.symlink("../a.jsonl", "d/e/same.jsonl")
    outcome = run("score", "d", "--format", "json")
    assert outcome.json["examples"] == 2
    assert "passed over d/e/same.jsonl" in outcome.err


def test_files_of_two_formats(run) -> None:
    Path("d/c.csv").write_text("prediction,reference\na,b\n")
    assert run("score", "d").error.startswith(
        "d/a.jsonl looks like jsonl, d/c.csv like csv: give files of one"
    )


@pytest.mark.parametrize("inputs", [*INPUTS, ("d/*/*.jsonl",)])
def test_folders_that_cannot_be_read(run, inputs: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """As if by their mode, which root does not mind."""
    scandir = os.scandir

    def refused(path):
        if str(path).rstrip("/") == "d/e":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert run("score", *inputs).error == "d/e: cannot be read (Permission denied)"


def test_outputs_of_several_systems(run) -> None:
    lines = [f'{{"prediction": "{word}", "reference": "{n}"}}\n' for n, word in enumerate("xyz")]
    Path("before.jsonl").write_text("".join(lines))
    Path("after.jsonl").write_text("".join(lines).replace("x", "0"))
    outcome = run("score", "before.jsonl", "after.jsonl", "-m", "rouge1")
    assert "before.jsonl, after.jsonl hold the same references" in outcome.err
    assert "gramscore compare" in outcome.err
    found = run(
        "score", "before.jsonl", "after.jsonl", "-m", "rouge1", "--group-by", "file", "--format", "json"
    )
    scores = {it["by"]["file"]: it["metrics"]["rouge1"]["fmeasure"] for it in found.json["groups"]}
    assert scores == {"before.jsonl": 0.0, "after.jsonl": 1 / 3}
    assert found.err == ""
    Path("after.jsonl").write_text("".join(lines[::-1]))
    assert run("score", "before.jsonl", "after.jsonl").err == ""


def test_a_field_called_file_is_a_field(run) -> None:
    Path("x.jsonl").write_text('{"prediction": "a", "reference": "a", "file": 7}\n')
    found = run("score", "x.jsonl", "--group-by", "file", "--format", "json").json
    assert found["groups"][0]["by"] == {"file": 7}
