"""A pool of texts that grows by those that are unlike all it holds."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.many.matrix import Best
from gramscore.metrics.metric import Metric, callback_of
from gramscore.options.checks import check_threads
from gramscore.pools.judging import judge
from gramscore.pools.saved import read_pool, write_pool
from gramscore.pools.scanned import ScannedPool
from gramscore.resampling.resampling import check_count

_Progress = bool | Callable[[int, int], object]


class Sifted(NamedTuple):
    """What Pool.sift() finds for N texts.

    kept: bool (N,).
    nearest: int64 (N,): for each rejected text the place in the pool of the one that it resembles most, the first of
        equals; -1 for texts that are kept.
    scores: float64 (N,): its score with that one; NaN for texts that are kept.
    """

    kept: npt.NDArray[np.bool_]
    nearest: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]


class Judged(NamedTuple):
    """What Pool.judge() finds for N texts, each with the pool as it was when its turn came.

    kept: bool (N,).
    nearest: int64 (N, k): the places in the pool of the k texts with which it scores best, best first, ties by lower
        index; -1 where the pool had fewer.
    scores: float64 (N, k): its scores with them, NaN where there are none.
    means: float64 (N,): the mean of its scores with all of the pool, the exact sum rounded once, by their number; NaN
        for an empty pool.
    """

    kept: npt.NDArray[np.bool_]
    nearest: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    means: npt.NDArray[np.float64]


class Pool:
    """Texts none of which scores beyond a threshold with one that was there before: the filter of Self-Instruct (Wang
    et al., 2023) and Alpaca, which keeps a generated instruction if no ROUGE-L with the pool is above 0.7.

    metric: the score; of ROUGE F of the one type. A new text is the prediction, one of the pool the reference.
    threshold: a score. Texts with a higher one are rejected; of error rates (TER, WER, CER) those with a lower one.

    A decision is that of a loop over all texts of the pool that compares the metric's own float with the threshold. For
    ROUGE-N and ROUGE-L, TokenF1, GLEU, Jaccard, sacrebleu's BLEU, TER, WER, CER and EditSimilarity few of the
    texts have to be looked at; other metrics score all, quickly.

    Pools have a length and pickle. One call at a time can use a pool.

    Raises TypeError for what is no metric, or one without scores of pairs; ValueError for ROUGE with several types, and
    for a threshold outside the range of the metric's scores.

    >>> import gramscore
    >>> pool = gramscore.Pool(gramscore.ROUGE(["rougeL"]), threshold=0.7)
    >>> pool.filter(["Name a river.", "Name a big river.", "Write a poem."]).tolist()
    [True, False, True]
    >>> len(pool)
    2
    """

    def __init__(self, metric: Metric[Any], threshold: float) -> None:
        if not isinstance(metric, Metric):
            raise TypeError(
                f"metric is {metric!r}: one that scores pairs, such as gramscore.ROUGE(['rougeL']), is expected"
            )
        if isinstance(threshold, bool) or not isinstance(threshold, (int, float, np.floating, np.integer)):
            raise TypeError(f"threshold is {threshold!r}: a number is expected")
        plan = metric.pool_plan()
        low, high = metric.score_range
        if not low <= threshold <= high:
            limits = f"{low:g} to {high:g}" if math.isfinite(high) else f"{low:g} or more"
            raise ValueError(
                f"threshold is {threshold!r}: {limits} is expected, as scores of {type(metric).__name__} are"
            )
        self._metric = metric
        self._threshold = float(threshold)
        self._texts: _core.Pool | ScannedPool = (
            ScannedPool(metric, self._threshold) if plan is None else _core.Pool(plan, self._threshold)
        )
        self._turn = threading.Lock()
        self._prepared: _core.PreparedTexts | None = None  # those of the pool, while it has not grown

    @property
    def metric(self) -> Metric[Any]:
        """The metric."""
        return self._metric

    @property
    def threshold(self) -> float:
        """The score beyond which texts are rejected."""
        return self._threshold

    def __len__(self) -> int:
        return len(self._texts)

    def filter(
        self, texts: Any, *, threads: int | None = None, progress: _Progress = False
    ) -> npt.NDArray[np.bool_]:
        """Add the texts that are unlike the pool, one by one in order: bool (N,), which were.

        texts: N texts as the metric takes them: strings, token lists or ids (of a metric with tokenizer=None), Arrow,
            or texts prepared by this metric.
        threads: how many to use; None means every CPU this process may use. What is kept does not depend on it.
        progress: True shows a bar on stderr (needs rich); a callable receives (done, total).

        A text is kept, and compared with those that follow, unless its score with some text of the pool is beyond the
        threshold. What is raised, KeyboardInterrupt included, leaves the pool as it was.

        Raises what the metric's `score` raises for texts; RuntimeError while another thread uses the pool.
        """
        kept: npt.NDArray[np.bool_] = self._filtered(texts, False, threads, progress)
        return kept

    def sift(self, texts: Any, *, threads: int | None = None, progress: _Progress = False) -> Sifted:
        """The same, with the text of the pool, as it was then, that each rejected one resembles most.

        >>> import gramscore
        >>> pool = gramscore.Pool(gramscore.ROUGE(["rougeL"]), threshold=0.7)
        >>> found = pool.sift(["Name a river.", "Name a big river."])
        >>> found.kept.tolist(), found.nearest.tolist(), found.scores.round(3).tolist()
        ([True, False], [-1, 0], [nan, 0.857])
        """
        return Sifted(*self._filtered(texts, True, threads, progress))

    def judge(
        self, texts: Any, k: int = 10, *, threads: int | None = None, progress: _Progress = False
    ) -> Judged:
        """As `filter`, with what Self-Instruct and Alpaca write down of each text: the k of the pool that it resembles
        most, and its mean score with all of the pool. Every text is scored with all for that.

        >>> import gramscore
        >>> pool = gramscore.Pool(gramscore.ROUGE(["rougeL"]), threshold=0.7)
        >>> pool.add(["Name a river.", "Write a poem."])
        >>> judged = pool.judge(["Name a poem.", "Write a poem!"], k=2)
        >>> judged.kept.tolist(), judged.nearest.tolist(), judged.means.round(3).tolist()
        ([True, False], [[0, 1], [1, 2]], [0.667, 0.667])

        Otherwise, and in what it raises, as nearest() and filter().
        """
        check_count("k", k)
        return self._judged(self._read(texts), k, True, threads, callback_of(progress))

    def add(self, texts: Any) -> None:
        """Add all N texts, such as seeds, whatever they resemble.

        Raises what the metric's `score` raises for texts.
        """
        read = self._read(texts)
        with self._alone():
            self._texts.add(read)
            self._prepared = None

    def nearest(
        self, texts: Any, k: int = 10, *, threads: int | None = None, progress: _Progress = False
    ) -> Best:
        """The k texts of the pool with which each of N texts scores best: `.indices`, int64 (N, k), places in the pool,
        and `.scores`, float64 (N, k), best first, ties by lower index.

        texts, threads, progress: as for `filter`.
        k: how many. Where the pool has fewer, the indices are -1 and the scores NaN.

        Raises what `filter` raises, and ValueError for a k that is not possible.

        >>> import gramscore
        >>> pool = gramscore.Pool(gramscore.ROUGE(["rougeL"]), threshold=0.7)
        >>> pool.add(["Name a river.", "Write a poem.", "Name two lakes."])
        >>> pool.nearest(["Name a lake."], k=2).indices.tolist()
        [[0, 1]]
        """
        check_count("k", k)
        found = self._judged(self._read(texts), k, False, threads, callback_of(progress))
        return Best(found.nearest, found.scores)

    def mean(
        self, texts: Any, *, threads: int | None = None, progress: _Progress = False
    ) -> npt.NDArray[np.float64]:
        """The mean score of each of N texts with all of the pool, float64 (N,): the exact sum, rounded once, by their
        number; NaN while the pool is empty.

        texts, threads, progress: as for `filter`.

        Raises what `filter` raises.

        >>> import gramscore
        >>> pool = gramscore.Pool(gramscore.ROUGE(["rouge1"]), threshold=0.7)
        >>> pool.add(["a b", "c d"])
        >>> pool.mean(["a b", "a c"]).tolist()
        [0.5, 0.5]
        """
        return self._judged(self._read(texts), 1, False, threads, callback_of(progress)).means

    def scores(
        self, texts: Any, others: Any, *, threads: int | None = None, progress: _Progress = False
    ) -> npt.NDArray[np.float64]:
        """The score of each of N texts with the other one at its place, float64 (N,), whatever is in the pool: for
        pairs that another tool took for near-duplicates.

        texts, others, threads, progress: as for `metric.score`, predictions and references.

        Raises what `metric.score` raises.

        >>> import gramscore
        >>> pool = gramscore.Pool(gramscore.ROUGE(["rougeL"]), threshold=0.7)
        >>> pool.scores(["a b c d"], ["a b c"]).round(3).tolist()
        [0.857]
        """
        scores: Any = self._metric.score(texts, others, threads=threads, progress=progress)
        types = getattr(self._metric, "types", ())
        found: npt.NDArray[np.float64] = scores[types[0]].fmeasure if types else scores.examples
        return found

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the pool to a file, which appears whole or not at all.

        Raises OSError if that is impossible.
        """
        write_pool(os.fspath(path), self._metric.signature, self._threshold, self._own_texts())

    @classmethod
    def load(cls, path: str | os.PathLike[str], metric: Metric[Any], threshold: float | None = None) -> Pool:
        """The pool of a file that save() wrote.

        metric: one with the options of the pool's.
        threshold: in place of the pool's.

        Raises OSError for a file that cannot be read; ValueError for one that holds no pool, and for the pool of a
        metric with other options or of another version of this package, naming both.
        """
        signature, saved, texts = read_pool(os.fspath(path))
        if signature != metric.signature:
            raise ValueError(f"{os.fspath(path)}: a pool for {signature}, but this is {metric.signature}")
        pool = cls(metric, saved if threshold is None else threshold)
        if texts is not None:
            pool.add(texts)
        return pool

    def _read(self, texts: Any) -> _core.PreparedTexts:
        return self._metric.prepare_single(texts)

    def _judged(
        self, texts: _core.PreparedTexts, k: int, grow: bool, threads: int | None, progress: Any
    ) -> Judged:
        with self._alone():
            if grow:
                self._prepared = None
            if isinstance(self._texts, _core.Pool) and self._texts.judges:
                return Judged(*self._texts.judge(texts, k, grow, _count(threads), progress))
            return Judged(
                *judge(self._metric, self._threshold, self._texts, texts, k, grow, threads, progress)
            )

    def _filtered(self, texts: Any, nearest: bool, threads: int | None, progress: _Progress) -> Any:
        read = self._read(texts)
        with self._alone():
            found = self._texts.filter(read, nearest, _count(threads), callback_of(progress))
            self._prepared = None
        return found

    def _own_texts(self) -> _core.PreparedTexts | None:
        with self._alone():
            if self._prepared is None and len(self):
                self._prepared = self._texts.texts(self._metric.signature)
            return self._prepared

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """RuntimeError where another call is at work."""
        if not self._turn.acquire(blocking=False):
            raise RuntimeError("the pool is in use: calls of several threads have to wait for each other")
        try:
            yield
        finally:
            self._turn.release()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (self._metric, self._threshold, self._own_texts()))

    def __repr__(self) -> str:
        return f"<Pool of {len(self)} texts, threshold {self._threshold:g}, {self._metric.signature}>"


def _restore(metric: Metric[Any], threshold: float, texts: _core.PreparedTexts | None) -> Pool:
    pool = Pool(metric, threshold)
    if texts is not None:
        pool.add(texts)
    return pool


def _count(threads: int | None) -> int:
    return 0 if threads is None else check_threads(threads)
