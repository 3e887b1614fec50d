"""The words of the Penn Treebank against NLTK's TreebankWordTokenizer, line by line."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gramscore import _core

tokenize = pytest.importorskip("nltk.tokenize").TreebankWordTokenizer().tokenize

PIECES = [
    *"\"'`.,:;!?()[]{}<>-$%&@# \n\tab1_",
    *[
        "...",
        "``",
        "''",
        "--",
        "n't",
        "N'T",
        "'s",
        "'S",
        "'m",
        "'d",
        "'ll",
        "'LL",
        "'re",
        "'ve",
        "'tis",
        "'twas",
    ],
    *[
        "cannot",
        "CanNot",
        "d'ye",
        "gimme",
        "G\u0131mme",
        "G\u0130MME",
        "gonna",
        "gotta",
        "lemme",
        "more'n",
        "wanna",
    ],
    *[
        "'T\u0130S",
        "'ti\u017f",
        "they",
        "\u00c9",
        "\u00df",
        "\u0661",
        "\U0001d7ff",
        "\u00b2",
        "\u201c",
        "\u4e2d",
    ],
    *["\x1c", "\x1f", "\x85", "\u00a0", "\u3000", "\u200b", "\ud800", "\0"],
]


def expected(text: str) -> str:
    return "\n".join(" ".join(tokenize(line)) for line in text.split("\n"))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=12))
def test_hostile_texts(text: str) -> None:
    assert _core.treebank_lines([text]) == [expected(text)]


def test_many_texts(rng: random.Random) -> None:
    texts = ["".join(rng.choices(PIECES, k=rng.randint(0, 30))) for _ in range(1500)]
    assert _core.treebank_lines(texts) == list(map(expected, texts))


def test_all_characters() -> None:
    """After a comma and before a full stop at the end: of Unicode 14, which all have."""
    import unicodedata

    known = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Co", "Cs")]
    texts = ["".join(f"a,{c}.b {c}" for c in known[i : i + 50]) for i in range(0, len(known), 2000)]
    digits = [c for c in known if unicodedata.category(c) == "Nd"]
    texts += [f"1,{c} cannot{c} {c}gimme." for c in digits]
    assert _core.treebank_lines(texts) == list(map(expected, texts))


def test_what_is_no_text() -> None:
    with pytest.raises(TypeError):
        _core.treebank_lines(["a", 3])  # type: ignore[list-item]
