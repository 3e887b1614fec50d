"""Do intervals cover, and do tests cry wolf? By simulation, with fixed seeds.

    python bench/coverage.py [--trials 4000] [--examples 100] [--samples 1000]

Draws many corpora from a distribution whose mean is known, and counts how often the 95% interval holds it;
draws pairs of systems that are equally good, whose scores go together as those of real systems do, and counts
how often a test says p <= 0.05. Beside each share its standard error.
"""

from __future__ import annotations

import argparse

import numpy as np

import gramscore


def scores_of(matches: np.ndarray, length: int) -> gramscore.Scores:
    """ROUGE-1 of predictions and references of one length: recall is the share of matches."""
    lengths = np.full_like(matches, length)
    return gramscore.ROUGE(["rouge1"])._scores(np.column_stack([matches, lengths, lengths]))


def share(times: int, trials: int) -> str:
    part = times / trials
    return f"{100 * part:.2f}% +- {100 * (part * (1 - part) / trials) ** 0.5:.2f}%"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=4000)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--samples", type=int, default=1000)
    options = parser.parse_args()
    rng = np.random.default_rng(12345)
    covered = 0
    alarms = {"bootstrap": 0, "randomization": 0, "bootstrap, sacrebleu's p-value": 0}
    length = 20
    for trial in range(options.trials):
        # How hard an example is decides how well both systems do on it; on the whole 40% matches.
        ease = rng.beta(2, 3, options.examples)
        a, b = (scores_of(rng.binomial(length, ease), length) for _ in range(2))
        drawn = {"samples": options.samples, "seed": trial, "threads": 1}
        interval = a.confidence(**drawn)["rouge1"].fmeasure
        covered += interval.low <= 0.4 <= interval.high
        for test in ("bootstrap", "randomization"):
            found = gramscore.compare({"a": a, "b": b}, test=test, correction=None, **drawn)
            alarms[test] += found.rows[1].p_value <= 0.05
        # sacrebleu takes sizes before it takes off their mean.
        means = [
            gramscore._core.resampled_means([[it["rouge1"].fmeasure]], trial, options.samples, 1)
            for it in (a, b)
        ]
        sizes = np.abs(means[0] - means[1])
        seen = abs(a.corpus["rouge1"].fmeasure - b.corpus["rouge1"].fmeasure)
        p_value = (np.count_nonzero(sizes - sizes.mean() > seen) + 1) / (options.samples + 1)
        alarms["bootstrap, sacrebleu's p-value"] += p_value <= 0.05
    print(f"{options.trials} trials of {options.examples} examples, {options.samples} samples")
    print(f"the 95% interval of ROUGE-1 F covers the true mean: {share(covered, options.trials)}")
    for test, times in alarms.items():
        print(f"p <= 0.05 of equal systems, {test}: {share(times, options.trials)}")


if __name__ == "__main__":
    main()
