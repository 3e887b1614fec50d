"""Per-example results as a file that grows: the ids, then a column of floats per figure, at full precision."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import PurePath
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa

from gramscore.io.atomic import replacing
from gramscore.io.batch import Batch
from gramscore.io.errors import OutputError

Column = np.ndarray[tuple[int], np.dtype[np.float64]]


def per_example_format(path: str) -> str | None:
    """One of `PER_EXAMPLE_FORMATS`, or None when the name does not end with one."""
    suffix = PurePath(path).suffix.lower()
    return suffix if suffix in PER_EXAMPLE_FORMATS else None


class PerExample:
    """Takes batches one after another, and writes each while the next is made."""

    def __init__(
        self, write: Callable[[pa.Table], Any], executor: ThreadPoolExecutor, id_name: str | None
    ) -> None:
        self._write = write
        self._executor = executor
        self._id_name = id_name
        self._last: Future[Any] | None = None
        self._rows = 0

    def write(self, batch: Batch, figures: Mapping[str, Column]) -> None:
        """A row per example: its id under the name of the id field, else its `index` from 0; then `figures`."""
        if self._id_name is not None:
            columns = {self._id_name: batch.ids}
        else:
            columns = {"index": pa.array(np.arange(self._rows, self._rows + len(batch)))}
        columns.update({name: pa.array(column) for name, column in figures.items()})
        self._rows += len(batch)
        self.finish()
        self._last = self._executor.submit(self._write, pa.table(columns))

    def finish(self) -> None:
        """Waits until all is written; raises what kept it from being."""
        if self._last is not None:
            self._last.result()


@contextmanager
def writing_per_example(path: str, id_name: str | None) -> Iterator[PerExample]:
    """A file that takes its name when the block ends well. `OutputError` when it cannot be written."""
    with replacing(path) as stream, ThreadPoolExecutor(1) as executor:
        try:
            with _Lazily(_WRITERS[PurePath(path).suffix.lower()], stream) as write:
                rows = PerExample(write, executor, id_name)
                yield rows
                rows.finish()
        except pa.ArrowException as error:
            raise OutputError(f"{path}: cannot be written ({error})") from None


class _Lazily:
    """A writer made for the schema of the first table that it is given, and closed at the end."""

    def __init__(self, make: Callable[[BinaryIO, pa.Schema], Any], stream: BinaryIO) -> None:
        self._make = make
        self._stream = stream
        self._writer: Any = nullcontext()

    def __call__(self, table: pa.Table) -> None:
        if isinstance(self._writer, nullcontext):
            self._writer = self._make(self._stream, table.schema)
        self._writer.write_table(table)

    def __enter__(self) -> _Lazily:
        return self

    def __exit__(self, *error: Any) -> None:
        self._writer.__exit__(*error)


class _JsonLines:
    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        keys = [json.dumps(name, ensure_ascii=False).replace("%", "%%") for name in schema.names]
        self._row = "{" + ", ".join([f"{keys[0]}: %s", *(f"{key}: %r" for key in keys[1:])]) + "}\n"
        self._stream = stream

    def write_table(self, table: pa.Table) -> None:
        ids, *figures = [column.to_pylist() for column in table.columns]
        quoted = [json.dumps(id, ensure_ascii=False) for id in ids]
        self._stream.write("".join(map(self._row.__mod__, zip(quoted, *figures, strict=True))).encode())

    def __exit__(self, *error: Any) -> None:
        pass


def _csv(stream: BinaryIO, schema: pa.Schema) -> Any:
    import pyarrow.csv

    return pyarrow.csv.CSVWriter(stream, schema)


def _parquet(stream: BinaryIO, schema: pa.Schema) -> Any:
    import pyarrow.parquet

    return pyarrow.parquet.ParquetWriter(stream, schema)


_WRITERS: Final[dict[str, Callable[[BinaryIO, pa.Schema], Any]]] = {
    ".jsonl": _JsonLines,
    ".csv": _csv,
    ".parquet": _parquet,
}
PER_EXAMPLE_FORMATS: Final = tuple(_WRITERS)
