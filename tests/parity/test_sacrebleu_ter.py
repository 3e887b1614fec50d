"""Every figure of gramscore.TER against sacrebleu's TER, with ==."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernels import each_kernel
from searching import searched
from streams import streams
from texts import HOSTILE, texts

import gramscore

original = pytest.importorskip("sacrebleu.metrics.ter")

OPTIONS = [
    dict(zip(("normalized", "no_punct", "asian_support", "case_sensitive"), values, strict=True))
    for values in itertools.product((False, True), repeat=4)
    if values[:3] != (False, False, True)  # asian_support alone, which has no effect and is refused
]


def check(predictions: Sequence[str], references: Sequence[Sequence[str]], **options: Any) -> None:
    """Statistics, the score of the corpus and of each example. Theirs are slow: from one set of statistics."""
    theirs = original.TER(**options)
    expected = theirs._extract_corpus_statistics(predictions, streams(references))
    examples = [theirs._aggregate_and_compute([row]).score for row in expected]
    corpus = theirs._aggregate_and_compute(expected)
    for kernels in each_kernel():
        scores = gramscore.TER(**options).score(predictions, references, threads=2)
        for i, (edits, length) in enumerate(expected):
            place = (kernels, options, predictions[i], references[i])
            row = scores.stats[i].tolist()
            assert row[0] == edits, place
            assert row[1] / row[2] == length, place
            assert row[2] == len(references[i]), place
            assert scores.examples[i] == examples[i], place
        assert scores.corpus == (corpus.score, corpus.num_edits, corpus.ref_length), kernels


def shuffled(rng: random.Random, words: list[str], alphabet: Sequence[str], edits: int) -> list[str]:
    """Words with blocks moved and some of them edited."""
    words = list(words)
    for _ in range(rng.randint(0, 5)):
        begin = rng.randint(0, len(words))
        end = begin + rng.randint(1, 12)
        block = words[begin:end]
        del words[begin:end]
        place = rng.randint(0, len(words))
        words[place:place] = block
    for _ in range(rng.randint(0, edits)):
        place = rng.randint(0, len(words))
        words[place : place + rng.randint(0, 1)] = rng.choices(alphabet, k=rng.randint(0, 1))
    return words


def check_words(pairs: Sequence[tuple[list[str], list[str]]]) -> None:
    check([" ".join(h) for h, _ in pairs], [[" ".join(r)] for _, r in pairs], case_sensitive=True)


def test_public_calls_of_the_original() -> None:
    predictions = ["on the mat the cat sat", "It rains.", ""]
    references = [["The cat sat on the mat", "A cat sat."], ["It is raining.", "Rain"], ["a b", "a b c"]]
    scores = gramscore.TER().score(predictions, references)
    corpus = original.TER().corpus_score(predictions, streams(references))
    assert scores.corpus == (corpus.score, corpus.num_edits, corpus.ref_length)
    for i, score in enumerate(scores.examples):
        assert score == original.TER().sentence_score(predictions[i], references[i]).score


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_hostile_texts(rng: random.Random, options: dict[str, Any]) -> None:
    short = [text for text in HOSTILE if len(text) < 200]
    predictions = short * 4
    references = [rng.choices(short, k=rng.randint(1, 4)) for _ in predictions]
    check(predictions, references, **options)


def test_each_hostile_text_against_each() -> None:
    short = [text for text in HOSTILE if len(text) < 200]
    pairs = list(itertools.product(short, short))
    check([p for p, _ in pairs], [[r] for _, r in pairs])


@pytest.mark.parametrize("letters", [1, 2, 3, 5, 10, 30, 1000])
def test_moved_blocks(rng: random.Random, letters: int) -> None:
    """The fewer different words, the more moves there are to try, and ties between them."""
    alphabet = [f"w{k}" for k in range(letters)]
    pairs = []
    for most in (6, 12, 25, 40):
        for _ in searched(rng, range(400 // most), 120 // most):
            reference = rng.choices(alphabet, k=rng.randint(0, most))
            pairs.append((shuffled(rng, reference, alphabet, 8), reference))
            pairs.append((rng.choices(alphabet, k=rng.randint(0, most)), reference))
    check_words(pairs)


def test_lengths_around_the_beam_and_words_of_bits(rng: random.Random) -> None:
    alphabet = [f"w{k}" for k in range(40)]
    pairs = []
    for size in searched(rng, (23, 24, 25, 26, 48, 49, 50, 63, 64, 65), 2):
        reference = rng.choices(alphabet, k=size)
        pairs.append((shuffled(rng, reference, alphabet, 20), reference))
        pairs.append((rng.choices(alphabet, k=size), reference))
        pairs.append((rng.choices(alphabet, k=2 * size // 3), reference))
    check_words(pairs)


def test_lengths_far_apart(rng: random.Random) -> None:
    """Ratios below, at and above the one from which the beam is wider."""
    pairs = []
    for words, ratio in itertools.product((1, 2, 3, 7), (2, 10, 25, 49, 50, 51, 53, 80)):
        for letters in (3, 20, 400):
            few, many = rng.choices(range(letters), k=words), rng.choices(range(letters), k=words * ratio)
            pairs.append(([str(k) for k in few], [str(k) for k in many]))
    pairs += [(r, h) for h, r in rng.sample(pairs, 20)]
    check_words(pairs)


def test_long_texts(rng: random.Random) -> None:
    pairs = []
    for size, letters in searched(rng, ((90, 60), (120, 10), (120, 400), (200, 190)), 1):
        alphabet = [f"w{k}" for k in range(letters)]
        reference = rng.choices(alphabet, k=size)
        pairs.append((shuffled(rng, reference, alphabet, 20), reference))
        pairs.append((rng.choices(alphabet, k=size // 2), reference))
    check_words(pairs)
    long = [text for text in HOSTILE if len(text) >= 200]
    check(long, [[text, "short"] for text in reversed(long)])


WORDS = st.lists(st.sampled_from("abcdefg"), max_size=30)


@given(WORDS, st.data())
def test_permutations(words: list[str], data: st.DataObject) -> None:
    check_words([(data.draw(st.permutations(words)), words)])


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
def test_any_words(prediction: list[str], references: list[list[str]]) -> None:
    check([" ".join(prediction)], [[" ".join(words) for words in references]])


@given(
    st.lists(st.tuples(texts, st.lists(texts, min_size=1, max_size=4)), min_size=1, max_size=4),
    st.sampled_from(OPTIONS),
)
def test_any_texts(rows: list[tuple[str, list[str]]], options: dict[str, Any]) -> None:
    check([p for p, _ in rows], [r for _, r in rows], **options)


@pytest.mark.parametrize(
    ("prediction", "reference", "edits", "length"),
    [
        ("costs ,,5 now", "costs ,,5 now", 2, 5.0),
        ("the dog's tail wags", "the dog's\ttail wags", 0, 5.0),
        ("x's\u00a0y", "x's\u00a0y", 2, 3.0),
        ("the dog's.", "the dog's.", 2, 4.0),
    ],
)
def test_normalized_references_are_normalized_twice(
    prediction: str, reference: str, edits: int, length: float
) -> None:
    corpus = gramscore.TER(normalized=True).score([prediction], [[reference]]).corpus
    assert corpus == (100 * (edits / length), edits, length)
    check([prediction], [[reference]], normalized=True)


# What the tokenizer's regular expressions are about, white space in which they see none, and what joins or parts these.
PIECES = [
    *".,,-19a\"(&;'<s \t\n\u00a0\u03a3\u0130\u4e2d\u3002\uff11\ud800",
    *("'s", "'s.", ",,5", "&amp;", "&amp;lt;", "\n-", "1.5", " "),
]
punctuated = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@given(data=st.data())
def test_tokens_of_tokens(data: st.DataObject, options: dict[str, Any]) -> None:
    """A second pass over tokens finds others, which show where texts are their own references."""
    references = data.draw(st.lists(st.lists(punctuated, min_size=1, max_size=3), min_size=1, max_size=6))
    predictions = [data.draw(st.sampled_from(row) | punctuated) for row in references]
    check(predictions, references, **options)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_many_punctuated_texts(rng: random.Random, options: dict[str, Any]) -> None:
    """More than one batch, one of its texts longer than the engine takes at a time."""
    rows = [["".join(rng.choices(PIECES, k=rng.randint(0, 25))) for _ in range(3)] for _ in range(320)]
    predictions = [row[0] for row in rows]
    rows[300][1] = "".join(rng.choices(PIECES, k=15_000))
    predictions[300] = "19 's."
    check(predictions, rows, **options)
