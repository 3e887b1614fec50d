"""What was counted of pairs of texts, so that none is counted twice: handlings of texts leave many as they were."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import count
from typing import Final

import numpy as np
import numpy.typing as npt

from gramscore.reproducing.looks import Look, as_it_is
from gramscore.reproducing.pool import Known, Pool
from gramscore.reproducing.texts import Texts

_Ints = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]
#: What is counted of pairs, a row each, from either side to the other.
Mirror = Callable[[_Ints], _Ints]
#: How much is kept, in bytes of rows; then all is forgotten.
_MOST: Final = 200_000_000
#: Of so many texts and looks the numbers of rows are kept.
_MOST_FOUND: Final = 8


class _Pairs:
    """Numbers of pairs, the same for a pair and for its sides swapped."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._count = 0
        #: By number, whether the pair was swapped when it was first seen: against the order of its sides' numbers.
        self._turned = np.zeros(0, dtype=bool)

    def of(self, one: _Ints, other: _Ints) -> tuple[_Ints, _Flags]:
        """The numbers, and which pairs are swapped against the first time."""
        turned = one > other
        keys = np.where(turned, other << 32 | one, one << 32 | other).tolist()
        found = np.fromiter(map(self._numbers.setdefault, keys, count(self._count)), np.int64, len(keys))
        new = np.flatnonzero(found >= self._count)
        if len(new):
            self._count += len(keys)  # a pair that was known leaves a gap
            if len(self._turned) < self._count:
                before, self._turned = self._turned, np.zeros(2 * self._count, dtype=bool)
                self._turned[: len(before)] = before
            self._turned[found[new]] = turned[new]
        return found, turned != self._turned[found]


class _Rows:
    """What was counted of pairs, by their numbers."""

    def __init__(self) -> None:
        self._places = Known()
        self._rows: _Ints | None = None
        self._count = 0

    def missing(self, numbers: _Ints) -> _Ints:
        """Where pairs stand that were not counted, each different one once."""
        return self._places.missing(numbers)

    def add(self, numbers: _Ints, rows: _Ints) -> None:
        end = self._count + len(rows)
        if self._rows is None or end > len(self._rows):
            before, self._rows = self._rows, np.empty((2 * end, rows.shape[1]), dtype=np.int64)
            if before is not None:
                self._rows[: len(before)] = before
        self._rows[self._count : end] = rows
        self._places.add(numbers, np.arange(self._count, end))
        self._count = end

    def of(self, numbers: _Ints) -> _Ints:
        assert self._rows is not None
        return self._rows.take(self._places.of(numbers), axis=0)


class Store:
    """What was counted, over all handlings of texts.

    together: n-grams that are counted at once where any of them is, as kinds of Counting.
    """

    def __init__(self, together: Sequence[str] = ()) -> None:
        self.together = tuple(together)
        self._forget(None)

    def _forget(self, pool: Pool | None) -> None:
        """Begins anew, with texts of this pool."""
        self._pool = pool
        self._size = 0
        self._pairs = _Pairs()
        self._rows: dict[Hashable, _Rows] = {}
        #: Of texts asked for last: by look the numbers of rows, and which are swapped.
        self._found: dict[tuple[Texts, Look], tuple[_Ints, _Flags]] = {}

    def rows(
        self,
        kind: Hashable,
        texts: Texts,
        look: Look,
        count: Callable[[_Ints], _Ints],
        mirror: Mirror | None = None,
    ) -> _Ints:
        """What is counted of each row of texts: int64 (N, columns).

        kind: of what is counted. count: given the places of rows, counts these. look: what it depends on; other than
        as_it_is() of texts with one reference each only. mirror: what is counted where the sides are swapped, from what
        is counted where they are not, if that follows.
        """
        numbers, mirrored = self._numbered(texts, look)
        if mirror is None:
            numbers = 2 * numbers + mirrored
        rows = self._rows.setdefault((kind, is_of_pairs(texts)), _Rows())
        missing = rows.missing(numbers)
        if len(missing):
            counted = count(missing)
            self._size += counted.nbytes
            if mirror is not None:
                counted = _with_mirrored(counted, np.flatnonzero(mirrored[missing]), mirror)
            rows.add(numbers[missing], counted)
        found = rows.of(numbers)
        return found if mirror is None else _with_mirrored(found, np.flatnonzero(mirrored), mirror)

    def _numbered(self, texts: Texts, look: Look) -> tuple[_Ints, _Flags]:
        """The number of each row, equal for those that look the same and for those that are swapped, and which are."""
        if self._pool is not texts.pool or self._size > _MOST:
            self._forget(texts.pool)
        key = (texts, look)
        if key not in self._found:
            if len(self._found) == _MOST_FOUND:
                self._found.clear()
            if is_of_pairs(texts):
                seen = texts if look is as_it_is else texts.rewritten(look)
                self._found[key] = self._pairs.of(seen.of_predictions, seen.of_references)
            else:
                self._found[key] = (texts.examples, np.zeros(len(texts), dtype=bool))
        return self._found[key]


def _with_mirrored(rows: _Ints, places: _Ints, mirror: Mirror) -> _Ints:
    """rows is changed."""
    if len(places):
        rows[places] = mirror(rows[places])
    return rows


def is_of_pairs(texts: Texts) -> bool:
    """Whether an example is no more than two texts."""
    return not texts.several and texts.of_sources is None
