"""A look at the texts of files while they are scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gramscore.metrics.rouge import ROUGE
from gramscore.results.input_remarks import MOST_SQUARE, Seen, remarks_on
from gramscore.results.remarks import StatisticsRemarks
from gramscore.results.scores import Scores
from gramscore.results.text_remarks import TextRemarks

if TYPE_CHECKING:
    from gramscore.io import Batch


class Look:
    """What there is to remark on in batches, for metrics by name."""

    def __init__(self, metrics: Mapping[str, Any]) -> None:
        types = [name for name in metrics.values() if isinstance(name, str)]
        engines: dict[str, Any] = {"rouge": ROUGE(types)} if types else {}
        for name, metric in metrics.items():
            if not isinstance(metric, str):
                family = type(metric).__name__.lower()
                engines[f"{family} {name}" if family in engines else family] = metric
        self._texts = TextRemarks(engines)
        self._seen: Seen | None = None

    def add(self, batch: Batch) -> None:
        from gramscore.io.looked_at import arrays_of, lists_of, sources_of

        self._texts.add(*arrays_of(batch), sources_of(batch))
        # Only a few examples that are the whole corpus may have transposed references.
        self._seen = lists_of(batch) if self._texts.examples == len(batch) <= MOST_SQUARE else None

    def remarks(self, scores: Mapping[str, Scores]) -> list[str]:
        """Of all batches together, and of what they score."""
        numbers = StatisticsRemarks()
        numbers.add(scores)
        found = [*self._texts, *(() if self._seen is None else remarks_on(self._seen)), *numbers]
        for one in scores.values():
            found += one._own_remarks()
        return list(dict.fromkeys(remark.message for remark in found))
