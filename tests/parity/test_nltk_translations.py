"""gramscore.compat.nltk_ribes, nltk_meteor and nltk_chrf against NLTK 3.10.4, with ==."""

from __future__ import annotations

import random
from typing import Any

import pytest
from nltk.stem.snowball import EnglishStemmer
from nltk.translate import chrf_score, meteor_score, ribes_score
from texts import HOSTILE, WORDS

from gramscore.compat import nltk_chrf, nltk_meteor, nltk_ribes

SHORT = [text for text in HOSTILE if len(text) < 300]


class NoWordNet:
    """A WordNet without words."""

    @staticmethod
    def synsets(word: str) -> list[Any]:
        return []


def phrases(seed: int, count: int, least: int = 0) -> list[list[str]]:
    rng = random.Random(seed)
    return [[rng.choice(WORDS) for _ in range(rng.randint(least, 12))] for _ in range(count)]


def outcome(work: Any, *arguments: Any, **options: Any) -> Any:
    """What a function returns, or which error it raises."""
    try:
        return work(*arguments, **options)
    except Exception as error:
        return type(error)


def test_ribes() -> None:
    hypotheses, references = phrases(1, 120), phrases(2, 240)
    lists = [[references[2 * i], references[2 * i + 1]][: i % 3] for i in range(120)]
    for options in ({}, {"alpha": 0.5, "beta": 2.0}, {"alpha": -1.0}, {"alpha": 0, "beta": 0}):
        for each, hypothesis in zip(lists, hypotheses, strict=True):
            expected = outcome(ribes_score.sentence_ribes, each, hypothesis, **options)
            assert outcome(nltk_ribes.sentence_ribes, each, hypothesis, **options) == expected
        assert outcome(nltk_ribes.corpus_ribes, lists, hypotheses, **options) == outcome(
            ribes_score.corpus_ribes, lists, hypotheses, **options
        )
    numbers = [[[1, 2, 3, (4, 5), None]], [None, 1, (4, 5), 2]]
    assert nltk_ribes.sentence_ribes(*numbers) == ribes_score.sentence_ribes(*numbers)
    assert nltk_ribes.corpus_ribes([], []) == 0.0
    long = [[["a"] * 2001], ["a"]]
    for function in (nltk_ribes.sentence_ribes, ribes_score.sentence_ribes):
        assert outcome(function, *long) is ValueError
    assert outcome(nltk_ribes.corpus_ribes, [], [["a"]]) is ValueError


def test_meteor() -> None:
    hypotheses, references = phrases(3, 120), phrases(4, 240)
    for i, hypothesis in enumerate(hypotheses):
        for options in (
            {},
            {"alpha": 0.5, "beta": 1.0, "gamma": 0.2},
            {"preprocess": str.swapcase},
            {"stemmer": EnglishStemmer()},
        ):
            arguments = (references[2 * i : 2 * i + 2], hypothesis)
            expected = meteor_score.meteor_score(*arguments, wordnet=NoWordNet(), **options)
            assert nltk_meteor.meteor_score(*arguments, wordnet=NoWordNet(), **options) == expected
            assert nltk_meteor.meteor_score(*arguments, wordnet=None, **options) == expected
    for function in (nltk_meteor.meteor_score, meteor_score.meteor_score):
        assert outcome(function, [], ["a"]) is ValueError
    assert outcome(nltk_meteor.single_meteor_score, "a b", ["a"]) is TypeError
    assert outcome(meteor_score.single_meteor_score, "a b", ["a"]) is TypeError
    assert nltk_meteor.single_meteor_score(iter(["a", "b"]), iter(["a"]), wordnet=None) == 0.2631578947368421


def test_meteor_looks_up_what_is_left() -> None:
    """A WordNet that is not there is missed only where a word has no partner."""

    class Absent:
        @staticmethod
        def synsets(word: str) -> list[Any]:
            raise LookupError(word)

    for function in (nltk_meteor.single_meteor_score, meteor_score.single_meteor_score):
        assert function(["the", "cats"], ["the", "cat"], wordnet=Absent()) > 0
        with pytest.raises(LookupError):
            function(["the", "cats"], ["the", "dog"], wordnet=Absent())


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"min_len": 2, "max_len": 4, "beta": 1.0},
        {"ignore_whitespace": False},
        {"max_len": 70},
        {"min_len": 0, "max_len": 2},
        {"min_len": 3, "max_len": 2},
    ],
)
def test_chrf(options: dict[str, Any]) -> None:
    rng = random.Random(5)
    references = [rng.choice(SHORT) for _ in SHORT]
    for reference, hypothesis in zip(references, SHORT, strict=True):
        expected = outcome(chrf_score.sentence_chrf, reference, hypothesis, **options)
        assert outcome(nltk_chrf.sentence_chrf, reference, hypothesis, **options) == expected
    tokens = phrases(6, 40), phrases(7, 40)
    for sides in ((references, SHORT), tokens, ([], [])):
        expected = outcome(chrf_score.corpus_chrf, *sides, **options)
        assert outcome(nltk_chrf.corpus_chrf, *sides, **options) == expected
