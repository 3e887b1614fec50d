"""Parquet: only the needed columns are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet

from gramscore.io.columns import canonical, first_gap, is_list
from gramscore.io.errors import InputError
from gramscore.io.fields import Fields
from gramscore.io.source import Source


def fields(source: Source) -> list[str]:
    """The names of the top-level columns."""
    with _open(source) as file:
        return list(file.schema_arrow.names)


def batches(source: Source, fields: Fields) -> Iterator[pa.RecordBatch]:
    rows = 0
    try:
        with _open(source) as file:
            for batch in file.iter_batches(columns=fields.names):
                yield canonical(_checked(batch, fields, source.name, rows), fields)
                rows += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{source.name}: damaged Parquet data after row {rows} ({error})") from None


@contextmanager
def _open(source: Source) -> Iterator[pyarrow.parquet.ParquetFile]:
    with source.open() as stream:
        try:
            file = pyarrow.parquet.ParquetFile(
                stream if stream.seekable() else pa.BufferReader(stream.read())
            )
        except pa.ArrowException as error:
            raise InputError(f"{source.name}: not a Parquet file ({error})") from None
        with file:
            yield file


def _checked(batch: pa.RecordBatch, fields: Fields, file: str, rows_before: int) -> pa.RecordBatch:
    """The same rows with plain string and list<string> columns; rows are counted from 1 in messages."""
    columns = {name: _plain(batch.column(name)) for name in fields.names}
    for name, column in columns.items():
        kind = column.type.value_type if is_list(column.type) and name in fields.references else column.type
        if not (pa.types.is_string(kind) or (name == fields.id and pa.types.is_integer(kind))):
            raise InputError(f"{file}: field {name!r} has type {batch.schema.field(name).type}, not text")
        gap = first_gap(column) or _first_invalid(column)
        if gap is not None:
            row, what = gap
            raise InputError(f"{file}, row {rows_before + row + 1}: field {name!r} {what}")
    return pa.RecordBatch.from_pydict(columns)


def _first_invalid(column: pa.Array) -> tuple[int, str] | None:
    """The first row that is not UTF-8, which the format does not check."""
    try:
        column.validate(full=True)
    except pa.ArrowException:
        for row, value in enumerate(column):
            try:
                value.as_py()
            except UnicodeDecodeError:
                return row, "is invalid UTF-8"
        raise
    return None


def _plain(column: pa.Array) -> pa.Array:
    """Large, view and dictionary-encoded strings, alone or in lists, as `string`; anything else untouched."""
    if is_list(column.type) or pa.types.is_fixed_size_list(column.type):
        return column.cast(pa.list_(pa.string())) if _is_text(column.type.value_type) else column
    return column.cast(pa.string()) if _is_text(column.type) else column


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
