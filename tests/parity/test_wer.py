"""WER and CER against jiwer 4.0.0, with ==."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import HOSTILE

import gramscore

jiwer = pytest.importorskip("jiwer", reason="jiwer 4.0.0 is the original: pip install '.[test]'")

SHORT = [text for text in HOSTILE if len(text) < 300]
SPACES = [
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\x0b",
    "\x1c",
    "\x1f",
    "\x85",
    "\xa0",
    "\u2028",
    "\u3000",
    " \t",
    "\u3000 ",
]
WORDS = [
    "a",
    "b",
    "c",
    "d",
    "cat",
    "Cat",
    "the",
    "naïve",
    "日本",
    "😀",
    "\ud800",
    "internationalisation",
    "x" * 40,
]


def check(references: Sequence[str], hypotheses: Sequence[str]) -> None:
    """Corpus and every example, of words and of characters."""
    theirs = jiwer.process_words(list(references), list(hypotheses))
    scores = gramscore.WER().score(hypotheses, references)
    corpus = scores.corpus
    assert tuple(corpus[4:]) == (theirs.hits, theirs.substitutions, theirs.deletions, theirs.insertions)
    assert tuple(corpus[:4]) == (theirs.wer, theirs.mer, theirs.wil, theirs.wip)
    characters = jiwer.process_characters(list(references), list(hypotheses))
    found = gramscore.CER().score(hypotheses, references)
    assert found.corpus.cer == characters.cer
    assert tuple(found.corpus[4:]) == (
        characters.hits,
        characters.substitutions,
        characters.deletions,
        characters.insertions,
    )
    for i, (reference, hypothesis) in enumerate(zip(references, hypotheses, strict=True)):
        one = jiwer.process_words(reference, hypothesis)
        assert scores.stats[i].tolist() == [one.hits, one.substitutions, one.deletions, one.insertions]
        assert (scores.examples[i], scores.mer[i], scores.wil[i], scores.wip[i]) == (
            one.wer,
            one.mer,
            one.wil,
            one.wip,
        )
        assert found.examples[i] == jiwer.cer(reference, hypothesis)


def sentence(rng: random.Random, most: int) -> str:
    return "".join(rng.choice(WORDS) + rng.choice(SPACES) for _ in range(rng.randint(0, most))) + rng.choice(
        ["", "", "end", " ", "\t"]
    )


@pytest.mark.quick
def test_hostile_texts() -> None:
    pairs = [(a, b) for a in SHORT for b in random.Random(len(a)).sample(SHORT, 6)]
    check(*zip(*pairs, strict=True))


@pytest.mark.parametrize("most", [3, 12, 80])
def test_random_texts(most: int) -> None:
    rng = random.Random(most)
    pairs = [(sentence(rng, most), sentence(rng, most)) for _ in range(200)]
    check(*zip(*pairs, strict=True))


@given(
    st.lists(st.tuples(*[st.text(st.sampled_from("ab \t\n\u3000"), max_size=30)] * 2), min_size=1, max_size=4)
)
def test_any_texts(pairs: list[tuple[str, str]]) -> None:
    check(*zip(*pairs, strict=True))


@pytest.mark.parametrize("words", [63, 64, 65, 128, 129, 511, 512, 513, 700, 1500])
def test_long_texts(words: int) -> None:
    """On either side of the borders of words and strips of the core."""
    rng = random.Random(words)
    for kinds in (2, 30, 5000):
        reference = [str(rng.randrange(kinds)) for _ in range(words)]
        others = [str(rng.randrange(kinds)) for _ in range(words + rng.randint(-3, 3))]
        near = [word for word in reference if rng.random() > 0.1] + others[:5]
        for hypothesis in (others, near, others[:7]):
            theirs = jiwer.process_words(" ".join(reference), " ".join(hypothesis))
            ours = gramscore.WER().score([" ".join(hypothesis)], [" ".join(reference)])
            assert ours.stats[0].tolist() == [
                theirs.hits,
                theirs.substitutions,
                theirs.deletions,
                theirs.insertions,
            ]


@pytest.mark.parametrize(
    ("words", "others"),
    [(2047, 2049), (2048, 2048), (2100, 2200), (4500, 5000), (66, 70000), (17000, 251), (9000, 700)],
)
def test_texts_that_the_original_cuts(words: int, others: int) -> None:
    """Which of the best alignments is taken then depends on where it cuts."""
    rng = random.Random(words)
    for kinds in (2, 40):
        reference = "".join(
            rng.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[:kinds]) for _ in range(words)
        )
        hypothesis = "".join(
            rng.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[:kinds]) for _ in range(others)
        )
        near = "".join(c for c in reference if rng.random() > 0.05) + "zz"
        for text in (hypothesis, near):
            theirs = jiwer.process_characters(reference, text)
            ours = gramscore.CER().score([text], [reference])
            assert ours.stats[0].tolist() == [
                theirs.hits,
                theirs.substitutions,
                theirs.deletions,
                theirs.insertions,
            ]


def test_several_references() -> None:
    """The one with the lowest rate, the first of equals."""
    rng = random.Random(7)
    hypotheses = [sentence(rng, 8) for _ in range(100)]
    references = [[sentence(rng, 8) for _ in range(rng.randint(1, 4))] for _ in range(100)]
    for metric, name in ((gramscore.WER(), "wer"), (gramscore.CER(), "cer")):
        scores = metric.score(hypotheses, references)
        for i, (hypothesis, each) in enumerate(zip(hypotheses, references, strict=True)):
            process = jiwer.process_words if name == "wer" else jiwer.process_characters
            best = min((process(one, hypothesis) for one in each), key=lambda output: getattr(output, name))
            assert scores.stats[i].tolist() == [
                best.hits,
                best.substitutions,
                best.deletions,
                best.insertions,
            ]


CHAINS = [
    ("ToLowerCase", "RemovePunctuation", "RemoveMultipleSpaces", "Strip", "ReduceToListOfListOfWords"),
    ("ExpandCommonEnglishContractions", "RemoveKaldiNonWords", "Strip", "ReduceToListOfListOfWords"),
    ("RemoveWhiteSpace", "ToUpperCase", "ReduceToListOfListOfChars"),
    ("ReduceToListOfListOfChars",),
]


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain[0])
def test_transformations(chain: Sequence[str]) -> None:
    transform = jiwer.Compose([getattr(jiwer, name)() for name in chain])
    rng = random.Random(len(chain))
    texts = [*SHORT, "she'll let's can't [noise] <unk> won't!", *(sentence(rng, 9) for _ in range(60))]
    others = rng.sample(texts, len(texts))
    theirs = jiwer.process_words(texts, others, transform, transform)
    for metric in (gramscore.WER(transform=transform), gramscore.CER(transform=transform)):
        corpus = metric.score(others, texts).corpus
        assert tuple(corpus[:4]) == (theirs.wer, theirs.mer, theirs.wil, theirs.wip)
        assert tuple(corpus[4:]) == (theirs.hits, theirs.substitutions, theirs.deletions, theirs.insertions)


def test_lowercase_is_that_of_python() -> None:
    transform = jiwer.Compose([jiwer.ToLowerCase(), *jiwer.wer_default.transforms])
    others = SHORT[::-1]
    theirs = jiwer.process_words(SHORT, others, transform, transform)
    corpus = gramscore.WER(lowercase=True).score(others, SHORT).corpus
    assert (corpus.wer, corpus.hits) == (theirs.wer, theirs.hits)
