"""Predictions and their references, as the search hands them to the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, compress
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core

_Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Texts:
    """N predictions, and of each the references.

    references: of all predictions, one after another. counts: how many each has, None for one. sources: N texts that
    the predictions were made of, where a metric asks for them. repeats: whether texts may occur more than once, so that
    it is worth looking for them.
    """

    predictions: tuple[str, ...]
    references: tuple[str, ...]
    counts: tuple[int, ...] | None
    sources: tuple[str, ...] | None = None
    repeats: bool = True

    def __len__(self) -> int:
        return len(self.predictions)

    @cached_property
    def sizes(self) -> _Indices:
        """How many references each prediction has."""
        if self.counts is None:
            return np.ones(len(self), dtype=np.int64)
        return np.array(self.counts, dtype=np.int64)

    @cached_property
    def starts(self) -> _Indices:
        """Where the references of each prediction begin."""
        return np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(np.int64)

    @cached_property
    def rows(self) -> _Indices:
        """Of each reference the prediction."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.sizes)

    @cached_property
    def several(self) -> bool:
        """Whether any prediction has more than one reference."""
        return self.counts is not None and max(self.counts) > 1

    def has_words(self, count: int) -> bool:
        """Whether a text has so many, a first empty word counted, as ROUGE-1.5.5 counts it."""
        if count not in self._having_words:
            long = compress(self._all, map((2 * count - 3).__le__, self._lengths))
            self._having_words[count] = any(_has_words(text, count) for text in long)
        return self._having_words[count]

    @cached_property
    def _having_words(self) -> dict[int, bool]:
        return {}

    @cached_property
    def most_bytes(self) -> int:
        """Of the longest text."""
        if all(map(str.isascii, self._all)):
            return self.most_characters
        return max(len(text if text.isascii() else text.encode(errors="surrogatepass")) for text in self._all)

    @cached_property
    def most_characters(self) -> int:
        return max(self._lengths)

    @property
    def characters(self) -> int:
        """Of all texts."""
        return sum(self._lengths)

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return (*self.predictions, *self.references)

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(map(len, self._all))

    @property
    def paired(self) -> Texts:
        """Of each reference a row, with the prediction's text."""
        return self if self.counts is None else self._pairs

    @cached_property
    def _pairs(self) -> Texts:
        return Texts(tuple(self.predictions[row] for row in self.rows), self.references, None)

    @cached_property
    def grouped(self) -> list[list[str]]:
        """The references as a list for each prediction."""
        return list(map(list, self._groups(range(len(self)))))

    def _groups(self, rows: Iterable[int]) -> list[tuple[str, ...]]:
        bounds = [*self.starts.tolist(), len(self.references)]
        return [self.references[bounds[row] : bounds[row + 1]] for row in rows]

    def mapped(self, change: Callable[[str], str]) -> Texts:
        """The same with every text changed, each different one once."""
        return self.rewritten(lambda texts: map(change, texts))

    def rewritten(self, rewrite: Callable[[list[str]], Iterable[str]]) -> Texts:
        """The same with the texts that others are rewritten as, given each different one once."""
        everything = (*self.predictions, *self.references, *(self.sources or ()))
        different = list(dict.fromkeys(everything) if self.repeats else everything)
        found = tuple(rewrite(different))
        if len(different) < len(everything):
            known = dict(zip(different, found, strict=True))
            found = tuple(map(known.__getitem__, everything))
        ends = (len(self), len(self) + len(self.references))
        sources = None if self.sources is None else found[ends[1] :]
        return replace(
            self, predictions=found[: ends[0]], references=found[ends[0] : ends[1]], sources=sources
        )

    @cached_property
    def spaced(self) -> Texts:
        """The same with a space for all white space between words."""
        return self.mapped(lambda text: " ".join(text.split()))

    def swapped(self) -> Texts:
        """References as predictions, of one reference each."""
        return replace(self, predictions=self.references, references=self.predictions)

    def kept(self, rows: Sequence[int]) -> Texts:
        """These rows only, each at most once."""
        if len(rows) == len(self):
            return self
        if self.counts is None:
            goals, counts = tuple(map(self.references.__getitem__, rows)), None
        else:
            groups = self._groups(rows)
            goals, counts = tuple(chain.from_iterable(groups)), tuple(map(len, groups))
        return Texts(
            tuple(map(self.predictions.__getitem__, rows)),
            goals,
            counts,
            None if self.sources is None else tuple(map(self.sources.__getitem__, rows)),
        )


def _has_words(text: str, count: int) -> bool:
    if text.isprintable() and text.count(" ") + 2 < count:  # no other white space is printable
        return False
    return len(text.split()) + 1 >= count


def texts_for(families: Iterable[str], predictions: Any, references: Any, sources: Any) -> Texts:
    """What a user gives, for scores of these families: of them sari alone looks at sources, and needs them."""
    if "sari" in families and sources is None:
        raise TypeError("sources is missing: sari compares each prediction with its source, too")
    if "sari" not in families and sources is not None:
        raise ValueError("sources has no effect: of all scores sari alone looks at them")
    return read_texts(predictions, references, sources)


def read_texts(predictions: Any, references: Any, sources: Any = None) -> Texts:
    """What a user gives: N texts, and N texts or lists of them; perhaps N sources. TypeError or ValueError as scoring
    raises them."""
    texts = _texts("predictions", predictions)
    goals = _core.listed(references, "references", "a list of texts, or of lists of them,")
    origins = None if sources is None else _texts("sources", sources)
    if not texts:
        raise ValueError("predictions is empty: there is nothing to score")
    if len(texts) != len(goals):
        raise ValueError(f"there are {len(texts)} predictions and {len(goals)} references")
    if origins is not None and len(texts) != len(origins):
        raise ValueError(f"there are {len(texts)} predictions and {len(origins)} sources")
    if all(isinstance(goal, str) for goal in goals):
        return _texts_of(texts, tuple(goals), None, origins)
    groups = []
    for index, goal in enumerate(goals):
        place = f"references[{index}]"
        group = [goal] if isinstance(goal, str) else _core.listed(goal, place, "a text or a list of them")
        if not group:
            raise ValueError(f"{place} is empty: at least one reference is needed")
        for number, text in enumerate(group):
            if not isinstance(text, str):
                raise TypeError(f"{place}[{number}] is {_core.described(text)}: a text is expected")
        groups.append(group)
    flat = tuple(text for group in groups for text in group)
    return _texts_of(texts, flat, tuple(map(len, groups)), origins)


def _texts_of(
    predictions: tuple[str, ...],
    references: tuple[str, ...],
    counts: tuple[int, ...] | None,
    sources: tuple[str, ...] | None,
) -> Texts:
    everything = (*predictions, *references, *(sources or ()))
    return Texts(predictions, references, counts, sources, len(set(everything)) < len(everything))


def _texts(name: str, given: Any) -> tuple[str, ...]:
    texts = _core.listed(given, name, "a list of texts")
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(f"{name}[{index}] is {_core.described(text)}: a text is expected")
    return tuple(texts)
