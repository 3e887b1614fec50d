"""What metrics have in common whose corpus score is the mean over the examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from gramscore.figures.means import MeanOfRows
from gramscore.metrics.metric import Metric
from gramscore.resampling.resampling import Figures, Means
from gramscore.results.scores import Scores

_S = TypeVar("_S", bound=Scores)


class RefusingMetric(Metric[_S]):
    """A metric that some examples have no score of, as their statistics tell."""

    def _refuse(self, stats: npt.NDArray[np.int64]) -> None:
        """Raises ValueError for the first example without a score."""
        raise NotImplementedError

    def score(
        self,
        predictions: Any,
        references: Any,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> _S:
        """Score N predictions against their references, as other metrics do.

        Raises ValueError for a reference with which there is no score, besides what other metrics raise.
        """
        scores = super().score(predictions, references, threads=threads, progress=progress)
        self._refuse(scores.stats)
        return scores

    def _scores(self, stats: npt.NDArray[np.int64]) -> _S:
        self._refuse(stats)
        return super()._scores(stats)


class MeanScores(Scores):
    """Scores of examples, and their mean, rounded once."""

    __slots__ = ()

    formula: MeanOfRows

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """The score of each example, float64 (N,)."""
        return self.formula.rows().scores(self.stats)[0]

    @property
    def corpus(self) -> Any:
        """The mean of the examples, rounded once."""
        formula: Any = self.formula
        return formula.corpus_of(formula.sums(self.stats))

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        return {"": Means(("score",), (self.corpus.score,), (self.examples,))}
