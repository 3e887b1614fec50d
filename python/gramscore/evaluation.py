"""Several metrics over the same texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.bleu import BLEU
from gramscore.chrf import CHRF
from gramscore.options import check_threads, progress_callback
from gramscore.rouge import ROUGE
from gramscore.scores import Scores
from gramscore.ter import TER

_Stats = npt.NDArray[np.int64]
_Progress = bool | Callable[[int, int], object]

_ROUGE_TYPES = (*(f"rouge{n}" for n in range(1, 10)), "rougeL", "rougeLsum")
_OTHERS: dict[str, Callable[[], Any]] = {
    "bleu": BLEU,
    "chrf": CHRF,
    "chrf++": lambda: CHRF(word_order=2),
    "ter": TER,
}


class _Metric(Protocol):
    _core: _core.Metric

    def score(
        self, predictions: Any, references: Any, *, threads: int | None = None, progress: _Progress = False
    ) -> Scores: ...

    def _scores(self, stats: _Stats) -> Scores: ...


def evaluate(
    predictions: Any,
    references: Any,
    metrics: Sequence[Any] | Mapping[str, Any],
    *,
    threads: int | None = None,
    progress: bool | Callable[[int, int], object] = False,
) -> dict[str, Scores]:
    """Scores N predictions with several metrics, and returns what each of them alone would return, by name.

    predictions, references, threads, progress: as for the metrics' own `score`.
    metrics: metrics (a BLEU goes by the name "bleu", and so on), or names of metrics with default options: rouge1 to
        rouge9, rougeL, rougeLsum, bleu, chrf, chrf++ and ter. Or a mapping from names of one's own to either.

    Metrics that tokenize texts natively are computed in one pass, in which each way of tokenizing happens once.
    Those with a tokenizer in Python, or that are given tokens, are computed after another.

    Raises ValueError for an unknown name and for two metrics of one name, TypeError for what is no metric, and what
    the metrics raise.

    >>> import gramscore
    >>> scores = gramscore.evaluate(["the cat sat"], ["the cat sat down"], ["rouge1", "rougeL", "chrf"])
    >>> list(scores), scores["rougeL"].corpus["rougeL"].recall
    (['rouge1', 'rougeL', 'chrf'], 0.75)
    """
    chosen = _by_name(metrics)
    rouge_types = [metric for metric in chosen.values() if isinstance(metric, str)]
    engines: dict[str, _Metric] = {
        name: metric for name, metric in chosen.items() if not isinstance(metric, str)
    }
    if rouge_types:
        shared = ROUGE(list(dict.fromkeys(rouge_types)))
        engines = {"": cast(_Metric, shared), **engines}
    stats = _statistics(predictions, references, engines, threads, progress)
    scores: dict[str, Scores] = {}
    for name, metric in chosen.items():
        if isinstance(metric, str):
            first = 3 * shared.types.index(metric)
            scores[name] = ROUGE([metric])._scores(np.ascontiguousarray(stats[""][:, first : first + 3]))
        else:
            scores[name] = metric._scores(stats[name])
    return scores


def _statistics(
    predictions: Any,
    references: Any,
    metrics: Mapping[str, _Metric],
    threads: int | None,
    progress: _Progress,
) -> dict[str, _Stats]:
    together = [name for name, metric in metrics.items() if metric._core.reads_plain_text()]
    if len(together) < 2:
        together = []
    found: dict[str, _Stats] = {}
    if together:
        rows = _core.score_together(
            [metrics[name]._core for name in together],
            predictions,
            references,
            0 if threads is None else check_threads(threads),
            None if progress is False else progress_callback(progress),
        )
        found = dict(zip(together, rows, strict=True))
    for name, metric in metrics.items():
        if name not in found:
            found[name] = metric.score(predictions, references, threads=threads, progress=progress).stats
    return found


def _by_name(metrics: Sequence[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """Metrics by name; a type of ROUGE that was given by name stays one."""
    if isinstance(metrics, (str, bytes)) or not isinstance(metrics, Iterable):
        raise TypeError(f"metrics is {metrics!r}: a list of metrics or of names is expected")
    if isinstance(metrics, Mapping):
        found = {name: _made(metric) for name, metric in metrics.items()}
    else:
        found = {}
        for metric in metrics:
            name = metric if isinstance(metric, str) else type(metric).__name__.lower()
            if name in found:
                raise ValueError(
                    f"metrics holds two called {name!r}: a mapping gives them names of their own"
                )
            found[name] = _made(metric)
    if not found:
        raise ValueError("metrics is empty: at least one metric is needed")
    return found


def _made(metric: Any) -> Any:
    if isinstance(metric, str):
        if metric in _ROUGE_TYPES:
            return metric
        if metric not in _OTHERS:
            known = ", ".join((*_ROUGE_TYPES, *_OTHERS))
            raise ValueError(f"unknown metric {metric!r}: the known ones are {known}")
        return _OTHERS[metric]()
    if not isinstance(getattr(metric, "_core", None), _core.Metric):
        raise TypeError(f"metrics holds {metric!r}: metrics and names of metrics are expected")
    return metric
