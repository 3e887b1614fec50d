"""From prepared texts and a plan of the core to matrices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.many.matrix import Best, Floats, Groups, Matrices, RougeMatrix, ScoreMatrix, TypeMatrix
from gramscore.many.memory import empty_array

Progress = Callable[[int, int], object] | None

_FEWER = "take fewer groups at a time"
_ADVICE = "pass out=, ask for dtype=numpy.float32, or use top_k()"
_FLOATS = (np.dtype(np.float64), np.dtype(np.float32))


def _check_dtype(dtype: Any) -> np.dtype[Any]:
    try:
        wanted: np.dtype[Any] = np.dtype(dtype)
    except (TypeError, ValueError):
        raise TypeError(f"dtype is {dtype!r}: float64 and float32 are possible") from None
    if wanted not in _FLOATS:
        raise ValueError(f"dtype is {wanted}: float64 and float32 are possible")
    return wanted


def _check_out(out: Any, shape: tuple[int, ...], dtypes: tuple[np.dtype[Any], ...]) -> npt.NDArray[Any]:
    names = " or ".join(str(dtype) for dtype in dtypes)
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out is {type(out).__name__}: an array of {names} is expected")
    if out.dtype not in dtypes:
        raise TypeError(f"out is an array of {out.dtype}: one of {names} is expected")
    if out.shape != shape:
        raise ValueError(f"out has the shape {out.shape}: {shape} is needed")
    if not (out.flags.c_contiguous and out.flags.writeable):
        raise ValueError("out must be a writeable array in C order")
    return out


@dataclass(frozen=True, eq=False)
class Computation:
    """What the core is asked for: each of the rows with each of the columns; without columns, with each of the rows.

    plan: how the core computes it.
    signature: of the metric.
    threads: 0 means as many as there are CPUs.
    """

    plan: _core.MatrixPlan
    signature: str
    rows: _core.PreparedTexts
    columns: _core.PreparedTexts | None
    threads: int
    progress: Progress = None

    @property
    def square(self) -> bool:
        """Whether the rows are the columns, too."""
        return self.columns is None

    @property
    def others(self) -> _core.PreparedTexts:
        """The columns."""
        return self.rows if self.columns is None else self.columns

    @property
    def shape(self) -> tuple[int, int]:
        """Of the matrix."""
        return len(self.rows), len(self.others)

    def all_with_all(self) -> Groups:
        """As the one group that they are."""
        sizes = [np.array([size], np.int64) for size in self.shape]
        return Groups(sizes[0], None if self.square else sizes[1])

    def run(self, groups: Groups, outputs: list[npt.NDArray[Any]]) -> None:
        """Writes the matrices of groups, one behind another, to the outputs."""
        _core.run_matrices(
            self.plan,
            self.rows,
            self.others,
            groups.prediction_sizes,
            groups.reference_sizes,
            outputs,
            self.threads,
            self.progress,
        )


def score_matrix(work: Computation, out: Any = None, dtype: Any = np.float64) -> ScoreMatrix:
    """The scores of all rows with all columns."""
    wanted = _check_dtype(dtype)
    if out is None:
        m, n = work.shape
        out = empty_array(work.shape, wanted, f"a matrix of {m} x {n} {wanted} scores", _ADVICE)
    else:
        _check_out(out, work.shape, _FLOATS)
    work.run(work.all_with_all(), [out])
    return ScoreMatrix(cast(Floats, out), work.signature, work.square)


def score_matrices(work: Computation, groups: Groups) -> Matrices[ScoreMatrix]:
    """The scores of each group's rows with its columns."""
    what = f"{len(groups.prediction_sizes)} matrices of {groups.entries} float64 scores"
    flat = empty_array((groups.entries,), np.float64, what, _FEWER)
    work.run(groups, [flat])

    def matrix_at(index: int, place: slice) -> ScoreMatrix:
        return ScoreMatrix(
            cast(Floats, flat[place].reshape(groups.shape(index))), work.signature, work.square
        )

    return Matrices(flat, groups, work.signature, matrix_at)


def rouge_matrix(work: Computation, types: tuple[str, ...], out: Any, dtype: Any) -> RougeMatrix:
    """The matches of all rows with all columns, of each type."""
    wanted = _check_dtype(dtype)
    shape = (len(types), *work.shape)
    if out is None:
        what = f"matrices of {shape[1]} x {shape[2]} uint32 matches for {len(types)} ROUGE types"
        out = empty_array(shape, np.uint32, what, "pass out=, ask for fewer types, or use top_k()")
    else:
        _check_out(out, shape, (np.dtype(np.uint32),))
    planes = list(out)
    work.run(work.all_with_all(), planes)
    found = zip(types, planes, *_units(work), strict=True)
    by_type = {
        name: TypeMatrix(plane, work.square, mine, theirs, wanted != np.float64)
        for name, plane, mine, theirs in found
    }
    return RougeMatrix(by_type, work.signature)


def rouge_matrices(work: Computation, types: tuple[str, ...], groups: Groups) -> Matrices[RougeMatrix]:
    """The matches of each group's rows with its columns, of each type."""
    what = f"{len(groups.prediction_sizes)} matrices of {groups.entries} uint32 matches for {len(types)} ROUGE types"
    flat = empty_array((len(types), groups.entries), np.uint32, what, _FEWER)
    work.run(groups, list(flat))
    by_type = list(zip(types, flat, *_units(work), strict=True))
    row_ends = [0, *np.cumsum(groups.prediction_sizes).tolist()]
    column_ends = [0, *np.cumsum(groups.columns).tolist()]
    rows_of = list(map(slice, row_ends, row_ends[1:]))
    columns_of = list(map(slice, column_ends, column_ends[1:]))
    square, signature = work.square, work.signature

    def matrix_at(index: int, place: slice) -> RougeMatrix:
        rows, columns = rows_of[index], columns_of[index]
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        matrices = {
            name: TypeMatrix(plane[place].reshape(shape), square, mine[rows], theirs[columns])
            for name, plane, mine, theirs in by_type
        }
        return RougeMatrix(matrices, signature)

    return Matrices(flat, groups, work.signature, matrix_at)


def _units(work: Computation) -> tuple[list[npt.NDArray[np.uint32]], list[npt.NDArray[np.uint32]]]:
    """Of each type the units of the rows, and those of the columns."""
    of_rows = _core.rouge_units(work.plan, work.rows)
    return of_rows, of_rows if work.square else _core.rouge_units(work.plan, work.others)


def best_of_rows(work: Computation, k: int, higher_is_better: bool, *, skip_self: bool = False) -> Best:
    """The k best columns of each row."""
    found = _core.run_best(
        work.plan,
        work.rows,
        work.others,
        k,
        work.square,
        not higher_is_better,
        skip_self,
        work.threads,
        work.progress,
    )
    return Best(*found)
