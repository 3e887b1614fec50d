"""Boundaries as Unicode's own test files and the package regex have them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given

from gramscore import _core

pytest.importorskip("regex")

from unicode_tokens import grapheme_tokens, is_known, keeps_to_itself, known_scripts, word_tokens

# Where Debian's package unicode-data puts the files; UCD_DIRECTORY names another place.
FILES = Path(os.environ.get("UCD_DIRECTORY", "/usr/share/unicode")) / "auxiliary"
VERSION = _core.tokenizer_signature("unicode").partition("-")[2]
# All characters but most of the blocks of thousands of a kind.
FEW_IDEOGRAPHS = [
    chr(c)
    for c in range(0x110000)
    if not (0x3500 < c < 0x9F00 or 0xAD00 < c < 0xD700 or 0xE000 < c < 0xF800 or 0x17100 < c < 0x18C00)
    and not (0x20100 < c < 0xE0000 or c > 0xF0100)
]


def cases(path: Path) -> Iterator[tuple[str, list[int]]]:
    """Texts and their boundaries. A line is code points in hexadecimal between signs for yes and no."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, boundaries = "", []
        for word in line.partition("#")[0].split():
            if word == "\u00f7":
                boundaries.append(len(text))
            elif word != "\u00d7":
                text += chr(int(word, 16))
        if text:
            yield text, boundaries


@pytest.mark.parametrize(
    ("name", "boundaries"),
    [("WordBreakTest.txt", _core.word_boundaries), ("GraphemeBreakTest.txt", _core.grapheme_boundaries)],
)
def test_the_files_of_unicode(name: str, boundaries: Callable[[str], list[int]]) -> None:
    path = FILES / name
    if not path.is_file():
        pytest.skip(f"{path} is not there: it comes with the Unicode Character Database {VERSION}")
    if f"-{VERSION}." not in path.read_text(encoding="utf-8").partition("\n")[0]:
        pytest.skip(f"{path} is not of Unicode {VERSION}")
    known = list(cases(path))
    assert len(known) > 500
    for text, expected in known:
        assert boundaries(text) == expected, ascii(text)


@given(known_scripts)
def test_words(text: str) -> None:
    assert _core.tokenize(text, "unicode", False) == word_tokens(text)


@given(known_scripts)
def test_graphemes(text: str) -> None:
    text = "".join(filter(keeps_to_itself, text))
    assert _core.tokenize(text, "grapheme", False) == grapheme_tokens(text)


def test_every_character() -> None:
    """Between two of each of some kinds."""
    for character in filter(is_known, FEW_IDEOGRAPHS):
        text = " ".join(neighbour + character + neighbour for neighbour in "a1\u30ab\u5b57\U0001f468")
        if _core.tokenize(text, "unicode", False) != word_tokens(text):
            raise AssertionError(ascii(text))
        if keeps_to_itself(character) and _core.tokenize(text, "grapheme", False) != grapheme_tokens(text):
            raise AssertionError(ascii(text))
