"""Parquet: only the needed columns are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from gramscore.io.batch import Batch, batch_of, gaps, is_list
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
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{source.name}: not a Parquet file ({error})") from None
        self.names: list[str] = list(self._file.schema_arrow.names)

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
        except (pa.ArrowException, OSError) as error:
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
        columns = {name: self._plain(batch, name, fields) for name in names}
        wanting: set[int] = set()
        for name in (fields.prediction, *fields.references, *([] if fields.id is None else [fields.id])):
            for row, what in {**_invalid(columns[name]), **gaps(columns[name])}.items():
                if row not in wanting:
                    place = f"{self._source.name}, row {self._rows + row + 1}"
                    self._faults.met(InputError(f"{place}: field {name!r} {what}"))
                wanting.add(row)
        if wanting:
            good = pa.array(sorted(set(range(batch.num_rows)) - wanting), pa.int64())
            columns = {name: column.take(good) for name, column in columns.items()}
        return batch_of(columns, fields, self._source.keys)

    def _plain(self, batch: pa.RecordBatch, name: str, fields: Fields) -> pa.Array:
        """The column as string, list<string> if it is of references, or int64 if it is of ids. Texts that are only
        scored stay dictionary-encoded."""
        column = batch.column(name)
        # References of several fields are joined, which takes one type.
        joined = fields.references if len(fields.references) > 1 else ()
        if (
            _repeats(column.type)
            and name in (fields.prediction, *fields.references)
            and name not in (*joined, fields.id)
        ):
            return column
        column = _as_string(column)
        kind = column.type
        if name in fields.groups and name not in (fields.prediction, *fields.references, fields.id):
            try:
                return column.cast(pa.string())
            except pa.ArrowException:
                raise InputError(
                    f"{self._source.name}: field {name!r} has type {kind}, which cannot name groups"
                ) from None
        if name == fields.id and pa.types.is_integer(kind) and name != fields.prediction:
            return column.cast(pa.int64())
        if is_list(kind) and name in fields.references and name != fields.prediction:
            kind = kind.value_type
        if not pa.types.is_string(kind):
            found = batch.schema.field(name).type
            raise InputError(f"{self._source.name}: field {name!r} has type {found}, not text")
        return column


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
    if pa.types.is_integer(column.type) or _is_ascii(column.flatten() if is_list(column.type) else column):
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
