"""Confidence intervals and paired tests: their time and memory, beside sacrebleu.

    python bench/significance.py [--translations wmt17_en_de.jsonl.bz2] [--pairs 1000000] [--threads 2]

First sacrebleu's own random numbers and ours, on one core: 1000 bootstrap samples of BLEU, whose figures are compared
with sacrebleu's before anything is printed, and its paired test of all systems, whose p-values are. Then 1000 resamples
of ROUGE-L over --pairs pairs, in a process that has nothing else, with its peak of memory. Statistics are there already
in each case: what is measured is the resampling.
"""

from __future__ import annotations

import argparse
import bz2
import json
import multiprocessing
import os
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import gramscore


def translations(path: Path | None) -> tuple[list[str], dict[str, list[str]]]:
    """References and the outputs of systems."""
    if path is None:
        rng = random.Random(1)
        words = [f"word{int(5000 * rng.random() ** 3)}" for _ in range(100_000)]
        references = [" ".join(rng.sample(words, rng.randint(8, 40))) for _ in range(3000)]
        return references, {
            f"system {k}": [
                " ".join(it if rng.random() < 0.7 else rng.choice(words) for it in text.split())
                for text in references
            ]
            for k in range(4)
        }
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    names = list(rows[0]["systems"])
    return [row["reference"] for row in rows], {
        name: [row["systems"][name] for row in rows] for name in names
    }


def timed(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The median time, and the result."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - started)
    return float(np.median(times)), result


def beside_sacrebleu(path: Path | None) -> None:
    import sacrebleu.significance as theirs
    from sacrebleu.metrics import BLEU

    import gramscore.compat.sacrebleu.significance as drop_in
    from gramscore.compat.sacrebleu.metrics import BLEU as DropIn  # noqa: N811

    references, systems = translations(path)
    names = list(systems)
    metric = BLEU(references=[references])
    stats = metric._extract_corpus_statistics(systems[names[0]], None)
    their_time, (_, expected) = timed(lambda: theirs._bootstrap_resample(stats, metric, 1000), 3)
    scores = gramscore.BLEU().score(systems[names[0]], references)
    ordered = sorted(result.score for result in expected)
    print(f"BLEU, {len(references)} sentences, 1000 resamples, one core:")
    print(f"  sacrebleu                     {their_time * 1e3:9.2f} ms")
    for stream in ("sacrebleu", "gramscore"):
        ours, found = timed(lambda stream=stream: scores.confidence(stream=stream, threads=1), 15)
        if stream == "sacrebleu":
            assert (found.low, found.high) == (ordered[25], ordered[974])
        print(f"  gramscore, stream {stream:11} {ours * 1e3:9.2f} ms  {their_time / ours:7.1f} x")
    named = list(systems.items())
    for test, samples in (("bs", 1000), ("ar", 1000)):
        their_time, (_, expected) = timed(
            lambda test=test, samples=samples: theirs.PairedTest(
                named, {"BLEU": BLEU(references=[references])}, None, test_type=test, n_samples=samples
            )(),
            1,
        )
        ours, (_, found) = timed(
            lambda test=test, samples=samples: drop_in.PairedTest(
                named, {"BLEU": DropIn(references=[references])}, None, test_type=test, n_samples=samples
            )(),
            1,
        )
        ps = [[result.p_value for result in it["BLEU"]] for it in (expected, found)]
        assert ps[0] == ps[1]
        print(
            f"PairedTest {test} of {len(named)} systems, {samples} samples, all p-values equal: "
            f"{their_time:.2f} s and {ours:.2f} s, {their_time / ours:.1f} x (scoring included)"
        )


def peak() -> float:
    """Peak resident size in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rouge_l(pairs: int, threads: int) -> None:
    """As many statistics as ROUGE-L has of texts of 1 to 60 tokens."""
    rng = np.random.default_rng(1)
    lengths = rng.integers(1, 60, (pairs, 2))
    stats = np.column_stack([(lengths.min(axis=1) * rng.random(pairs)).astype(np.int64), lengths])
    scores = gramscore.ROUGE(["rougeL"])._scores(np.ascontiguousarray(stats))
    print(f"ROUGE-L, {pairs:,} pairs, 1000 resamples, {threads} threads:")
    before = peak()
    took, found = timed(lambda: scores.confidence(threads=threads), 1)
    print(f"  interval of P, R and F: {took:.1f} s, {found['rougeL'].fmeasure}")
    other = gramscore.ROUGE(["rougeL"])._scores(np.ascontiguousarray(stats[::-1]))
    took, _ = timed(lambda: gramscore.compare({"a": scores, "b": other}, threads=threads), 1)
    print(f"  paired bootstrap of two systems: {took:.1f} s")
    took, _ = timed(
        lambda: gramscore.compare(
            {"a": scores, "b": other}, test="randomization", samples=1000, threads=threads
        ),
        1,
    )
    print(f"  paired randomization of two systems, with intervals: {took:.1f} s")
    print(f"  peak of memory {peak():.0f} MiB, of which {before:.0f} before")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--translations", type=Path)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    beside_sacrebleu(options.translations)
    alone = multiprocessing.get_context("spawn").Process(
        target=rouge_l, args=(options.pairs, options.threads)
    )
    alone.start()
    alone.join()


if __name__ == "__main__":
    main()
