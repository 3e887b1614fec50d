"""The memory that scoring adds: peak resident size before and after, in a fresh process.

    python bench/memory.py [--pairs 1000000] [--metric rouge|bleu|chrf|ter]

Prints what scoring added at its peak, and how much of that are the statistics and scores themselves.
"""

from __future__ import annotations

import argparse
import resource

import numpy as np

import gramscore

TYPES = ["rouge1", "rouge2", "rougeL"]

METRICS = {
    "rouge": lambda: gramscore.ROUGE(TYPES, stemmer=True),
    "bleu": lambda: gramscore.BLEU(effective_order=True),
    "chrf": lambda: gramscore.CHRF(word_order=2),
    "ter": gramscore.TER,
}


def peak() -> float:
    """Peak resident size in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--metric", choices=METRICS, default="rouge")
    options = parser.parse_args()
    rng = np.random.default_rng(1)
    words = np.array([f"word{k}" if k % 3 else f"w{k}ing" for k in range(200_000)], dtype=object)

    def text() -> str:
        return " ".join(words[(len(words) ** rng.random(18)).astype(np.int64) - 1])

    predictions = [text() for _ in range(options.pairs)]
    references = [text() for _ in range(options.pairs)]
    metric = METRICS[options.metric]()
    metric.score(predictions[:10], references[:10])
    before = peak()
    scores = metric.score(predictions, references, threads=options.threads)
    arrays = list(scores.per_example().values())
    added = peak() - before
    own = (scores.stats.nbytes + sum(array.nbytes for array in arrays)) / 2**20
    print(
        f"{options.pairs:,} pairs, {options.metric}: {added:.0f} MiB added, "
        f"of which statistics and scores {own:.0f} MiB, other {added - own:.0f} MiB"
    )


if __name__ == "__main__":
    main()
