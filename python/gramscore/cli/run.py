"""A corpus scored batch by batch, of which sums stay."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gramscore.cli.confidence import Kept
from gramscore.cli.metrics import Metrics
from gramscore.cli.report import Layout, Parts, Report, described
from gramscore.corpora.look import Look
from gramscore.results.grouped import GroupedStates, GroupNumbers, Numbers, RescoredGroups
from gramscore.results.remarks import Remark, StatisticsRemarks

if TYPE_CHECKING:
    from gramscore.io.batch import Batch
    from gramscore.io.corpus import Corpus

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
    corpus: Any


def _whole(family: str, found: Any) -> Any:
    """The state of a corpus, or what stands for it where there is none."""
    if found.has_state:
        return found.state()
    corpus = found.corpus if hasattr(found.corpus, "_asdict") else WholeScore(found.corpus)
    return Whole(family, found.signature, len(found), corpus)


class Run:
    """`states` are those of all batches so far by metric family, `examples` how many they hold."""

    def __init__(
        self,
        metrics: Metrics,
        corpus: Corpus,
        threads: int | None,
        *,
        look: bool = True,
        grouped: bool = True,
        kept: Kept | None = None,
    ) -> None:
        self._kept = kept
        self._metrics = metrics
        self._corpus = corpus
        self._threads = threads
        self._looked = Look(metrics.engines, metrics.remedies) if look else None
        self._numeric = StatisticsRemarks()
        self._numbers = GroupNumbers(len(corpus.groups)) if corpus.groups and grouped else None
        self._numbered_groups: deque[Numbers] = deque()
        self._sums: dict[str, GroupedStates] = {}
        self._rescored: dict[str, RescoredGroups] = {}
        self._counts: set[int] = set()
        self._of_whole: tuple[Remark, ...] = ()
        self.states: dict[str, Any] = {}
        self.examples = 0

    def batches(self) -> Iterator[tuple[Batch, dict[str, Any]]]:
        """Each batch with its scores by family, once they are added up."""
        from gramscore.io.looked_at import counts_of

        for batch, scores in self._metrics.score(self._numbered(), self._threads):
            self.examples += len(batch)
            groups = self._groups_of(batch)
            if self._kept is not None:
                self._kept.add(scores, groups)
            for family, found in scores.items():
                if family in self._metrics.whole:
                    self.states[family] = _whole(family, found)
                    self._of_whole += found._own_remarks()
                    if groups is not None:
                        self._rescored[family] = RescoredGroups(found, groups)
                    continue
                if groups is None:
                    self.states[family] = self.states.get(family, 0) + found.state()
                    continue
                if family not in self._sums:
                    self._sums[family] = GroupedStates(found)
                    self.states[family] = None  # until the groups are complete
                self._sums[family].add(found, groups)
            if self._looked is not None:
                self._looked.add(batch)
                self._numeric.add(scores)
            self._counts |= counts_of(batch.references)
            yield batch, scores
        self.states |= {family: sums.total() for family, sums in self._sums.items()}

    def _numbered(self) -> Iterator[Batch]:
        """The batches, whose groups are numbered in the thread that reads them."""
        for batch in self._corpus.batches():
            if self._numbers is not None:
                self._numbered_groups.append(self._numbers.of(batch.groups))
            yield batch

    def _groups_of(self, batch: Batch) -> Numbers | None:
        if self._numbers is None:
            return None
        found = [self._numbered_groups.popleft()]
        while sum(map(len, found)) < len(batch):  # which is of all, where a metric needs them at once
            found.append(self._numbered_groups.popleft())
        return np.concatenate(found)

    def report(self, layout: Layout) -> Report:
        corpus = self._corpus
        kept = self._kept
        parts = None
        if self._numbers is not None:
            bounds = {} if kept is None else kept.of_groups()
            factors = {family: it for family in self.states if (it := layout.factor(family)) != 1}
            by_family: dict[str, GroupedStates | RescoredGroups] = {**self._sums, **self._rescored}
            states = {family: by_family[family] for family in self.states}
            parts = Parts(corpus.groups, self._numbers, states, bounds, factors)
        return Report(
            corpus.files,
            corpus.format,
            corpus.fields,
            self.states,
            parts,
            corpus.faults,
            bounds={} if kept is None else kept.whole(),
            remarks=self.looked(),
            layout=layout,
            references=str(*self._counts) if len(self._counts) == 1 else "var" if self._counts else None,
        )

    def looked(self) -> list[Remark]:
        """What is remarked on in the texts and their scores."""
        if self._looked is None:
            return []
        found = [*self._looked, *self._numeric, *self._of_whole]
        return list({remark.kind: remark for remark in reversed(found)}.values())[::-1]

    def remarks(self, report: Report, report_format: str) -> Iterator[str]:
        """What people should know beside the scores of a report."""
        fields, faults = self._corpus.fields, self._corpus.faults
        if report_format == "csv" and fields is not None and fields.guessed:
            yield described(fields)  # a CSV has no place for it
        yield from map(str, report.remarks)
        yield from faults.remarks
        if faults.count:
            yield f"skipped {faults.count}, which could not be read:"
            yield from faults.listed[:_MOST_LISTED]
            if faults.count > _MOST_LISTED:
                yield f"... and {faults.count - _MOST_LISTED} more"
