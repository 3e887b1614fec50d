"""Every float of gramscore.ROUGE and of the drop-in against rouge-score, with ==."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernels import each_kernel
from searching import searched
from texts import ALL_TYPES, HOSTILE, WORDS

import gramscore
from gramscore import _core
from gramscore.compat.rouge_score import rouge_scorer as drop_in

original = pytest.importorskip("rouge_score.rouge_scorer")

FIELDS = ("precision", "recall", "fmeasure")


def check(
    predictions: Sequence[str], references: Sequence[Sequence[str]], types: Sequence[str], stemmer: bool
) -> None:
    """Score all pairs three ways: the original, the native call, the drop-in."""
    scorer = original.RougeScorer(types, use_stemmer=stemmer)
    expected = [scorer.score_multi(own, text) for text, own in zip(predictions, references, strict=True)]
    for kernels in each_kernel():
        ours = drop_in.RougeScorer(types, use_stemmer=stemmer)
        scores = gramscore.ROUGE(types, stemmer=stemmer).score(predictions, references, threads=2)
        columns = {name: [getattr(scores[name], field).tolist() for field in FIELDS] for name in types}
        for i, pair in enumerate(zip(predictions, references, strict=True)):
            assert ours.score_multi(pair[1], pair[0]) == expected[i], (kernels, pair)
            for name in types:
                got = tuple(column[i] for column in columns[name])
                assert got == tuple(expected[i][name]), (kernels, name, pair)


@pytest.mark.quick
@pytest.mark.parametrize("stemmer", [False, True])
def test_hostile_texts(stemmer: bool) -> None:
    short = [text for text in HOSTILE if len(text) < 200]
    pairs = list(itertools.product(short, short))
    check(
        [p for p, _ in pairs], [[r] for _, r in pairs], ["rouge1", "rouge2", "rougeL", "rougeLsum"], stemmer
    )


def test_all_types_on_long_texts(rng: random.Random) -> None:
    long = [text for text in HOSTILE if len(text) >= 200]
    check(long, [[text] for text in reversed(long)], ALL_TYPES, False)
    for size in (63, 64, 65, 127, 128, 129, 200, 256, 257, 511, 512, 513, 700):
        predictions, references = [], []
        for words in (WORDS, [f"w{k}" for k in range(size)]):
            predictions.append(" ".join(rng.choices(words, k=size)))
            references.append([" ".join(rng.choices(words, k=max(1, size + rng.randint(-3, 3))))])
        check(predictions, references, ["rouge1", "rouge2", "rouge3", "rougeL"], False)


@pytest.mark.parametrize("stemmer", [False, True])
def test_random_lines(rng: random.Random, stemmer: bool) -> None:
    """Few different words, so that ties in the backtracking and clipping matter."""

    def text(words: Sequence[str], lines: int, size: int) -> str:
        return "\n".join(
            " ".join(rng.choices(words, k=rng.randint(0, size))) for _ in range(rng.randint(0, lines))
        )

    predictions, references = [], []
    for words, lines, size in (
        (["a", "b"], 5, 9),
        (["a", "b", "c", "dd"], 12, 8),
        (WORDS, 25, 12),
        (WORDS, 4, 90),
    ):
        for _ in range(40):
            predictions.append(text(words, lines, size))
            references.append([text(words, lines, size) for _ in range(rng.randint(1, 3))])
    check(predictions, references, ["rouge1", "rouge2", "rougeL", "rougeLsum"], stemmer)


def test_one_sentence_of_over_a_block_against_several(rng: random.Random) -> None:
    words = [f"w{k}" for k in range(40)]
    one = [" ".join(rng.choices(words, k=size)) for size in (65, 300, 520)]
    several = ["\n".join(" ".join(rng.choices(words, k=30)) for _ in range(6)) for _ in one]
    check(one, [[text] for text in several], ["rougeLsum"], False)
    check(several, [[text] for text in one], ["rougeLsum"], False)


TEXTS = st.lists(st.sampled_from([*WORDS, "\n", "É", "\u0130", "\u212a", "\ud800", "_", ".", "😀"])).map(
    " ".join
) | st.text(st.characters(codec=None), max_size=60)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=3), st.booleans())
def test_any_text(prediction: str, references: list[str], stemmer: bool) -> None:
    check([prediction], [references], ALL_TYPES, stemmer)


def test_every_code_point(rng: random.Random) -> None:
    """Which characters join, separate and fold, for all of Unicode, in str of every width."""
    from rouge_score.tokenize import tokenize

    for start in searched(rng, range(0, 0x110000, 0x1000), 60):
        text = "".join(f" a{chr(c)}B" for c in range(start, start + 0x1000))
        assert _core.tokenize(text, "rouge", False) == tokenize(text, None), hex(start)
        assert _core.tokenize(text, "whitespace", False) == text.split(), hex(start)


@pytest.mark.quick
def test_ties_between_references_take_the_first() -> None:
    check(["a b"], [["a c", "b d", "a c d"]], ["rouge1", "rougeL"], False)
    check(["x"], [["a", "", "b"]], ["rouge1", "rougeLsum"], False)


@pytest.mark.quick
def test_types_in_any_kind_of_sequence() -> None:
    names = ["rouge1", "rougeL"]
    expected = original.RougeScorer(names).score("a b c", "a c")
    for types in (names, tuple(names), np.array(names)):
        scorer = drop_in.RougeScorer(types)
        for _ in range(2):  # the second time with what the first one prepared
            assert scorer.score("a b c", "a c") == expected
            assert scorer.score_multi(["a b c"], "a c") == expected
