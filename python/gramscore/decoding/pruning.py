"""Giving up candidates early, by confidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gramscore import _core

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pruning:
    """Confidence-based pruning (Cheng and Vlachos, 2023): candidates are compared on the first few references, then on
    more; those that hardly ever win when these references are resampled are given up.

    confidence: a candidate stays if it is at least as good as the best so far in more than 1 - confidence of
        the samples.
    schedule: the numbers of references, rising.
    samples: bootstrap samples at each step.
    seed: of the samples. Equal seeds draw the same ones.
    """

    confidence: float = 0.99
    schedule: tuple[int, ...] = (8, 16, 32, 64, 128, 256)
    samples: int = 500
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.confidence < 1:
            raise ValueError(f"confidence is {self.confidence}: a number between 0 and 1 is needed")
        if not self.schedule or list(self.schedule) != sorted(set(self.schedule)) or self.schedule[0] < 1:
            raise ValueError(f"schedule is {self.schedule}: rising numbers of references are needed")
        if self.samples < 1:
            raise ValueError(f"samples is {self.samples}: at least 1 is needed")

    @property
    def signature(self) -> str:
        """All that can change which candidates stay."""
        steps = ",".join(map(str, self.schedule))
        return (
            f"pruning:confidence-{self.confidence},samples:{self.samples},seed:{self.seed},schedule:{steps}"
        )


def prune(scores: _Floats, weights: _Floats | None, pruning: Pruning, higher_is_better: bool) -> _Floats:
    """The expected utilities of the candidates that stay, over the references that were looked at; NaN for others."""
    rows, columns = scores.shape
    found = np.full(rows, np.nan)
    if rows == 0 or columns == 0:
        return found
    sign = 1.0 if higher_is_better else -1.0
    staying = np.arange(rows)
    generator = np.random.Generator(np.random.PCG64(pruning.seed))
    seen = 0
    for step in pruning.schedule:
        wanted = min(step, columns)
        if wanted <= seen:
            break
        seen = wanted
        part = np.ascontiguousarray(scores[staying, :seen])
        expected = sign * _core.row_means(part, _part(weights, seen))
        drawn = generator.integers(seen, size=(pruning.samples, seen))
        of_samples = np.zeros((pruning.samples, seen))
        np.add.at(of_samples, (np.arange(pruning.samples)[:, None], drawn), 1.0)
        if weights is not None:
            of_samples *= weights[:seen]
            of_samples /= of_samples.sum(axis=1, keepdims=True)
        resampled = sign * (part @ of_samples.T)
        wins = (resampled >= resampled[int(np.argmax(expected))]).mean(axis=1)
        staying = staying[wins > 1 - pruning.confidence]
    found[staying] = _core.row_means(np.ascontiguousarray(scores[staying, :seen]), _part(weights, seen))
    return found


def _part(weights: _Floats | None, size: int) -> _Floats | None:
    if weights is None:
        return None
    part = weights[:size]
    return part / part.sum() if part.sum() > 0 else part
