"""Words of texts from which characters are deleted first, against Python's own."""

from __future__ import annotations

import random
import re
import string

from gramscore import _core

PLAIN = str.maketrans(string.ascii_uppercase, string.ascii_lowercase, string.punctuation)
PIECES = ["a", "B", "7", " ", " ", "-", ".", "''", "é", "\u3000", "\n", "\x1c", "\0", "xyz" * 7, "\U0001f600"]


def test_cleaned_words() -> None:
    drawn = random.Random(5)
    for _ in range(3000):
        text = "".join(drawn.choices(PIECES, k=drawn.randint(0, 70)))
        assert _core.tokenize(text, "janitor_words", no_punct=True) == text.translate(PLAIN).split()
        assert _core.tokenize(text, "janitor_words") == [it.translate(PLAIN) or it[0] for it in text.split()]
        assert _core.tokenize(text, "presumm_words") == re.sub("[^a-zA-Z0-9 ]", "", text).split()


def test_long_texts_are_cut_where_words_end() -> None:
    text = "".join(random.Random(6).choices(["ab", "C.", " ", "\t", "-"], k=40_000))
    assert _core.tokenize(text, "janitor_words", no_punct=True) == text.translate(PLAIN).split()
    assert _core.tokenize(text, "presumm_words") == re.sub("[^a-zA-Z0-9 ]", "", text).split()
