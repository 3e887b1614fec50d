"""Matrices of scores, of one list of texts or of many groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, overload

import numpy as np
import numpy.typing as npt

from gramscore import _core

Floats = npt.NDArray[np.floating[Any]]
_Counts = npt.NDArray[np.uint32]
_M = TypeVar("_M")


class Best(NamedTuple):
    """The k best of each row: `indices` int64 (M, k) and `scores` float64 (M, k), best first, ties by lower index."""

    indices: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]


def _mean_of_pairs(scores: Floats, square: bool) -> float:
    if not square:
        raise ValueError(
            "only the matrix of texts with themselves has pairs of different texts in both orders"
        )
    n = len(scores)
    if n < 2:
        raise ValueError(f"a mean over pairs needs at least two texts, not {n}")
    others = ~np.eye(n, dtype=bool)
    return _core.exact_sum(scores[others].astype(np.float64)) / (n * (n - 1))


@dataclass(frozen=True, eq=False)
class ScoreMatrix:
    """The scores of M predictions, each with N references.

    scores: (M, N), float64 unless float32 was asked for; scores[i, j] is what `score` gives prediction i with
        reference j.
    signature: of the metric.
    square: whether the predictions are the references, too.
    """

    scores: Floats
    signature: str
    square: bool

    @property
    def shape(self) -> tuple[int, ...]:
        """(M, N)."""
        return self.scores.shape

    def mean_of_pairs(self) -> float:
        """The mean over all ordered pairs of different texts: one of the two meanings of self-BLEU; for the other see
        leave_one_out(). The exact sum, rounded once, by their number.

        Raises ValueError for a matrix of other texts than the predictions, and for fewer than two.
        """
        return _mean_of_pairs(self.scores, self.square)

    def __repr__(self) -> str:
        return f"<ScoreMatrix {self.shape[0]} x {self.shape[1]}, {self.signature}>"


@dataclass(frozen=True, eq=False)
class TypeMatrix:
    """One ROUGE type of M predictions, each with N references.

    matches: uint32 (M, N). What else there is is computed from these when it is read: precision, recall and fmeasure,
        (M, N), 0..1.
    square: whether the predictions are the references, too.
    """

    matches: _Counts
    square: bool
    _prediction_units: _Counts = field(repr=False)
    _reference_units: _Counts = field(repr=False)
    _rounded: bool = field(repr=False, default=False)  # to float32

    @property
    def shape(self) -> tuple[int, ...]:
        """(M, N)."""
        return self.matches.shape

    @property
    def precision(self) -> Floats:
        """Matches by units of the prediction."""
        return self._measure(0)

    @property
    def recall(self) -> Floats:
        """Matches by units of the reference."""
        return self._measure(1)

    @property
    def fmeasure(self) -> Floats:
        """The harmonic mean of both."""
        return self._measure(2)

    def mean_of_pairs(self) -> float:
        """The mean F over all ordered pairs of different texts, as ScoreMatrix.mean_of_pairs()."""
        return _mean_of_pairs(self.fmeasure, self.square)

    def _measure(self, part: int) -> Floats:
        found = _core.rouge_matrix(self.matches, self._prediction_units, self._reference_units, part)
        return found.astype(np.float32) if self._rounded else found


@dataclass(frozen=True, eq=False)
class RougeMatrix(Mapping[str, TypeMatrix]):
    """ROUGE of M predictions, each with N references: a TypeMatrix for each type.

    signature: of the metric.
    """

    by_type: Mapping[str, TypeMatrix]
    signature: str

    @property
    def shape(self) -> tuple[int, ...]:
        """(M, N)."""
        return next(iter(self.by_type.values())).shape

    def __getitem__(self, name: str) -> TypeMatrix:
        if name not in self.by_type:
            raise KeyError(f"no {name!r} in this matrix: it holds {', '.join(self.by_type)}")
        return self.by_type[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_type)

    def __len__(self) -> int:
        return len(self.by_type)

    def __repr__(self) -> str:
        return f"<RougeMatrix {self.shape[0]} x {self.shape[1]}, {self.signature}>"


@dataclass(frozen=True, eq=False)
class Groups:
    """How groups lie in the one array of all matrices.

    prediction_sizes, reference_sizes: texts of each group; no reference sizes where groups are matched with themselves.
    """

    prediction_sizes: npt.NDArray[np.int64]
    reference_sizes: npt.NDArray[np.int64] | None

    @property
    def columns(self) -> npt.NDArray[np.int64]:
        """The references of each group."""
        return self.prediction_sizes if self.reference_sizes is None else self.reference_sizes

    def shape(self, index: int) -> tuple[int, int]:
        """Of the matrix of a group."""
        return int(self.prediction_sizes[index]), int(self.columns[index])

    @property
    def entries(self) -> int:
        """Of all matrices together."""
        return int(np.dot(self.prediction_sizes, self.columns))

    def bounds(self) -> npt.NDArray[np.int64]:
        """Where each group's entries begin, and at last where they end."""
        return np.concatenate([[0], np.cumsum(self.prediction_sizes * self.columns)])


class Matrices(Sequence[_M]):
    """The matrices of groups, one behind the other in one array.

    flat: that array: of scores (float64), or of matches of ROUGE (uint32, a row for each type).
    signature: of the metric.
    """

    def __init__(
        self, flat: npt.NDArray[Any], groups: Groups, signature: str, matrix_at: Callable[[int, slice], _M]
    ) -> None:
        self.flat = flat
        self.signature = signature
        self._bounds = groups.bounds().tolist()
        self._matrix_at = matrix_at

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __iter__(self) -> Iterator[_M]:
        return map(self._matrix_at, range(len(self)), map(slice, self._bounds, self._bounds[1:]))

    @overload
    def __getitem__(self, index: int) -> _M: ...

    @overload
    def __getitem__(self, index: slice) -> list[_M]: ...

    def __getitem__(self, index: int | slice) -> _M | list[_M]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"no group {index}: there are {len(self)}")
        index %= len(self)
        return self._matrix_at(index, slice(self._bounds[index], self._bounds[index + 1]))

    def __repr__(self) -> str:
        return f"<Matrices of {len(self)} groups, {self.signature}>"
