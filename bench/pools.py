"""A pool that filters generated instructions, beside what people run today.

    python bench/pools.py [--texts 50000] [--many 200000] [--sample 30]

Texts are synthetic and seeded, of about 15 words. One thread, processor time. Contenders that score all pairs would
take hours: they score a sample of the texts with the pool as it was when half of it was there, and what all would
take is worked out from that. Before anything is timed the decisions are compared with those of rouge-score's loop.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from pool_texts import instructions
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cdist
from rouge_score.rouge_scorer import RougeScorer

import gramscore

THRESHOLD = 0.7
METRIC = gramscore.ROUGE(["rougeL"])


def seconds(run: Callable[[], Any]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def check(texts: Sequence[str]) -> None:
    """The loop of Self-Instruct and Alpaca, with rouge-score."""
    scorer = RougeScorer(["rougeL"])
    words = [scorer._tokenizer.tokenize(text) for text in texts]
    from rouge_score.rouge_scorer import _score_lcs

    pool: list[list[str]] = []
    kept = []
    for own in words:
        kept.append(all(_score_lcs(other, own).fmeasure <= THRESHOLD for other in pool))
        if kept[-1]:
            pool.append(own)
    found = gramscore.Pool(METRIC, THRESHOLD).filter(texts)
    if found.tolist() != kept:
        raise SystemExit("the decisions differ from those of rouge-score's loop")
    print(f"{len(texts)} texts: the same decisions as rouge-score's loop, {sum(kept)} kept")


def as_characters(texts: Sequence[str]) -> list[str]:
    """A character for each word."""
    numbers: dict[str, str] = {}
    tokenizer = RougeScorer(["rougeL"])._tokenizer
    return [
        "".join(numbers.setdefault(word, chr(0x4E00 + len(numbers))) for word in tokenizer.tokenize(text))
        for text in texts
    ]


def print_row(job: str, ours: float, others: dict[str, float]) -> None:
    shown = ", ".join(f"{name} {took:,.1f} s: {took / ours:.1f}x" for name, took in others.items())
    print(f"{job}: {ours:.2f} s; {shown}", flush=True)


def compare(texts: list[str], sample: int) -> None:
    pool = gramscore.Pool(METRIC, THRESHOLD)
    decisions = seconds(lambda: pool.filter(texts, threads=1))
    # What the loop scores: each text with those that were kept before it.
    kept = np.flatnonzero(gramscore.Pool(METRIC, THRESHOLD).filter(texts))
    pairs = int(np.searchsorted(kept, np.arange(len(texts))).sum())
    middle = [texts[i] for i in kept[: len(kept) // 2]]
    tried = texts[len(texts) // 2 : len(texts) // 2 + sample]
    share = pairs / (len(middle) * len(tried))

    def own() -> None:
        for text in tried:
            METRIC.score([text] * len(middle), middle, threads=1)["rougeL"].fmeasure  # noqa: B018

    ours = seconds(own) * share
    characters = as_characters([*middle, *tried])
    there, new = characters[: len(middle)], characters[len(middle) :]

    def one_by_one() -> None:
        for text in new:
            cdist([text], there, scorer=LCSseq.similarity, workers=1)

    def in_blocks() -> None:
        cdist(new, there, scorer=LCSseq.similarity, workers=1)

    print_row(
        f"{len(texts):,} texts, {len(pool):,} kept, decisions",
        decisions,
        {
            "our own pairs": ours,
            "rapidfuzz, a text at a time": seconds(one_by_one) * share,
            "rapidfuzz, in blocks": seconds(in_blocks) * share,
        },
    )
    judged = gramscore.Pool(METRIC, THRESHOLD)
    print_row(
        "with the mean and the ten nearest",
        seconds(lambda: judged.judge(texts, 10, threads=1)),
        {"our own pairs": ours},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=50_000)
    parser.add_argument("--many", type=int, default=200_000)
    parser.add_argument("--sample", type=int, default=30)
    options = parser.parse_args()
    check(instructions(1500, seed=2))
    texts = instructions(options.texts)
    compare(texts, options.sample)
    few = min(seconds(lambda: gramscore.Pool(METRIC, THRESHOLD).filter(texts, threads=1)) for _ in range(2))
    more = instructions(options.many)
    many = seconds(lambda: gramscore.Pool(METRIC, THRESHOLD).filter(more, threads=1))
    print(f"{len(more):,} texts: {many:.2f} s, {many / few:.1f} times as long as {len(texts):,}")


if __name__ == "__main__":
    main()
