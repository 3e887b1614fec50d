"""Giving up candidates early, by confidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.options.checks import check_number
from gramscore.resampling.resampling import check_count, check_draws

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
        if not 0 < check_number("confidence", self.confidence) < 1:
            raise ValueError(f"confidence is {self.confidence}: a number between 0 and 1 is needed")
        if not isinstance(self.schedule, (tuple, list)):
            raise TypeError(f"schedule is {self.schedule!r}: rising numbers of references are expected")
        for step, count in enumerate(self.schedule):
            check_count(f"schedule[{step}]", count)
        if not self.schedule or list(self.schedule) != sorted(set(self.schedule)):
            raise ValueError(f"schedule is {self.schedule}: rising numbers of references are needed")
        check_draws("samples", self.samples)
        check_count("seed", self.seed, 0, 2**64 - 1)

    @property
    def signature(self) -> str:
        """All that can change which candidates stay."""
        steps = ",".join(map(str, self.schedule))
        return (
            f"pruning:confidence-{self.confidence},samples:{self.samples},seed:{self.seed},schedule:{steps}"
        )


def prune(
    scores: Callable[[npt.NDArray[np.int64], int, int], _Floats],
    rows: int,
    columns: int,
    weights: _Floats | None,
    pruning: Pruning,
    higher_is_better: bool,
) -> _Floats:
    """The expected utilities of the candidates that stay, over the references that were looked at; NaN for others.

    scores(candidates, begin, end): those of some candidates with the references [begin, end), which are asked for only
        while these candidates stay.
    """
    found = np.full(rows, np.nan)
    if rows == 0 or columns == 0:
        return found
    sign = 1.0 if higher_is_better else -1.0
    staying = np.arange(rows)
    seen = np.empty((rows, 0))
    generator = np.random.Generator(np.random.PCG64(pruning.seed))
    for step in pruning.schedule:
        before, size = seen.shape[1], min(step, columns)
        if size <= before:
            break
        seen = np.hstack([seen, scores(staying, before, size)])
        own = _part(weights, size)
        expected = sign * _core.row_means(seen, own)
        drawn = generator.integers(size, size=(pruning.samples, size))
        of_samples = np.zeros((pruning.samples, size))
        np.add.at(of_samples, (np.arange(pruning.samples)[:, None], drawn), 1.0)
        if weights is not None:
            of_samples *= weights[:size]
            of_samples /= of_samples.sum(axis=1, keepdims=True)
        resampled = sign * (seen @ of_samples.T)
        wins = (resampled >= resampled[int(np.argmax(expected))]).mean(axis=1)
        stays = wins > 1 - pruning.confidence
        staying, seen = staying[stays], np.ascontiguousarray(seen[stays])
    found[staying] = _core.row_means(seen, _part(weights, seen.shape[1]))
    return found


def _part(weights: _Floats | None, size: int) -> _Floats | None:
    if weights is None:
        return None
    part = weights[:size]
    return part / part.sum() if part.sum() > 0 else part
