"""The shape every reader hands on: Arrow batches with the columns prediction, reference and, if asked, id."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gramscore.io.fields import Fields


def canonical(batch: pa.RecordBatch, fields: Fields) -> pa.RecordBatch:
    """The user's columns under our names, the reference fields joined row by row in the order named."""
    columns = {
        "prediction": batch.column(fields.prediction),
        "reference": _joined([batch.column(name) for name in fields.references]),
    }
    if fields.id is not None:
        columns["id"] = batch.column(fields.id)
    return pa.RecordBatch.from_pydict(columns)


def is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def first_gap(column: pa.Array) -> tuple[int, str] | None:
    """The first row without text, and what is wrong with it; None when every row holds text."""
    gaps = [(pc.is_null(column), "is null")]
    if is_list(column.type):
        gaps.append((pc.equal(pc.list_value_length(column), 0), "holds no text"))
        if column.flatten().null_count:
            parents = pc.list_parent_indices(column).filter(pc.is_null(column.flatten()))
            gaps.append((pc.is_in(pa.array(range(len(column))), parents.cast(pa.int64())), "holds a null"))
    found = [(pc.index(where, True).as_py(), what) for where, what in gaps]
    return min(((row, what) for row, what in found if row >= 0), default=None)


def _joined(columns: Sequence[pa.Array]) -> pa.Array:
    """Row by row, the texts of all `columns` as one list; a single column stays as it is."""
    if len(columns) == 1:
        return columns[0]
    counts = [_texts_per_row(column) for column in columns]
    texts = pa.concat_arrays([column.flatten() if is_list(column.type) else column for column in columns])
    rows = np.concatenate([np.repeat(np.arange(len(count)), count) for count in counts])
    by_row = np.argsort(rows, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.sum(counts, axis=0))])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), texts.take(pa.array(by_row)))


def _texts_per_row(column: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if is_list(column.type):
        return np.asarray(pc.list_value_length(column), dtype=np.int64)
    return np.ones(len(column), dtype=np.int64)
