"""How long the search for settings takes, on one core.

    python bench/reproduce.py [--real FILE] [--examples 3000]

Of a synthetic corpus, or of the summaries of a JSONL file with `prediction` and `references`, repeated until there are
as many examples. Looked for are scores that nothing gives, so that nothing ends the search early.
"""

from __future__ import annotations

import argparse
import resource
import time
from itertools import cycle, islice
from pathlib import Path

from corpora import summaries, synthetic

import gramscore

SCORES = {
    "ROUGE": {"rouge1": "47.1234", "rouge2": "21.1234", "rougeL": "39.1234"},
    "BLEU": {"bleu": "28.1234"},
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--real", type=Path)
    parser.add_argument("--examples", type=int, default=3000)
    given = parser.parse_args()
    corpus = summaries(given.real) if given.real else synthetic("synthetic", given.examples, 25, 20_000, 1)
    pairs = list(islice(cycle(zip(corpus.predictions, corpus.references, strict=True)), given.examples))
    predictions, references = (list(side) for side in zip(*pairs, strict=True))
    print(f"{corpus.name}, {len(pairs):,} examples")
    tried, took = 0, 0.0
    for name, scores in SCORES.items():
        begin = time.process_time()
        found = gramscore.reproduce(predictions, references, scores)
        seconds = time.process_time() - begin
        print(f"{name}: {found.tried:,} settings in {seconds:.1f} s")
        tried, took = tried + found.tried, took + seconds
    print(f"10,000 settings: {10_000 * took / tried:.1f} s")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
