"""BLEU.nltk, GLEU, NIST and the drop-in for nltk.translate.bleu_score against NLTK, with ==."""

from __future__ import annotations

import contextlib
import doctest
import fractions
import math
import random
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernels import each_kernel
from texts import HOSTILE, WORDS, random_text, texts

import gramscore
from gramscore.compat import nltk_bleu as drop_in
from gramscore.compat.nltk import nist_score as nist_drop_in
from gramscore.compat.python_sum import COMPENSATES

original = pytest.importorskip("nltk.translate.bleu_score")
gleu_score = pytest.importorskip("nltk.translate.gleu_score")
nist_score = pytest.importorskip("nltk.translate.nist_score")

Tokens = list[str]
Corpus = tuple[list[Tokens], list[list[Tokens]]]

WEIGHTS: list[Any] = [
    (0.25, 0.25, 0.25, 0.25),
    (1.0,),
    (0.5, 0.3),
    (0.2,) * 5,
    (0.1, 0.0, 0.7, 0.05, 0.1, 0.02, 0.03),
    (0.1,) * 12,
    [(0.5, 0.5), (0.25,) * 4, (0.3, 0.3, 0.4)],
    [(1 / 6,) * 6, (1.0,)],
]
METHODS = [f"method{number}" for number in range(8)]


def near_misses(rng: random.Random, examples: int) -> Corpus:
    predictions, references = [], []
    for _ in range(examples):
        words = rng.choices(WORDS[: rng.choice((2, 5, 14))], k=rng.choice((0, 1, 2, 3, 4, 5, 12, 30)))
        predictions.append(words)
        own = []
        for _ in range(rng.randint(1, 4)):
            other = list(words)
            for _ in range(rng.randint(0, 4)):
                other.insert(rng.randint(0, len(other)), rng.choice(WORDS))
                del other[rng.randrange(len(other))]
            own.append(other[rng.randint(0, 2) :])
        references.append(own)
    return predictions, references


def quietly(function: Callable[..., Any], *args: Any) -> Any:
    """What a function of NLTK's returns; None where it refuses."""
    with warnings.catch_warnings(), contextlib.suppress(AssertionError, ZeroDivisionError):
        warnings.simplefilter("ignore")
        return function(*args)
    return None


def same(ours: Any, nltks: Any) -> bool:
    if nltks is None:
        return all(map(math.isnan, ours if isinstance(ours, list) else [ours]))
    return bool(ours == nltks)


def longest(weights: Any) -> int:
    return max(map(len, weights)) if isinstance(weights, list) else len(weights)


PARAMETERS = {"alpha": ("method6",), "k": ("method4", "method7"), "epsilon": ("method1",)}


def check_bleu(corpus: Corpus, weights: Any, smoothing: str, auto_reweigh: bool, **parameters: float) -> None:
    predictions, references = corpus
    method = getattr(original.SmoothingFunction(**parameters), smoothing)
    # What has no effect is refused.
    sets = weights if isinstance(weights, list) else [weights]
    reweigh = auto_reweigh and (0.25, 0.25, 0.25, 0.25) in map(tuple, sets)
    own = {name: value for name, value in parameters.items() if smoothing in PARAMETERS[name]}
    options = (weights, method, auto_reweigh)
    pooled = quietly(original.corpus_bleu, references, predictions, *options)
    examples = [
        quietly(original.sentence_bleu, own_references, tokens, *options)
        for tokens, own_references in zip(predictions, references, strict=True)
    ]
    for kernels in each_kernel():
        scores = gramscore.BLEU.nltk(weights, smoothing, reweigh, **own).score(predictions, references)
        place = (kernels, weights, smoothing, parameters)
        assert same(scores.corpus.score, pooled), (*place, corpus)
        for i, expected in enumerate(examples):
            assert same(scores.examples[i].tolist(), expected), (*place, predictions[i], references[i])


# NLTK's method6 looks at the third order.
@pytest.mark.parametrize(
    ("weights", "smoothing"),
    [(it, name) for it in WEIGHTS for name in METHODS if name != "method6" or longest(it) >= 3],
    ids=str,
)
def test_bleu(rng: random.Random, weights: Any, smoothing: str) -> None:
    for examples in (1, 2, 30):
        corpus = near_misses(rng, examples)
        for auto_reweigh in (False, True):
            check_bleu(corpus, weights, smoothing, auto_reweigh)


@pytest.mark.parametrize(
    ("smoothing", "parameters"),
    [
        ("method1", {"epsilon": 0.37}),
        ("method1", {"epsilon": 0}),
        ("method4", {"k": 3}),
        ("method4", {"k": 0.7}),
        ("method6", {"alpha": 3}),
        ("method6", {"alpha": 2.7}),
        ("method7", {"k": 1.3}),
    ],
)
def test_parameters_of_the_methods(rng: random.Random, smoothing: str, parameters: dict[str, float]) -> None:
    for weights in ((0.25,) * 4, (0.1,) * 7):
        check_bleu(near_misses(rng, 40), weights, smoothing, False, **parameters)


def test_long_texts(rng: random.Random) -> None:
    long = [random_text(rng, size, 40).split() for size in (500, 512, 513, 3000)]
    for smoothing in METHODS:
        check_bleu((long, [[one, long[0]] for one in reversed(long)]), (0.2,) * 5, smoothing, False)


tokens = st.one_of(
    st.lists(st.sampled_from("abc"), max_size=12),
    texts.map(str.split),
    st.sampled_from([text.split() for text in HOSTILE]),
)
corpora = st.lists(st.tuples(tokens, st.lists(tokens, min_size=1, max_size=3)), min_size=1, max_size=4).map(
    lambda rows: ([p for p, _ in rows], [r for _, r in rows])
)


@given(corpora, st.sampled_from(WEIGHTS), st.sampled_from(METHODS), st.booleans())
def test_bleu_of_any_tokens(corpus: Corpus, weights: Any, smoothing: str, auto_reweigh: bool) -> None:
    if smoothing != "method6" or longest(weights) >= 3:
        check_bleu(corpus, weights, smoothing, auto_reweigh)


def check_gleu(corpus: Corpus, min_len: int, max_len: int) -> None:
    predictions, references = corpus
    pooled = gleu_score.corpus_gleu(references, predictions, min_len, max_len)
    examples = [
        gleu_score.sentence_gleu(own, tokens, min_len, max_len)
        for tokens, own in zip(predictions, references, strict=True)
    ]
    for kernels in each_kernel():
        scores = gramscore.GLEU(min_len, max_len).score(predictions, references)
        assert scores.corpus.score == pooled, kernels
        assert scores.examples.tolist() == examples, kernels


@pytest.mark.parametrize(("min_len", "max_len"), [(1, 4), (1, 1), (2, 3), (4, 12)])
def test_gleu(rng: random.Random, min_len: int, max_len: int) -> None:
    check_gleu(near_misses(rng, 100), min_len, max_len)


@given(corpora, st.integers(1, 5), st.integers(0, 8))
def test_gleu_of_any_tokens(corpus: Corpus, min_len: int, more: int) -> None:
    check_gleu(corpus, min_len, min_len + more)


def check_nist(corpus: Corpus, n: int) -> None:
    """NLTK's drop-in on every Python, and ours where sum() adds one after the other.

    Elsewhere tests/golden has the same scores of ours.
    """
    predictions, references = corpus
    pooled = quietly(nist_score.corpus_nist, references, predictions, n)
    examples = [
        quietly(nist_score.sentence_nist, own, tokens, n)
        for tokens, own in zip(predictions, references, strict=True)
    ]
    for kernels in each_kernel():
        scores = gramscore.NIST(n).score(predictions, references)
        assert quietly(nist_drop_in.corpus_nist, references, predictions, n) == pooled, kernels
        assert COMPENSATES or same(scores.corpus, pooled), kernels
        for i, expected in enumerate(examples):
            assert quietly(nist_drop_in.sentence_nist, references[i], predictions[i], n) == expected, kernels
            assert COMPENSATES or same(scores.examples[i].tolist(), expected), kernels


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_nist(rng: random.Random, n: int) -> None:
    check_nist(near_misses(rng, 100), n)
    long = [random_text(rng, size, 40).split() for size in (500, 513, 3000)]
    check_nist((long, [[one, long[0]] for one in reversed(long)]), n)


@given(corpora, st.integers(1, 6))
def test_nist_of_any_tokens(corpus: Corpus, n: int) -> None:
    check_nist(corpus, n)


# The drop-in.


def outcome(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Value and type, or the type of the error; with the orders that were warned of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = function(*args, **options)
        except (AssertionError, IndexError, ValueError, ZeroDivisionError) as error:
            return type(error)
    return value, type(value), len(caught)


@pytest.mark.parametrize("number", [None, *range(8)])
def test_drop_in(rng: random.Random, number: int | None) -> None:
    for weights in WEIGHTS:
        for parameters in ({}, {"epsilon": 0.2, "alpha": 3, "k": 4}, {"alpha": 2.5}):
            predictions, references = near_misses(rng, 12)
            results = []
            for package in (original, drop_in):
                smoothing = None
                if number is not None:
                    smoothing = getattr(package.SmoothingFunction(**parameters), f"method{number}")
                results.append(
                    [
                        outcome(package.corpus_bleu, references, predictions, weights, smoothing, True),
                        *(
                            outcome(package.sentence_bleu, r, p, weights, smoothing)
                            for p, r in zip(predictions, references, strict=True)
                        ),
                    ]
                )
            assert results[0] == results[1]


@pytest.mark.parametrize("number", range(8))
def test_smoothing_functions_of_the_drop_in(rng: random.Random, number: int) -> None:
    for predictions, references in (near_misses(rng, 60) for _ in range(3)):
        for prediction, own in zip(predictions, references, strict=True):
            results = []
            for package in (original, drop_in):
                precisions = [package.modified_precision(own, prediction, n) for n in range(1, 7)]
                method = getattr(package.SmoothingFunction(), f"method{number}")
                smoothed = outcome(
                    method, precisions, references=own, hypothesis=prediction, hyp_len=len(prediction)
                )
                if isinstance(smoothed, tuple):
                    assert (smoothed[0] is precisions) == (number >= 3)
                    kinds = [isinstance(p, fractions.Fraction) for p in smoothed[0]]
                    smoothed = (list(map(float, smoothed[0])), kinds, smoothed[2])
                results.append(smoothed)
            assert results[0] == results[1], (prediction, own)


def test_smoothing_functions_of_the_users_own(rng: random.Random) -> None:
    def own(p_n: Sequence[Any], references: Any, hypothesis: Any, hyp_len: int) -> list[float]:
        return [(p.numerator + len(references)) / (p.denominator + hyp_len + len(hypothesis)) for p in p_n]

    for weights in WEIGHTS:
        predictions, references = near_misses(rng, 20)
        for reweigh in (False, True):
            ours, theirs = (
                outcome(package.corpus_bleu, references, predictions, weights, own, reweigh)
                for package in (drop_in, original)
            )
            assert ours == theirs


def test_modified_precision_without_references() -> None:
    for package in (drop_in, original):
        with pytest.raises(KeyError):
            package.modified_precision([], ["a", "b"], 1)
        none = package.modified_precision([], ["a"], 2)
        assert (none.numerator, none.denominator) == (0, 1)


@given(tokens, st.lists(tokens, min_size=1, max_size=3), st.integers(1, 12))
def test_parts_of_the_drop_in(hypothesis: Tokens, references: list[Tokens], n: int) -> None:
    ours, theirs = (package.modified_precision(references, hypothesis, n) for package in (drop_in, original))
    assert (ours.numerator, ours.denominator) == (theirs.numerator, theirs.denominator)
    assert ours == theirs
    assert float(ours) == float(theirs)
    length = len(hypothesis)
    closest = drop_in.closest_ref_length(references, length)
    assert closest == original.closest_ref_length(references, length)
    for other in (closest, n, 0):
        if other or length:
            assert outcome(drop_in.brevity_penalty, other, length) == outcome(
                original.brevity_penalty, other, length
            )


@pytest.mark.parametrize(
    ("references", "hypothesis"),
    [
        (["the cat sat", "a cat"], "the cat"),
        ([["the", "cat"]], "the cat"),
        (["the cat"], ["the", "cat"]),
        ([[1, 2, 3.0], [True, 2]], [1, 2.0, 3]),
        ([[("a", 1), None, 2**80]], [("a", 1), None, 2**80, "x"]),
        ([(1, 2, 3)], (1, 2)),
        ([[]], ["a"]),
        ([["a"]], []),
    ],
    ids=str,
)
def test_kinds_of_tokens(references: Any, hypothesis: Any) -> None:
    for weights in ((0.5, 0.5), (1.0,)):
        ours, theirs = (
            outcome(package.sentence_bleu, references, hypothesis, weights) for package in (drop_in, original)
        )
        assert ours == theirs


def test_empty_corpora_and_unequal_lengths() -> None:
    for package in (drop_in, original):
        with pytest.raises(KeyError):
            package.sentence_bleu([], ["a"])
        with pytest.raises(ValueError):  # noqa: PT011  # NLTK's, of min()
            package.sentence_bleu([], [])
    for lists in (([], []), ([[["a"]]], []), ([[["a"]]], [["a"], ["b"]])):
        assert outcome(drop_in.corpus_bleu, *lists) == outcome(original.corpus_bleu, *lists)


def test_documented_examples() -> None:
    """Those in the docstrings of NLTK's functions."""
    ours = {name: getattr(drop_in, name) for name in drop_in.__all__}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for name in drop_in.__all__:
        documented = getattr(original, name)
        for text in (documented.__doc__, getattr(documented.__init__, "__doc__", "")):
            examples = doctest.DocTestParser().get_doctest(text, dict(ours), name, None, None)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                assert runner.run(examples).failed == 0
    assert runner.tries > 80


def test_fractions_are_as_counted() -> None:
    half = drop_in.modified_precision([["a", "b"]], ["a", "b", "x", "y"], 1)
    assert (half.numerator, half.denominator, str(half), repr(half)) == (2, 4, "2/4", "Fraction(2, 4)")
    assert half == fractions.Fraction(1, 2) == 0.5
    assert hash(half) == hash(fractions.Fraction(1, 2))
