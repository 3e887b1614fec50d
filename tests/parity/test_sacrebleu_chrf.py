"""Every figure of gramscore.CHRF against sacrebleu's CHRF, with ==."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernels import each_kernel
from streams import streams
from texts import HOSTILE, PIECES, WORDS, random_text, texts

import gramscore

original = pytest.importorskip("sacrebleu.metrics.chrf")

OPTIONS = [
    dict(zip(("word_order", "lowercase", "whitespace", "eps_smoothing"), values, strict=True))
    for values in itertools.product((0, 1, 2), (False, True), (False, True), (False, True))
]


def check(predictions: Sequence[str], references: Sequence[Sequence[str]], **options: Any) -> None:
    """Statistics, the score of the corpus and of each example."""
    theirs = original.CHRF(**options)
    pairs = list(zip(predictions, references, strict=True))
    expected = theirs._extract_corpus_statistics(predictions, streams(references))
    corpus = theirs.corpus_score(predictions, streams(references))
    examples = [theirs.sentence_score(*pair).score for pair in pairs]
    for kernels in each_kernel():
        scores = gramscore.CHRF(**options).score(predictions, references, threads=2)
        whole = (corpus.score, corpus.char_order, corpus.word_order, corpus.beta)
        assert scores.corpus == whole, (kernels, options)
        for i, pair in enumerate(pairs):
            assert scores.stats[i].tolist() == expected[i], (kernels, options, pair)
            assert scores.examples[i] == examples[i], (kernels, options, pair)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_hostile_texts(rng: random.Random, options: dict[str, Any]) -> None:
    short = [text for text in HOSTILE if len(text) < 200]
    predictions = short * 4
    references = [rng.choices(short, k=rng.randint(1, 4)) for _ in predictions]
    check(predictions, references, **options)


def test_each_hostile_text_against_each() -> None:
    short = [text for text in HOSTILE if len(text) < 200]
    pairs = list(itertools.product(short, short))
    check([p for p, _ in pairs], [[r] for _, r in pairs], word_order=2)


@pytest.mark.parametrize(
    ("char_order", "word_order"),
    [(1, 0), (0, 1), (0, 2), (0, 7), (2, 3), (7, 0), (8, 1), (9, 9), (10, 10), (25, 12)],
)
def test_orders(rng: random.Random, char_order: int, word_order: int) -> None:
    predictions = [" ".join(rng.choices(WORDS, k=rng.randint(0, 30))) for _ in range(60)]
    references = [
        [" ".join(rng.choices(WORDS, k=rng.randint(0, 30))) for _ in range(rng.randint(1, 3))]
        for _ in predictions
    ]
    predictions[:10] = [text[0] for text in references[:10]]
    for eps_smoothing in (False, True):
        check(
            predictions,
            references,
            char_order=char_order,
            word_order=word_order,
            eps_smoothing=eps_smoothing,
        )


@pytest.mark.parametrize("beta", [0, 1, 3, 1.5, 100])
def test_beta(rng: random.Random, beta: float) -> None:
    predictions = [random_text(rng, rng.randint(0, 20), 30) for _ in range(80)]
    references = [[random_text(rng, rng.randint(0, 20), 30) for _ in range(3)] for _ in predictions]
    for eps_smoothing in (False, True):
        check(predictions, references, beta=beta, eps_smoothing=eps_smoothing, word_order=1)


@pytest.mark.parametrize("alphabet", ["ab", "abcdefghij", "aäßΩ日本語😀\U0001d49c\U0010ffff"])
def test_lengths_around_words_of_bits(rng: random.Random, alphabet: str) -> None:
    predictions, references = [], []
    for size in (1, 5, 6, 63, 64, 65, 127, 128, 129, 192, 193, 256, 257, 320, 385, 448, 511, 512, 513, 700):
        for other in (size - 1, size, size + 1, 3 * size // 4):
            text = rng.choices(alphabet, k=size)
            predictions.append("".join(text))
            for _ in range(size // 10):
                text[rng.randrange(size)] = rng.choice(alphabet)
            references.append(["".join(text[:other])])
    check(predictions, references, word_order=1)
    check([one[0] for one in references], [[text] for text in predictions])


def test_long_texts(rng: random.Random) -> None:
    long = [text for text in HOSTILE if len(text) >= 200] + [random_text(rng, 2000, 300) for _ in range(2)]
    check(long, [[text, "short"] for text in reversed(long)], word_order=2)


def test_ties_between_references_take_the_first() -> None:
    check(["abcd"], [["abxx", "xxcd", "ab"]])
    check(["x"], [["a", "", "b"]], eps_smoothing=True)
    check([""], [["", "a", "bc"]], word_order=2, eps_smoothing=True)


@given(
    st.lists(st.tuples(texts, st.lists(texts, min_size=1, max_size=4)), min_size=1, max_size=4),
    st.sampled_from(OPTIONS),
    st.integers(1, 10),
)
def test_any_texts(rows: list[tuple[str, list[str]]], options: dict[str, Any], char_order: int) -> None:
    check([p for p, _ in rows], [r for _, r in rows], char_order=char_order, **options)


@given(st.lists(st.sampled_from([*PIECES, "(hi)", "a.", ".a", "...", "¿qué?"]), max_size=20), st.data())
def test_punctuation(pieces: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(pieces))
    check([" ".join(pieces)], [[" ".join(other)]], word_order=3)
