"""From prepared texts and a plan of the core to matrices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.many.matrix import Best, Floats, Groups, Matrices, RougeMatrix, ScoreMatrix, TypeMatrix
from gramscore.many.memory import empty_array

Progress = Callable[[int, int], object] | None

_ADVICE = "pass out=, ask for dtype=numpy.float32, or use top_k()"
_FLOATS = (np.dtype(np.float64), np.dtype(np.float32))


def _check_dtype(dtype: Any) -> np.dtype[Any]:
    wanted: np.dtype[Any] = np.dtype(dtype)
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


def _run(
    plan: _core.MatrixPlan,
    rows: _core.PreparedTexts,
    columns: _core.PreparedTexts | None,
    groups: Groups,
    outputs: list[npt.NDArray[Any]],
    threads: int,
    progress: Progress,
) -> None:
    others = rows if columns is None else columns
    _core.run_matrices(
        plan, rows, others, groups.prediction_sizes, groups.reference_sizes, outputs, threads, progress
    )


def one_group(rows: _core.PreparedTexts, columns: _core.PreparedTexts | None) -> Groups:
    """All rows with all columns."""
    return Groups(
        np.array([len(rows)], np.int64), None if columns is None else np.array([len(columns)], np.int64)
    )


def score_matrix(
    plan: _core.MatrixPlan,
    signature: str,
    rows: _core.PreparedTexts,
    columns: _core.PreparedTexts | None,
    out: Any,
    dtype: Any,
    threads: int,
    progress: Progress,
) -> ScoreMatrix:
    """The scores of all rows with all columns; without columns, of the rows with themselves."""
    shape = (len(rows), len(rows if columns is None else columns))
    wanted = _check_dtype(dtype)
    if out is None:
        out = empty_array(shape, wanted, f"a matrix of {shape[0]} x {shape[1]} {wanted} scores", _ADVICE)
    else:
        _check_out(out, shape, _FLOATS)
    _run(plan, rows, columns, one_group(rows, columns), [out], threads, progress)
    return ScoreMatrix(cast(Floats, out), signature, columns is None)


def score_matrices(
    plan: _core.MatrixPlan,
    signature: str,
    rows: _core.PreparedTexts,
    columns: _core.PreparedTexts | None,
    groups: Groups,
    threads: int,
    progress: Progress,
) -> Matrices[ScoreMatrix]:
    """The scores of each group's rows with its columns."""
    what = f"{len(groups.prediction_sizes)} matrices of {groups.entries} float64 scores"
    flat = empty_array((groups.entries,), np.float64, what, "take fewer groups at a time")
    _run(plan, rows, columns, groups, [flat], threads, progress)
    square = columns is None

    def matrix_at(index: int, place: slice) -> ScoreMatrix:
        shape = (groups.prediction_sizes[index], groups.columns[index])
        return ScoreMatrix(cast(Floats, flat[place].reshape(shape)), signature, square)

    return Matrices(flat, groups, signature, matrix_at)


def _type_matrices(
    types: tuple[str, ...],
    matches: list[npt.NDArray[Any]],
    units: tuple[list[npt.NDArray[np.uint32]], list[npt.NDArray[np.uint32]]],
    square: bool,
    dtype: Any,
) -> dict[str, TypeMatrix]:
    return {
        name: TypeMatrix(found, square, of_row, of_column, dtype)
        for name, found, of_row, of_column in zip(types, matches, *units, strict=True)
    }


def _units(
    plan: _core.MatrixPlan, rows: _core.PreparedTexts, columns: _core.PreparedTexts | None
) -> tuple[list[npt.NDArray[np.uint32]], list[npt.NDArray[np.uint32]]]:
    of_rows = _core.rouge_units(plan, rows)
    return of_rows, of_rows if columns is None else _core.rouge_units(plan, columns)


def rouge_matrix(
    plan: _core.MatrixPlan,
    types: tuple[str, ...],
    signature: str,
    rows: _core.PreparedTexts,
    columns: _core.PreparedTexts | None,
    out: Any,
    dtype: Any,
    threads: int,
    progress: Progress,
) -> RougeMatrix:
    """The matches of all rows with all columns, of each type."""
    wanted = _check_dtype(dtype)
    shape = (len(types), len(rows), len(rows if columns is None else columns))
    if out is None:
        what = f"matrices of {shape[1]} x {shape[2]} uint32 matches for {len(types)} ROUGE types"
        out = empty_array(shape, np.uint32, what, "pass out=, ask for fewer types, or use top_k()")
    else:
        _check_out(out, shape, (np.dtype(np.uint32),))
    planes = list(out)
    _run(plan, rows, columns, one_group(rows, columns), planes, threads, progress)
    by_type = _type_matrices(types, planes, _units(plan, rows, columns), columns is None, wanted)
    return RougeMatrix(by_type, signature)


def rouge_matrices(
    plan: _core.MatrixPlan,
    types: tuple[str, ...],
    signature: str,
    rows: _core.PreparedTexts,
    columns: _core.PreparedTexts | None,
    groups: Groups,
    threads: int,
    progress: Progress,
) -> Matrices[RougeMatrix]:
    """The matches of each group's rows with its columns, of each type."""
    what = f"{len(groups.prediction_sizes)} matrices of {groups.entries} uint32 matches for {len(types)} ROUGE types"
    flat = empty_array((len(types), groups.entries), np.uint32, what, "take fewer groups at a time")
    _run(plan, rows, columns, groups, list(flat), threads, progress)
    of_rows, of_columns = _units(plan, rows, columns)
    row_ends = np.concatenate([[0], np.cumsum(groups.prediction_sizes)])
    column_ends = np.concatenate([[0], np.cumsum(groups.columns)])

    def matrix_at(index: int, place: slice) -> RougeMatrix:
        shape = (groups.prediction_sizes[index], groups.columns[index])
        own_rows = slice(row_ends[index], row_ends[index + 1])
        own_columns = slice(column_ends[index], column_ends[index + 1])
        units = ([all_of[own_rows] for all_of in of_rows], [all_of[own_columns] for all_of in of_columns])
        planes = [plane[place].reshape(shape) for plane in flat]
        return RougeMatrix(_type_matrices(types, planes, units, columns is None, np.float64), signature)

    return Matrices(flat, groups, signature, matrix_at)


def best_of_rows(
    plan: _core.MatrixPlan,
    rows: _core.PreparedTexts,
    columns: _core.PreparedTexts | None,
    k: int,
    higher_is_better: bool,
    threads: int,
    progress: Progress,
    *,
    skip_self: bool = False,
) -> Best:
    """The k best columns of each row; without columns, of the rows themselves."""
    others = rows if columns is None else columns
    found = _core.run_best(
        plan, rows, others, k, columns is None, not higher_is_better, skip_self, threads, progress
    )
    return Best(*found)
