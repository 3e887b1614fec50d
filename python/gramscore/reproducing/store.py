"""What was counted of pairs of texts, so that none is counted twice: handlings of texts leave many as they were."""

from __future__ import annotations

import string
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from gramscore.reproducing.texts import Texts

_Ints = npt.NDArray[np.int64]
#: From a text to what a package sees of it: equal for texts of which it counts the same.
Look = Callable[[str], Hashable]
#: How much is kept, in bytes of rows and characters of texts; then all is forgotten.
_MOST: Final = 200_000_000

_LETTERS: Final = f"{string.ascii_lowercase}{string.digits}\n".encode()
#: Bytes as they are if words or lines are made of them, and spaces otherwise.
_PLAIN: Final = bytes(byte if byte in _LETTERS else ord(" ") for byte in range(256))
#: What is no ASCII letter, but one in lower case: not for all packages.
_BECOMES_ASCII: Final = ("\u0130", "\u212a")


def as_it_is(text: str) -> Hashable:
    """All of a text."""
    return text


def spaced(text: str) -> Hashable:
    """A text but for what are lines."""
    return text.replace("\n", " ")


def words(text: str) -> Hashable:
    """The runs of ASCII letters and digits, in lower case."""
    plain = _plain(text)
    return plain if isinstance(plain, str) else b" ".join(plain.split())


def lines(text: str) -> Hashable:
    """The same, and which of them are in a line."""
    plain = _plain(text)
    return plain if isinstance(plain, str) else b"\n".join(b" ".join(it.split()) for it in plain.split(b"\n"))


def _plain(text: str) -> bytes | str:
    if not text.isascii() and any(character in text for character in _BECOMES_ASCII):
        return text
    return text.lower().encode("ascii", "replace").translate(_PLAIN)


class _Numbers(dict[Hashable, int]):
    """Numbers from 0 on, equal for what is equal."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = found = len(self)
        return found

    def of(self, keys: Iterable[Hashable]) -> _Ints:
        return np.fromiter(map(self.__getitem__, keys), np.int64)


def _firsts(numbers: _Ints, places: _Ints) -> _Ints:
    """Of these places the first of each number."""
    _, first = np.unique(numbers[places], return_index=True)
    return places[np.sort(first)]


class _Looked:
    """What was seen of texts, and pairs of that, by numbers."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._seen = _Numbers()
        self._by_text: _Ints = np.zeros(0, dtype=np.int64)
        self._pairs = _Numbers()

    def pairs(self, texts: Texts, sides: tuple[_Ints, _Ints]) -> _Ints:
        """The numbers of pairs, from those of their texts."""
        if self._look is not as_it_is:
            sides = (self._of_side(texts.predictions, sides[0]), self._of_side(texts.references, sides[1]))
        return self._pairs.of((sides[0] << 32 | sides[1]).tolist())

    def _of_side(self, texts: Sequence[str], numbers: _Ints) -> _Ints:
        if len(self._by_text) <= (most := int(numbers.max())):
            fresh = np.full(2 * most + 1 - len(self._by_text), -1, dtype=np.int64)
            self._by_text = np.concatenate([self._by_text, fresh])
        new = _firsts(numbers, np.flatnonzero(self._by_text[numbers] < 0))
        self._by_text[numbers[new]] = self._seen.of(self._look(texts[place]) for place in new.tolist())
        return self._by_text[numbers]


class _Rows:
    """What was counted of pairs, by their numbers."""

    def __init__(self) -> None:
        self._known = np.zeros(0, dtype=bool)
        self._rows: npt.NDArray[np.int64] = np.zeros((0, 0), dtype=np.int64)

    def missing(self, numbers: _Ints) -> _Ints:
        """Where pairs stand that were not counted, each different one once."""
        if len(numbers) and len(self._known) <= (most := int(numbers.max())):
            self._known = np.concatenate([self._known, np.zeros(2 * most + 1 - len(self._known), dtype=bool)])
        return _firsts(numbers, np.flatnonzero(~self._known[numbers]))

    def add(self, numbers: _Ints, rows: npt.NDArray[np.int64]) -> None:
        if len(self._rows) < len(self._known):
            larger = np.zeros((len(self._known), rows.shape[1]), dtype=np.int64)
            larger[: len(self._rows), : self._rows.shape[1]] = self._rows
            self._rows = larger
        self._rows[numbers] = rows
        self._known[numbers] = True

    def of(self, numbers: _Ints) -> npt.NDArray[np.int64]:
        return self._rows[numbers]


class Store:
    """What was counted, over all handlings of texts."""

    def __init__(self) -> None:
        self._texts: Texts | None = None
        #: Of these texts: the numbers of either side's, and those of rows.
        self._sides: tuple[_Ints, _Ints]
        self._found: dict[Look, _Ints]
        self._forget()

    def _forget(self) -> None:
        self._size = 0
        self._of_text = _Numbers()
        self._of_example = _Numbers()
        self._looked: dict[Look, _Looked] = {}
        self._rows: dict[Hashable, _Rows] = {}

    def rows(
        self, kind: Hashable, texts: Texts, look: Look, count: Callable[[_Ints], npt.NDArray[np.int64]]
    ) -> npt.NDArray[np.int64]:
        """What is counted of each row of texts: int64 (N, columns).

        kind: of what is counted. count: given the places of rows, counts these. look: what it depends on; other than
        as_it_is() of texts with one reference each only.
        """
        numbers = self._numbered(texts, look)
        rows = self._rows.setdefault((kind, _is_of_pairs(texts)), _Rows())
        missing = rows.missing(numbers)
        if len(missing):
            counted = count(missing)
            rows.add(numbers[missing], counted)
            self._size += counted.nbytes
        return rows.of(numbers)

    def _numbered(self, texts: Texts, look: Look) -> _Ints:
        """The number of each row, equal for those that look the same."""
        if self._texts is not texts:
            if self._size > _MOST:
                self._forget()
            self._texts = texts
            self._found = {}
            before = len(self._of_text)
            self._sides = (self._of_text.of(texts.predictions), self._of_text.of(texts.references))
            self._size += (len(self._of_text) - before) * texts.characters // (2 * len(texts))
        if look not in self._found:
            if _is_of_pairs(texts):
                self._found[look] = self._looked.setdefault(look, _Looked(look)).pairs(texts, self._sides)
            else:
                self._found[look] = self._of_example.of(_examples(texts))
        return self._found[look]


def _is_of_pairs(texts: Texts) -> bool:
    """Whether an example is no more than two texts."""
    return texts.counts is None and texts.sources is None


def _examples(texts: Texts) -> Iterator[Hashable]:
    """What an example is made of."""
    goals = texts.references if texts.counts is None else map(tuple, texts.grouped)
    return zip(texts.predictions, goals, texts.sources or texts.predictions, strict=True)
