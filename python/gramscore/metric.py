"""What all metrics have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.options import check_threads, progress_callback
from gramscore.scores import Scores

_S = TypeVar("_S", bound=Scores)


class Metric(Generic[_S]):
    """A configured metric: a subclass sets it up and makes scores of its statistics. Pickles; safe to share."""

    _core: _core.Metric
    _signature: str

    @property
    def signature(self) -> str:
        """All options, and the version: what can change a figure."""
        return self._signature

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
        stats = self._core.score(
            predictions,
            references,
            0 if threads is None else check_threads(threads),
            None if progress is False else progress_callback(progress),
        )
        return self._scores(stats)

    def _scores(self, stats: npt.NDArray[np.int64]) -> _S:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._signature}>"
