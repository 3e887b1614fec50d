"""Scores of a corpus, and what they are on resampled examples."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.options.checks import check_known, check_threads
from gramscore.resampling.intervals import Interval

_Floats = npt.NDArray[np.float64]

#: Whose random numbers and order of operations; what their seeds are below.
STREAMS: Final = {"gramscore": 2**64, "sacrebleu": 2**64, "rouge-score": 2**32}
MOST_DRAWS: Final = 10**9


class Figures(Protocol):
    """Scores that are resampled together.

    names: of the scores.
    estimates: the scores of the corpus as it is.
    """

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def estimates(self) -> tuple[float, ...]: ...

    def examples(self) -> Sequence[_Floats]:
        """For each of the names, the scores of the examples."""

    def resample(self, drawing: Drawing, samples: int) -> npt.NDArray[Any]:
        """The scores of resamples, (samples, scores). The same drawing draws the same examples."""

    def exchange(
        self, other: Any, drawing: Drawing, trials: int
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """The scores of two systems that exchange outputs at random, twice (1 + trials, scores), in row 0 as they
        are without an exchange."""


@dataclass(frozen=True)
class Drawing:
    """Where random numbers come from."""

    stream: str
    seed: int
    threads: int | None

    def __post_init__(self) -> None:
        check_known("stream", self.stream, STREAMS)
        check_count("seed", self.seed, 0, STREAMS[self.stream] - 1)
        if self.threads is not None:
            check_threads(self.threads)

    @property
    def core_threads(self) -> int:
        return 0 if self.threads is None else self.threads

    def pcg64(self) -> _core.Pcg64:
        """NumPy's generator, as sacrebleu starts it."""
        state: Any = np.random.default_rng(self.seed).bit_generator.state
        return _core.Pcg64(state["state"]["state"], state["state"]["inc"])

    @cached_property
    def legacy(self) -> _core.LegacyNumbers:
        """NumPy's older generator, of which rouge-score uses one for all types, one after another."""
        return _core.LegacyNumbers(self.seed)

    def bounds(self, replicates: npt.NDArray[Any], level: float) -> tuple[float, float, float]:
        """Lower bound, middle and upper bound of the replicates of a score."""
        if self.stream == "sacrebleu":
            ordered = np.sort(replicates)
            outside = int(len(ordered) * ((1 - level) / 2))
            return float(ordered[outside]), float(ordered.mean()), float(ordered[len(ordered) - outside - 1])
        delta = (1 - level) / 2
        low, mid, high = np.percentile(replicates, 100 * np.array([delta, 0.5, 1 - delta]))
        return float(low), float(mid), float(high)


@dataclass(frozen=True)
class ScoreOfSums:
    """A score of summed statistics."""

    scores: Any
    formula: _core.ScoreOfSums
    of_sacrebleu: bool

    names = ("score",)

    @cached_property
    def estimates(self) -> tuple[float]:
        return (float(self.scores.corpus.score),)

    def examples(self) -> Sequence[_Floats]:
        return (self.scores.examples,)

    def resample(self, drawing: Drawing, samples: int) -> npt.NDArray[Any]:
        self._check(drawing)
        if drawing.stream == "sacrebleu":
            return self.formula.bootstrap(self.scores.stats, drawing.pcg64(), samples)[:, None]
        return _core.resampled_scores(
            self.formula, self.scores.stats, drawing.seed, samples, drawing.core_threads
        )[:, None]

    def exchange(
        self, other: Any, drawing: Drawing, trials: int
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        self._check(drawing)
        if drawing.stream == "sacrebleu":
            pair = self.formula.swap(self.scores.stats, other.scores.stats, drawing.pcg64(), trials)
            estimates = (self.estimates, other.estimates)
            first, second = (np.append(*both) for both in zip(estimates, pair, strict=True))
        else:
            first, second = _core.exchanged_scores(
                self.formula,
                self.scores.stats,
                other.scores.stats,
                drawing.seed,
                trials,
                drawing.core_threads,
            )
        return first[:, None], second[:, None]

    def _check(self, drawing: Drawing) -> None:
        if drawing.stream == "rouge-score":
            raise ValueError("stream 'rouge-score' draws for means: of ROUGE, or with mean=True")
        if drawing.stream == "sacrebleu" and not self.of_sacrebleu:
            raise ValueError(f"sacrebleu has no {self.scores.signature.partition('|')[0]} to resample")


@dataclass(frozen=True)
class Means:
    """Means of the examples' scores."""

    names: tuple[str, ...]
    estimates: tuple[float, ...]
    columns: Sequence[_Floats]

    def examples(self) -> Sequence[_Floats]:
        return self.columns

    def resample(self, drawing: Drawing, samples: int) -> npt.NDArray[Any]:
        if drawing.stream == "rouge-score":
            return drawing.legacy.resampled_means(list(self.columns), samples)
        self._check(drawing)
        (found,) = self.resample_together([self], drawing, samples)
        return found

    @staticmethod
    def resample_together(
        several: Sequence[Means], drawing: Drawing, samples: int
    ) -> list[npt.NDArray[np.float64]]:
        """Of each its resamples by our own stream."""
        tables = [list(means.columns) for means in several]
        found = _core.resampled_means(tables, drawing.seed, samples, drawing.core_threads)
        return np.split(found, np.cumsum([len(table) for table in tables])[:-1], axis=1)

    def exchange(
        self, other: Any, drawing: Drawing, trials: int
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        self._check(drawing)
        return _core.exchanged_means(
            list(self.columns), list(other.columns), drawing.seed, trials, drawing.core_threads
        )

    @staticmethod
    def _check(drawing: Drawing) -> None:
        if drawing.stream == "sacrebleu":
            raise ValueError("sacrebleu resamples no means: stream 'sacrebleu' goes with BLEU, chrF and TER")


def resampled(figures: Mapping[str, Figures], drawing: Drawing, samples: int) -> dict[str, npt.NDArray[Any]]:
    """The scores of resamples, (samples, scores), by name. Means are resampled together: drawing takes the time."""
    means = {name: it for name, it in figures.items() if isinstance(it, Means)}
    if len(means) < 2 or drawing.stream != "gramscore":
        return {name: it.resample(drawing, samples) for name, it in figures.items()}
    found = iter(Means.resample_together(list(means.values()), drawing, samples))
    return {
        name: next(found) if name in means else it.resample(drawing, samples) for name, it in figures.items()
    }


def intervals_of(
    estimates: Sequence[float], replicates: npt.NDArray[Any], level: float, drawing: Drawing, signature: str
) -> tuple[Interval, ...]:
    """Intervals by replicates that are there, (samples, scores)."""
    return tuple(
        Interval(
            estimate,
            *drawing.bounds(replicates[:, k], level),
            level,
            len(replicates),
            f"{signature}|bs:{len(replicates)}|seed:{drawing.seed}|stream:{drawing.stream}",
        )
        for k, estimate in enumerate(estimates)
    )


def check_level(level: float) -> float:
    """The share inside an interval, if it is one."""
    if not isinstance(level, (int, float)) or isinstance(level, bool):
        raise TypeError(f"level is {level!r}: a number is expected")
    if not 0 < level < 1:
        raise ValueError(f"level is {level!r}: a number between 0 and 1 is needed")
    return level


def check_count(name: str, count: int, least: int = 1, most: int = 2**53) -> int:
    """A whole number from `least` to `most`, if it is one."""
    if isinstance(count, bool):
        raise TypeError(f"{name} is {count!r}: a whole number is expected")
    try:
        number = operator.index(count)
    except TypeError:
        raise TypeError(f"{name} is {count!r}: a whole number is expected") from None
    if number < least:
        raise ValueError(f"{name} is {number}: at least {least} is needed")
    if number > most:
        raise ValueError(f"{name} is {number}: at most {most} is possible")
    return number


def check_draws(name: str, count: int) -> int:
    """How often examples are drawn, if it is a number that memory and time may be enough for."""
    return check_count(name, count, most=MOST_DRAWS)
