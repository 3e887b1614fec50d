"""What the engine counts for BLEU, chrF and TER, and the formulas on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.bleu import Formula
from gramscore.metrics.bleu import BLEU
from gramscore.metrics.metric import Metric
from gramscore.reproducing.looks import Look, as_it_is, in_lower_case, with_ascii_lower_case
from gramscore.reproducing.store import Mirror, Store, is_of_pairs
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
        return formula.examples(of_order(self.stats, order))


class AsPairs(NamedTuple):
    """What is counted of pairs of texts, so that metrics share it. kind, look, mirror: as Store.rows() has them.
    by: whose statistics these are, and own: the metric's from them, where they are others."""

    kind: Hashable
    look: Look = as_it_is
    mirror: Mirror | None = None
    by: MetricCounts | None = None
    own: Callable[[_Stats], _Stats] | None = None


@dataclass(frozen=True)
class MetricCounts:
    """Any metric of the engine, by what makes it and the options. pairs: what it counts where no example has several
    references."""

    make: Callable[..., Metric[Any]]
    options: tuple[tuple[str, Any], ...] = ()
    settles_case: bool = False
    pairs: AsPairs | None = None

    @property
    def metric(self) -> Metric[Any]:
        return _metric(self)

    def acting_on(self, texts: Texts) -> MetricCounts:
        return self

    def as_pairs(self, texts: Texts) -> AsPairs:
        """What is counted of these texts."""
        return AsPairs(self) if self.pairs is None or not is_of_pairs(texts) else self.pairs

    def counted(self, texts: Texts, store: Store) -> Tallied:
        kind, look, mirror, by, own = self.as_pairs(texts)
        count = (by or self)._count
        rows = store.rows(kind, texts, look, lambda places: count(texts.kept(places)), mirror)
        return Tallied(texts, self, rows if own is None else own(rows))

    def _count(self, texts: Texts) -> _Stats:
        references: Any = texts.references if texts.counts is None else texts.grouped
        if texts.several and self.pairs is not None:  # BLEU, to which the same reference again is nothing new
            references = texts.different
        sources: dict[str, Any] = {"sources": texts.sources} if self.metric.needs_sources else {}
        found: _Stats = self.metric.score(texts.predictions, references, **sources, threads=1).stats
        return found


@cache
def _metric(counts: MetricCounts) -> Metric[Any]:
    return counts.make(**dict(counts.options))


def bleu_counts(tokenizer: str, *, lowercase: bool = False) -> MetricCounts:
    """The counts of sacrebleu's BLEU."""
    options = (("max_order", _ORDER), ("tokenizer", tokenizer), ("lowercase", lowercase))
    pairs = _bleu_pairs(tokenizer, in_lower_case if lowercase else as_it_is)
    return MetricCounts(BLEU, options, settles_case=True, pairs=pairs)


def nltk_counts() -> MetricCounts:
    """Those that NLTK's smoothing needs, of words at white space."""
    options = (("weights", (1 / _ORDER,) * _ORDER), ("tokenizer", "none"))
    return MetricCounts(
        BLEU.nltk, options, pairs=_bleu_pairs("none")._replace(by=bleu_counts("none"), own=_of_nltk)
    )


def tool_counts(tool: Callable[..., BLEU], tokenizer: str) -> MetricCounts:
    """Those of a tool that chooses among several reference lengths as it likes."""
    return MetricCounts(tool, (("tokenizer", tokenizer),), pairs=_bleu_pairs(tokenizer))


def ascii_counts(tool: Callable[..., BLEU], tokenizer: str) -> MetricCounts:
    """Those of a script that makes the ASCII letters of tokens lower case."""
    pairs = _bleu_pairs(tokenizer, _with_lower_case_at_last)
    return MetricCounts(tool, (("lowercase", True),), settles_case=True, pairs=pairs)


def _bleu_pairs(tokenizer: str, look: Look = as_it_is) -> AsPairs:
    return AsPairs(("BLEU", tokenizer), look, _mirrored)


def _with_lower_case_at_last(texts: Sequence[str]) -> Iterator[Hashable]:
    """The text that counts the same where case is looked at; another one if it may hold an entity, which has a case."""
    for text, lower in zip(texts, with_ascii_lower_case(texts), strict=True):
        yield (text,) if "&" in text or "<" in text else lower


def _mirrored(stats: _Stats) -> _Stats:
    """BLEU's statistics of pairs whose sides are swapped: the prediction's n-grams follow from its length."""
    length = stats[:, 1:2]
    totals = np.maximum(length - np.arange(_ORDER), 0)
    return np.concatenate([length, stats[:, :1], stats[:, 2 : 2 + _ORDER], totals], axis=1)


def _of_nltk(stats: _Stats) -> _Stats:
    """NLTK's, which has at least one n-gram of each order."""
    return np.concatenate([stats[:, : 2 + _ORDER], np.maximum(stats[:, 2 + _ORDER :], 1)], axis=1)


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
