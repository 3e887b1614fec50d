"""Texts with all of a pool by matrices, for metrics whose pools have no quicker way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.metrics.metric import Metric

_Floats = npt.NDArray[np.float64]

#: Scores that are looked at together, and texts.
_SCORES = 4_000_000
_TEXTS = 256


class _Texts(Protocol):
    def __len__(self) -> int: ...
    def texts(self, signature: str) -> _core.PreparedTexts | None: ...
    def add(self, texts: _core.PreparedTexts) -> None: ...


def beyond(metric: Metric[Any], threshold: float, scores: _Floats) -> npt.NDArray[np.bool_]:
    """Which scores are those of texts too much alike: higher than the threshold, of error rates lower."""
    found: npt.NDArray[np.bool_] = scores > threshold if metric.higher_is_better else scores < threshold
    return found


def judge(
    metric: Metric[Any],
    threshold: float,
    pool: _Texts,
    texts: _core.PreparedTexts,
    k: int,
    grow: bool,
    threads: int | None,
    progress: Callable[[int, int], object] | None,
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64], _Floats, _Floats]:
    """Which texts are kept, the k of the pool with which each scores best, their scores, and the mean score with all.
    With `grow` those that are kept are added in their turn."""
    count = len(texts)
    higher = metric.higher_is_better
    kept = np.zeros(count, bool)
    nearest = np.full((count, k), -1, np.int64)
    scores = np.full((count, k), np.nan)
    means = np.full(count, np.nan)
    begin = 0
    added: list[_core.PreparedTexts] = []
    while begin < count:
        parts = [part for part in (pool.texts(metric.signature), *added) if part is not None and len(part)]
        own = _core.joined_texts(parts) if len(parts) > 1 else parts[0] if parts else None
        end = min(count, begin + min(_TEXTS, max(1, _SCORES // max(1, 0 if own is None else len(own)))))
        chunk = texts[begin:end]
        with_pool = (
            np.empty((len(chunk), 0))
            if own is None
            else metric.utility_matrix(chunk, own, threads=threads).scores
        )
        among = metric.utility_matrix(chunk, chunk, threads=threads).scores if grow else with_pool
        new: list[int] = []
        for index in range(len(chunk)):
            row = np.concatenate([with_pool[index], among[index, new]]) if new else with_pool[index]
            order = np.argsort(-row if higher else row, kind="stable")[:k]
            place = begin + index
            nearest[place, : len(order)] = order
            scores[place, : len(order)] = row[order]
            if len(row):
                means[place] = _core.exact_sum(row) / len(row) if np.isfinite(row).all() else row.mean()
            kept[place] = not beyond(metric, threshold, row).any()
            if grow and kept[place]:
                new.append(index)
        if new:
            added = [*added, chunk.take(np.array(new))]
        begin = end
        if progress is not None:
            progress(end, count)
    for part in added:
        pool.add(part)
    return kept, nearest, scores, means
