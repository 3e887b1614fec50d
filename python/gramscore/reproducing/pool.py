"""Different texts, by numbers: what is made of one is made once, however many handlings of texts come by it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import compress, count
from operator import is_not
from typing import Any

import numpy as np
import numpy.typing as npt

_Ints = npt.NDArray[np.int64]
#: From texts to what becomes of each; itself the name by which that is kept.
Rewrite = Callable[[list[str]], Iterable[Hashable]]
#: From texts to an integer of 0 or more for each.
Fact = Callable[[list[str]], Iterable[int]]


class Pool:
    """Texts, or what packages see of them: whatever is equal has one number. size: of what is listed, in bytes."""

    def __init__(self) -> None:
        self.size = 0
        self._numbers: dict[Hashable, int] = {}
        self._listed: list[Any] = []
        self._known: dict[Rewrite | Fact, Known] = {}

    def numbers(self, texts: Sequence[Hashable]) -> _Ints:
        """The numbers of texts, which are listed if they are new."""
        start = len(self._listed)
        found = np.fromiter(map(self._numbers.setdefault, texts, count(start)), np.int64, len(texts))
        # What was known leaves a gap.
        new = (found >= start).tolist()
        if any(new):
            self._listed += [text if fresh else None for text, fresh in zip(texts, new, strict=True)]
            self.size += sum(map(sys.getsizeof, compress(texts, new)))
        return found

    def texts(self, numbers: Iterable[int]) -> list[str]:
        return list(map(self._listed.__getitem__, numbers))

    def rewritten(self, numbers: _Ints, rewrite: Rewrite) -> _Ints:
        """The numbers of what texts are rewritten as."""

        def make(new: _Ints) -> _Ints:
            texts = self.texts(new.tolist())
            found = list(rewrite(texts))
            other = np.flatnonzero(np.fromiter(map(is_not, texts, found), np.bool_, len(texts)))
            if len(other):
                new = new.copy()
                new[other] = self.numbers([found[place] for place in other.tolist()])
            return new

        return self._of(numbers, rewrite, make)

    def facts(self, numbers: _Ints, fact: Fact) -> _Ints:
        """What is said of texts."""
        return self._of(
            numbers, fact, lambda new: np.fromiter(fact(self.texts(new.tolist())), np.int64, len(new))
        )

    def _of(self, numbers: _Ints, name: Rewrite | Fact, make: Callable[[_Ints], _Ints]) -> _Ints:
        known = self._known.setdefault(name, Known())
        new = numbers[known.missing(numbers)]
        if len(new):
            known.add(new, make(new))
        return known.of(numbers)


class Known:
    """What is known of numbers: an integer of 0 to 2**31 - 2 of each."""

    def __init__(self) -> None:
        #: One more than what is known. Zeros that nobody looked at take no memory.
        self._found = np.zeros(0, dtype=np.int32)

    def missing(self, numbers: _Ints) -> _Ints:
        """Where numbers stand of which nothing is known, of each different one a place."""
        most = int(numbers.max(initial=0))
        if most >= len(self._found):
            before, self._found = self._found, np.zeros(2 * most + 1000, dtype=np.int32)
            self._found[: len(before)] = before
        places = np.flatnonzero(self._found[numbers] <= 0)
        if not len(places):
            return places
        own, marks = numbers[places], np.arange(-len(places), 0)
        self._found[own] = marks  # of equal ones that of the last is left
        once: _Ints = places[self._found[own] == marks]
        return once

    def add(self, numbers: _Ints, found: _Ints) -> None:
        self._found[numbers] = found + 1

    def of(self, numbers: _Ints) -> _Ints:
        return self._found.take(numbers).astype(np.int64) - 1
