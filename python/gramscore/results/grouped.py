"""The sums over the examples of many groups, each of which is what a State is for a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import reduce
from itertools import pairwise
from operator import add
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.groups import MeansOfGroups, grouped_sums
from gramscore.figures.registry import CorpusFormula
from gramscore.results.scores import Scores
from gramscore.results.state import State

Numbers = npt.NDArray[np.uint32]

#: A score of each of some groups.
Column = Sequence[Any] | npt.NDArray[np.float64]


class GroupNumbers:
    """Numbers the combinations of values by which examples are grouped, from 0, as they are first seen."""

    def __init__(self, fields: int) -> None:
        self._fields = [_core.Numbering() for _ in range(fields)]
        self._combinations = _core.Numbering()

    def __len__(self) -> int:
        return len(self._fields[0] if len(self._fields) == 1 else self._combinations)

    def of(self, columns: Sequence[Any]) -> Numbers:
        """The number of each row of Arrow string arrays without nulls, one per field."""
        found = [
            numbering.numbers(*_buffers(it)) for numbering, it in zip(self._fields, columns, strict=True)
        ]
        if len(found) == 1:  # whose values are the combinations
            return found[0]
        rows = np.ascontiguousarray(np.stack(found, axis=1))
        size = rows.itemsize * len(found)
        return self._combinations.numbers(
            np.arange(0, size * (len(rows) + 1), size, dtype=np.int32), rows.view(np.uint8).ravel()
        )

    def values(self) -> list[list[str]]:
        """Of each field the distinct values."""
        return [_texts(*numbering.joined("\n")) for numbering in self._fields]

    def combinations(self) -> npt.NDArray[np.uint32]:
        """Which of these values each group has, (G, fields)."""
        if len(self._fields) == 1:
            return np.arange(len(self), dtype=np.uint32)[:, None]
        joined, _ = self._combinations.joined("")
        return np.frombuffer(joined, np.uint32).reshape(-1, len(self._fields))


class GroupedStates:
    """The states of groups by their numbers. An order of magnitude smaller, and faster to make, than State objects."""

    def __init__(self, scores: Scores) -> None:
        self._signature, self._formula = scores.signature, scores.formula
        fast = grouped_sums(scores.formula, len(scores.columns))
        self._sums = _AnySums(scores.formula) if fast is None else fast

    def __len__(self) -> int:
        return len(self._sums)

    def add(self, scores: Scores, groups: Numbers) -> None:
        """Adds examples, each to the group of that number. OverflowError beyond 64 bits."""
        self._sums.add(scores.stats, groups)

    @property
    def metrics(self) -> list[str]:
        """Of ROUGE its types; of others nothing."""
        return list(getattr(self._formula, "types", ()))

    def examples(self, groups: Numbers) -> npt.NDArray[np.int64]:
        """How many each of the groups has."""
        return self._sums.examples(groups)

    def total(self) -> State:
        """Of all groups together. OverflowError beyond 64 bits."""
        return State(self._signature, self._formula, self._sums.total())

    def state(self, group: int) -> State:
        return State(self._signature, self._formula, self._sums.sums(group))

    def figures(self, groups: Numbers) -> Mapping[str, Mapping[str, Column]]:
        """What `state(group).corpus` holds, for each of the groups: by metric (of ROUGE the types, of others "") and
        name."""
        if isinstance(self._sums, MeansOfGroups):
            return self._sums.means(groups)
        found = [self._formula.corpus_of(self._sums.sums(group)) for group in groups.tolist()]
        first = found[0] if isinstance(found[0], Mapping) else {"": found[0]}
        return {
            name: {
                field: [getattr(corpus[name] if name else corpus, field) for corpus in found]
                for field in figure._fields
            }
            for name, figure in first.items()
        }


class RescoredGroups:
    """The same of a metric whose scores of parts do not add up: each group is scored as a corpus of its own."""

    metrics: Sequence[str] = ()

    def __init__(self, scores: Scores, groups: Numbers) -> None:
        """`scores` are of all examples."""
        rows = np.split(np.argsort(groups, kind="stable"), np.cumsum(np.bincount(groups))[:-1])
        self._examples = np.array(list(map(len, rows)), np.int64)
        self._corpora: list[Any] = [cast(Any, scores._of_rows(own)).corpus for own in rows]

    def examples(self, groups: Numbers) -> npt.NDArray[np.int64]:
        """How many each of the groups has."""
        return self._examples[groups]

    def figures(self, groups: Numbers) -> Mapping[str, Mapping[str, Column]]:
        """The scores of each of the groups, by name."""
        found = [self._corpora[group] for group in groups.tolist()]
        return {"": {field: [getattr(corpus, field) for corpus in found] for field in found[0]._fields}}


class _AnySums:
    """The sums of any formula, an object for each group."""

    def __init__(self, formula: CorpusFormula) -> None:
        self._formula = formula
        self._sums: list[_core.CorpusSums] = []

    def __len__(self) -> int:
        return len(self._sums)

    def add(self, stats: npt.NDArray[np.int64], groups: Numbers) -> None:
        order = np.argsort(groups, kind="stable")
        bounds = np.flatnonzero(np.diff(groups[order], prepend=-1, append=-1))
        for begin, end in pairwise(bounds.tolist()):
            rows = order[begin:end]
            sums = self._formula.sums(np.ascontiguousarray(stats[rows]))
            group = int(groups[rows[0]])
            if group == len(self._sums):  # they are numbered in the order in which they come
                self._sums.append(sums)
            else:
                self._sums[group] = self._sums[group] + sums

    def examples(self, groups: Numbers) -> npt.NDArray[np.int64]:
        return np.array([self._sums[group].examples() for group in groups.tolist()], np.int64)

    def total(self) -> _core.CorpusSums:
        return reduce(add, self._sums)

    def sums(self, group: int) -> _core.CorpusSums:
        return self._sums[group]


def _buffers(column: Any) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Offsets and bytes of an Arrow string array."""
    _, offsets, data = column.buffers()
    if offsets is None:
        return np.zeros(1, np.int32), np.empty(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return bounds, np.frombuffer(data if data is not None else b"", np.uint8)


def _texts(joined: bytes, ends: npt.NDArray[np.int64]) -> list[str]:
    """What stands between line breaks, some of which may be of the texts themselves."""
    with suppress(UnicodeDecodeError):
        texts = joined.decode().split("\n")
        if len(texts) == len(ends):
            return texts
    begins = [0, *(ends + 1).tolist()]
    return [_text(joined[begin:end]) for begin, end in zip(begins, ends.tolist(), strict=False)]


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return value.decode("utf-8", "backslashreplace")
