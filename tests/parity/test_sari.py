"""SARI against plain versions of its four programs, and what the programs themselves were recorded to say."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_sari import by_easse, by_script, by_tensor2tensor
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a
from texts import HOSTILE

import gramscore

RECORDED = Path(__file__).parent / "recorded" / "sari.json"
SHORT = [text for text in HOSTILE if len(text) < 300]
WORDS = "a A the cat , . -\n &amp; 1,5 don't İ ß\t \u00a0 ... <skipped>".split(" ")
DEFINITIONS = ("evaluate", "original", "tensor2tensor", "easse")


def words(text: str) -> list[str]:
    """Those that evaluate's and EASSE's scripts see."""
    return list(Tokenizer13a()(text.lower()).split())


def phrase(rng: random.Random, most: int = 9) -> str:
    return "".join(rng.choice(WORDS) + rng.choice([" ", " ", "", "\n"]) for _ in range(rng.randint(0, most)))


def check(sources: list[str], predictions: list[str], references: list[list[str]]) -> None:
    for definition in DEFINITIONS:
        scores = gramscore.SARI(definition).score(predictions, references, sources=sources)
        read = [
            (words(source), words(ours), list(map(words, theirs)))
            for source, ours, theirs in zip(sources, predictions, references, strict=True)
        ]
        for i, (source, ours, theirs) in enumerate(read):
            if definition == "easse":
                expected = by_easse([source], [ours], [theirs])
            elif definition == "tensor2tensor":
                expected = 100 * by_tensor2tensor(source, ours, theirs)
            else:
                expected = 100 * by_script(source, ours, theirs, definition == "original")
            assert scores.examples[i] == expected, (definition, sources[i], predictions[i], references[i])
        if definition == "easse":
            assert scores.corpus.score == by_easse(*map(list, zip(*read, strict=True)))


@pytest.mark.quick
def test_hostile_texts() -> None:
    rng = random.Random(1)
    check(rng.sample(SHORT, len(SHORT)), SHORT, [rng.sample(SHORT, rng.randint(1, 3)) for _ in SHORT])
    check(SHORT, SHORT, [[text] for text in SHORT])


def test_random_texts() -> None:
    rng = random.Random(2)
    sources = [phrase(rng) for _ in range(600)]
    near = [" ".join(word for word in source.split() if rng.random() < 0.8) for source in sources]
    references = [[phrase(rng), source, *rng.sample(near, rng.randint(0, 6))] for source in sources]
    check(sources, near, references)


@given(st.lists(st.tuples(*[st.text("ab .&é\n-", max_size=14)] * 4), min_size=1, max_size=5))
def test_any_texts(examples: list[tuple[str, str, str, str]]) -> None:
    check([a for a, *_ in examples], [b for _, b, *_ in examples], [[c, d] for *_, c, d in examples])


def test_recorded() -> None:
    """The programs' own scores; recorded/record_sari.py says where they are from."""
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    sources, predictions, references = (recorded[name] for name in ("sources", "predictions", "references"))
    for definition in DEFINITIONS:
        metric = gramscore.SARI(definition, tokenizer="whitespace" if definition == "original" else "13a")
        scores = metric.score(predictions, references, sources=sources)
        if definition == "tensor2tensor":  # of one, two or four references, whose shares are exact
            exact = [i for i, each in enumerate(references) if len(each) in (1, 2, 4)]
            assert [scores.examples[i] for i in exact] == [100 * recorded[definition][i] for i in exact]
        else:
            assert scores.examples.tolist() == recorded[definition]
        if definition == "easse":
            alike = [i for i, each in enumerate(references) if len(each) == 2]
            pooled = metric.score(
                [predictions[i] for i in alike],
                [references[i] for i in alike],
                sources=[sources[i] for i in alike],
            )
            assert pooled.corpus.score == recorded["easse of two references"]
