"""The shape every reader hands on: examples in Arrow columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from gramscore.io.fields import Fields
from gramscore.io.keys import NULL, key_of, keys_of


@dataclass(frozen=True)
class Batch:
    """Predictions and references (string, dictionary-encoded where texts repeat, or list<string> for several per
    example); ids if they were asked for and found, a list if they are of several types; and of each field to group by
    the values as keys (`gramscore.io.keys`). Sources, one text each, if they were asked for."""

    predictions: pa.Array
    references: pa.Array
    ids: pa.Array | list[Any] | None = None
    groups: tuple[pa.Array, ...] = ()
    sources: pa.Array | None = None

    def __len__(self) -> int:
        return len(self.predictions)


def batch_of(
    columns: Mapping[str, pa.Array],
    fields: Fields,
    folders: Mapping[str, str | None],
    *,
    references: pa.Array | None = None,
    ids: list[Any] | None = None,
    groups: Mapping[str, pa.Array] | None = None,
) -> Batch:
    """The user's columns in their roles; `references` that are joined, `ids` of several types and `groups` that are
    keys may stand apart. A field to group by that is no column has one value for all, in `folders`; a guessed field of
    ids that is none has nulls. Raises pa.ArrowException for values that cannot be keys."""
    predictions = columns[fields.prediction]

    def group(name: str) -> pa.Array:
        if groups is not None and name in groups:
            return groups[name]
        if name in columns:
            return keys_of(columns[name])
        value = folders[name]
        return pa.repeat(pa.scalar(NULL if value is None else key_of(value), pa.string()), len(predictions))

    found: Any = ids
    if fields.id is not None and found is None:
        found = dense(columns[fields.id]) if fields.id in columns else pa.nulls(len(predictions))
    goals = references_of(columns, fields) if references is None else references
    sources = None if fields.source is None else columns[fields.source]
    return Batch(predictions, goals, found, tuple(map(group, fields.groups)), sources)


def references_of(columns: Mapping[str, pa.Array], fields: Fields) -> pa.Array:
    """The references row by row, joined in the order of the fields where there are several, or lists. What is null is
    no reference."""
    found = [columns[name] for name in fields.references]
    if len(found) == 1 and not is_list(found[0].type):
        return found[0]
    return joined(found)


def is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def dense(texts: pa.Array) -> pa.Array:
    """Without the encoding of texts that repeat."""
    return texts.dictionary_decode() if pa.types.is_dictionary(texts.type) else texts


def rows_without(texts: pa.Array) -> list[int]:
    """The rows without any text: null, or an empty list."""
    if is_list(texts.type):
        return list(map(int, np.flatnonzero(_texts_per_row(texts) == 0)))
    return _nulls(texts)


def _nulls(column: pa.Array) -> list[int]:
    if not column.null_count:
        return []
    return list(map(int, np.flatnonzero(~_valid(column))))


def _valid(column: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if not column.null_count:
        return np.ones(len(column), dtype=np.bool_)
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)


def joined(columns: Sequence[pa.Array]) -> pa.Array:
    """Row by row, the texts of all `columns` as one list, without those that are null."""
    if len(columns) == 1 and not columns[0].null_count and not columns[0].flatten().null_count:
        return columns[0]
    texts, rows = zip(*map(_texts_and_rows, columns), strict=True)
    every_text, every_row = pa.concat_arrays(texts), np.concatenate(rows)
    by_row = np.argsort(every_row, kind="stable")
    counts = np.bincount(every_row, minlength=len(columns[0]))
    offsets = np.concatenate([[0], np.cumsum(counts)])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), every_text.take(pa.array(by_row)))


def _texts_and_rows(column: pa.Array) -> tuple[pa.Array, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """The texts in a column that are not null, and the row of each."""
    rows = np.arange(len(column))
    if is_list(column.type):
        rows = np.repeat(rows, _texts_per_row(column))
        column = column.flatten()
    if column.null_count:
        valid = _valid(column)
        column, rows = column.filter(pa.array(valid)), rows[valid]
    return column, rows


def _texts_per_row(column: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if not column.null_count:
        return np.diff(np.asarray(column.offsets)).astype(np.int64)
    return np.asarray(column.value_lengths().fill_null(0), dtype=np.int64)


def joined_texts(batches: Sequence[Batch]) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """All predictions and references; where some batches hold lists of references, the others do too."""
    references = [dense(batch.references) for batch in batches]
    if len({array.type for array in references}) > 1:
        of_texts = pa.list_(pa.string())
        references = [
            array if array.type == of_texts else pa.ListArray.from_arrays(range(len(array) + 1), array)
            for array in references
        ]
    return pa.chunked_array([dense(batch.predictions) for batch in batches]), pa.chunked_array(references)


def joined_sources(batches: Sequence[Batch]) -> pa.ChunkedArray | None:
    """All sources, if there are any."""
    found = [dense(batch.sources) for batch in batches if batch.sources is not None]
    return pa.chunked_array(found) if found else None


def whole(batches: Sequence[Batch]) -> Batch:
    """All batches as one. Its texts are chunked arrays."""
    ids: list[Any] | None = None
    if batches[0].ids is not None:
        ids = [id for batch in batches for id in _listed(batch.ids)]
    groups = zip(*(batch.groups for batch in batches), strict=True)
    sources = joined_sources(batches)
    return Batch(*joined_texts(batches), ids, tuple(pa.concat_arrays(list(it)) for it in groups), sources)


def _listed(ids: Any) -> list[Any]:
    return ids if isinstance(ids, list) else ids.to_pylist()
