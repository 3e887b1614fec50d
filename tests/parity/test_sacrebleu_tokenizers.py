"""The native tokenizers of BLEU, chrF and TER against sacrebleu's, and lower-casing against str.lower()."""

# ruff: noqa: RUF001
from __future__ import annotations

import itertools
import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from importlib import metadata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernels import each_kernel
from searching import THOROUGH, searched
from texts import HOSTILE

from gramscore import _core

pytest.importorskip("sacrebleu")
pytest.importorskip("regex")

import regex
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer

from gramscore.compat.sacrebleu.tokenizers import tokenizer_ter as drop_in

BLEU_TOKENIZERS = ["13a", "intl", "zh", "char", "none"]

# intl is by the categories of one version of Unicode, sacrebleu's by those of the installed regex package: the
# texts for it are of characters that both have.
_STATED = re.search(r"supports Unicode (\d+\.\d+)", str(metadata.metadata("regex").get_payload()))
REGEX_IS_LATER = _STATED is None or float(_STATED[1]) > float(_core.unicode_versions()["intl"])
UNASSIGNED = regex.compile(r"\p{Cn}")


def for_tokenizer(tokenizer: str, text: str) -> str:
    if tokenizer != "intl":
        return text
    text = UNASSIGNED.sub("", text)
    return "".join(c for c in text if unicodedata.category(c) != "Cn") if REGEX_IS_LATER else text


# Pieces that the tokenizers' rules are about.
PIECES = [
    *"a1.,-'s &;<>\"()!?:/$+^_|~[{ \n\t",
    *"é٣²Ⅷ½।。，、「・！（—–“”…€×†☀️中文あアㇰ한\u3000\u00a0\u2028\u0085\u2001ͅ",
    *[
        "'s ",
        "'s",
        "-\n",
        "\n-",
        "<skipped>",
        "&quot;",
        "&amp;",
        "&lt;",
        "&gt;",
        "&amp;lt;",
        "&amp;amp;quot;",
    ],
    *[
        "<skip",
        "ped>",
        "&",
        "quot;",
        "..",
        ",.",
        "1.",
        ".1",
        "1-",
        "--",
        "'S ",
        "\r\n",
        "\x1c",
        "\x00",
        "\x7f",
    ],
    *[
        "word",
        "Wörter",
        "3.14",
        "1,000.5",
        "-5",
        "½",
        "A",
        "Σ",
        "ΑΣ",
        "\u0130",
        "\u212a",
        "ß",
        "ẞ",
        "\ud800",
        "😀",
        "𝟙",
        "𐄀",
    ],
]


def bleu(text: str, tokenizer: str, lowercase: bool = False) -> list[str]:
    """The tokens that sacrebleu's BLEU counts."""
    metric = BLEU(tokenize=tokenizer, lowercase=lowercase)
    call = metric.tokenizer
    metric.tokenizer = getattr(call, "__wrapped__", call)
    return str(metric._preprocess_segment(text)).split()


def tercom(text: str, options: dict[str, bool], lowercase: bool) -> list[str]:
    return TercomTokenizer(**options, case_sensitive=not lowercase)(text.rstrip()).split()


def tercom_options() -> Iterator[dict[str, bool]]:
    for values in itertools.product([False, True], repeat=3):
        yield dict(zip(["normalized", "no_punct", "asian_support"], values, strict=True))


chrf = CHRF(word_order=2)


def check(text: str) -> None:
    """All kinds with all options on one text."""
    expected: list[tuple[str, str, dict[str, bool], list[str]]] = []
    for lowercase in (False, True):
        case = {"lowercase": lowercase}
        for tokenizer in BLEU_TOKENIZERS:
            known = for_tokenizer(tokenizer, text)
            expected.append((known, tokenizer, case, bleu(known, tokenizer, lowercase)))
        for options in tercom_options():
            expected.append((text, "tercom", case | options, tercom(text, options, lowercase)))
        cased = text.lower() if lowercase else text
        expected.append((text, "chrf_words", case, chrf._remove_punctuation(cased)))
        expected.append((text, "chrf_characters", case, list("".join(cased.split()))))
        expected.append((text, "chrf_characters", case | {"keep_whitespace": True}, list(cased)))
    for kernels in each_kernel():
        for given_text, tokenizer, options, tokens in expected:
            got = _core.tokenize(given_text, tokenizer, **options)
            assert got == tokens, (kernels, tokenizer, options, given_text)


@pytest.mark.parametrize("end", ["\t", "\u00a0", " \u3000", "\x85\n", "\n-\t", "\n "])
def test_tercom_called_on_white_space_at_the_end(rng: random.Random, end: str) -> None:
    for options in tercom_options():
        for lowercase in (False, True):
            theirs = TercomTokenizer(**options, case_sensitive=not lowercase)
            ours = drop_in.TercomTokenizer(**options, case_sensitive=not lowercase)
            for text in ("x's", "1.", "Σ", "", *("".join(rng.choices(PIECES, k=4)) for _ in range(40))):
                assert ours(text + end) == theirs(text + end), (text, options)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text: str) -> None:
    check(text)


def test_short_texts_of_special_characters() -> None:
    """All texts of a few of the characters that the regular expressions tell apart."""
    for length in range(6 if THOROUGH else 5):
        for characters in itertools.product("a1., -"[: 6 if length < 5 else 5], repeat=length):
            text = "".join(characters)
            for tokenizer in BLEU_TOKENIZERS[:-2]:
                assert _core.tokenize(text, tokenizer) == bleu(text, tokenizer), (tokenizer, text)
            for options in tercom_options():
                assert _core.tokenize(text, "tercom", **options) == tercom(text, options, False), text


def test_random_pieces(rng: random.Random) -> None:
    for _ in range(400):
        pieces = rng.sample(PIECES, rng.randint(1, 12))
        check("".join(rng.choices(pieces, k=rng.randint(1, 40))))


def test_every_position_of_a_block() -> None:
    """The same at the seams between the blocks in which texts are scanned."""
    for before in range(55, 70):
        for middle in (
            "1..5",
            "a.,.5",
            "5-5",
            "1.5",
            "Johns's !",
            "¿1—2?",
            "1—…2",
            "中.5",
            "x",
            "é",
            "😀",
            "-\n",
            "&amp;",
        ):
            check("x" * before + middle + "y")
            check("1" * before + middle + "1")
            check(" " * before + middle)


@pytest.mark.parametrize("size", [1000, 40_000])
def test_long_texts(rng: random.Random, size: int) -> None:
    kinds = (PIECES, [*PIECES, " ", " "], ["-\n", "a", "1", "."], [".", ",", "5"], ["中", "。", "1"])
    for pieces in searched(rng, kinds, 2):
        text = "".join(rng.choices(pieces, k=size // 2))
        check(text)
        check(text + " " * size)


@given(
    st.one_of(
        st.text(),
        st.text(st.sampled_from("a1.,-' \n&;<>é中。½—")),
        st.lists(st.sampled_from(PIECES)).map("".join),
    )
)
def test_any_text(text: str) -> None:
    if _stable(text):
        check(text)


def _stable(text: str) -> bool:
    """Whether all Unicode versions agree on the text's characters, as far as can be seen from here."""
    return sys.version_info[:2] == (3, 11) or all(map(_age, text))


# Every code point of the first two planes and of the one of tags, which have all that tokenizers tell apart, and
# some of the others.
CODE_POINTS = [*range(0x20000), *range(0x20000, 0x110000, 61), *range(0xE0000, 0xE0200)]
RUNS = [CODE_POINTS[start : start + 0x800] for start in range(0, len(CODE_POINTS), 0x800)]


@pytest.mark.parametrize("tokenizer", BLEU_TOKENIZERS)
def test_every_code_point(rng: random.Random, tokenizer: str) -> None:
    for run in searched(rng, RUNS, len(RUNS) // 4):
        text = "".join(f"a{chr(c)}b 1{chr(c)}2 .{chr(c)}. {chr(c)} -{chr(c)}1" for c in run)
        text = for_tokenizer(tokenizer, text)
        tokens = bleu(text, tokenizer)
        for kernels in each_kernel():
            assert _core.tokenize(text, tokenizer) == tokens, (kernels, hex(run[0]))


def test_every_code_point_of_tercom_and_chrf(rng: random.Random) -> None:
    for run in searched(rng, RUNS, len(RUNS) // 4):
        text = "".join(f"a{chr(c)}b 's{chr(c)}b {chr(c)} -{chr(c)}." for c in run)
        for normalized, asian_support in ((True, True), (True, False), (False, True)):
            options = {"normalized": normalized, "no_punct": True, "asian_support": asian_support}
            assert _core.tokenize(text, "tercom", **options) == tercom(text, options, False), hex(run[0])
        assert _core.tokenize(text, "chrf_words") == chrf._remove_punctuation(text), hex(run[0])
        assert _core.tokenize(text, "chrf_characters") == list("".join(text.split())), hex(run[0])


def lower(text: str) -> str:
    return "".join(_core.tokenize(text, "chrf_characters", lowercase=True, keep_whitespace=True))


def test_lower_case_of_every_code_point(rng: random.Random) -> None:
    """Alone, and around a sigma. Lines do not see each other. The first two planes have all that is special."""
    for start in [*range(0, 0x20000, 0x1000), *searched(rng, range(0x20000, 0x110000, 0x1000), 20)]:
        run = map(chr, range(start, start + 0x1000))
        # Elsewhere, characters that other versions of Unicode lack or class otherwise are left out.
        known = [c for c in run if sys.version_info[:2] == (3, 11) or _age(c)]
        text = "".join(f"{c}\n{c}Σ\na{c}Σ\naΣ{c}\naΣ{c}b\nΣ{c}Σ\n" for c in known)
        assert lower(text) == text.lower(), hex(start)


def _age(c: str) -> bool:
    """Whether Unicode 3.2 had the character as it is in the running Python, and in that of the tables."""
    since_14 = "\u1734"  # a mark that takes space, since Unicode 14
    then = unicodedata.ucd_3_2_0.category(c)
    return then != "Cn" and then == unicodedata.category(c) and c != since_14


@given(st.text(st.sampled_from("aΣΣ'\u00ad\u0345\u02b0.:· 1\u0130\u0307ßAŒ中\U00010400")))
def test_lower_case_of_sigmas(text: str) -> None:
    assert lower(text) == text.lower()
