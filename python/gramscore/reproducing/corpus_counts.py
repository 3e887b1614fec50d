"""What the engine counts for BLEU, chrF and TER, and the formulas on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.bleu import Formula
from gramscore.metrics.bleu import BLEU
from gramscore.metrics.metric import Metric
from gramscore.reproducing.store import Store, as_it_is
from gramscore.reproducing.texts import Texts

_Stats = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
#: The longest n-grams that formulas ask for.
_ORDER: Final = 4


@dataclass(frozen=True)
class Tallied:
    """Texts, and a metric's statistics of them; what formulas made of these is kept."""

    texts: Texts
    counting: MetricCounts
    store: Store
    stats: _Stats
    _kept: dict[Any, float] = field(default_factory=dict)

    @property
    def scores(self) -> Any:
        """The metric's own."""
        return self.counting.metric._scores(self.stats)

    def once(self, key: Any, make: Callable[[], float]) -> float:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @cached_property
    def whole(self) -> _Stats:
        """The statistics of the corpus, one row."""
        found: _Stats = self.stats.sum(axis=0, keepdims=True)
        return found

    def examples(self, formula: Formula, order: int) -> _Floats:
        """What a formula of BLEU makes of each example."""
        rows = self.store.rows(
            (self.counting, formula, order),
            self.texts,
            as_it_is,
            lambda places: formula.examples(of_order(self.stats[places], order)).view(np.int64)[:, None],
        )
        return rows[:, 0].view(np.float64)


@dataclass(frozen=True)
class MetricCounts:
    """Any metric of the engine, by what makes it and the options. alike: what counts the same where no example has
    several references."""

    make: Callable[..., Metric[Any]]
    options: tuple[tuple[str, Any], ...] = ()
    settles_case: bool = False
    alike: MetricCounts | None = None

    @property
    def metric(self) -> Metric[Any]:
        return _metric(self)

    def acting_on(self, texts: Texts) -> MetricCounts:
        return self if self.alike is None or texts.several else self.alike

    def counted(self, texts: Texts, store: Store) -> Tallied:
        rows = store.rows(self, texts, as_it_is, lambda places: self._count(texts.kept(places.tolist())))
        return Tallied(texts, self, store, rows)

    def _count(self, texts: Texts) -> _Stats:
        references = texts.references if texts.counts is None else texts.grouped
        sources: dict[str, Any] = {"sources": texts.sources} if self.metric.needs_sources else {}
        found: _Stats = self.metric.score(texts.predictions, references, **sources, threads=1).stats
        return found


@cache
def _metric(counts: MetricCounts) -> Metric[Any]:
    return counts.make(**dict(counts.options))


def bleu_counts(tokenizer: str, *, lowercase: bool = False) -> MetricCounts:
    """The counts of sacrebleu's BLEU."""
    options = (("max_order", _ORDER), ("tokenizer", tokenizer), ("lowercase", lowercase))
    return MetricCounts(BLEU, options, settles_case=True)


def nltk_counts() -> MetricCounts:
    """Those that NLTK's smoothing needs, of words at white space."""
    return MetricCounts(BLEU.nltk, (("weights", (1 / _ORDER,) * _ORDER), ("tokenizer", "none")))


def tool_counts(tool: Callable[..., BLEU], tokenizer: str) -> MetricCounts:
    """Those of a tool that chooses among several reference lengths as it likes."""
    return MetricCounts(tool, (("tokenizer", tokenizer),), alike=bleu_counts(tokenizer))


def ascii_counts(tool: Callable[..., BLEU]) -> MetricCounts:
    """Those of a script that makes ASCII letters lower case."""
    return MetricCounts(tool, (("lowercase", True),), settles_case=True)


def of_order(stats: _Stats, order: int) -> _Stats:
    """The statistics of BLEU with shorter n-grams only."""
    most = (stats.shape[1] - 2) // 2
    if order == most:
        return stats
    columns = [0, 1, *range(2, 2 + order), *range(2 + most, 2 + most + order)]
    return np.ascontiguousarray(stats[:, columns])


def corpus_bleu(counted: Tallied, formula: Formula, order: int) -> float:
    """The score of the corpus, on the formula's scale."""
    return counted.once(
        ("corpus", formula, order),
        lambda: float(formula.corpus(of_order(counted.whole, order)).score),  # type: ignore[arg-type]
    )


def mean_bleu(counted: Tallied, formula: Formula, order: int) -> float:
    """The mean of the examples' scores, on the formula's scale."""

    def mean() -> float:
        scores = counted.examples(formula, order)
        return _core.exact_sum(scores) / len(scores)

    return counted.once(("mean", formula, order), mean)


def corpus_score(counted: Tallied) -> float:
    """The metric's own score of the corpus."""
    return counted.once("corpus", lambda: float(counted.scores.corpus.score))


def mean_score(counted: Tallied) -> float:
    """The mean of the metric's scores of the examples."""
    return counted.once("mean", lambda: _core.exact_sum(counted.scores.examples) / len(counted.texts))
