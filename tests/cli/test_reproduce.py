"""`gramscore reproduce`, and `gramscore compare --spread`: what they print is what the Python interface returns."""

from __future__ import annotations

import io
import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

import gramscore
from gramscore.cli import main

ROWS = [
    {"prediction": "The cats sat down. They slept.", "reference": "A cat sat there. It slept."},
    {"prediction": "A dog was running home.", "reference": "The dogs ran home."},
]


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "outputs.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return str(file)


def run(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def sides() -> tuple[list[str], list[str]]:
    return [row["prediction"] for row in ROWS], [row["reference"] for row in ROWS]


def test_text_and_json(path: str, capsys: Any) -> None:
    scores = ("--score", "rouge1=47.22,rouge2=10.00")
    found = gramscore.reproduce(*sides(), {"rouge1": "47.22", "rouge2": "10.00"})
    code, out, err = run(capsys, "reproduce", path, *scores)
    assert (code, err) == (0, "")
    assert out.startswith(found.text(5))
    assert found[0].call in out
    code, out, _ = run(capsys, "reproduce", path, *scores, "--format", "json")
    assert json.loads(out) == {"version": gramscore.__version__, **json.loads(json.dumps(found.to_dict()))}


def test_spread_and_why(path: str, capsys: Any) -> None:
    code, out, _ = run(capsys, "reproduce", path, "--spread", "-m", "rouge1")
    assert code == 0
    assert out == f"{gramscore.spread(*sides(), ['rouge1'])}\n"
    code, out, _ = run(capsys, "reproduce", path, "--why", "rouge-score", "rouge", "-m", "rouge1")
    assert code == 0
    assert out.startswith(str(gramscore.difference(*sides(), "rouge1", "rouge-score", "rouge")))


def test_sources(path: str, capsys: Any) -> None:
    found = gramscore.reproduce(*sides(), {"sari": "40.00"}, ["Cats sat there.", "Some dogs ran."])
    rows = [
        {**row, "origin": text} for row, text in zip(ROWS, ("Cats sat there.", "Some dogs ran."), strict=True)
    ]
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, out, err = run(capsys, "reproduce", path, "--source", "origin", "--score", "sari=40.00")
    assert (code, err) == (0, "")
    assert out.startswith(found.text(5))
    code, out, err = run(capsys, "reproduce", path, "--score", "sari=40.00")
    assert (code, out) == (2, "")
    assert err.startswith("gramscore: error: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "--score NAME=SCORE is needed, as --score rouge1=43.1"),
        (["--score", "rouge1"], "--score rouge1: NAME=SCORE is expected, as rouge1=43.1"),
        (["--score", "rouge1=1", "--score", "rouge1=2"], "--score rouge1 is given twice"),
        (["--score", "rouge1=x"], "scores['rouge1'] is 'x': that is no number"),
        (["--score", "foo=1"], "unknown score 'foo'"),
        (["--score", "rouge1=143"], "rouge1 is 0 to 1, or 0 to 100"),
        (["--score", "rouge1=1", "--spread"], "--score and --spread ask for different things"),
        (["--score", "rouge1=1", "-m", "bleu"], "--metric has no effect with --score"),
        (["--why", "rouge", "nobody"], "unknown package 'nobody'"),
    ],
)
def test_faults(path: str, capsys: Any, arguments: list[str], message: str) -> None:
    code, out, err = run(capsys, "reproduce", path, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("gramscore: error: ")
    assert message in err


def test_interrupted(path: str, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At Ctrl-C what was found so far is printed."""
    from gramscore.reproducing.search import Search

    tried = Search._tried
    calls = []

    def stop(self: Search, *given: Any) -> Any:
        calls.append(given)
        if len(calls) > 3:
            signal.raise_signal(signal.SIGINT)
        return tried(self, *given)

    monkeypatch.setattr(Search, "_tried", stop)
    code, out, err = run(capsys, "reproduce", path, "--score", "rouge1=47.22")
    assert (code, err) == (130, "gramscore: error: interrupted\n")
    assert len(calls) == 4
    assert "The search was interrupted" in out
    assert "1. rouge-score 0.1.2" in out
    calls.clear()
    code, out, err = run(capsys, "reproduce", path, "--score", "rouge1=47.22", "--format", "json")
    assert (code, err) == (130, "gramscore: error: interrupted\n")
    assert not json.loads(out)["complete"]
    assert json.loads(out)["rows"][0]["package"] == "rouge-score"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("quiet", [False, True])
def test_progress(path: str, capsys: Any, monkeypatch: pytest.MonkeyPatch, quiet: bool) -> None:
    """On a terminal a bar, which goes when it is done."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    code, out, _ = run(capsys, "reproduce", path, "--score", "rouge1=47.2", *(["--quiet"] if quiet else []))
    assert code == 0
    assert ("searching" in terminal.getvalue()) is not quiet
    assert out.splitlines()[0].endswith("settings give the scores.")
    # One score with one decimal is answered, with how many settings fit.
    assert "One score with 1 decimal is not much to go by: " in out


def test_progress_counts_up_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    gramscore.reproduce(*sides(), {"rouge1": 47.2}, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(len(seen)))
    assert {total for _, total in seen} == {len(seen) - 1}


def test_compare_spread(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "systems.jsonl"
    rows = [{"a": row["prediction"], "b": row["reference"], "ref": row["reference"]} for row in ROWS]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    arguments = (
        "compare",
        str(file),
        "--prediction",
        "a,b",
        "--reference",
        "ref",
        "-m",
        "rouge1",
        "--spread",
    )
    expected = gramscore.ranking_spread({"a": sides()[0], "b": sides()[1]}, sides()[1], ["rouge1"])
    code, out, _ = run(capsys, *arguments)
    assert (code, out) == (0, f"{expected}\n")
    code, out, _ = run(capsys, *arguments, "--format", "json")
    assert json.loads(out)["stable"] == expected.stable
    for more, message in (
        (("--stemmer",), "--spread tries the settings itself"),
        (("--fail-if-worse",), "--fail-if-worse has no effect with --spread"),
        (("--format", "csv"), "with --spread there are table and json"),
    ):
        code, _, err = run(capsys, *arguments, *more)
        assert code == 2
        assert message in err
