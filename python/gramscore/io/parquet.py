"""Parquet: only the needed columns are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pyarrow as pa
import pyarrow.parquet

from gramscore.io.arrow_rows import ArrowRows, fields_of
from gramscore.io.batch import Batch
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.nested import root_of
from gramscore.io.source import Source

_BATCH_BYTES: Final = 8 << 20
_BATCH_ROWS: Final = 1 << 16
_BUFFER_BYTES: Final = 1 << 20
_REPEATING_BYTES: Final = 8
# Without those of DELTA in their names, of which pyarrow makes no dictionaries.
_ENCODINGS: Final = frozenset({"PLAIN", "RLE", "BIT_PACKED", "PLAIN_DICTIONARY", "RLE_DICTIONARY"})


class Parquet:
    """A file of rows; `names` are those of the columns, then the paths to what lies inside them."""

    names: list[str]

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
            self.names = fields_of(self._file.schema_arrow)
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
        rows = ArrowRows(fields, self._source, self._faults)
        columns = self._file.schema_arrow.names
        roots = dict.fromkeys(root_of(name, columns) for name in fields.names)
        names = [name for name in roots if name in columns]
        try:
            for batch in self._file.iter_batches(batch_size=self._rows_of_a_batch(names), columns=names):
                checked = rows.checked(batch)
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
