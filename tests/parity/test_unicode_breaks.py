"""Boundaries as Unicode's own test files and the package regex have them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

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
    [
        ("WordBreakTest.txt", _core.word_boundaries),
        ("GraphemeBreakTest.txt", _core.grapheme_boundaries),
        ("SentenceBreakTest.txt", _core.sentence_boundaries),
    ],
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


# One or more of each Sentence_Break, the same in every Unicode since 5.0.
SENTENCE_CHARACTERS = (
    "a\u00e9bXYZ\u01c5\u05d0\u4e2d 1\u0660.\u2024!?\u3002,:-\u0300\u00ad\r\n\u0085\u2028\t "
    "\"'()\u201c\u201d_+"
)
PERL = r"""
binmode STDIN, ":utf8"; binmode STDOUT, ":utf8";
while (<STDIN>) { chomp; my $t = join "", map { chr hex } split / /; my @b;
  while ($t =~ /\b{sb}/g) { push @b, pos $t } print "@b\n" }
"""


def test_sentences_as_perl_finds_them() -> None:
    perl = shutil.which("perl")
    if perl is None or subprocess.run([perl, "-e", "use v5.24"], check=False, capture_output=True).returncode:
        pytest.skip("no perl from 5.24 on, whose regular expressions know sentences")
    random = Random(5)
    texts = ["".join(random.choices(SENTENCE_CHARACTERS, k=random.randint(2, 12))) for _ in range(2000)]
    given = "".join(" ".join(f"{ord(c):x}" for c in text) + "\n" for text in texts)
    found = subprocess.run([perl, "-e", PERL], input=given, check=True, capture_output=True, text=True).stdout
    for text, line in zip(texts, found.splitlines(), strict=True):
        assert _core.sentence_boundaries(text) == list(map(int, line.split())), ascii(text)
