"""A look at texts while they are scored, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gramscore.metrics.rouge import ROUGE
from gramscore.results.input_remarks import MOST_SQUARE, Seen, remarks_on
from gramscore.results.remarks import Remark
from gramscore.results.text_remarks import OPTIONS, TextRemarks

if TYPE_CHECKING:
    from gramscore.io.batch import Batch


class Look:
    """What there is to remark on in the texts of batches. `engines` are the metrics, by family; `options` what remedies
    are called."""

    def __init__(self, engines: Mapping[str, Any], options: Mapping[str, str] = OPTIONS) -> None:
        self._texts = TextRemarks(engines, options)
        self._seen: Seen | None = None

    def add(self, batch: Batch) -> None:
        from gramscore.io.looked_at import arrays_of, lists_of, sources_of

        self._texts.add(*arrays_of(batch), sources_of(batch))
        # Only a few examples that are the whole corpus may have transposed references.
        self._seen = lists_of(batch) if self._texts.examples == len(batch) <= MOST_SQUARE else None

    def __iter__(self) -> Iterator[Remark]:
        yield from self._texts
        if self._seen is not None:
            yield from remarks_on(self._seen)


def engines_of(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Metrics by family, of metrics and types of ROUGE by names of anybody's choice."""
    types = [name for name in metrics.values() if isinstance(name, str)]
    engines: dict[str, Any] = {"rouge": ROUGE(types)} if types else {}
    for name, metric in metrics.items():
        if not isinstance(metric, str):
            family = type(metric).__name__.lower()
            engines[f"{family} {name}" if family in engines else family] = metric
    return engines
