"""Random pairs scored by us and by the packages whose scores ours equal: python bench/agreement.py [PAIRS] [SEED].

Short texts of few words, so that they have much in common, with punctuation, digits, letters beyond ASCII and empty
sides; 1 to 3 references for CIDEr. Says of each metric how many of the scores differ in any bit. Needs nltk, cer,
pycocoevalcap and torchmetrics; for SARI evaluate's script sari.py as a module `evaluate_sari` on the path. What is not
there is left out.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import gramscore
from gramscore.compat.pycocoevalcap import Cider as OurCider

WORDS = (
    "a the cat cats dog runs running ran Mr. e.g. 3.5 , . ! it's é über 日本 The CAT state-of-the-art".split()
)
IMAGES = 500  # that CIDEr sees together


class _NoWordNet:
    @staticmethod
    def synsets(word: str) -> list[Any]:
        return []


def phrase(rng: random.Random, least: int = 0) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(least, 9)))


def near(rng: random.Random, text: str, least: int = 0) -> str:
    words = [rng.choice(WORDS) if rng.random() < 0.3 else word for word in text.split()]
    if words and rng.random() < 0.5:
        words.insert(rng.randrange(len(words)), words.pop(rng.randrange(len(words))))
    return " ".join(words) if len(words) >= least else phrase(rng, least)


def pairs(seed: int, count: int, least: int = 0) -> tuple[list[str], list[str]]:
    rng = random.Random(seed)
    references = [phrase(rng, least) for _ in range(count)]
    return [near(rng, text) for text in references], references


Scores = Callable[[int, int], tuple[list[float], list[float]]]


def meteor(seed: int, count: int) -> tuple[list[float], list[float]]:
    original = import_module("nltk.translate.meteor_score").single_meteor_score
    texts, goals = pairs(seed, count)
    ours = gramscore.METEOR().score(texts, goals).examples.tolist()
    return ours, [
        original(goal.split(), text.split(), wordnet=_NoWordNet())
        for text, goal in zip(texts, goals, strict=True)
    ]


def ribes(seed: int, count: int) -> tuple[list[float], list[float]]:
    original = import_module("nltk.translate.ribes_score").sentence_ribes
    texts, goals = pairs(seed, count, 1)
    texts = [text or "a" for text in texts]
    ours = gramscore.RIBES().score(texts, goals).examples.tolist()
    return ours, [original([goal.split()], text.split()) for text, goal in zip(texts, goals, strict=True)]


def character(seed: int, count: int) -> tuple[list[float], list[float]]:
    original = import_module("cer").calculate_cer
    texts, goals = pairs(seed, count, 1)
    ours = gramscore.CharacTER().score(texts, goals).examples.tolist()
    return ours, [original(text.split(), goal.split()) for text, goal in zip(texts, goals, strict=True)]


def eed(seed: int, count: int) -> tuple[list[float], list[float]]:
    module = import_module("torchmetrics.functional.text.eed")
    prepare, original = module._preprocess_en, module._eed_function
    texts, goals = pairs(seed, count)
    ours = gramscore.EED().score(texts, goals).examples.tolist()
    return ours, [original(prepare(text), prepare(goal)) for text, goal in zip(texts, goals, strict=True)]


def sari(seed: int, count: int) -> tuple[list[float], list[float]]:
    script = import_module("evaluate_sari")
    texts, goals = pairs(seed, count)
    rng = random.Random(seed + 1)
    sources = [near(rng, text) for text in goals]
    ours = gramscore.SARI().score(texts, goals, sources=sources).examples.tolist()
    return ours, [
        100 * script.SARIsent(*map(script.normalize, (source, text)), [script.normalize(goal)])
        for source, text, goal in zip(sources, texts, goals, strict=True)
    ]


def cider(seed: int, count: int) -> tuple[list[float], list[float]]:
    original = import_module("pycocoevalcap.cider.cider").Cider
    rng = random.Random(seed)
    ours: list[float] = []
    theirs: list[float] = []
    while len(ours) < count:
        first = [phrase(rng, 1) for _ in range(IMAGES)]
        gts = {
            n: [text, *(near(rng, text, 1) for _ in range(rng.randint(0, 2)))] for n, text in enumerate(first)
        }
        res = {n: [near(rng, text)] for n, text in enumerate(first)}
        ours += OurCider().compute_score(gts, res)[1].tolist()
        theirs += original().compute_score(gts, res)[1].tolist()
    return ours, theirs


METRICS: dict[str, Scores] = {
    "METEOR": meteor,
    "RIBES": ribes,
    "CharacTER": character,
    "SARI": sari,
    "CIDEr-D": cider,
    "EED": eed,
}


def differences(ours: list[float], theirs: list[float]) -> Iterator[int]:
    for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        if one != other:
            yield index


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for name, scores in METRICS.items():
        try:
            ours, theirs = scores(seed, count)
        except ImportError as error:
            print(f"{name}: left out, as {error.name} is not there", flush=True)
            continue
        differ = list(differences(ours, theirs))
        first = (
            f", the first is number {differ[0]}: {ours[differ[0]]!r} and {theirs[differ[0]]!r}"
            if differ
            else ""
        )
        print(f"{name}: {len(differ)} of {len(ours):,} scores differ{first}", flush=True)


if __name__ == "__main__":
    main()
