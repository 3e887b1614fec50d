"""Confidence intervals and paired significance tests, with sacrebleu's random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.compat.sacrebleu.metrics.base import Metric, Signature, Stats
from gramscore.compat.sacrebleu.resamples import bootstrap_scores, given_seed, numbers_from

_Scores = npt.NDArray[Any]


class Result:
    """The score of a system; beside it, if they were computed, the p-value of its difference from the baseline, and
    the mean and half the width of the 95% interval of resampled scores."""

    def __init__(
        self,
        score: float,
        p_value: float | None = None,
        mean: float | None = None,
        ci: float | None = None,
    ) -> None:
        self.score = score
        self.p_value = p_value
        self.mean = mean
        self.ci = ci

    def __repr__(self) -> str:
        return ",".join(f"{name}={value}" for name, value in vars(self).items())


def estimate_ci(scores: _Scores) -> tuple[float, float]:
    """The mean of the scores of resamples, and half the width of the interval that holds 95% of them."""
    ordered = np.sort(scores)
    outside = len(ordered) // 40
    return ordered.mean(), 0.5 * (ordered[len(ordered) - outside - 1] - ordered[outside])


def _compute_p_value(stats: _Scores, real_difference: float) -> float:
    """The share of resampled differences above the real one, which counts as one of them."""
    return float((np.count_nonzero(stats > real_difference) + 1) / (len(stats) + 1))


class PairedTest:
    """Whether systems differ from a baseline, the first of them, by more than chance.

    named_systems: pairs of a name and a list of hypotheses.
    metrics: metrics by name.
    references: streams, or None if the metrics keep them.
    test_type: "ar" for approximate randomization, "bs" for the paired bootstrap.
    n_samples: trials or resamples; 0 stands for 10,000 or 1000.
    n_ar_confidence: with "ar", so many resamples give intervals too; 0 stands for 1000, -1 for none.
    n_jobs: accepted and kept; one process does all.

    Calling it runs the test and returns the signatures and the results, both by the metrics' names.
    """

    _DEFAULT_SAMPLES: Mapping[str, int] = {"ar": 10000, "bs": 1000}

    def __init__(
        self,
        named_systems: Sequence[tuple[str, Sequence[str]]],
        metrics: Mapping[str, Metric[Any]],
        references: Sequence[Sequence[str | None]] | None,
        test_type: str = "ar",
        n_samples: int = 0,
        n_ar_confidence: int = -1,
        n_jobs: int = 1,
    ) -> None:
        assert test_type in self._DEFAULT_SAMPLES, f"unknown test type {test_type!r}"
        self.test_type = test_type
        self.named_systems = named_systems
        self.references = references
        self.n_jobs = n_jobs
        self.n_systems = len(named_systems) - 1
        self.n_samples = n_samples if n_samples > 0 else self._DEFAULT_SAMPLES[test_type]
        self.n_ar_confidence = n_ar_confidence if n_ar_confidence != 0 else self._DEFAULT_SAMPLES["bs"]
        _, self._seed = given_seed()
        self.metrics: dict[str, Metric[Any]] = {}
        self._signatures: dict[str, Signature] = {}
        self._baseline_info: dict[str, tuple[Stats, Result]] = {}
        self._baseline_resamples: dict[str, _Scores] = {}  # with a seed they are the same beside every system
        for metric in metrics.values():
            self._score_baseline(metric)

    def _score_baseline(self, metric: Metric[Any]) -> None:
        stats, score = self._scored(metric, self.named_systems[0][1])
        result = Result(score.score)
        resamples = self.n_samples if self.test_type == "bs" else self.n_ar_confidence
        if resamples > 0:
            result.mean, result.ci = estimate_ci(bootstrap_scores(stats, metric, resamples)[1])
        signature = metric.get_signature()
        signature.update("seed", str(self._seed).lower())
        signature.update(self.test_type, self.n_samples)
        if self.n_ar_confidence > 0:
            signature.update("bs", self.n_ar_confidence)
        self.metrics[score.name] = metric
        self._baseline_info[score.name] = (stats, result)
        self._signatures[score.name] = signature

    def _scored(self, metric: Metric[Any], hypotheses: Sequence[str]) -> tuple[Stats, Any]:
        stats = metric._extract_corpus_statistics(hypotheses, self.references)
        return stats, metric._aggregate_and_compute(stats)

    def __call__(self) -> tuple[dict[str, Signature], dict[str, list[Any]]]:
        scores: dict[str, list[Any]] = {"System": [name for name, _ in self.named_systems]}
        for name, (_, result) in self._baseline_info.items():
            scores[name] = [result]
        compare = self._randomize if self.test_type == "ar" else self._bootstrap
        for _, hypotheses in self.named_systems[1:]:
            generator = numbers_from(self._seed or None)  # a seed of 0 is none
            for name, metric in self.metrics.items():
                scores[name].append(compare(name, metric, hypotheses, generator.copy()))
        return self._signatures, scores

    def _bootstrap(
        self, name: str, metric: Metric[Any], hypotheses: Sequence[str], generator: _core.Pcg64
    ) -> Result:
        baseline_stats, baseline = self._baseline_info[name]
        stats, score = self._scored(metric, hypotheses)
        formula = metric._of_sums()
        baseline_scores = self._baseline_resamples.get(name)
        if baseline_scores is None:
            baseline_scores = formula.bootstrap(baseline_stats, generator.copy(), self.n_samples)
            if self._seed:
                self._baseline_resamples[name] = baseline_scores
        scores = formula.bootstrap(stats, generator, self.n_samples)
        mean, ci = estimate_ci(scores)
        differences = np.abs(scores - baseline_scores)
        p = _compute_p_value(differences - differences.mean(), abs(baseline.score - score.score))
        return Result(score.score, p, mean, ci)

    def _randomize(
        self, name: str, metric: Metric[Any], hypotheses: Sequence[str], generator: _core.Pcg64
    ) -> Result:
        baseline_stats, baseline = self._baseline_info[name]
        stats, score = self._scored(metric, hypotheses)
        formula = metric._of_sums()
        first, second = formula.swap(baseline_stats, stats, generator, self.n_samples)
        p = _compute_p_value(np.abs(first - second), abs(baseline.score - score.score))
        result = Result(score.score, p)
        if self.n_ar_confidence > 0:
            result.mean, result.ci = estimate_ci(formula.bootstrap(stats, generator, self.n_ar_confidence))
        return result
