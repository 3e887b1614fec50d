"""Metrics as functions of columns, which data frames, SQL and clusters have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from gramscore.corpora.evaluation import evaluate, separable
from gramscore.metrics.rouge import ROUGE
from gramscore.options.checks import check_threads
from gramscore.results.scores import Scores

_T = TypeVar("_T")

# How errors of `evaluate` and `evaluate_stream` begin.
_PLACE: Final = re.compile(r"(?:batches\[(\d+)\]: )?(prediction|reference)s\[(\d+)\](?:\[(\d+)\])?")
_SHOWN: Final = 60  # characters of a text in a message


class Columns:
    """From predictions and references to a column per score, all metrics in one pass. Pickles.

    metrics: as for `evaluate`, but for NIST and CIDEr. The columns are those of the scores' `per_example()`;
        with a mapping, each preceded by its key and `_`.
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

    def of_part(self, predictions: Any, references: Any) -> dict[str, npt.NDArray[np.float64]]:
        """The same of a part of somebody's columns: errors name the text, since they cannot know its row."""
        return naming_texts(lambda: self(predictions, references), lambda _: (predictions, references))

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


def naming_texts(work: Callable[[], _T], columns_of: Callable[[int], tuple[Any, Any]]) -> _T:
    """What `work` returns. The errors that it raises name the text where they named its index.

    columns_of: the predictions and the references of the batch of that number.
    """
    try:
        return work()
    except (TypeError, ValueError) as error:
        found = _PLACE.match(str(error))
        if type(error) not in (TypeError, ValueError) or found is None:
            raise
        batch, side, row, item = found.groups()
        texts = dict(zip(("prediction", "reference"), columns_of(int(batch or 0)), strict=True))
        text, other = _at(texts[side], int(row)), "reference" if side == "prediction" else "prediction"
        if item is not None and isinstance(text, list):
            text = text[int(item)]
        if isinstance(text, str):
            named = f"the {side} {_shown(text)}"
        else:
            named = f"the {side} for the {other} {_shown(_at(texts[other], int(row)))}"
        raise type(error)(named + str(error)[found.end() :]) from error


def _at(column: Any, row: int) -> Any:
    """A value of Arrow's or Polars', as Python has it."""
    value = column[row]
    for method in ("as_py", "to_list"):
        if hasattr(value, method):
            return getattr(value, method)()
    return value


def _shown(text: Any) -> str:
    shown = repr(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
