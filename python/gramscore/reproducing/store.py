"""What was counted of pairs of texts, so that none is counted twice: handlings of texts leave many as they were."""

from __future__ import annotations

import string
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from gramscore.reproducing.texts import Texts

_Ints = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]
#: What is counted of pairs, a row each, from either side to the other.
Mirror = Callable[[_Ints], _Ints]
#: From texts to what a package sees of each: equal for texts of which it counts the same.
Look = Callable[[Sequence[str]], Iterable[Hashable]]
#: How much is kept, in bytes of rows and characters of texts; then all is forgotten.
_MOST: Final = 200_000_000

#: Between texts that are taken at once.
_SEPARATOR: Final = "\0"
_LETTERS: Final = f"{string.ascii_lowercase}{string.digits}\n{_SEPARATOR}".encode()
#: Bytes as they are if words or lines are made of them, and spaces otherwise.
_PLAIN: Final = bytes(byte if byte in _LETTERS else ord(" ") for byte in range(256))
#: What is no ASCII letter, but one in lower case: not for all packages.
_BECOMES_ASCII: Final = ("\u0130", "\u212a")


def as_it_is(texts: Sequence[str]) -> Iterable[Hashable]:
    """All of a text."""
    return texts


def in_lower_case(texts: Sequence[str]) -> Iterable[Hashable]:
    """The text that counts the same where case is looked at."""
    return map(str.lower, texts)


def with_ascii_lower_case(texts: Sequence[str]) -> Iterable[Hashable]:
    """The same for who makes ASCII letters lower case only."""
    return (text.encode(errors="surrogatepass").lower().decode(errors="surrogatepass") for text in texts)


def spaced(texts: Sequence[str]) -> Iterable[Hashable]:
    """A text but for what are lines."""
    return (text.replace("\n", " ") for text in texts)


def words(texts: Sequence[str]) -> Iterable[Hashable]:
    """The runs of ASCII letters and digits, in lower case."""
    return _plain(texts, lambda plain: " ".join(plain.split()))


def lines(texts: Sequence[str]) -> Iterable[Hashable]:
    """The same, and which of them are in a line."""
    return _plain(texts, lambda plain: "\n".join(" ".join(it.split()) for it in plain.split("\n")))


def _plain(texts: Sequence[str], tidy: Callable[[str], str]) -> Iterator[str]:
    """All at once, which is what makes it fast; texts with unusual characters by themselves, and as they are."""
    joined = _SEPARATOR.join(texts)
    odd = joined.count(_SEPARATOR) >= len(texts) or any(letter in joined for letter in _BECOMES_ASCII)
    if odd and len(texts) > 1:
        for text in texts:
            yield from _plain([text], tidy)
    elif odd:
        yield from texts
    else:
        plain = joined.lower().encode("ascii", "replace").translate(_PLAIN).decode()
        yield from map(tidy, plain.split(_SEPARATOR))


class _Numbers(dict[Hashable, int]):
    """Numbers from 0 on, equal for what is equal."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = found = len(self)
        return found

    def of(self, keys: Iterable[Hashable]) -> _Ints:
        return np.fromiter(map(self.__getitem__, keys), np.int64)


class _Firsts:
    """Finds where of equal numbers the first is."""

    def __init__(self) -> None:
        self._place: _Ints = np.zeros(0, dtype=np.int64)

    def of(self, numbers: _Ints, places: _Ints) -> _Ints:
        """Of these places the first of each number."""
        if not len(places):
            return places
        own = numbers[places]
        if len(self._place) <= (most := int(own.max())):
            self._place = np.zeros(2 * most + 1, dtype=np.int64)
        self._place[own[::-1]] = places[::-1]
        found: _Ints = places[self._place[own] == places]
        return found


class _Looked:
    """What was seen of texts, by their numbers. It has numbers, too, that of a text if it is one."""

    def __init__(self, look: Look, seen: _Numbers) -> None:
        self._look = look
        self._seen = seen
        self._by_text: _Ints = np.zeros(0, dtype=np.int64)
        self._firsts = _Firsts()

    def sides(self, texts: Texts, sides: tuple[_Ints, _Ints]) -> tuple[_Ints, _Ints]:
        """The numbers of what is seen, from those of texts."""
        if self._look is as_it_is:
            return sides
        return self._of_side(texts.predictions, sides[0]), self._of_side(texts.references, sides[1])

    def _of_side(self, texts: Sequence[str], numbers: _Ints) -> _Ints:
        if len(self._by_text) <= (most := int(numbers.max())):
            fresh = np.full(2 * most + 1 - len(self._by_text), -1, dtype=np.int64)
            self._by_text = np.concatenate([self._by_text, fresh])
        new = self._firsts.of(numbers, np.flatnonzero(self._by_text[numbers] < 0))
        if len(new):
            self._by_text[numbers[new]] = self._seen.of(
                self._look(list(map(texts.__getitem__, new.tolist())))
            )
        return self._by_text[numbers]


class _Rows:
    """What was counted of pairs, by their numbers."""

    def __init__(self) -> None:
        self._known = np.zeros(0, dtype=bool)
        self._rows: _Ints = np.zeros((0, 0), dtype=np.int64)
        self._firsts = _Firsts()

    def missing(self, numbers: _Ints) -> _Ints:
        """Where pairs stand that were not counted, each different one once."""
        if len(numbers) and len(self._known) <= (most := int(numbers.max())):
            self._known = np.concatenate([self._known, np.zeros(2 * most + 1 - len(self._known), dtype=bool)])
        return self._firsts.of(numbers, np.flatnonzero(~self._known[numbers]))

    def add(self, numbers: _Ints, rows: _Ints) -> None:
        if len(self._rows) < len(self._known):
            larger = np.zeros((len(self._known), rows.shape[1]), dtype=np.int64)
            larger[: len(self._rows), : self._rows.shape[1]] = self._rows
            self._rows = larger
        self._rows[numbers] = rows
        self._known[numbers] = True

    def of(self, numbers: _Ints) -> _Ints:
        return self._rows[numbers]


class Store:
    """What was counted, over all handlings of texts.

    together: n-grams that are counted at once where any of them is, as kinds of Counting.
    """

    def __init__(self, together: Sequence[str] = ()) -> None:
        self.together = tuple(together)
        self._texts: Texts | None = None
        #: Of these texts: the numbers of either side's, and by look and order those of rows, and which are mirrored.
        self._sides: tuple[_Ints, _Ints]
        self._found: dict[tuple[Look, bool], tuple[_Ints, _Flags]]
        self._forget()

    def _forget(self) -> None:
        self._size = 0
        self._of_text = _Numbers()
        #: By identity, with what has it, so that nothing else gets it.
        self._of_side: dict[int, tuple[tuple[str, ...], _Ints]] = {}
        self._of_pair = _Numbers()
        self._of_example = _Numbers()
        self._looked: dict[Look, _Looked] = {}
        self._rows: dict[Hashable, _Rows] = {}

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
        numbers, mirrored = self._numbered(texts, look, mirror is not None)
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

    def _numbered(self, texts: Texts, look: Look, either: bool) -> tuple[_Ints, _Flags]:
        """The number of each row, equal for those that look the same, and whether it is that of the row with its sides
        swapped. either: equal for such rows, too."""
        if self._texts is not texts:
            if self._size > _MOST:
                self._forget()
            self._texts = texts
            self._found = {}
            before = len(self._of_text)
            self._sides = (self._side(texts.predictions), self._side(texts.references))
            self._size += (len(self._of_text) - before) * texts.characters // (2 * len(texts))
        key = (look, either)
        if key not in self._found:
            if is_of_pairs(texts):
                self._found[key] = self._pairs(texts, look, either)
            else:
                self._found[key] = (self._of_example.of(_examples(texts)), np.zeros(len(texts), dtype=bool))
        return self._found[key]

    def _side(self, texts: tuple[str, ...]) -> _Ints:
        """The numbers of texts; swapped sides are the same ones again."""
        known = self._of_side.get(id(texts))
        if known is None:
            known = self._of_side[id(texts)] = (texts, self._of_text.of(texts))
        return known[1]

    def _pairs(self, texts: Texts, look: Look, either: bool) -> tuple[_Ints, _Flags]:
        if look not in self._looked:
            self._looked[look] = _Looked(look, self._of_text)
        one, other = self._looked[look].sides(texts, self._sides)
        mirrored = (one > other) & either
        keys = np.where(mirrored, other << 32 | one, one << 32 | other)
        return self._of_pair.of(keys.tolist()), mirrored


def _with_mirrored(rows: _Ints, places: _Ints, mirror: Mirror) -> _Ints:
    """rows is changed."""
    if len(places):
        rows[places] = mirror(rows[places])
    return rows


def is_of_pairs(texts: Texts) -> bool:
    """Whether an example is no more than two texts."""
    return not texts.several and texts.sources is None


def _examples(texts: Texts) -> Iterator[Hashable]:
    """What an example is made of."""
    goals = texts.references if texts.counts is None else map(tuple, texts.grouped)
    return zip(texts.predictions, goals, texts.sources or texts.predictions, strict=True)
