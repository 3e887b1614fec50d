"""Metrics that compare a text with its source as well as with references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, NoReturn, TypeVar

from gramscore import _core
from gramscore.metrics.metric import Metric, callback_of
from gramscore.options.checks import check_threads
from gramscore.results.scores import Scores

_S = TypeVar("_S", bound=Scores)


class SourcedMetric(Metric[_S]):
    """A metric whose `score` takes the sources, too."""

    needs_sources: ClassVar[bool] = True

    def score(
        self,
        predictions: Any,
        references: Any,
        sources: Any = None,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> _S:
        """Score N predictions against their sources and references.

        predictions, references, threads, progress: as for other metrics.
        sources: N texts, what the predictions were made of.

        Raises TypeError for what is no text (naming the argument and the index) and if there are no sources, ValueError
        for unequal lengths, for no examples and for an example without references.
        """
        self._check_given(predictions, references, sources)
        count = 0 if threads is None else check_threads(threads)
        rows = self._core.score_with_sources(predictions, references, sources, count, callback_of(progress))
        scores = self._scores(rows)
        scores.single_reference = _core.one_each(references)
        return scores

    def _check_given(self, predictions: Any, references: Any, sources: Any) -> None:
        if sources is None:
            raise TypeError(
                f"sources is missing: {type(self).__name__} compares each prediction with its source, too"
            )
        for name, texts in (("predictions", predictions), ("references", references), ("sources", sources)):
            if isinstance(texts, _core.PreparedTexts):
                raise TypeError(f"{name} is prepared texts: {type(self).__name__} takes texts as they are")

    def prepare(self, texts: Any, *, progress: bool | Callable[[int, int], object] = False) -> NoReturn:
        raise TypeError(f"{type(self).__name__} takes no prepared texts: its sources belong to the examples")

    def _sides(self, predictions: Any, references: Any) -> NoReturn:
        self._refuse_pairs()

    def _group_sides(self, groups: Any, references: Any) -> NoReturn:
        self._refuse_pairs()

    def _at_least_two(self, texts: Any) -> NoReturn:
        self._refuse_pairs()

    def _refuse_pairs(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} has no matrices: it compares each prediction with its own source, too"
        )

    def score_stream(
        self,
        batches: Iterable[Any],
        *,
        prediction: str = "prediction",
        reference: str = "reference",
        source: str = "source",
        batch_size: int | None = None,
        threads: int | None = None,
    ) -> Iterator[_S]:
        """Score a corpus batch by batch, as other metrics do.

        batches: tuples (predictions, references, sources), or tables with columns of these; with `batch_size`, triples
            (prediction, reference, source) or dicts.
        source: the name of the column, or key, of sources.
        prediction, reference, batch_size, threads: as for other metrics.
        """
        from gramscore.metrics.stream import score_batches

        if threads is not None:
            check_threads(threads)
        return score_batches(
            batches,
            prediction,
            reference,
            lambda texts, others, sources: self.score(texts, others, sources, threads=threads),
            batch_size,
            source,
        )
