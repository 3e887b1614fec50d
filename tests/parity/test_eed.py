"""EED against a plain version of it, live; against torchmetrics' own function where it is installed."""

from __future__ import annotations

import random
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_eed import eed, prepared
from texts import HOSTILE, WORDS

import gramscore

SHORT = [text for text in HOSTILE if len(text) < 300]
PIECES = [
    *WORDS,
    *(
        ".",
        ",",
        "!",
        "?",
        "3.14",
        "1 . 5",
        "٣.٤",
        "Mr.",
        "Mrs.",
        "Dr. X",
        "Prof",
        "e.g.",
        "i.e.",
        "U.S.",
        "\t",
        "\n",
    ),
    *("  ", "é", "日本", "...", "2,5,7", "😀"),
]


def phrase(rng: random.Random, most: int = 10) -> str:
    return "".join(rng.choice(PIECES) + rng.choice([" ", " ", ""]) for _ in range(rng.randint(0, most)))


def check(predictions: list[str], references: list[list[str]], language: str = "en", **costs: float) -> None:
    scores = gramscore.EED(language, **costs).score(predictions, references).examples
    prepare = prepared if language == "en" else lambda text: unicodedata.normalize("NFKC", text.rstrip())
    for i, (ours, theirs) in enumerate(zip(predictions, references, strict=True)):
        expected = min(eed(prepare(ours), prepare(text), **costs) for text in theirs)
        assert scores[i] == expected, (ours, theirs, scores[i], expected)


@pytest.mark.quick
def test_hostile_texts() -> None:
    rng = random.Random(1)
    check(SHORT, [rng.sample(SHORT, 2) for _ in SHORT])
    check(SHORT, [[text] for text in SHORT])
    check(SHORT, [[text] for text in SHORT], "ja")


@pytest.mark.parametrize(
    "costs", [{}, {"alpha": 0.1, "rho": 1.0}, {"deletion": 0.7, "insertion": 0.3, "alpha": 0.0, "rho": 0.01}]
)
def test_random_texts(costs: dict[str, float]) -> None:
    rng = random.Random(2)
    predictions = [phrase(rng) for _ in range(120)]
    check(predictions, [[phrase(rng), text.replace("a", "e")] for text in predictions], **costs)


@given(st.lists(st.tuples(*[st.text("ab .,1MrDsegiUS\t!", max_size=20)] * 2), min_size=1, max_size=9))
def test_any_texts(pairs: list[tuple[str, str]]) -> None:
    check([a for a, _ in pairs], [[b] for _, b in pairs])


def test_references_without_characters() -> None:
    """Where the program divides by zero, there is no score."""
    with pytest.raises(ValueError, match=r"references\[1\] has no characters"):
        gramscore.EED("ja", rho=0.0).score(["a", "a"], ["a", ""])
    assert gramscore.EED("ja").score(["a"], [""]).corpus.score == 1.0


def test_torchmetrics() -> None:
    module: Any = pytest.importorskip(
        "torchmetrics.functional.text.eed",
        reason="torchmetrics 1.9.0 is the original: pip install torchmetrics",
    )
    rng = random.Random(3)
    texts = [*SHORT, *(phrase(rng) for _ in range(200))]
    others = [rng.choice(texts) for _ in texts]
    scores = gramscore.EED().score(texts, others).examples
    for score, ours, theirs in zip(scores, texts, others, strict=True):
        one, other = module._preprocess_en(ours), module._preprocess_en(theirs)
        assert score == module._eed_function(one, other), (ours, theirs)
