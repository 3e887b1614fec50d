"""A pool whose metric has no bounds: each text is scored with all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.metrics.metric import Metric
from gramscore.pools.judging import beyond

_Progress = Callable[[int, int], object] | None

#: Texts that are compared with the pool, and with each other, at a time.
_CHUNK = 256


class ScannedPool:
    """What `_core.Pool` is, for any metric with scores of pairs."""

    def __init__(self, metric: Metric[Any], threshold: float) -> None:
        self._metric = metric
        self._threshold = threshold
        self._higher = metric.higher_is_better
        # Each at most half as large as the one before: all kept texts are joined a few times, not at each call.
        self._parts: list[_core.PreparedTexts] = []

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def texts(self, signature: str) -> _core.PreparedTexts | None:
        if len(self._parts) > 1:
            self._parts = [_core.joined_texts(self._parts)]
        return self._parts[0] if self._parts else None

    def add(self, texts: _core.PreparedTexts) -> None:
        if not len(texts):
            return
        parts = [*self._parts, texts]
        while len(parts) > 1 and 2 * len(parts[-1]) > len(parts[-2]):
            parts[-2:] = [_core.joined_texts(parts[-2:])]
        self._parts = parts

    def filter(
        self, texts: _core.PreparedTexts, nearest: bool, threads: int | None, progress: _Progress
    ) -> Any:
        threads = threads or None
        before = list(self._parts)
        count = len(texts)
        kept = np.zeros(count, bool)
        ids = np.full(count, -1, np.int64)
        scores = np.full(count, np.nan)
        try:
            for begin in range(0, count, _CHUNK):
                place = slice(begin, min(begin + _CHUNK, count))
                chunk = texts[place]
                found = self._best_in_pool(chunk, threads)
                kept[place], ids[place], scores[place] = self._filter_chunk(chunk, *found, threads)
                self.add(chunk.take(np.flatnonzero(kept[place])))
                if progress is not None:
                    progress(place.stop, count)
        except BaseException:
            self._parts = before
            raise
        return (kept, ids, scores) if nearest else kept

    def _best_in_pool(
        self, chunk: _core.PreparedTexts, threads: int | None
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Of each text the best of the pool, and its score."""
        ids = np.full(len(chunk), -1, np.int64)
        scores = np.full(len(chunk), np.nan)
        first = 0
        for part in self._parts:
            best = self._metric.top_k(chunk, part, 1, threads=threads)
            better = self._is_better(best.scores[:, 0], scores)
            ids[better] = best.indices[better, 0] + first
            scores[better] = best.scores[better, 0]
            first += len(part)
        return ids, scores

    def _filter_chunk(
        self,
        chunk: _core.PreparedTexts,
        ids: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float64],
        threads: int | None,
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Which of a chunk are kept, after the best of the pool."""
        size = len(self)
        among = self._metric.utility_matrix(chunk, chunk, threads=threads).scores
        kept: list[int] = []
        for index in range(len(chunk)):
            if kept:
                row = among[index, kept]
                comparable = np.where(np.isnan(row), -np.inf if self._higher else np.inf, row)
                at = int(comparable.argmax() if self._higher else comparable.argmin())
                if self._is_better(row[at : at + 1], scores[index : index + 1])[0]:
                    ids[index], scores[index] = size + at, row[at]
            if not beyond(self._metric, self._threshold, scores[index : index + 1])[0]:
                kept.append(index)
                ids[index], scores[index] = -1, np.nan
        flags = np.zeros(len(chunk), bool)
        flags[kept] = True
        return flags, ids, scores

    def _is_better(self, new: npt.NDArray[Any], old: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        beats = new > old if self._higher else new < old
        better: npt.NDArray[np.bool_] = beats | (np.isnan(old) & ~np.isnan(new))
        return better
