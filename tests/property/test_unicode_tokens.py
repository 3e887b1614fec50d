"""Promises about the tokenizers for every script."""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import every_script
from texts import texts as hostile
from texts import worded

from gramscore import ROUGE, _core

TYPES = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
TOKENIZERS = [("unicode", False), ("unicode", True), ("grapheme", False)]
ascii_texts = st.one_of(
    st.text(st.characters(max_codepoint=0x7F), max_size=60),
    worded(
        [
            "don't",
            "3.14",
            "a_b",
            "running",
            "Generalizations",
            "counterrevolutionaries",
            "x" * 30,
            "\n",
            "\r\n",
        ]
    ),
)
texts = hostile | every_script
some_texts = st.lists(texts, min_size=1, max_size=12)


@given(ascii_texts, st.booleans())
def test_ascii_words_are_those_of_rouge(text: str, stemmer: bool) -> None:
    assert _core.tokenize(text, "unicode", stemmer) == _core.tokenize(text, "rouge", stemmer)


@given(st.lists(ascii_texts, min_size=1, max_size=8), st.booleans(), st.booleans())
def test_ascii_figures_are_those_of_rouge(rows: list[str], stemmer: bool, mixed: bool) -> None:
    """Also beside texts that are not ASCII."""
    others = ["\u0434\u043e\u043c caf\u00e9"] if mixed else []
    options = {"types": TYPES, "stemmer": stemmer}
    both = [
        ROUGE(**options, tokenizer=tokenizer).score(rows + others, rows[::-1] + others)
        for tokenizer in ("rouge", "unicode")
    ]
    assert both[0].stats[: len(rows)].tolist() == both[1].stats[: len(rows)].tolist()


@given(texts, texts)
def test_words_do_not_reach_across_ascii_punctuation(a: str, b: str) -> None:
    for mark in "'.,:;_\"-":
        joined = _core.tokenize(a + mark + b, "unicode", False)
        assert joined == _core.tokenize(a, "unicode", False) + _core.tokenize(" " + b, "unicode", False)


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize(("tokenizer", "stemmer"), TOKENIZERS)
@given(some_texts, some_texts)
def test_scores_are_those_of_the_tokens(
    tokenizer: str, stemmer: bool, predictions: list[str], references: list[str]
) -> None:
    """In a batch tokens are numbers; these are equal where the tokens are, whatever the encoding."""
    n = min(len(predictions), len(references))
    sides = predictions[:n], references[:n]

    def tokens(text: str) -> list[str]:
        return _core.tokenize(text, tokenizer, stemmer)

    def lines(text: str) -> list[list[str]]:
        return [tokens(line) for line in text.split("\n")]

    metric = ROUGE(TYPES, tokenizer=tokenizer, stemmer=stemmer)
    whole = ROUGE(TYPES[:3], tokenizer=None).score(*([tokens(text) for text in side] for side in sides))
    by_line = ROUGE(TYPES[3:], tokenizer=None, sentence_splitter=None).score(
        *([lines(text) for text in side] for side in sides)
    )
    expected = [a + b for a, b in zip(whole.stats.tolist(), by_line.stats.tolist(), strict=True)]
    assert metric.score(*sides).stats.tolist() == expected
    arrow = [
        pa.array([text.encode("utf-8", "surrogatepass") for text in side], pa.binary()).view(pa.string())
        for side in sides
    ]
    assert metric.score(*arrow).stats.tolist() == expected


@pytest.mark.parametrize(("tokenizer", "stemmer"), TOKENIZERS)
@given(texts)
def test_the_width_of_characters_does_not_matter(tokenizer: str, stemmer: bool, text: str) -> None:
    """A wider character at the end makes Python store the whole text with wider units."""
    found = _core.tokenize(text + " ", tokenizer, stemmer)
    for wider in "\u00d7\u2605\U0001f7b6":  # symbols, which are no words
        wide = _core.tokenize(text + " " + wider, tokenizer, stemmer)
        assert wide == found + ([wider] if tokenizer == "grapheme" else [])


@given(texts)
def test_graphemes_are_all_of_the_text(text: str) -> None:
    bounds = _core.grapheme_boundaries(text)
    clusters = [text[begin:end] for begin, end in pairwise(bounds)]
    assert "".join(clusters) == text
    assert _core.tokenize(text, "grapheme", False) == [it for it in clusters if not it.isspace()]


@pytest.mark.parametrize(("tokenizer", "stemmer"), TOKENIZERS)
@given(some_texts)
def test_long_texts_are_cut_between_tokens(tokenizer: str, stemmer: bool, pieces: list[str]) -> None:
    """The engine reads in slabs of 16 KiB."""
    text = "".join(pieces)
    text *= 40_000 // max(len(text), 1) + 1
    count = len(_core.tokenize(text, tokenizer, stemmer))
    for given_as in (
        [text],
        pa.array([text.encode("utf-8", "surrogatepass")], pa.binary()).view(pa.string()),
    ):
        scores = ROUGE(["rouge1"], tokenizer=tokenizer, stemmer=stemmer).score(given_as, given_as)
        assert scores.stats.tolist() == [[count, count, count]]
