"""A score with an interval: how far it would move with other examples of the same kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """A score of a corpus, and the percentile bootstrap's interval for it.

    estimate: the score itself, on its own scale.
    low, high: the bounds, which leave out the same share of the resampled scores on both sides.
    mid: the median of the resampled scores; with sacrebleu's stream, their mean.
    level: the share of resampled scores inside, 0..1.
    samples: how many resamples were drawn.
    signature: what the score was computed with, and what was drawn: number, seed and stream.
    """

    estimate: float
    low: float
    mid: float
    high: float
    level: float
    samples: int
    signature: str

    def __repr__(self) -> str:
        return f"Interval({self.estimate:.6g}, {100 * self.level:g}%: {self.low:.6g} to {self.high:.6g})"

    @property
    def margin(self) -> float:
        """Half the width: what sacrebleu prints after the sign ±."""
        return 0.5 * (self.high - self.low)
