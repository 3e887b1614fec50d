"""A corpus scored batch by batch, of which sums stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gramscore.cli.metrics import Metrics
from gramscore.cli.report import Report, Section, described
from gramscore.cli.unseen import Unseen

if TYPE_CHECKING:
    from gramscore.io import Batch, Corpus

_MOST_LISTED = 20


class Run:
    """`states` are those of all batches so far by metric family, `examples` how many they hold."""

    def __init__(self, metrics: Metrics, corpus: Corpus, threads: int | None) -> None:
        self._metrics = metrics
        self._corpus = corpus
        self._threads = threads
        self._unseen: Unseen | None = None
        if metrics.unseen_remedy is not None:
            self._unseen = Unseen(threads, metrics.unseen_remedy)
        self._parts: dict[tuple[str | None, ...], dict[str, Any]] = {}
        self.states: dict[str, Any] = {}
        self.examples = 0

    def batches(self) -> Iterator[tuple[Batch, dict[str, Any]]]:
        """Each batch with its scores by family, once they are added up."""
        for batch, scores in self._metrics.score(self._corpus.batches(), self._threads):
            self.examples += len(batch)
            values = list(zip(*(column.to_pylist() for column in batch.groups), strict=True))
            for family, found in scores.items():
                if values:
                    parts = found.states(by=values)
                    for value, state in parts.items():
                        part = self._parts.setdefault(value, {})
                        part[family] = part.get(family, 0) + state
                    state = sum(parts.values())
                else:
                    state = found.state()
                self.states[family] = self.states.get(family, 0) + state
            if self._unseen is not None:
                self._unseen.look(scores["rouge"], batch)
            yield batch, scores

    def report(self) -> Report:
        corpus = self._corpus
        groups = () if corpus.fields is None else corpus.fields.groups
        order = sorted(self._parts, key=lambda values: [(value is None, value or "") for value in values])
        parts = [Section(self._parts[values], values) for values in order]
        return Report(
            corpus.files, corpus.format, corpus.fields, Section(self.states), groups, parts, corpus.faults
        )

    def remarks(self, report_format: str) -> Iterator[str]:
        """What people should know beside the figures."""
        fields, faults = self._corpus.fields, self._corpus.faults
        if report_format == "csv" and fields is not None and fields.guessed:
            yield described(fields)  # a CSV has no place for it
        if self._unseen is not None and self._unseen.remark is not None:
            yield self._unseen.remark
        if faults.count:
            yield f"skipped {faults.count}, which could not be read:"
            yield from faults.listed[:_MOST_LISTED]
            if faults.count > _MOST_LISTED:
                yield f"... and {faults.count - _MOST_LISTED} more"
