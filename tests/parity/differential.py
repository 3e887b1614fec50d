"""Random pairs against the originals with ==, a million by default: python tests/parity/differential.py

What is compared is what the tests of this folder compare; here are only texts and options. Of every ten pairs four go
to ROUGE, three to sacrebleu's BLEU, one and a half to chrF, one to NLTK's BLEU and GLEU, and a half to TER. A
difference stops the run and prints the part and the batch, which --only PART:BATCH repeats with the same seed.
"""

# ruff: noqa: E402
from __future__ import annotations

import logging
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import test_nltk as nltk
import test_rouge_score as rouge
import test_sacrebleu_bleu as bleu
import test_sacrebleu_chrf as chrf
import test_sacrebleu_ter as ter
from differential_runs import BATCH, run
from texts import HOSTILE, PIECES, WORDS

SHORT = [text for text in HOSTILE if len(text) < 200]
SPACES = [" ", " ", " ", "  ", "\n", "\r\n", "\r", "\t", "\x0b", "\x1c", "\x85", "\xa0", "\u2028", "\u3000"]
NATURAL = [
    *WORDS,
    "The",
    "It's",
    "U.S.",
    "3.14",
    "1,000",
    "e-mail",
    "(so)",
    '"well"',
    "&amp;",
    "end.",
    "why?",
    "§5",
]
RANGES = [
    (0x00, 0x20),  # controls
    (0x20, 0x7F),
    (0x7F, 0x250),
    (0x250, 0x2000),  # Greek to Thai and beyond
    (0x2000, 0x3000),  # punctuation and symbols
    (0x3000, 0xD800),  # East Asia
    (0xD800, 0xE000),  # lone surrogates
    (0xE000, 0x10000),
    (0x10000, 0x20000),
    (0x20000, 0x110000),
]

Batch = tuple[list[str], list[list[str]]]


def vocabulary(rng: random.Random) -> Sequence[str]:
    kind = rng.randrange(6)
    if kind == 0:
        return "abc"[: rng.randint(1, 3)]
    if kind == 1:
        return PIECES
    if kind == 2:
        return [f"w{k}" for k in range(rng.choice((5, 40, 1000)))]
    if kind == 3:
        ranges = rng.sample(RANGES, rng.randint(1, 3))
        return [
            "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randint(1, 4)))
            for _ in "0123456"
        ]
    return NATURAL


def text(rng: random.Random, words: Sequence[str], most: int) -> str:
    if rng.random() < 0.03:
        return rng.choice(SHORT)
    chosen = rng.choices(words, k=rng.randint(0, most))
    if rng.random() < 0.7:
        return " ".join(chosen)
    return "".join(word + rng.choice(SPACES) for word in chosen)


def changed(rng: random.Random, original: str, words: Sequence[str]) -> str:
    """Nearly the same text: a few words replaced, removed, doubled or moved."""
    tokens = original.split(" ")
    for _ in range(rng.randint(0, 3)):
        place = rng.randint(0, len(tokens))
        tokens[place : place + rng.randint(0, 2)] = rng.choices(words, k=rng.randint(0, 2))
    if len(tokens) > 2 and rng.random() < 0.4:
        begin = rng.randrange(len(tokens) - 1)
        block = tokens[begin : begin + 2]
        del tokens[begin : begin + 2]
        place = rng.randint(0, len(tokens))
        tokens[place:place] = block
    return " ".join(tokens)


def pairs(rng: random.Random) -> Batch:
    predictions, references = [], []
    for _ in range(BATCH):
        words = vocabulary(rng)
        most = 12 if rng.random() < 0.95 else 40
        prediction = text(rng, words, most)
        own = rng.choices((1, 2, 3), weights=(8, 1, 1))[0]
        predictions.append(prediction)
        references.append(
            [
                text(rng, words, most) if rng.random() < 0.4 else changed(rng, prediction, words)
                for _ in range(own)
            ]
        )
    return predictions, references


def tokens_of(batch: Batch) -> nltk.Corpus:
    predictions, references = batch
    return [it.split() for it in predictions], [[it.split() for it in own] for own in references]


def compare_rouge(rng: random.Random) -> None:
    types = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    rouge.check(*pairs(rng), types, rng.random() < 0.5)


def compare_bleu(rng: random.Random) -> None:
    bleu.check(
        *pairs(rng),
        tokenizer=rng.choice(bleu.NATIVE),
        lowercase=rng.random() < 0.3,
        max_order=rng.choice((4, 4, 4, 4, 1, 2, 3, 5, 7, 11)),
        **rng.choice(bleu.OPTIONS),
    )


def compare_chrf(rng: random.Random) -> None:
    char_order = rng.choice((6, 6, 6, 1, 2, 3, 8))
    beta = rng.choice((2, 2, 2, 1, 3, 0.5))
    chrf.check(*pairs(rng), char_order=char_order, beta=beta, **rng.choice(chrf.OPTIONS))


def compare_ter(rng: random.Random) -> None:
    ter.check(*pairs(rng), **rng.choice(ter.OPTIONS))


def compare_nltk(rng: random.Random) -> None:
    corpus = tokens_of(pairs(rng))
    if rng.random() < 0.3:
        min_len = rng.randint(1, 4)
        nltk.check_gleu(corpus, min_len, min_len + rng.randint(0, 4))
        return
    weights = rng.choice(nltk.WEIGHTS)
    methods = nltk.METHODS if nltk.longest(weights) >= 3 else [it for it in nltk.METHODS if it != "method6"]
    nltk.check_bleu(corpus, weights, rng.choice(methods), rng.random() < 0.5)


PARTS: dict[str, tuple[float, Callable[[random.Random], None]]] = {
    "rouge": (0.4, compare_rouge),
    "bleu": (0.3, compare_bleu),
    "chrf": (0.15, compare_chrf),
    "nltk": (0.1, compare_nltk),
    "ter": (0.05, compare_ter),
}


if __name__ == "__main__":
    logging.getLogger("sacrebleu").setLevel(logging.ERROR)  # it advises at each call
    run(PARTS, __doc__, 1_000_000, "of all parts together")
