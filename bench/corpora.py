"""Corpora for the benchmarks: real ones from a path, and seeded synthetic ones.

Synthetic text has what matters for speed: word frequencies after Zipf, frequent words short, suffixes for the
stemmer, capitals and punctuation, log-normal lengths, and predictions that share about half of their words, in
order, with the reference.
"""

from __future__ import annotations

import bz2
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_ONSETS = np.array(
    "b c d f g h j k l m n p r s t v w z bl br ch cl cr dr fl gr pl pr sh sl sp st th tr".split()
)
_NUCLEI = np.array("a e i o u a e i o ea ai oo ou ee".split())
_CODAS = np.array(["", "", "", "n", "r", "s", "t", "l", "d", "ck", "m", "nd", "st"])
_SUFFIXES = np.array(
    ["", "", "", "", "s", "s", "ed", "ing", "er", "ly", "ness", "tion", "ment", "al", "ies", "able"]
)


@dataclass(frozen=True)
class Corpus:
    """Pairs of texts, each prediction with one reference."""

    name: str
    predictions: list[str]
    references: list[str]

    def __len__(self) -> int:
        return len(self.predictions)

    def fresh(self, first: int, count: int) -> tuple[list[str], list[str]]:
        """Copies of some pairs as new str objects, as they would come from a file."""
        rows = [k % len(self) for k in range(first, first + count)]
        return [_copy(self.predictions[k]) for k in rows], [_copy(self.references[k]) for k in rows]


def _copy(text: str) -> str:
    return (text + " ")[:-1]


def summaries(path: Path) -> Corpus:
    """DialogSum-like JSONL: each system summary with each of its references."""
    rows = _rows(path)
    pairs = [(row["prediction"], reference) for row in rows for reference in row["references"]]
    return Corpus("dialogue summaries (real)", [p for p, _ in pairs], [r for _, r in pairs])


def dialogues(path: Path) -> Corpus:
    """The dialogues of the same file, each against the next."""
    texts = [row["dialogue"] for row in _rows(path)]
    return Corpus("whole dialogues (real)", texts, texts[1:] + texts[:1])


def translations(path: Path) -> Corpus:
    """WMT-like JSONL, perhaps compressed: each reference with the output of each system, the systems in turn."""
    rows = _rows(path)
    systems = list(rows[0]["systems"])
    pairs = [(row["systems"][name], row["reference"]) for name in systems for row in rows]
    return Corpus("news translations, German (real)", [p for p, _ in pairs], [r for _, r in pairs])


def _rows(path: Path) -> list[dict[str, object]]:
    open_text = bz2.open if path.suffix == ".bz2" else open
    with open_text(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def synthetic(name: str, pairs: int, words: float, types: int, seed: int, line_words: float = 0) -> Corpus:
    """Pairs of about `words` words from `types` different ones; with `line_words`, in lines of about that many."""
    rng = np.random.default_rng(seed)
    vocabulary = _vocabulary(types, rng)
    cumulative = np.cumsum(1.0 / np.arange(1, types + 1))
    cumulative /= cumulative[-1]
    predictions = []
    references = []
    for _ in range(pairs):
        size = max(3, int(rng.lognormal(np.log(words), 0.35)))
        reference = np.searchsorted(cumulative, rng.random(size))
        # The prediction keeps runs of the reference, replaces others, and drops some words.
        prediction = reference.copy()
        replaced = np.repeat(rng.random(size // 3 + 1) < 0.5, 3)[:size]
        prediction[replaced] = np.searchsorted(cumulative, rng.random(int(replaced.sum())))
        prediction = prediction[rng.random(size) > 0.12]
        references.append(_text(vocabulary[reference], rng, line_words))
        predictions.append(_text(vocabulary[prediction], rng, line_words))
    return Corpus(name, predictions, references)


def _vocabulary(types: int, rng: np.random.Generator) -> np.ndarray:
    """Different words, by rank: the frequent ones of one syllable, later ones of two or three, and suffixes."""
    words: dict[str, None] = {}
    while len(words) < types:
        rank = len(words)
        syllables = 1 if rank < 1500 else 2 if rank < 60_000 else 3
        word = "".join(
            str(rng.choice(_ONSETS)) + str(rng.choice(_NUCLEI)) + str(rng.choice(_CODAS))
            for _ in range(syllables)
        )
        if rank >= 300:
            word += str(rng.choice(_SUFFIXES))
        words[word] = None
    return np.array(list(words), dtype=object)


def _text(words: np.ndarray, rng: np.random.Generator, line_words: float) -> str:
    pieces = []
    start = True
    since_line = 0
    for word, u in zip(words, rng.random(len(words)), strict=True):
        pieces.append(word.capitalize() if start or u > 0.97 else word)
        start = u < 0.07
        since_line += 1
        if line_words and (since_line >= 2 * line_words or (start and since_line >= line_words)):
            pieces[-1] += ".\n"
            since_line = 0
            start = True
        else:
            pieces[-1] += ". " if start else ", " if u < 0.13 else " "
    return "".join(pieces).rstrip()
