"""WER and CER: answers typed by hand."""

from __future__ import annotations

import pickle
import re

import pytest

import gramscore
from gramscore import CER, WER, State


@pytest.mark.quick
def test_rates() -> None:
    scores = WER().score(["the bat sat down", "a dog"], ["the cat sat", "a dog"])
    assert scores.stats.tolist() == [[2, 1, 0, 1], [2, 0, 0, 0]]
    assert scores.columns == ("hits", "substitutions", "deletions", "insertions")
    assert scores.corpus == (2 / 5, 2 / 6, 1 - 4 / 5 * (4 / 6), 4 / 5 * (4 / 6), 4, 1, 0, 1)
    assert scores.examples.tolist() == [2 / 3, 0.0]
    assert scores.mer.tolist() == [0.5, 0.0]
    assert scores.wip.tolist() == [2 / 3 * (2 / 4), 1.0]
    assert list(scores.per_example()) == ["wer_score", "wer_mer", "wer_wil", "wer_wip"]
    assert not scores.higher_is_better
    assert CER().score(["ab "], [" abc"]).corpus.cer == 1 / 3


def test_white_space() -> None:
    """Only spaces separate, and runs of white space."""
    assert WER().score(["a\tb c"], ["a b c"]).corpus.wer == 2 / 3
    assert WER().score(["a\u00a0b"], ["a\tb"]).corpus.hits == 0
    assert WER().score(["\ta \n b\u3000"], ["a b"]).corpus.wer == 0
    assert WER(tokenizer="none").score(["a\tb c"], ["a b c"]).corpus.wer == 0


def test_empty_texts() -> None:
    scores = WER().score(["", "a b", ""], ["", "", "a"])
    assert scores.examples.tolist() == [0.0, 2.0, 1.0]
    assert scores.mer.tolist() == [0.0, 1.0, 1.0]
    assert scores.wip.tolist() == [1.0, 0.0, 0.0]
    assert scores.corpus.wer == 3.0


def test_path() -> None:
    """Of equally good ways the one that jiwer takes: a deletion as late as possible."""
    explanation = WER().explain("a x d", "a b c d")
    assert [step.kind for step in explanation.steps] == ["match", "substitution", "deletion", "match"]
    assert explanation.aligned() == ("a b c d", "a x * d", "  S D  ")
    assert explanation.title == "WER 0.5000"


def test_weights() -> None:
    """Costs decide which alignment is taken, and what it counts."""
    plain = WER().score(["b c d"], ["a b c"])
    assert plain.stats.tolist() == [[2, 0, 1, 1]]
    dear = WER(weights=(1, 4, 4)).score(["b c d"], ["a b c"])
    assert dear.stats.tolist() == [[0, 3, 0, 0]]
    assert dear.corpus.wer == 1.0
    half = WER(weights=(1, 0.5, 0.25)).score(["b c d"], ["a b c"])
    assert half.corpus.wer == (0 * 1 + 1 * 0.5 + 1 * 0.25) / 3
    assert "weights:1,0.5,0.25" in half.signature
    assert WER(weights=(0, 0, 0)).score(["x y"], ["a"]).corpus.wer == 0
    same = WER(weights=(2, 2, 2)).score(["b c d"], ["a b c"])
    assert same.stats.tolist() == plain.stats.tolist()
    assert same.corpus.wer == 2 * 2 / 3


@pytest.mark.parametrize(
    ("weights", "kind", "message"),
    [
        ((1, 2), ValueError, "three numbers"),
        (1, TypeError, "three numbers"),
        ((1, -1, 1), ValueError, r"weights\[1\] is -1"),
        ((1, float("nan"), 1), ValueError, r"weights\[1\] is nan"),
        ((1, True, 1), TypeError, r"weights\[1\] is True"),
        ((1, 1, "1"), TypeError, r"weights\[2\] is '1'"),
        ((1, 1, 1.000000000001), ValueError, "fewer digits"),
    ],
)
def test_bad_weights(weights: object, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        WER(weights=weights)  # type: ignore[arg-type]


def test_bad_options() -> None:
    with pytest.raises(TypeError, match="lowercase is 1"):
        WER(lowercase=1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown tokenizer 'words'"):
        WER(tokenizer="words")
    with pytest.raises(ValueError, match="no effect"):
        WER(tokenizer=None, lowercase=True)
    with pytest.raises(ValueError, match="one of them"):
        WER(tokenizer="none", transform=str.split)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="transform is 3"):
        WER(transform=3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="transform makes"):
        WER(transform=list).score(["a"], ["a"])


def test_given_tokens_and_callables() -> None:
    assert WER(tokenizer=None).score([["a", "b"]], [["a", "c"]]).corpus.hits == 1
    assert WER(tokenizer=str.split, lowercase=True).score(["A b"], ["a\tB"]).corpus.wer == 0
    assert CER(tokenizer="grapheme").score(["e\u0301a"], ["e\u0301b"]).corpus.cer == 0.5


def test_states_matrices_and_intervals() -> None:
    metric = WER()
    scores = metric.score(["a b", "c", "d e f"], ["a c", "c", "d f"])
    parts = metric.score(["a b"], ["a c"]).state() + metric.score(["c", "d e f"], ["c", "d f"]).state()
    assert parts == scores.state()
    assert parts.corpus == scores.corpus
    assert State.of_parts(parts.parts()) == parts
    matrix = metric.matrix(["a b", "c"], ["a c", "c"]).scores
    assert matrix[0, 0] == 0.5
    assert matrix[1, 0] == 0.5
    assert metric.leave_one_out(["a b", "a c", "x"]).tolist() == [0.5, 0.5, 1.0]
    interval = scores.confidence(samples=100)
    assert interval.low <= scores.corpus.wer <= interval.high
    compared = gramscore.compare({"one": scores, "two": metric.score(["a b", "d", "d"], ["a c", "c", "d f"])})
    assert len(compared) == 2


@pytest.mark.parametrize("metric", [WER(), CER(lowercase=True), WER(weights=(4, 3, 3)), WER(tokenizer=None)])
def test_pickles(metric: WER) -> None:
    assert pickle.loads(pickle.dumps(metric)).signature == metric.signature


def test_several_references() -> None:
    scores = WER().score(["a b c"], [["a b d", "a b c d", "x"]])
    assert scores.stats.tolist() == [[3, 0, 1, 0]]
    assert WER().explain("a b c", ["a b d", "a b c d"]).reference == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a { b / c", "has a brace { without its end"),
        ("a {b {c} d", "has a brace { without its end"),
        ("a{b c", "has a brace { within a word"),
        ("a { / } b", "has braces with nothing between them"),
        ("{" * 150 + "a" + "}" * 150, "has alternatives within more than 100 others"),
    ],
)
def test_sclite_refuses_what_the_program_would_drop(text: str, fault: str) -> None:
    metric = WER.sclite()
    with pytest.raises(ValueError, match=re.escape(f"references[1] {fault}")):
        metric.score(["a", "a"], ["a", text])
    with pytest.raises(ValueError, match=re.escape(f"predictions[0] {fault}")):
        metric.score([text, text], ["a", "a"])
    with pytest.raises(ValueError, match=re.escape(fault)):
        metric.explain("a", text)


def test_sclite_options() -> None:
    with pytest.raises(ValueError, match="keep_ascii=True has no effect without characters=True"):
        WER.sclite(keep_ascii=True)
    with pytest.raises(TypeError, match="fragments"):
        WER.sclite(fragments=1)  # type: ignore[arg-type]
    with pytest.raises(
        ValueError, match=re.escape("predictions[0] has a word of which the options leave nothing")
    ):
        WER.sclite(characters=True, drop_hyphens=True).score(["--"], ["a"])
    metric = pickle.loads(pickle.dumps(WER.sclite(characters=True, optional_words=True)))
    assert metric.signature == WER.sclite(characters=True, optional_words=True).signature
    assert metric.score(["b"], ["(ab)"]).corpus.hits == 2
    explanation = WER.sclite(optional_words=True).explain("a c", "a (b) {x / C}")
    assert explanation.aligned() == ("a (b) c", "a     c", "       ")
    assert explanation.script == ()
