"""The remark on a corpus that the default tokenizer does not see."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SEEN = ("the otter swims", ["an otter swims"])
UNSEEN = ("आज मौसम अच्छा है", ["आज मौसम बहुत अच्छा है"])
BLANK = (" ", [""])


def write(rows: Sequence[tuple[Any, Any]]) -> str:
    lines = (json.dumps({"prediction": p, "references": r}) + "\n" for p, r in rows)
    Path("a.jsonl").write_text("".join(lines), encoding="utf-8")
    return "a.jsonl"


@pytest.mark.parametrize("metric", ["rouge1", "rouge2,rougeL", "rougeLsum"])
def test_said_once(run, metric: str) -> None:
    outcome = run("score", write([UNSEEN, UNSEEN, SEEN]), "-m", metric)
    assert outcome.code == 0
    assert outcome.err.startswith("gramscore: in 2 of 3 examples the tokenizer finds nothing: ")
    assert "--tokenizer unicode" in outcome.err
    assert outcome.err.count("\n") == 1


def test_the_option_named_fits_the_other_metrics(run) -> None:
    file = write([UNSEEN])
    assert "; --tokenizer unicode reads" in run("score", file, "-m", "rouge1,chrf").err
    assert "; --tokenizer rouge=unicode reads" in run("score", file, "-m", "rouge1,bleu").err
    outcome = run("score", file, "-m", "rouge1,bleu", "--tokenizer", "rouge=unicode")
    assert (outcome.code, outcome.err) == (0, "")


def test_the_results_stay_clean(run) -> None:
    assert json.loads(run("score", write([UNSEEN]), "--format", "json").out)["examples"] == 1


@pytest.mark.parametrize(
    "rows",
    [
        [UNSEEN, SEEN],  # half of them
        [BLANK, BLANK, SEEN],  # nothing there to be seen
        [("no", ["yes"]), ("yes", ["no"]), ("no", ["no"])],  # one word each, and so no bigram
    ],
)
def test_not_said(run, rows: Sequence[tuple[Any, Any]]) -> None:
    for metric in ("rouge1", "rouge2"):
        outcome = run("score", write(rows), "-m", metric)
        assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("side", ["prediction", "reference"])
def test_one_side_is_enough(run, side: str) -> None:
    row = (UNSEEN[0], SEEN[1]) if side == "prediction" else (SEEN[0], UNSEEN[1])
    assert "in 1 of 1 examples" in run("score", write([row])).err


@pytest.mark.parametrize(
    "arguments", [["--quiet"], ["--tokenizer", "unicode"], ["--tokenizer", "whitespace"]]
)
def test_silenced(run, arguments: list[str]) -> None:
    assert run("score", write([UNSEEN]), *arguments).err == ""


def test_lone_surrogates_are_text(run) -> None:
    assert "in 1 of 1 examples" in run("score", write([("\ud800", ["\udc00"])])).err


def test_the_tokenizer_named_helps(run, api_figures) -> None:
    found = run("score", write([UNSEEN]), "-m", "rouge1", "--tokenizer", "unicode", "--format", "json").json
    assert found["metrics"] == api_figures([UNSEEN[0]], [UNSEEN[1]], tokenizer="unicode")
    assert found["metrics"]["rouge1"]["precision"] == 1.0
