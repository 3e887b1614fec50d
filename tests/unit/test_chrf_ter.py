"""gramscore.CHRF and gramscore.TER: answers typed by hand, options, errors, results as objects."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest

from gramscore import CHRF, TER, ChrfScore, ChrfScores, TerScore, TerScores, _core

pytestmark = pytest.mark.quick


def test_chrf_of_one_pair() -> None:
    scores = CHRF(char_order=2).score(["ab cd"], ["ab ce"])
    assert scores.columns == (
        "char1_hyp",
        "char1_ref",
        "char1_match",
        "char2_hyp",
        "char2_ref",
        "char2_match",
    )
    assert scores.stats.tolist() == [[4, 4, 3, 3, 3, 2]]
    # Precision and recall are (3/4 + 2/3) / 2, and so is F.
    assert scores.corpus.score == pytest.approx(100 * 17 / 24)
    assert scores.examples.tolist() == [scores.corpus.score]
    assert scores.corpus[1:] == (2, 0, 2)


def test_chrf_counts_white_space_only_if_told() -> None:
    assert CHRF(char_order=1).score(["a b"], ["a\tb"]).stats.tolist() == [[2, 2, 2]]
    assert CHRF(char_order=1, whitespace=True).score(["a b"], ["a\tb"]).stats.tolist() == [[3, 3, 2]]


def test_chrf_words_lose_one_mark_of_punctuation() -> None:
    scores = CHRF(char_order=1, word_order=2).score(["(hi) you"], ["(hi you"])
    assert scores.stats[0, 3:].tolist() == [3, 3, 1, 2, 2, 0]


def test_chrf_perfect_and_empty() -> None:
    assert CHRF().score(["the cat"], ["the cat"]).corpus.score == 100.0
    assert CHRF().score(["The Cat"], ["the cat"], threads=1).corpus.score < 100.0
    assert CHRF(lowercase=True).score(["The Cat"], ["the cat"]).corpus.score == 100.0
    assert CHRF().score([""], [""]).corpus == ChrfScore(0.0, 6, 0, 2)
    assert 0 < CHRF(eps_smoothing=True).score([""], [""]).corpus.score < 1e-13


def test_ter_counts() -> None:
    scores = TER().score(
        ["the cat sat on mat", "c d a b", "x", "", "x y"], ["the cat sat on the mat", "a b c d", "y", "", ""]
    )
    assert scores.columns == ("num_edits", "ref_length", "references")
    assert scores.stats.tolist() == [[1, 6, 1], [1, 4, 1], [1, 1, 1], [0, 0, 1], [2, 0, 1]]
    assert scores.examples.tolist() == [100 * (1 / 6), 25.0, 100.0, 0.0, 100.0]
    assert scores.corpus == TerScore(100 * (5 / 11), 5, 11.0)


def test_ter_takes_the_average_length() -> None:
    scores = TER().score(["a b c"], [["a b c d e f", "a b x", "a b"]])
    assert scores.stats.tolist() == [[1, 11, 3]]
    assert scores.corpus == TerScore(100 * (1 / (11 / 3)), 1, 11 / 3)


def test_ter_case_and_punctuation() -> None:
    assert TER().score(["The cat."], ["the cat."]).corpus.num_edits == 0
    assert TER(case_sensitive=True).score(["The cat."], ["the cat."]).corpus.num_edits == 1
    assert TER().score(["the cat."], ["the cat ."]).corpus.num_edits == 2
    assert TER(normalized=True).score(["the cat."], ["the cat ."]).corpus.num_edits == 0
    assert TER(no_punct=True).score(["the cat."], ["the, cat"]).corpus.num_edits == 0


def test_signatures_say_all_options() -> None:
    version = _core.__version__
    assert CHRF().signature == f"chrf|nc:6|nw:0|beta:2|case:mixed|space:no|eff:yes|version:{version}"
    assert (
        CHRF(5, 2, 1.5, True, True, True).signature
        == f"chrf|nc:5|nw:2|beta:1.5|case:lc-14.0|space:yes|eff:no|version:{version}"
    )
    assert TER().signature == f"ter|case:lc-14.0|tok:tercom|norm:no|punct:yes|asian:no|version:{version}"
    assert (
        TER(True, True, True, True).signature
        == f"ter|case:mixed|tok:tercom|norm:yes|punct:no|asian:yes|version:{version}"
    )


@pytest.mark.parametrize("metric", [CHRF(word_order=2, beta=3, eps_smoothing=True), TER(no_punct=True)])
def test_results_as_objects(metric: Any) -> None:
    scores = metric.score(["a cat", "sat down"], [["the cat", "a dog"], ["sat"]])
    assert isinstance(scores, (ChrfScores, TerScores))
    assert len(scores) == 2
    for other in (pickle.loads(pickle.dumps(scores)), copy.deepcopy(scores)):
        assert other == scores
        assert other.corpus == scores.corpus
        assert np.array_equal(other.examples, scores.examples)
    assert pickle.loads(pickle.dumps(metric)).score(["a"], ["b"]) == metric.score(["a"], ["b"])
    joined = scores + scores
    assert joined.corpus.score == pytest.approx(scores.corpus.score)
    assert type(joined) is type(scores)
    assert metric.signature in repr(metric)
    assert scores != 1
    assert scores.examples.dtype == np.float64
    with pytest.raises(ValueError, match="different signatures"):
        scores + (TER() if isinstance(metric, CHRF) else CHRF()).score(["a"], ["a"])


def test_metrics_share_a_pass() -> None:
    predictions, references = ["A cat sat.", "It rains"], [["The cat sat.", "A dog sat."], ["It rained"]]
    metrics = [CHRF(), CHRF(word_order=2), TER(), CHRF(lowercase=True)]
    together = _core.score_together([m._core for m in metrics], predictions, references, 1, None)
    for metric, stats in zip(metrics, together, strict=True):
        assert np.array_equal(stats, metric.score(predictions, references).stats)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"char_order": -1}, ValueError, "char_order is -1"),
        ({"char_order": 0}, ValueError, "char_order and word_order are 0"),
        ({"char_order": 2.0}, TypeError, "char_order is 2.0"),
        ({"char_order": True}, TypeError, "char_order is True"),
        ({"char_order": 10**9}, ValueError, "char_order is 1000000000"),
        ({"word_order": -1}, ValueError, "word_order is -1"),
        ({"word_order": "2"}, TypeError, "word_order is '2'"),
        ({"beta": "2"}, TypeError, "beta is '2'"),
        ({"beta": float("nan")}, ValueError, "beta is nan"),
        ({"lowercase": 1}, TypeError, "lowercase is 1"),
        ({"whitespace": None}, TypeError, "whitespace is None"),
        ({"eps_smoothing": "yes"}, TypeError, "eps_smoothing is 'yes'"),
    ],
)
def test_impossible_options_of_chrf(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        CHRF(**options)


@pytest.mark.parametrize("name", ["normalized", "no_punct", "asian_support", "case_sensitive"])
def test_impossible_options_of_ter(name: str) -> None:
    with pytest.raises(TypeError, match=f"{name} is 'no'"):
        TER(**{name: "no"})


def test_options_of_ter_without_effect() -> None:
    with pytest.raises(ValueError, match="asian_support=True has no effect without normalized=True"):
        TER(asian_support=True)
    assert "asian:yes" in TER(normalized=True, asian_support=True).signature


@pytest.mark.parametrize("metric", [CHRF(), TER()])
def test_impossible_texts(metric: Any) -> None:
    with pytest.raises(ValueError, match="differ in length"):
        metric.score(["a"], ["a", "b"])
    with pytest.raises(ValueError, match="empty"):
        metric.score([], [])
    with pytest.raises(ValueError, match=r"references\[1\]"):
        metric.score(["a", "b"], [["a"], []])
    with pytest.raises(TypeError, match=r"predictions\[1\] is None"):
        metric.score(["a", None], ["a", "b"])
    with pytest.raises(TypeError, match="predictions"):
        metric.score("a", ["a"])
    with pytest.raises(TypeError, match="threads"):
        metric.score(["a"], ["a"], threads="2")


@pytest.mark.parametrize("function", [_core.ter_scores, _core.ter_corpus])
def test_statistics_of_something_else(function: Any) -> None:
    for stats in (np.zeros((2, 3)), np.zeros((2, 4), np.int64), np.zeros((2, 6), np.int64)):
        with pytest.raises(ValueError, match="stats"):
            function(stats)
