"""A corpus scored batch by batch, of which sums stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from gramscore.cli.metrics import Metrics
from gramscore.cli.report import Parts, Report, described
from gramscore.cli.unseen import Unseen
from gramscore.results.grouped import GroupedStates, GroupNumbers

if TYPE_CHECKING:
    from gramscore.io import Batch, Corpus

_MOST_LISTED = 20


class WholeScore(NamedTuple):
    """The score of a corpus, of a metric that has but one number."""

    score: float


@dataclass(frozen=True)
class Whole:
    """What a report asks of a state, of a metric whose scores of parts do not add up."""

    metric: str
    signature: str
    examples: int
    corpus: WholeScore


class Run:
    """`states` are those of all batches so far by metric family, `examples` how many they hold."""

    def __init__(self, metrics: Metrics, corpus: Corpus, threads: int | None) -> None:
        self._metrics = metrics
        self._corpus = corpus
        self._threads = threads
        self._unseen: Unseen | None = None
        if metrics.unseen_remedy is not None:
            self._unseen = Unseen(threads, metrics.unseen_remedy)
        self._numbers = GroupNumbers(len(corpus.groups)) if corpus.groups else None
        self._parts: dict[str, GroupedStates] = {}
        self.states: dict[str, Any] = {}
        self.examples = 0

    def batches(self) -> Iterator[tuple[Batch, dict[str, Any]]]:
        """Each batch with its scores by family, once they are added up."""
        for batch, scores in self._metrics.score(self._corpus.batches(), self._threads):
            self.examples += len(batch)
            groups = None if self._numbers is None else self._numbers.of(batch.groups)
            for family, found in scores.items():
                if family in self._metrics.whole:
                    self.states[family] = Whole(family, found.signature, len(found), WholeScore(found.corpus))
                    continue
                self.states[family] = self.states.get(family, 0) + found.state()
                if groups is not None:
                    if family not in self._parts:
                        self._parts[family] = GroupedStates(found)
                    self._parts[family].add(found, groups)
            if self._unseen is not None:
                self._unseen.look(scores["rouge"], batch)
            yield batch, scores

    def report(self) -> Report:
        corpus = self._corpus
        parts = None if self._numbers is None else Parts(corpus.groups, self._numbers, self._parts)
        return Report(corpus.files, corpus.format, corpus.fields, self.states, parts, corpus.faults)

    def remarks(self, report_format: str) -> Iterator[str]:
        """What people should know beside the scores."""
        fields, faults = self._corpus.fields, self._corpus.faults
        if report_format == "csv" and fields is not None and fields.guessed:
            yield described(fields)  # a CSV has no place for it
        if self._unseen is not None and self._unseen.remark is not None:
            yield self._unseen.remark
        yield from faults.remarks
        if faults.count:
            yield f"skipped {faults.count}, which could not be read:"
            yield from faults.listed[:_MOST_LISTED]
            if faults.count > _MOST_LISTED:
                yield f"... and {faults.count - _MOST_LISTED} more"
