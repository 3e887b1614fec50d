"""METEOR, RIBES, CharacTER, EED and SARI beside the packages whose scores they equal: python bench/family.py [SECONDS].

Each of them scores the same seeded sentences on one core, by turns, once the scores have been found equal. Times are
of the process's CPU, in microseconds a pair, the least of several turns. Needs nltk and cer; torchmetrics for EED, and
for SARI evaluate's script sari.py as a module `evaluate_sari` on the path. What is not there is left out.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import gramscore

PAIRS = 1000
WORDS = (
    "the a of to in and that is was for it with as on be at by this have from or had not are but what all were we when "
    "there can an your which their said if do will each about how up out them then she many some so these would other "
    "into has more her two like him see time could no make than first been its who now people my made over did down "
    "only government minister announced yesterday programme committee international development agreement negotiations"
).split()


def corpus() -> tuple[list[str], list[str], list[str]]:
    """Predictions, references that have most of their words, and sources."""
    rng = random.Random(1)
    predictions, references, sources = [], [], []
    for _ in range(PAIRS):
        words = [rng.choice(WORDS) for _ in range(rng.randint(8, 28))]
        for texts in (references, sources):
            changed = [rng.choice(WORDS) if rng.random() < 0.25 else word for word in words]
            if rng.random() < 0.5:
                at = rng.randrange(len(changed))
                changed.insert(rng.randrange(len(changed)), changed.pop(at))
            texts.append(" ".join(changed) + " .")
        predictions.append(" ".join(words) + " .")
    return predictions, references, sources


class _NoWordNet:
    @staticmethod
    def synsets(word: str) -> list[Any]:
        return []


def rivals(
    predictions: list[str], references: list[str], sources: list[str]
) -> Iterator[tuple[str, Callable[[], list[float]], Callable[[int], list[float]]]]:
    """By name: our scores of all pairs, and the original's of so many."""
    tokens = [text.split() for text in predictions]
    goals = [text.split() for text in references]

    def ours(metric: Any, **more: Any) -> Callable[[], list[float]]:
        return lambda: metric.score(predictions, references, threads=1, **more).examples.tolist()

    meteor = import_module("nltk.translate.meteor_score")
    yield (
        "METEOR",
        ours(gramscore.METEOR()),
        lambda n: [meteor.single_meteor_score(goals[i], tokens[i], wordnet=_NoWordNet()) for i in range(n)],
    )
    ribes = import_module("nltk.translate.ribes_score")
    yield (
        "RIBES",
        ours(gramscore.RIBES()),
        lambda n: [ribes.sentence_ribes([goals[i]], tokens[i]) for i in range(n)],
    )
    try:
        cer = import_module("cer")
        yield (
            "CharacTER",
            ours(gramscore.CharacTER()),
            lambda n: [cer.calculate_cer(tokens[i], goals[i]) for i in range(n)],
        )
    except ImportError:
        pass
    try:
        eed = import_module("torchmetrics.functional.text.eed")
        prepare, compute = eed._preprocess_en, eed._eed_function
        yield (
            "EED",
            ours(gramscore.EED()),
            lambda n: [compute(prepare(predictions[i]), prepare(references[i])) for i in range(n)],
        )
    except ImportError:
        pass
    try:
        script = import_module("evaluate_sari")
        normal, sentence = script.normalize, script.SARIsent
        yield (
            "SARI",
            ours(gramscore.SARI(), sources=sources),
            lambda n: [
                100 * sentence(normal(sources[i]), normal(predictions[i]), [normal(references[i])])
                for i in range(n)
            ],
        )
    except ImportError:
        pass


def timed(work: Callable[[], Any], seconds: float) -> float:
    """The least CPU time of a run."""
    best, end = float("inf"), time.process_time() + seconds
    while time.process_time() < end:
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    print(f"{'metric':10} {'ours':>8} {'original':>10} {'times':>8}   us a pair")
    for name, ours, original in rivals(*corpus()):
        few = 20 if name == "EED" else 200
        expected = original(few)
        assert ours()[:few] == expected, f"{name}: the scores differ"
        own = timed(ours, seconds) / PAIRS * 1e6
        other = timed(lambda original=original, few=few: original(few), seconds) / few * 1e6
        print(f"{name:10} {own:8.2f} {other:10.1f} {other / own:8.0f}")


if __name__ == "__main__":
    main()
