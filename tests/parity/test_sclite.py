"""WER.sclite() against NIST's program: what it was recorded to print, and the program itself, with ==."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from sclite_program import PROGRAM, REMEDY, any_case, any_text, counts_of

import gramscore
from gramscore import WER

RECORDED = json.loads(
    Path(__file__).with_name("recorded").joinpath("sclite.json").read_text(encoding="utf-8")
)
LETTERS = {"match": "C", "substitution": "S", "deletion": "D", "insertion": "I"}


def metric_of(options: str) -> Any:
    given = options.split()
    return WER.sclite(
        case_sensitive="-s" in given,
        characters="-c" in given,
        optional_words="-D" in given,
        fragments="-F" in given,
    )


@pytest.mark.parametrize(
    "pair", RECORDED["pairs"] + RECORDED["special"], ids=lambda p: f"{p['ref']}|{p['hyp']}"
)
def test_recorded_pairs(pair: dict[str, Any]) -> None:
    metric = metric_of(pair.get("options", ""))
    scores = metric.score([pair["hyp"]], [pair["ref"]])
    assert scores.stats.tolist() == [[pair[letter] for letter in "CSDI"]]
    explanation = metric.explain(pair["hyp"], pair["ref"])
    reference, prediction, _ = explanation.aligned()
    shown = (pair["ref_line"] or "").lower().split()  # of no words no line is printed
    assert [word for word in reference.lower().split() if set(word) != {"*"}] == [
        word for word in shown if set(word) != {"*"}
    ]
    assert len(reference) == len(prediction)
    if "path" in pair:
        assert "".join(LETTERS[step.kind] for step in explanation.steps) == pair["path"]


@pytest.mark.skipif(PROGRAM is None, reason=REMEDY)
@pytest.mark.parametrize("part", range(12))
def test_random_pairs(part: int, tmp_path: Path, rng: random.Random) -> None:
    case = any_case(rng)
    references = [any_text(rng, case) for _ in range(200)]
    texts = [any_text(rng, case) for _ in range(200)]
    metric = WER.sclite(**case.options)
    assert metric.score(texts, references).stats.tolist() == counts_of(
        references, texts, case.arguments, tmp_path
    )


@pytest.mark.skipif(PROGRAM is None, reason=REMEDY)
def test_long_texts(tmp_path: Path, rng: random.Random) -> None:
    """Longer than the table that is kept whole."""
    references = [" ".join(rng.choices("abcd", k=2300))]
    texts = [" ".join(rng.choices("abcd", k=2100))]
    assert WER.sclite().score(texts, references).stats.tolist() == counts_of(references, texts, [], tmp_path)


def test_several_references_and_columns() -> None:
    metric = WER.sclite()
    scores = metric.score(["a x d", "q"], [["b", "a { b / @ } d", "a x"], ["q"]])
    assert scores.stats.tolist() == [[2, 0, 0, 1], [1, 0, 0, 0]]
    assert scores.corpus.wer == 1 / 3
    assert (scores.state() + scores.state()).corpus.insertions == 2
    assert metric.matrix(["a b"], ["a", "b a"]).scores.tolist() == [[1.0, 1.0]]
    assert metric.signature == f"wer|case:ascii-lc|tok:sclite|version:{gramscore.__version__}"
