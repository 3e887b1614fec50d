"""Predictions and their references, as the search hands them to the engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.reproducing.pool import Fact, Pool, Rewrite

_Ints = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]
_SPACE: Final = re.compile(r"\s")


@dataclass(frozen=True, eq=False)
class Texts:
    """N predictions, and of each the references, by their numbers in a pool.

    of_references: of all predictions, one after another. counts: how many each has, None for one. of_sources: N texts
    that the predictions were made of, where a metric asks for them.
    """

    pool: Pool
    of_predictions: _Ints
    of_references: _Ints
    counts: tuple[int, ...] | None
    of_sources: _Ints | None = None

    def __len__(self) -> int:
        return len(self.of_predictions)

    @property
    def size(self) -> int:
        """In bytes, without what texts are made of."""
        return 2 * (self.of_predictions.nbytes + self.of_references.nbytes)

    @cached_property
    def predictions(self) -> tuple[str, ...]:
        return tuple(self.pool.texts(self.of_predictions.tolist()))

    @cached_property
    def references(self) -> tuple[str, ...]:
        return tuple(self.pool.texts(self.of_references.tolist()))

    @cached_property
    def sources(self) -> tuple[str, ...] | None:
        return None if self.of_sources is None else tuple(self.pool.texts(self.of_sources.tolist()))

    @cached_property
    def sizes(self) -> _Ints:
        """How many references each prediction has."""
        if self.counts is None:
            return np.ones(len(self), dtype=np.int64)
        return np.array(self.counts, dtype=np.int64)

    @cached_property
    def starts(self) -> _Ints:
        """Where the references of each prediction begin."""
        return np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(np.int64)

    @cached_property
    def rows(self) -> _Ints:
        """Of each reference the prediction."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.sizes)

    @cached_property
    def several(self) -> bool:
        """Whether any prediction has more than one reference."""
        return self.counts is not None and max(self.counts) > 1

    def having(self, fact: Fact) -> _Flags:
        """For which of the predictions, then of the references, a fact is not 0."""
        return self.pool.facts(self._both, fact) > 0

    def reaching(self, words: int | None, bytes: int | None) -> _Flags:
        """Which of the predictions, then of the references, may have so many words, whatever parts them, or have so
        many bytes; None is out of reach."""
        key = (words, bytes)
        if key not in self._reaching:
            found = np.zeros(len(self._both), dtype=bool)
            if bytes is not None:
                found |= self.pool.facts(self._both, _bytes) >= bytes
            if words is not None:
                found |= self.pool.facts(self._both, _words) >= words
            self._reaching[key] = found
        return self._reaching[key]

    @cached_property
    def _reaching(self) -> dict[tuple[int | None, int | None], _Flags]:
        return {}

    @cached_property
    def _both(self) -> _Ints:
        return np.concatenate([self.of_predictions, self.of_references])

    @cached_property
    def _all(self) -> _Ints:
        return self._both if self.of_sources is None else np.concatenate([self._both, self.of_sources])

    @property
    def paired(self) -> Texts:
        """Of each reference a row, with the prediction's text."""
        return self if self.counts is None else self._paired

    @cached_property
    def _paired(self) -> Texts:
        return Texts(self.pool, self.of_predictions[self.rows], self.of_references, None)

    @cached_property
    def grouped(self) -> list[list[str]]:
        """The references as a list for each prediction."""
        return [self.pool.texts(group) for group in self._groups]

    @cached_property
    def different(self) -> list[list[str]]:
        """The same, each different reference once for a prediction."""
        return [self.pool.texts(dict.fromkeys(group)) for group in self._groups]

    @property
    def _groups(self) -> list[list[int]]:
        goals = self.of_references.tolist()
        bounds = zip(self.starts.tolist(), self.sizes.tolist(), strict=True)
        return [goals[start : start + size] for start, size in bounds]

    @cached_property
    def examples(self) -> _Ints:
        """The numbers of what examples are made of, where it is more than two texts."""
        groups = map(tuple, self._groups)
        sources = self.of_predictions if self.of_sources is None else self.of_sources
        return self.pool.numbers(
            list(zip(self.of_predictions.tolist(), groups, sources.tolist(), strict=True))
        )

    def rewritten(self, rewrite: Rewrite) -> Texts:
        """The same with what texts are rewritten as, each different one once."""
        found = self.pool.rewritten(self._all, rewrite)
        ends = (len(self), len(self) + len(self.of_references))
        sources = None if self.of_sources is None else found[ends[1] :]
        return Texts(self.pool, found[: ends[0]], found[ends[0] : ends[1]], self.counts, sources)

    def with_references(self, of_references: _Ints, counts: Sequence[int]) -> Texts:
        """The first predictions, with so many of these references each."""
        return Texts(self.pool, self.of_predictions[: len(counts)], of_references, tuple(counts))

    def swapped(self) -> Texts:
        """References as predictions, of one reference each."""
        return replace(self, of_predictions=self.of_references, of_references=self.of_predictions)

    def kept(self, rows: Sequence[int] | _Ints) -> Texts:
        """These rows only, in ascending order, each at most once. What was kept last is kept again."""
        if len(rows) == len(self):
            return self
        own = np.asarray(rows, dtype=np.int64)
        if not (self._last and np.array_equal(self._last[0][0], own)):
            self._last[:] = [(own, self._of_rows(own))]
        return self._last[0][1]

    @cached_property
    def _last(self) -> list[tuple[_Ints, Texts]]:
        return []

    def _of_rows(self, own: _Ints) -> Texts:
        if self.counts is None:
            places, counts = own, None
        else:
            counts = tuple(self.sizes[own].tolist())
            places = np.flatnonzero(np.isin(self.rows, own))
        return Texts(
            self.pool,
            self.of_predictions[own],
            self.of_references[places],
            counts,
            None if self.of_sources is None else self.of_sources[own],
        )

    def same_as(self, other: Texts) -> bool:
        """Whether predictions and references are the same, in lists of the same lengths or not."""
        return np.array_equal(self.of_predictions, other.of_predictions) and np.array_equal(
            self.of_references, other.of_references
        )

    def in_a_new_pool(self) -> Texts:
        """The same, without what was made of them."""
        return _texts_of(self.predictions, self.references, self.counts, self.sources)


def _bytes(texts: Sequence[str]) -> Iterable[int]:
    if "".join(texts).isascii():
        return map(len, texts)
    return (len(text if text.isascii() else text.encode(errors="surrogatepass")) for text in texts)


def _words(texts: Sequence[str]) -> Iterable[int]:
    """At most: lines may begin with an empty one, and some programs know fewer white spaces. Of these only the space is
    printable."""
    for text in texts:
        yield 1 + (text.count(" ") if text.isprintable() else len(_SPACE.findall(text)))


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
    pool = Pool()
    return Texts(
        pool,
        pool.numbers(predictions),
        pool.numbers(references),
        counts,
        None if sources is None else pool.numbers(sources),
    )


def _texts(name: str, given: Any) -> tuple[str, ...]:
    texts = _core.listed(given, name, "a list of texts")
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(f"{name}[{index}] is {_core.described(text)}: a text is expected")
    return tuple(texts)
