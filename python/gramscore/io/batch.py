"""The shape every reader hands on: examples in Arrow columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from gramscore.io.fields import Fields


@dataclass(frozen=True)
class Batch:
    """Predictions and references (string, dictionary-encoded where texts repeat, or list<string> for several per
    example); ids if they were asked for and found; and of each field to group by the values as text, or null."""

    predictions: pa.Array
    references: pa.Array
    ids: pa.Array | None = None
    groups: tuple[pa.Array, ...] = ()

    def __len__(self) -> int:
        return len(self.predictions)


def batch_of(columns: Mapping[str, pa.Array], fields: Fields, keys: Mapping[str, str | None]) -> Batch:
    """The user's columns in their roles, the reference fields joined row by row in the order named. A field to group by
    that is no column has one value for all, in `keys`. Raises pa.ArrowException for values that have no text."""
    predictions = columns[fields.prediction]

    def group(name: str) -> pa.Array:
        if name in columns:
            return columns[name].cast(pa.string())
        return pa.repeat(pa.scalar(keys[name], pa.string()), len(predictions))

    return Batch(
        predictions,
        _joined([columns[name] for name in fields.references]),
        None if fields.id is None else columns[fields.id],
        tuple(group(name) for name in fields.groups),
    )


def is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def dense(texts: pa.Array) -> pa.Array:
    """Without the encoding of texts that repeat."""
    return texts.dictionary_decode() if pa.types.is_dictionary(texts.type) else texts


def gaps(column: pa.Array) -> dict[int, str]:
    """The rows without text, in order, and what is wrong with each."""
    if not (column.null_count or is_list(column.type)):
        return {}
    import pyarrow.compute as pc  # a good part of the command's start, for what most corpora have not

    found = [(pc.is_null(column), "is null")]
    if is_list(column.type):
        # Not equal(..., 0): for a number pyarrow imports pandas, if it is there, which takes longer than most files.
        found.append((pc.invert(pc.list_value_length(column).cast(pa.bool_())), "holds no text"))
        if column.flatten().null_count:
            parents = pc.list_parent_indices(column).filter(pc.is_null(column.flatten()))
            found.append((pc.is_in(pa.array(range(len(column))), parents.cast(pa.int64())), "holds a null"))
    rows = [
        (row, what)
        for where, what in found
        if pc.any(where).as_py()
        for row in pc.indices_nonzero(where.fill_null(False)).to_pylist()
    ]
    return dict(sorted(rows))


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
        return np.asarray(column.value_lengths(), dtype=np.int64)
    return np.ones(len(column), dtype=np.int64)
