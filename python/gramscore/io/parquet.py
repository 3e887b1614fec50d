"""Parquet: only the needed columns are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from gramscore.io.batch import Batch, batch_of, is_list, references_of, rows_without
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.source import Source

_BATCH_BYTES: Final = 8 << 20
_BATCH_ROWS: Final = 1 << 15
_BUFFER_BYTES: Final = 1 << 20
_REPEATING_BYTES: Final = 8
# Without those of DELTA in their names, of which pyarrow makes no dictionaries.
_ENCODINGS: Final = frozenset({"PLAIN", "RLE", "BIT_PACKED", "PLAIN_DICTIONARY", "RLE_DICTIONARY"})


class Parquet:
    """A file of rows; `names` are those of the top-level columns."""

    def __init__(self, source: Source, stream: io.BufferedReader, faults: Faults) -> None:
        self._source = source
        self._faults = faults
        self._rows = 0  # read so far
        try:
            data = stream if stream.seekable() else pa.BufferReader(stream.read())
            metadata = pyarrow.parquet.read_metadata(data)
            self._file = pyarrow.parquet.ParquetFile(
                data,
                metadata=metadata,
                read_dictionary=_repeating(metadata),
                buffer_size=_BUFFER_BYTES,
                pre_buffer=False,  # which would read whole row groups
            )
            self.names: list[str] = list(self._file.schema_arrow.names)
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{source.name}: not a Parquet file ({error})") from None
        except UnicodeDecodeError:
            raise InputError(f"{source.name}: the name of a column is not UTF-8") from None

    @property
    def position(self) -> int:
        """In proportion to the rows: pages are read in no order that a position could tell."""
        rows = self._file.metadata.num_rows
        return (self._source.size or 0) * self._rows // rows if rows else 0

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """`InputError` for columns of another type, for rows without text, and for data that cannot be read."""
        names = [name for name in fields.names if name in self.names]
        try:
            for batch in self._file.iter_batches(batch_size=self._rows_of_a_batch(names), columns=names):
                checked = self._checked(batch, fields, names)
                self._rows += batch.num_rows
                if len(checked):
                    yield checked
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            what = f"damaged Parquet data after row {self._rows}"
            raise InputError(f"{self._source.name}: {what} ({error})") from None

    def _rows_of_a_batch(self, names: list[str]) -> int:
        """As many rows as make a batch of about `_BATCH_BYTES`, in the row group where they are longest."""
        longest = 1.0
        metadata = self._file.metadata
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            columns = map(group.column, range(group.num_columns))
            size = sum(
                it.total_uncompressed_size for it in columns if it.path_in_schema.split(".")[0] in names
            )
            longest = max(longest, size / max(group.num_rows, 1))
        return max(1, min(_BATCH_ROWS, int(_BATCH_BYTES / longest)))

    def _checked(self, batch: pa.RecordBatch, fields: Fields, names: list[str]) -> Batch:
        """The rows that have all texts; rows are counted from 1 in messages."""
        used = dict.fromkeys((fields.prediction, *fields.references))
        columns = {name: batch.column(name) for name in names}
        columns.update({name: self._texts(batch, name, fields) for name in used})
        wanting = {}
        for name in used:
            wanting.update({row: f"field {name!r} {what}" for row, what in _invalid(columns[name]).items()})
        nulls = rows_without(columns[fields.prediction])
        wanting.update(dict.fromkeys(nulls, f"field {fields.prediction!r} is null"))
        if fields.asked_id is not None and fields.asked_id not in used:
            nulls = rows_without(columns[fields.asked_id]) if columns[fields.asked_id].null_count else []
            wanting.update(dict.fromkeys(nulls, f"field {fields.asked_id!r} is null"))
        bare = [row for row in rows_without(references_of(columns, fields)) if row not in wanting]
        wanting.update({row: _without_reference(columns, fields, row) for row in bare})
        for row in sorted(wanting):
            self._faults.met(InputError(f"{self._source.name}, row {self._rows + row + 1}: {wanting[row]}"))
        if wanting:
            good = pa.array(sorted(set(range(batch.num_rows)) - wanting.keys()), pa.int64())
            columns = {name: column.take(good) for name, column in columns.items()}
        try:
            return batch_of(columns, fields, self._source.keys)
        except pa.ArrowException:
            name, kind = next(
                (it, columns[it].type)
                for it in fields.groups
                if it in columns and not _is_text(columns[it].type)
            )
            raise InputError(
                f"{self._source.name}: field {name!r} has type {kind}, which cannot name groups"
            ) from None

    def _texts(self, batch: pa.RecordBatch, name: str, fields: Fields) -> pa.Array:
        """The column as string, or list<string> if it is of references. Texts that are only scored stay
        dictionary-encoded."""
        column = batch.column(name)
        # References of several fields are joined, which takes one type.
        joined = fields.references if len(fields.references) > 1 else ()
        if _repeats(column.type) and name not in (*joined, fields.id):
            return column
        column = _as_string(column)
        kind = column.type
        if is_list(kind) and name in fields.references and name != fields.prediction:
            kind = kind.value_type
        if pa.types.is_null(kind):
            return column.cast(pa.string() if column.type == kind else pa.list_(pa.string()))
        if not pa.types.is_string(kind):
            found = batch.schema.field(name).type
            raise InputError(f"{self._source.name}: field {name!r} has type {found}, not text")
        return column


def _without_reference(columns: dict[str, pa.Array], fields: Fields, row: int) -> str:
    if len(fields.references) > 1:
        return f"none of the fields {', '.join(map(repr, fields.references))} holds a reference"
    value = columns[fields.references[0]][row].as_py()
    what = "is null" if value is None else "holds null alone" if value else "holds no text"
    return f"field {fields.references[0]!r} {what}"


def _repeating(metadata: pyarrow.parquet.FileMetaData) -> list[str]:
    """The columns of strings that take so few bytes, by dictionary indices, that they must repeat."""
    names = []
    schema = metadata.schema.to_arrow_schema()
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    for number in range(metadata.num_columns):
        column = metadata.schema.column(number)
        field = schema.get_field_index(column.name)  # -1 if there are several of this name
        if column.path != column.name or field < 0 or not pa.types.is_string(schema.field(field).type):
            continue
        chunks = [group.column(number) for group in groups]
        if (
            all(it.has_dictionary_page and _ENCODINGS.issuperset(it.encodings) for it in chunks)
            and sum(it.total_uncompressed_size for it in chunks) < _REPEATING_BYTES * metadata.num_rows
        ):
            names.append(column.name)
    return names


def _repeats(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type))


def _invalid(column: pa.Array) -> dict[int, str]:
    """What is wrong with the rows whose text is not UTF-8, which a file can hold all the same."""
    if _is_ascii(column.flatten() if is_list(column.type) else column):
        return {}
    try:
        column.validate(full=True)
        return {}
    except pa.ArrowInvalid:
        pass
    wrong = {}
    for row, value in enumerate(column):
        try:
            value.as_py()
        except UnicodeDecodeError as error:
            wrong[row] = f"is not valid UTF-8 at byte {error.start}"
    return wrong


def _is_ascii(texts: pa.Array) -> bool:
    """Several times as fast as to validate them."""
    data = (texts.dictionary if _repeats(texts.type) else texts).buffers()[2]
    return not data or int(np.frombuffer(data, np.uint8).max()) < 0x80


def _as_string(column: pa.Array) -> pa.Array:
    """Large, view and dictionary-encoded strings, alone or in lists, as `string`; anything else untouched."""
    if is_list(column.type) or pa.types.is_fixed_size_list(column.type):
        return column.cast(pa.list_(pa.string())) if _is_text(column.type.value_type) else column
    if pa.types.is_string(column.type):
        return column  # a cast imports pyarrow.compute, which is a good part of the command's start
    return column.cast(pa.string()) if _is_text(column.type) else column


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
