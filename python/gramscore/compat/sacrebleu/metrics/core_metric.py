"""A metric whose statistics the core computes, as long as nobody has overridden how."""

from __future__ import annotations

import abc
import copy
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.compat.sacrebleu import resamples
from gramscore.compat.sacrebleu.metrics.base import Metric, Streams

#: Statistics as the core has them. In _extract_corpus_statistics() they are sacrebleu's lists.
CoreRows = npt.NDArray[np.int64]

FLOW = ("_cache_references", "_extract_corpus_statistics")


class CoreMetric(Metric):
    """Three ways lead to the same statistics.

    The core takes texts, or what _preprocess_segment() returns; sacrebleu's own steps, in Python, may be overridden.
    """

    @abc.abstractmethod
    def _engine_of_texts(self) -> _core.Metric | None:
        """The core's metric for texts as they are, the same one for the same options; None if a step is another than
        it stands for."""

    @abc.abstractmethod
    def _engine_of_segments(self) -> _core.Metric | None:
        """The core's metric for what _preprocess_segment() returns; None if a later step is another."""

    @abc.abstractmethod
    def _formula(self) -> _core.ScoreOfSums | None:
        """The core's formula for resamples; None if it is not what it stands for."""

    @abc.abstractmethod
    def _lists(self, rows: CoreRows) -> list[list[Any]]:
        """The core's rows as those of sacrebleu."""

    @abc.abstractmethod
    def _score_of(self, stats: Any) -> Any:
        """The score of the sum of rows, which are the core's or sacrebleu's."""

    def _segments_of(self, references: list[str]) -> list[Any]:
        """The references of an example as they are compared."""
        return list(map(self._preprocess_segment, references))

    def _keep(self, references: Streams | None) -> None:
        """Caches references, if there are any."""
        if references is None:
            return
        streams = [list(stream) for stream in references]
        engine = self._engine_of_texts()
        if engine is not None:
            examples = _Examples(streams)
            if examples.are_texts():
                self._set_num_refs(examples.numbers)
                self._ref_cache = KeptReferences(copy.copy(self), examples)
                return
        self._ref_cache = self._cache_references(streams)

    def _extract_corpus_statistics(self, hypotheses: Sequence[str], references: Streams | None) -> Any:
        stats = self._statistics(hypotheses, references)
        return self._lists(stats) if isinstance(stats, np.ndarray) else stats

    def _measured(self, hypotheses: Sequence[str], references: Streams | None) -> Any:
        """Statistics for _score_of()."""
        overridden = type(self)._extract_corpus_statistics is not CoreMetric._extract_corpus_statistics
        if overridden or "_extract_corpus_statistics" in vars(self):
            return self._extract_corpus_statistics(hypotheses, references)
        return self._statistics(hypotheses, references)

    def _statistics(self, hypotheses: Sequence[str], references: Streams | None) -> Any:
        """The core's rows, or lists where sacrebleu's own steps are due."""
        engine = self._engine_of_texts()
        if engine is None and (not references or self._engine_of_segments() is None):
            return super()._extract_corpus_statistics(hypotheses, references)
        if references:
            references = [list(stream) for stream in references]
            examples = _Examples(references)
        elif isinstance(self._ref_cache, KeptReferences) and self._ref_cache.serve(engine):
            examples = self._ref_cache.examples
        else:
            return super()._extract_corpus_statistics(hypotheses, references)
        if not examples.are_texts():
            return super()._extract_corpus_statistics(hypotheses, references)
        texts: list[Any] = [text for text, _ in zip(hypotheses, examples.first)]  # noqa: B905
        if not texts or not _are_texts(texts):
            return super()._extract_corpus_statistics(hypotheses, references)
        if engine is None:
            rows = self._rows_of_segments(texts, examples)
        else:
            if references:
                self._set_num_refs(examples.numbers)
            rows = engine.score(texts, examples.references(len(texts)), 0, None)
        if not self._force:
            self._warn_of_tokenized(sum(text.endswith(" .") for text in texts))
        return rows

    def _rows_of_segments(self, texts: list[str], examples: _Examples) -> Any:
        """The core's rows, or lists if _preprocess_segment() returns something else than texts."""
        references = [self._segments_of(one) for one in examples.lists()]
        usual = all(map(_are_texts, references))
        infos = [] if usual else list(map(self._extract_reference_info, references))
        self._set_num_refs(examples.numbers)
        segments = list(map(self._preprocess_segment, texts))
        engine = self._engine_of_segments()
        if engine is not None and usual and _are_texts(segments):
            return engine.score(segments, references[: len(texts)], 0, None)
        infos = infos or list(map(self._extract_reference_info, references))
        return [self._compute_segment_statistics(text, info) for text, info in zip(segments, infos)]  # noqa: B905

    def sentence_score(self, hypothesis: str, references: Sequence[str]) -> Any:
        """The score of one text against its references."""
        self._check_sentence_score_args(hypothesis, references)
        engine = self._engine_of_texts()
        if engine is not None and _are_texts(references) and isinstance(hypothesis, str):
            self.num_refs = len(references)
            return self._score_of(engine.score([hypothesis], [list(references)], 1, None))
        return self._score_of(self._measured([hypothesis], [[text] for text in references]))

    def corpus_score(
        self, hypotheses: Sequence[str], references: Streams | None, n_bootstrap: int = 1
    ) -> Any:
        """The score of a corpus, as Metric.corpus_score() defines it."""
        self._check_corpus_score_args(hypotheses, references)
        stats = self._measured(hypotheses, references)
        score = self._score_of(stats)
        if n_bootstrap > 1:
            self.n_bootstrap = n_bootstrap
            formula = self._formula() if isinstance(stats, np.ndarray) else None
            if formula is None:
                rows = self._lists(stats) if isinstance(stats, np.ndarray) else stats
                self.seed, scores = resamples.bootstrap_resample(rows, self, n_bootstrap)
                score.estimate_ci(scores)
            else:
                self.seed, number = resamples.seed()
                generator = resamples.core_generator(np.random.default_rng(number))
                found = formula.bootstrap(stats, generator, n_bootstrap)
                score._estimate_ci(list(found) if found.dtype == np.float32 else found.tolist())
        return score


def _are_texts(values: Iterable[Any]) -> bool:
    return all(issubclass(kind, str) for kind in set(map(type, values)))


class _Examples:
    """References by example. None in a stream is no reference."""

    def __init__(self, streams: Sequence[Sequence[Any]]) -> None:
        count = min(map(len, streams), default=0)
        self._streams = [list(stream[:count]) for stream in streams]
        self._kinds = {kind for stream in self._streams for kind in set(map(type, stream))}
        self._without = type(None) in self._kinds
        self.numbers = set(map(len, self.lists())) if self._without else {len(streams)} if count else set()

    @property
    def first(self) -> list[Any]:
        """One item per example."""
        return self._streams[0] if self._streams else []

    def are_texts(self) -> bool:
        """Whether every example has a reference, and all are texts."""
        return 0 not in self.numbers and all(issubclass(kind, (str, type(None))) for kind in self._kinds)

    def lists(self) -> list[list[Any]]:
        """The references of each example."""
        if self._without:
            return [[text for text in texts if text is not None] for texts in zip(*self._streams)]  # noqa: B905
        return list(map(list, zip(*self._streams)))  # noqa: B905

    def references(self, count: int) -> list[Any]:
        """Those of the first examples, as our metrics take them."""
        return self.first[:count] if len(self._streams) == 1 else self.lists()[:count]


class KeptReferences(Sequence[Any]):
    """References that a metric was made with: texts for the core, and for others what _cache_references() returns.

    metric: a copy of the metric as it was then, so that later changes do not reach them.
    """

    def __init__(self, metric: CoreMetric, examples: _Examples) -> None:
        self._metric = metric
        self._infos: list[Any] | None = None
        self.examples = examples

    def serve(self, engine: _core.Metric | None) -> bool:
        """Whether they are for the core's metric that `engine` is."""
        return engine is not None and engine is self._metric._engine_of_texts()

    def _all(self) -> list[Any]:
        if self._infos is None:
            metric = self._metric
            self._infos = [
                metric._extract_reference_info(list(map(metric._preprocess_segment, texts)))
                for texts in self.examples.lists()
            ]
        return self._infos

    def __getitem__(self, index: Any) -> Any:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self.examples.first)
