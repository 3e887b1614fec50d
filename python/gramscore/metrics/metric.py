"""What all metrics have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.metrics.stream import score_batches
from gramscore.options.checks import check_threads, progress_callback
from gramscore.results.scores import Scores

_S = TypeVar("_S", bound=Scores)


class Metric(Generic[_S]):
    """A configured metric: a subclass sets it up and makes scores of its statistics. Pickles; safe to share."""

    #: Whether the parts of a corpus may be scored apart.
    separable: ClassVar[bool] = True

    _core: _core.Metric
    #: What is made of statistics: the class, and what its objects have besides: columns, signature and formula.
    _results: tuple[type[_S], tuple[str, ...], str, Any]

    @property
    def signature(self) -> str:
        """All options, and the version: what can change a figure."""
        return self._results[2]

    def score(
        self,
        predictions: Any,
        references: Any,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> _S:
        """Score N predictions against their references.

        predictions: N texts: a list, tuple, NumPy array, Series, or anything that exports Arrow strings, which
            are read without a copy.
        references: N texts, or N lists of one or more texts; what becomes of several is the metric's business.
        threads: how many to use; None means every CPU this process may use. No figure depends on it.
        progress: True shows a bar on stderr (needs rich); a callable receives (done, total).

        Raises TypeError for what is no text (naming the argument and the index), ValueError for unequal
        lengths, for no examples and for an example without references.
        """
        return self._core.scores(
            predictions,
            references,
            0 if threads is None else check_threads(threads),
            None if progress is False else progress_callback(progress),
            self._results,
        )

    def score_stream(
        self,
        batches: Iterable[Any],
        *,
        prediction: str = "prediction",
        reference: str = "reference",
        threads: int | None = None,
    ) -> Iterator[_S]:
        """Score a corpus batch by batch: an iterator of the Scores of each, which scores when it is asked for them.

        batches: tuples (predictions, references), each as `score` takes them, or tables with columns of these: Arrow
            record batches and tables, data frames, dicts. A thread reads the next batch while one is scored, so that at
            most three are in memory. Batches without examples are passed over.
        prediction, reference: the names of the columns in tables.
        threads: as for `score`.

        Raises what `score` does, naming the batch, and what `batches` raises.

        >>> import gramscore
        >>> metric = gramscore.BLEU(max_order=1)
        >>> batches = [(["the cat sat"], ["the cat slept"]), (["a dog"], ["the dog"])]
        >>> sum(scores.state() for scores in metric.score_stream(batches)).corpus.counts
        [3]
        """
        if threads is not None:
            check_threads(threads)
        return score_batches(
            batches, prediction, reference, lambda texts, others: self.score(texts, others, threads=threads)
        )

    def _scores(self, stats: npt.NDArray[np.int64]) -> _S:
        kind, *shared = self._results
        return kind(stats, *shared)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.signature}>"
