"""porter_stem() against NLTK's PorterStemmer."""

from __future__ import annotations

import itertools
import random

import pytest

from gramscore import _core

porter = pytest.importorskip("nltk.stem.porter")

SUFFIXES = """
    s es ies sses ss ied eed ed ing at bl iz y ational tional enci anci izer bli abli alli entli eli ousli ization ation
    ator alism iveness fulness ousness aliti iviti biliti fulli logi icate ative alize iciti ical ful ness al ance ence
    er ic able ible ant ement ment ent ion sion tion ou ism ate iti ous ive ize e ll
""".split()
ROOTS = """
    b be bl tr ee y yy ay ya oa cat hop hopp fall hiss fizz fil sky skies dying lying tying news inning outing canning
    howe proceed exceed succeed relat condit vale radic differ vil analog vietnam predic oper feud decis hope call form
    sensit trip electr good reviv allow infer airlin gyroscop adjust defens irrit replac depend adopt commun activ
    angular homolog effect bowdler prob rat ceas control roll 1 12 a1 9y y9 xyz syzygy toy
""".split()


def test_roots_and_suffixes() -> None:
    stem = porter.PorterStemmer().stem
    words = {root + a for root, a in itertools.product(ROOTS, ["", *SUFFIXES])}
    words |= {root + a + b for root, a, b in itertools.product(ROOTS[:40], SUFFIXES, SUFFIXES)}
    for word in words:
        assert _core.porter_stem(word) == stem(word), word


def test_random_words(rng: random.Random) -> None:
    stem = porter.PorterStemmer().stem
    for _ in range(30_000):
        letters = rng.choice(
            ["aeiouy", "abcdefghijklmnopqrstuvwxyz", "aeiybcstl", "abcdefghijklmnopqrstuvwxyz0123456789"]
        )
        word = (
            "".join(rng.choices(letters, k=rng.randint(1, 8)))
            + rng.choice(["", "", *SUFFIXES])
            + rng.choice(["", "s"])
        )
        assert _core.porter_stem(word) == stem(word), word


@pytest.mark.parametrize("size", [62, 63, 64, 65, 66, 100, 3000])
def test_long_words(size: int, rng: random.Random) -> None:
    stem = porter.PorterStemmer().stem
    for suffix in SUFFIXES:
        for letters in ("y", "b", "a", "by", "aeiybcstl"):
            word = "".join(rng.choices(letters, k=size)) + suffix
            assert _core.porter_stem(word) == stem(word), word


def test_the_published_algorithm(rng: random.Random) -> None:
    """Without NLTK's extensions, of words of over two characters."""
    stem = porter.PorterStemmer("ORIGINAL_ALGORITHM").stem
    words = {root + a for root, a in itertools.product(ROOTS, ["", *SUFFIXES])}
    words |= {root + a + b for root, a, b in itertools.product(ROOTS[:20], SUFFIXES, SUFFIXES)}
    words |= {"".join(rng.choices("aeiouybcstl1", k=rng.randint(3, 9))) for _ in range(5000)}
    for word in words:
        if len(word) > 2:
            assert _core.porter_stem_as_published(word.encode()).decode() == stem(word), word
