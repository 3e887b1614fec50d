"""Texts that are hard to score, for the parity and property tests."""

# ruff: noqa: RUF001
from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import strategies as st

ALL_TYPES = [f"rouge{n}" for n in range(1, 10)] + ["rougeL", "rougeLsum"]

# Each of a kind of its own.
HOSTILE = [
    "",
    " ",
    "\n",
    "\n\n \n",
    "a",
    "A",
    "7",
    "...!?",
    "_",
    "\0",
    "cold\0cold\0 it\0",
    "It is very cold outside.",
    "it is cold outside",
    "cold cold cold cold",
    "cold cold",
    "the the the cat the the the",
    "a b a b a b a b a",
    "b a b a b a",
    "first line\nsecond line\nthird line",
    "third line\nfirst line\nsecond line",
    "first line\r\nsecond line\r\n",
    "first line\rsecond line\x0bthird\x0cfourth\x1cfifth\x85sixth\u2028seventh\u2029eighth",
    "tab\tseparated\u00a0and\u3000wide\u200bzero",
    "\x01\x02control\x7f\x80\x9fchars\x1b[0m",
    "the cats were running and the ponies cried; dying skies, proceedings generally fulfilled hopefulness",
    "a cat ran and a pony cries; die sky proceed general fulfil hopeful",
    "\u0130stanbul \u0130\u0130 I\u0307 i\u0307 \u0131",
    "istanbul ii i i",
    "\u212aelvin 5\u212a \u212a\u212a\u212a",
    "kelvin 5k kkk",
    "Straße STRASSE strasse ẞ",
    "ΟΔΥΣΣΕΥΣ ς σ Σ aΣ Σb",
    "café naïve Ærø ÿ µ ª º ¹²³ ½",
    "e\u0301a\u0308 combining",
    "ＡＢＣ ａｂｃ １２３ ①②③ ⅷ ٣٤٥ ৪",
    "日本語のテキスト 中文文本 한국어",
    "mixed日本abc語def",
    "😀 👩‍👩‍👧 🇩🇪 𝒜𝒷𝒸 𐐀𐐨 word😀word",
    "\ud800 lone \udfff surrogates \udc80x\ud83d",
    "\U0010ffff\U000e0001\ufffe\uffff end of planes",
    "x" * 5000,
    "x" * 4999 + " y",
    "ab" * 33 + " " + "ab" * 32,
    "a" * 7 + " " + "a" * 8 + " " + "a" * 9,
    "a" * 8 + " " + "a" * 7 + " " + "a" * 10,
    "don't can't rock'n'roll e-mail 3.14 1,000 C++",
    "AbC aBc ABC abc",
    "ing ed s es ies sses",
    "0 00 000 0000 00000000 000000000",
]

WORDS = "the a cat cats sat sitting on mat mats running happily skies dying fulfilled 42 it is".split()
PIECES = [
    *WORDS,
    *WORDS,
    "\n",
    "\n",
    ".",
    "  ",
    "É",
    "\u0130",
    "\u212a",
    "ß",
    "Σ",
    "😀",
    "\ud800",
    "\0",
    "\r\n",
    "_",
]

anything = st.text(alphabet=st.characters(), max_size=40)


def worded(pieces: Sequence[str] = PIECES, *, max_size: int = 30) -> st.SearchStrategy[str]:
    """Texts whose pieces recur, so that something matches."""
    return st.lists(st.sampled_from(pieces), max_size=max_size).map(" ".join)


small_alphabet = worded(["a", "b", "c", "a", "b", "\n"], max_size=40)
texts = st.one_of(worded(), small_alphabet, anything, st.sampled_from(HOSTILE))


def random_text(rng: random.Random, tokens: int, vocabulary: int, *, lines: bool = False) -> str:
    """A text of that many tokens out of that many, in sentences of a few tokens if `lines`."""
    words = [f"w{int(vocabulary * rng.random() ** 2)}" for _ in range(tokens)]
    text = words[:1]
    for word in words[1:]:
        text += ["\n" if lines and rng.random() < 0.15 else " ", word]
    return "".join(text)
