"""Metrics as functions of columns, which data frames, SQL and clusters have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore.corpora.evaluation import evaluate, separable
from gramscore.metrics.rouge import ROUGE
from gramscore.options.checks import check_threads
from gramscore.results.scores import Scores


class Columns:
    """From predictions and references to a column per score, all metrics in one pass. Pickles.

    metrics: as for `evaluate`, but for NIST. The columns are those of the scores' `per_example()`; with a mapping, each
        preceded by its key and `_`.
    names: what the columns are called.

    Raises ValueError for two columns of one name, and what `evaluate` raises for metrics.

    >>> columns = Columns(["rouge1", "ter"])
    >>> columns.names
    ('rouge1_precision', 'rouge1_recall', 'rouge1_fmeasure', 'ter_score')
    >>> Columns({"word": "ter"})(["a b", "c"], ["a", "c"])
    {'word_ter_score': array([100.,   0.])}
    """

    def __init__(self, metrics: Sequence[Any] | Mapping[str, Any], *, threads: int | None = None) -> None:
        self._metrics = separable(metrics)
        self._threads = None if threads is None else check_threads(threads)
        self._prefixed = isinstance(metrics, Mapping)
        self.names = tuple(self._joined({name: _no_scores(it) for name, it in self._metrics.items()}))

    def __call__(self, predictions: Any, references: Any) -> dict[str, npt.NDArray[np.float64]]:
        """N predictions and N references, of which there may be none: columns of N."""
        if len(predictions) == 0 and len(references) == 0:
            return {name: np.empty(0) for name in self.names}
        return self._joined(evaluate(predictions, references, self._metrics, threads=self._threads))

    def _joined(self, scores: Mapping[str, Scores]) -> dict[str, npt.NDArray[np.float64]]:
        found: dict[str, npt.NDArray[np.float64]] = {}
        for name, one in scores.items():
            for figure, values in one.per_example().items():
                column = f"{name}_{figure}" if self._prefixed else figure
                if column in found:
                    raise ValueError(
                        f"metrics make two columns {column!r}: a mapping gives them names of their own"
                    )
                found[column] = values
        return found


def _no_scores(metric: Any) -> Scores:
    if isinstance(metric, str):
        metric = ROUGE([metric])
    scores: Scores = metric._scores(np.zeros((0, len(metric._results[1])), np.int64))
    return scores
