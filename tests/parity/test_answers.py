"""ExactMatch, TokenF1, ANLS and EditSimilarity against plain versions of SQuAD's script, anls 0.0.2 and rapidfuzz."""

# ruff: noqa: RUF001
from __future__ import annotations

import random
import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import HOSTILE

import gramscore

SHORT = [text for text in HOSTILE if len(text) < 300]
PIECES = [
    *("a", "an", "the", "A", "The", "AN", "dog", "dogs", "1,000", "a-b", "U.S.", "it's", "a_b", "_", "_a_"),
    *(
        "’a",
        "a’s",
        "the”",
        "“an",
        "é",
        "aé",
        "éa",
        "日a",
        "a日",
        "a\u0301",
        "½a",
        "a²",
        "\u00a0",
        "\t",
        "!",
        "Σ",
        "ΑΣ",
    ),
    *("ß", "ﬁ", "ŉ", "ΐ", "ᾳ", "İ", "ẞ", "x" * 40),
]
# What a letter is to \w depends on the version of Unicode, so that these are old ones.
LETTERS = st.characters(min_codepoint=1, max_codepoint=0x52F, exclude_categories=["Cn"])


def normal(text: str) -> str:
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def f1(prediction: str, reference: str) -> float:
    ours, theirs = normal(prediction).split(), normal(reference).split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    if common == 0:
        return 0
    precision, recall = common / len(ours), common / len(theirs)
    return (2 * precision * recall) / (precision + recall)


def check(predictions: list[str], references: list[list[str]]) -> None:
    exact = gramscore.ExactMatch().score(predictions, references)
    words = gramscore.TokenF1().score(predictions, references)
    text = gramscore.ExactMatch(tokenizer="text").score(predictions, references)
    for i, (prediction, each) in enumerate(zip(predictions, references, strict=True)):
        assert exact.examples[i] == max(normal(prediction) == normal(one) for one in each), (prediction, each)
        assert words.examples[i] == max(f1(prediction, one) for one in each), (prediction, each)
        assert text.examples[i] == (prediction in each)
    assert exact.corpus.score == sum(exact.examples) / len(predictions)


def phrase(rng: random.Random) -> str:
    return "".join(rng.choice(PIECES) + rng.choice([" ", " ", "", "\n"]) for _ in range(rng.randint(0, 7)))


@pytest.mark.quick
def test_squad_of_hostile_texts() -> None:
    rng = random.Random(3)
    check(SHORT, [rng.sample(SHORT, 3) for _ in SHORT])
    check(SHORT, [[text] for text in SHORT])


def test_squad_of_random_texts() -> None:
    rng = random.Random(4)
    texts = [phrase(rng) for _ in range(1500)]
    check(texts, [[phrase(rng) for _ in range(rng.randint(1, 4))] for _ in texts])


@given(
    st.lists(
        st.tuples(*[st.text(st.one_of(st.sampled_from("an the,.’_ "), LETTERS), max_size=12)] * 2), min_size=1
    )
)
def test_squad_of_any_texts(pairs: list[tuple[str, str]]) -> None:
    check([one for one, _ in pairs], [[other] for _, other in pairs])


def test_anls() -> None:
    anls = pytest.importorskip("anls", reason="anls 0.0.2 is the original: pip install '.[test]'")
    rng = random.Random(5)
    predictions = SHORT + [phrase(rng) for _ in range(150)]
    references = [[*rng.sample(SHORT, 2), phrase(rng)] for _ in predictions]
    near = [text[1:] + rng.choice("sß ") for text in predictions]
    for texts, others in ((predictions, references), (predictions, [[one] for one in near])):
        for threshold in (0.5, 0.1, 1, 1.5):
            scores = gramscore.ANLS(threshold).score(texts, others).examples
            for i, (text, each) in enumerate(zip(texts, others, strict=True)):
                assert scores[i] == anls.anls_score(text, each, threshold), (text, each)


def test_lengths_in_upper_case() -> None:
    """Of every character, alone and twice, against one that differs."""
    anls = pytest.importorskip("anls", reason="anls 0.0.2 is the original: pip install '.[test]'")
    characters = [chr(c) for c in range(1, 0x20000) if not 0xD800 <= c < 0xE000 and len(chr(c).upper()) > 1]
    texts = [c * 2 + "b" for c in characters]
    scores = gramscore.ANLS(1.0).score(texts, [c * 2 + "d" for c in characters]).examples
    for text, c, score in zip(texts, characters, scores, strict=True):
        assert score == anls.anls_score(text, [c * 2 + "d"], 1.0), (text, hex(ord(c)))


def test_edit_similarity() -> None:
    levenshtein = pytest.importorskip(
        "rapidfuzz.distance.Levenshtein", reason="pip install '.[test]' brings rapidfuzz"
    )
    rng = random.Random(6)
    texts = SHORT + [phrase(rng) for _ in range(500)]
    others = rng.sample(texts, len(texts))
    scores = gramscore.EditSimilarity().score(texts, others).examples
    for one, other, score in zip(texts, others, scores, strict=True):
        longest = max(len(one), len(other))
        assert score == 1 - (levenshtein.distance(one, other) / longest if longest else 0)
