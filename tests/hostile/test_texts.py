"""Texts on which a careless table or loop takes the square of their size, which at these sizes would be minutes.

What is inherent is not here: the longest common subsequence takes the product of the two lengths, and can be
interrupted.
"""

from __future__ import annotations

import os
from itertools import product
from typing import Any

import pytest

from gramscore import BLEU, CHRF, GLEU, NIST, ROUGE, TER, _core

# Where tokenizers look around: points, entities, hyphens, ignorable and combining characters, capitals that lower to
# two characters or by what is around them, halves of flags, scripts without spaces.
ODD = [*"a .,-'\n&<\"1_", "\u0301", "\u200d", "\u03a3", "\u0130", "\U0001f1e9", "\u4e2d", "\u3042", "\xad"]
ODD += ["\u2028", "\u0e01", "\ud800", "\U0001f468", "1,", "1.,", "'s ", "&amp;", "<skipped>", "-\n"]
ODD += ["\u03a3\u0301", "\U0001f1e9\u0301", "a\u0301", "\U0001f468\u200d", '\u05d0"', " \n"]

METRICS = [
    ROUGE(["rouge1", "rouge2"], stemmer=True),
    ROUGE(["rouge1"], tokenizer="whitespace"),
    ROUGE(["rouge1"], tokenizer="unicode", stemmer=True),
    ROUGE(["rouge1"], tokenizer="grapheme"),
    BLEU(lowercase=True),
    BLEU(tokenizer="intl"),
    BLEU(tokenizer="zh"),
    CHRF(lowercase=True, word_order=2),
    NIST(tokenizer="13a"),
    GLEU(tokenizer="13a"),
    TER(normalized=True, asian_support=True, no_punct=True),
]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_one_thing_over_and_over(odd: str) -> None:
    """A text's figures do not depend on what it is scored with."""
    text = odd * (60_000 // len(odd))
    for metric in METRICS:
        together = metric.score([text, "a b"], ["a b c d", "a b c"])
        assert together.stats[1:].tolist() == metric.score(["a b"], ["a b c"]).stats.tolist()
        assert together.stats[:1].tolist() == metric.score([text], ["a b c d"]).stats.tolist()


@pytest.mark.parametrize(
    ("unit", "words", "graphemes"),
    [("\U0001f1e9", 100_000, 100_000), ("\u0301", 1, 1), ("a\u0301", 1, 200_000), ("a'", 2, 400_000)],
    ids=ascii,
)
def test_boundaries(unit: str, words: int, graphemes: int) -> None:
    text = unit * 200_000
    assert len(_core.word_boundaries(text)) - 1 == words
    assert len(_core.grapheme_boundaries(text)) - 1 == graphemes


def test_words_whose_pieces_undo_each_other() -> None:
    """Words of 24 bytes are hashed eight at a time. These differ in the bytes that a multiplication reaches last, and a
    hash that multiplies with its seed only in the end sends many of them to the same place."""
    letters = [chr(c) for c in range(35, 95)]
    words = [f"aaaaaaa{t}aaa{u}aaa{u}aaa{v}aaa{v}" for t, u, v in product(letters, repeat=3)]
    text = " ".join(words)
    row = ROUGE(["rouge1"], tokenizer="whitespace").score([text], [text]).stats[0]
    assert row.tolist() == [60**3] * 3


def test_every_character_once() -> None:
    text = " ".join(chr(c) for c in range(0x3400, 0x9FFF))
    row = ROUGE(["rouge1", "rouge2"], tokenizer="whitespace").score([text], [text]).stats[0]
    assert row.tolist() == [0x9FFF - 0x3400] * 3 + [0x9FFF - 0x3401] * 3


@pytest.mark.parametrize("metric", METRICS, ids=str)
def test_many_empty_texts(metric: Any) -> None:
    scores = metric.score([""] * 20_000, [""] * 20_000)
    assert len(scores) == 20_000
    assert not scores.stats.any() or isinstance(metric, TER)


def test_many_references() -> None:
    references = [f"a{k}" for k in range(30_000)]
    assert ROUGE(["rouge1"]).score(["a29999"], [references]).stats.tolist() == [[1, 1, 1]]
    assert BLEU(max_order=1).score(["a29999 x"], [references]).stats.tolist() == [[2, 1, 1, 2]]


def test_a_word_without_end() -> None:
    word = "a" * 2_000_000
    assert ROUGE(["rouge1"], stemmer=True).score([word], [word + " b"]).stats.tolist() == [[1, 1, 2]]
    assert BLEU(max_order=1, lowercase=True).score([word], [word + " b"]).stats.tolist() == [[1, 2, 1, 1]]


huge = pytest.mark.skipif(
    os.environ.get("GRAMSCORE_TESTS") != "large", reason="takes gigabytes and minutes: GRAMSCORE_TESTS=large"
)


@huge
def test_a_token_ten_million_times() -> None:
    text = "a " * 10_000_000
    row = ROUGE(["rouge1", "rouge2"]).score([text], [text[: 10**7]]).stats[0].tolist()
    assert row == [5_000_000, 10_000_000, 5_000_000, 4_999_999, 9_999_999, 4_999_999]
    row = BLEU(tokenizer="none").score([text], [text]).stats[0].tolist()
    assert row == [10**7, 10**7, *range(10**7, 10**7 - 4, -1), *range(10**7, 10**7 - 4, -1)]
    assert ROUGE(["rougeL"]).score([text], ["a a b"]).stats.tolist() == [[2, 10**7, 3]]
    assert CHRF().score([text], ["a"]).stats[0].tolist()[:3] == [10**7, 1, 1]
    assert TER().score([text], ["a"]).stats[0].tolist()[0] == 10**7 - 1


@huge
def test_a_gigabyte_of_text() -> None:
    words = 250_000_000
    text = "cat " * words
    row = ROUGE(["rouge1"]).score([text], ["a cat sat"]).stats[0].tolist()
    assert row == [1, words, 3]
    row = BLEU(max_order=1).score([text], ["a cat sat"]).stats[0].tolist()
    assert row == [words, 3, 1, words]


@huge
@pytest.mark.parametrize("metric", METRICS, ids=str)
def test_a_million_empty_texts(metric: Any) -> None:
    assert len(metric.score([""] * 1_000_000, [""] * 1_000_000)) == 1_000_000
