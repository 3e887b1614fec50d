"""Arrow IPC files and streams, Feather among them, as `Dataset.save_to_disk` writes them too."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from gramscore.io.arrow_rows import ArrowRows, fields_of
from gramscore.io.batch import Batch
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.nested import root_of
from gramscore.io.source import Source

_FILE: Final = b"ARROW1"
_FEATHER_1: Final = b"FEA1"
_BATCH_ROWS: Final = 1 << 16


class ArrowFile:
    """A file of rows; `names` are those of the columns, then the paths to what lies inside them."""

    names: list[str]

    def __init__(self, source: Source, stream: io.BufferedReader, faults: Faults) -> None:
        self._source = source
        self._faults = faults
        start = stream.peek(len(_FILE))[: len(_FILE)]
        if start.startswith(_FEATHER_1):
            raise InputError(
                f"{source.name}: is Feather of version 1, which is obsolete: write version 2, or Parquet"
            )
        self.names = []
        if not start:
            return
        try:
            if start == _FILE:
                data = stream if stream.seekable() else pa.BufferReader(stream.read())
                file = pa.ipc.open_file(data)
                self._batches: Iterator[Any] = map(file.get_batch, range(file.num_record_batches))
                schema = file.schema
            else:
                reader = pa.ipc.open_stream(stream)
                self._batches, schema = iter(reader), reader.schema
            self.names = fields_of(schema)
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{source.name}: not an Arrow file ({error})") from None
        except UnicodeDecodeError:
            raise InputError(f"{source.name}: the name of a column is not UTF-8") from None

    @property
    def position(self) -> int:
        return self._source.position

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """`InputError` for columns of another type, for rows without text, and for data that cannot be read."""
        rows = ArrowRows(fields, self._source, self._faults)
        read = 0
        try:
            for batch in self._batches:
                columns = batch.schema.names
                roots = dict.fromkeys(root_of(name, columns) for name in fields.names)
                batch = batch.select([name for name in roots if name in columns])
                batch.validate(full=True)  # or what lies in a file could be read past its end
                for begin in range(0, batch.num_rows, _BATCH_ROWS):
                    checked = rows.checked(batch.slice(begin, _BATCH_ROWS))
                    if len(checked):
                        yield checked
                read += batch.num_rows
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            what = f"damaged Arrow data after row {read}"
            raise InputError(f"{self._source.name}: {what} ({error})") from None
