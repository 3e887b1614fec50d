"""Predictions and their references, as the search hands them to the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

_Indices = npt.NDArray[np.int64]
#: Below so many characters the bytes of texts need not be counted.
_SHORT = 18


@dataclass(frozen=True)
class Texts:
    """N predictions, and of each the references.

    references: of all predictions, one after another. counts: how many each has, None for one.
    """

    predictions: tuple[str, ...]
    references: tuple[str, ...]
    counts: tuple[int, ...] | None

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

    @cached_property
    def most_words(self) -> int:
        """Of the longest text, a first empty word counted, as ROUGE-1.5.5 counts it."""
        return max(len(text.split()) + 1 for text in (*self.predictions, *self.references))

    @cached_property
    def most_bytes(self) -> int:
        """Of the longest text, at most."""
        if self.most_characters < _SHORT:
            return 4 * self.most_characters
        return max(len(text.encode(errors="surrogatepass")) for text in (*self.predictions, *self.references))

    @cached_property
    def most_characters(self) -> int:
        return max(map(len, (*self.predictions, *self.references)))

    @cached_property
    def characters(self) -> int:
        """Of all texts."""
        return sum(map(len, self.predictions)) + sum(map(len, self.references))

    @cached_property
    def paired(self) -> tuple[str, ...]:
        """Of each reference the prediction's text."""
        if self.counts is None:
            return self.predictions
        return tuple(self.predictions[row] for row in self.rows)

    @cached_property
    def grouped(self) -> list[list[str]]:
        """The references as a list for each prediction."""
        bounds = [*self.starts.tolist(), len(self.references)]
        return [list(self.references[a:b]) for a, b in pairwise(bounds)]

    def mapped(self, change: Callable[[str], str]) -> Texts:
        """The same with every text changed."""
        return Texts(tuple(map(change, self.predictions)), tuple(map(change, self.references)), self.counts)

    def swapped(self) -> Texts:
        """References as predictions, of one reference each."""
        return Texts(self.references, self.predictions, self.counts)

    def kept(self, rows: Sequence[int]) -> Texts:
        """These rows only."""
        groups = self.grouped
        counts = None if self.counts is None else tuple(self.counts[row] for row in rows)
        return Texts(
            tuple(self.predictions[row] for row in rows),
            tuple(text for row in rows for text in groups[row]),
            counts,
        )


def read_texts(predictions: Any, references: Any) -> Texts:
    """What a user gives: N texts, and N texts or lists of them. TypeError or ValueError as scoring raises them."""
    texts = _listed("predictions", predictions)
    goals = _listed("references", references)
    if not texts:
        raise ValueError("there are no examples")
    if len(texts) != len(goals):
        raise ValueError(f"there are {len(texts)} predictions and {len(goals)} references")
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(f"predictions[{index}] is {_shown(text)}: a text is expected")
    if all(isinstance(goal, str) for goal in goals):
        return Texts(tuple(texts), tuple(goals), None)
    groups = []
    for index, goal in enumerate(goals):
        group = [goal] if isinstance(goal, str) else _listed(f"references[{index}]", goal)
        if not group:
            raise ValueError(f"references[{index}] is empty: at least one reference is needed")
        for place, text in enumerate(group):
            if not isinstance(text, str):
                raise TypeError(f"references[{index}][{place}] is {_shown(text)}: a text is expected")
        groups.append(group)
    flat = tuple(text for group in groups for text in group)
    return Texts(tuple(texts), flat, tuple(map(len, groups)))


def _listed(name: str, given: Any) -> list[Any]:
    for method in ("to_pylist", "to_list", "tolist"):  # Arrow, data frames, NumPy
        if hasattr(given, method):
            given = getattr(given, method)()
            break
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise TypeError(f"{name} is {_shown(given)}: a list of texts is expected")
    return list(given)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
