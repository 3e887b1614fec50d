"""Per-example results as a file that grows: the ids, then a column of floats per score, at full precision."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import PurePath
from typing import Any, BinaryIO, Final, Protocol

import numpy as np
import pyarrow as pa

from gramscore.io.atomic import replacing
from gramscore.io.batch import Batch
from gramscore.io.errors import OutputError
from gramscore.io.ids import array_of, json_of, text_of, values_of

Column = np.ndarray[tuple[int], np.dtype[np.float64]]


def per_example_format(path: str) -> str | None:
    """One of `PER_EXAMPLE_FORMATS`, or None when the name does not end with one."""
    suffix = PurePath(path).suffix.lower()
    return suffix if suffix in PER_EXAMPLE_FORMATS else None


class _Writer(Protocol):
    """What writes rows of one format to a stream."""

    def write(self, name: str, ids: Any, figures: pa.Table) -> None:
        """The ids, an array or a list of several types, under `name`, and the scores beside them."""

    def close(self) -> None:
        """After the last row."""


class PerExample:
    """Takes batches one after another, and writes each while the next is made."""

    def __init__(self, writer: _Writer, executor: ThreadPoolExecutor, id_name: str | None) -> None:
        self._writer = writer
        self._executor = executor
        self._id_name = id_name
        self._last: Future[Any] | None = None
        self._rows = 0

    def write(self, batch: Batch, figures: Mapping[str, Column]) -> None:
        """A row per example: its id under the name of the id field, else its `index` from 0; then `figures`."""
        ids: Any = pa.array(np.arange(self._rows, self._rows + len(batch)))
        if self._id_name is not None:
            ids = batch.ids
        table = pa.table({name: pa.array(column) for name, column in figures.items()})
        self._rows += len(batch)
        self.finish()
        self._last = self._executor.submit(self._writer.write, self._id_name or "index", ids, table)

    def finish(self) -> None:
        """Waits until all is written; raises what kept it from being."""
        if self._last is not None:
            self._last.result()


@contextmanager
def writing_per_example(path: str, id_name: str | None) -> Iterator[PerExample]:
    """A file that takes its name when the block ends well. `OutputError` when it cannot be written."""
    with replacing(path) as stream, ThreadPoolExecutor(1) as executor:
        writer = _WRITERS[PurePath(path).suffix.lower()](stream)
        try:
            rows = PerExample(writer, executor, id_name)
            yield rows
            rows.finish()
            writer.close()
        except pa.ArrowException as error:
            raise OutputError(f"{path}: cannot be written ({error})") from None
        finally:
            executor.shutdown()
            with suppress(
                Exception
            ):  # after an error, which is raised, what is half-written may be beyond closing
                writer.close()


class _JsonLines:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, name: str, ids: Any, figures: pa.Table) -> None:
        keys = [_key(it).replace("%", "%%") for it in (name, *figures.column_names)]
        row = "{" + ", ".join(f"{key}: %s" for key in keys) + "}\n"
        columns = map(_numbers, figures.columns)
        quoted = map(json_of, values_of(ids))
        self._stream.write("".join(map(row.__mod__, zip(quoted, *columns, strict=True))).encode())

    def close(self) -> None:
        pass


def _numbers(column: Any) -> list[str]:
    """As JSON has them: what is no number is null."""
    values = column.to_pylist()
    if np.isfinite(column.to_numpy()).all():
        return list(map(repr, values))
    return [repr(value) if np.isfinite(value) else "null" for value in values]


def _key(name: str) -> str:
    try:
        name.encode()
        return json.dumps(name, ensure_ascii=False)
    except UnicodeEncodeError:
        return json.dumps(name)


class _Csv:
    """Rows as pyarrow writes them; ids of other types than the first ones follow as they are."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._writer: Any = None
        self._schema: pa.Schema | None = None

    def write(self, name: str, ids: Any, figures: pa.Table) -> None:
        import pyarrow.csv

        values = _sound(ids)
        if not (pa.types.is_integer(values.type) or pa.types.is_string(values.type)):
            values = pa.array(map(text_of, values_of(ids)), pa.string())
        table = figures.add_column(0, _encodable(name), values)
        if table.schema != self._schema:
            options = pyarrow.csv.WriteOptions(include_header=self._schema is None)
            self.close()
            self._writer = pyarrow.csv.CSVWriter(self._stream, table.schema, write_options=options)
            self._schema = table.schema
        self._writer.write_table(table)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


class _Parquet:
    """Ids of one type keep it. When others follow, all become text, and what was written is written again."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._writer: Any = None
        self._schema: pa.Schema | None = None

    def write(self, name: str, ids: Any, figures: pa.Table) -> None:
        values = _sound(ids)
        table = figures.add_column(0, _encodable(name), values)
        if self._schema is None:
            self._begin(table.schema)
        if table.schema != self._schema:
            if not pa.types.is_string(self._schema.field(0).type):  # type: ignore[union-attr]
                self._rewrite()
            table = _with_text_ids(table, ids)
        self._writer.write_table(table)

    def _begin(self, schema: pa.Schema) -> None:
        import pyarrow.parquet

        self._schema = schema
        self._writer = pyarrow.parquet.ParquetWriter(self._stream, schema)

    def _rewrite(self) -> None:
        import pyarrow.parquet

        self._writer.close()
        self._stream.seek(0)
        written = pyarrow.parquet.read_table(pa.BufferReader(self._stream.read()))
        self._stream.seek(0)
        self._stream.truncate()
        table = _with_text_ids(written, written.column(0).combine_chunks())
        self._begin(table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def _sound(ids: Any) -> pa.Array:
    """The ids as an array; bytes of text that are no UTF-8, which a file can hold, are escaped."""
    if isinstance(ids, list):
        return array_of(ids)
    try:
        ids.validate(full=True)
    except pa.ArrowInvalid:
        return pa.array(map(text_of, values_of(ids)), pa.string())
    return ids


def _with_text_ids(table: pa.Table, ids: Any) -> pa.Table:
    return table.set_column(0, table.column_names[0], pa.array(map(text_of, values_of(ids)), pa.string()))


def _encodable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


_WRITERS: Final[dict[str, Callable[[BinaryIO], _Writer]]] = {
    ".jsonl": _JsonLines,
    ".csv": _Csv,
    ".parquet": _Parquet,
}
PER_EXAMPLE_FORMATS: Final = tuple(_WRITERS)
