"""Rows with one text that matters, from files larger than memory, and a copy of those that are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet

from gramscore.io.atomic import replacing
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.formats import format_of_name, plain_suffix
from gramscore.io.json_record import Record, kind, record_of
from gramscore.io.nested import ABSENT, value_at
from gramscore.io.source import Source

#: Text of about so many bytes, or so many rows, are one part.
_PART_BYTES: Final = 16 << 20
_PART_ROWS: Final = 1 << 16
_FORMATS: Final = {".parquet": "Parquet", ".pq": "Parquet", ".txt": "text", ".text": "text"}


def rows_format(path: str) -> str:
    """What a file is taken for, by its name: Parquet, text with a text on each line, else JSON Lines. InputError for a
    name that tells another format."""
    format = format_of_name(path)
    if format not in (None, "jsonl", "parquet"):
        raise InputError(
            f"{path} looks like {format}: JSON Lines, Parquet, or .txt with a text on each line is expected"
        )
    return _FORMATS.get(plain_suffix(path), "JSON Lines")


@dataclass(frozen=True)
class TextRows:
    """Some rows of a file: their texts, the number of the first of them from 0, and the rows as they are there: lines,
    or a batch of a table."""

    texts: list[str]
    first: int
    lines: Sequence[bytes] | None = None
    table: Any = None
    field: str | None = None

    def kept(self, changed: Mapping[int, Sequence[str]]) -> bytes | Any:
        """The rows, but for those in `changed`: of such there is one for each of the texts that stand there."""
        if self.lines is not None:
            return b"".join(
                piece for at, line in enumerate(self.lines) for piece in self._pieces(line, changed.get(at))
            )
        order = [at for at in range(len(self.texts)) for _ in changed.get(at, [""])]
        texts = [text for at, own in enumerate(self.texts) for text in changed.get(at, [own])]
        table = self.table.take(pa.array(order, pa.int64()))
        place = table.schema.get_field_index(self.field)
        return table.set_column(
            place, table.schema.field(place), pa.array(texts, table.schema.field(place).type)
        )

    def _pieces(self, line: bytes, pieces: Sequence[str] | None) -> Iterator[bytes]:
        if pieces is None:
            yield line
        elif self.field is None:
            yield from (" ".join(piece.splitlines()).encode() + b"\n" for piece in pieces)
        else:
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:  # of numbers and depths beyond Python's limits
                raise InputError(f"a record cannot be written again, cut to pieces ({error})") from None
            for piece in pieces:
                yield (
                    json.dumps({**record, self.field: piece}, ensure_ascii=False).encode(
                        "utf-8", "surrogatepass"
                    )
                    + b"\n"
                )


def text_rows(source: Source, fields: Sequence[str]) -> Iterator[TextRows]:
    """The rows of a file, part by part, with the text of the first of `fields` that it has.

    Raises InputError, naming the place, for rows without such a field, for what is no text, and for damaged files.
    """
    read = {"Parquet": _parquet, "text": _text, "JSON Lines": _json_lines}[rows_format(source.path)]
    yield from read(source, fields)


def field_columns(source: Source, fields: Sequence[str]) -> dict[str, list[str]]:
    """The texts of all these fields of a whole file, by field. Raises InputError as text_rows() does."""
    found: dict[str, list[str]] = {name: [] for name in fields}
    if rows_format(source.path) == "Parquet":
        for name in fields:
            found[name] = [text for part in _parquet(source, [name]) for text in part.texts]
    elif rows_format(source.path) == "text":
        found[fields[0]] = [text for part in _text(source, fields) for text in part.texts]
    else:
        for place, _, record in _records(source):
            for name in fields:
                found[name].append(_value(place, record, [name]))
    return found


def _records(source: Source) -> Iterator[tuple[str, bytes, Record]]:
    with source.open_text() as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                place = f"{source.name}:{number}"
                yield place, line if line.endswith(b"\n") else line + b"\n", record_of(place, line)


def _json_lines(source: Source, fields: Sequence[str]) -> Iterator[TextRows]:
    texts: list[str] = []
    lines: list[bytes] = []
    first = size = 0
    for place, line, record in _records(source):
        texts.append(_value(place, record, fields))
        lines.append(line)
        size += len(line)
        if size >= _PART_BYTES or len(lines) >= _PART_ROWS:
            yield TextRows(texts, first, lines, field=_field(record, fields))
            first += len(lines)
            texts, lines, size = [], [], 0
    if lines:
        yield TextRows(texts, first, lines, field=_field(record_of("", lines[0]), fields))


def _field(record: Record, fields: Sequence[str]) -> str:
    return next(name for name in fields if value_at(record, name) is not ABSENT)


def _value(place: str, record: Record, fields: Sequence[str]) -> str:
    """The text of the first of the fields that is there."""
    for name in fields:
        value = value_at(record, name)
        if value is ABSENT:
            continue
        if type(value) is not str:
            raise InputError(f"{place}: field {name!r} holds {kind(value)}, not text")
        return value
    known = ", ".join(map(repr, record))
    asked = " or ".join(map(repr, fields))
    raise InputError(f"{place}: field {asked} is missing; the fields are {known}")


def _text(source: Source, fields: Sequence[str]) -> Iterator[TextRows]:
    """A text on each line; there are no fields."""
    texts: list[str] = []
    lines: list[bytes] = []
    first = size = 0
    with source.open_text() as stream:
        for number, line in enumerate(stream, 1):
            try:
                texts.append(line.decode().rstrip("\r\n"))
            except UnicodeDecodeError as error:
                raise invalid_utf8(f"{source.name}:{number}", error) from None
            lines.append(line if line.endswith(b"\n") else line + b"\n")
            size += len(line)
            if size >= _PART_BYTES or len(lines) >= _PART_ROWS:
                yield TextRows(texts, first, lines)
                first += len(lines)
                texts, lines, size = [], [], 0
    if lines:
        yield TextRows(texts, first, lines)


def _parquet(source: Source, fields: Sequence[str]) -> Iterator[TextRows]:
    stream = source.open()
    try:
        data = stream if stream.seekable() else pa.BufferReader(stream.read())
        file = pyarrow.parquet.ParquetFile(data, pre_buffer=False)
        names = file.schema_arrow.names
        name = next((it for it in fields if it in names), None)
        if name is None:
            asked = " or ".join(map(repr, fields))
            raise InputError(
                f"{source.name}: column {asked} is missing; the columns are {', '.join(map(repr, names))}"
            )
        first = 0
        for batch in file.iter_batches(batch_size=4096):
            texts = batch.column(name).to_pylist()
            for at, text in enumerate(texts):
                if type(text) is not str:
                    raise InputError(
                        f"{source.name}: row {first + at}: column {name!r} holds {kind(text)}, not text"
                    )
            yield TextRows(texts, first, table=pa.Table.from_batches([batch]), field=name)
            first += len(texts)
    except InputError:
        raise
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(f"{source.name}: damaged Parquet data ({error})") from None
    finally:
        stream.close()


class RowWriter:
    """Takes what TextRows.kept() returns."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._tables: pyarrow.parquet.ParquetWriter | None = None

    def write(self, kept: Any) -> None:
        """Raises InputError for a table with other columns than the first."""
        if isinstance(kept, bytes):
            self._stream.write(kept)
            return
        if self._tables is None:
            self._tables = pyarrow.parquet.ParquetWriter(self._stream, kept.schema)
        try:
            self._tables.write_table(kept)
        except (ValueError, pa.ArrowException) as error:
            raise InputError(f"the files have different columns ({str(error).splitlines()[0]})") from None

    def close(self) -> None:
        if self._tables is not None:
            self._tables.close()


@contextmanager
def writing_rows(path: str) -> Iterator[RowWriter]:
    """A writer of a file, which appears when the block ends well, compressed as its name says. OutputError where that
    is impossible."""
    with replacing(path) as stream, _compressing(path, stream) as packed:
        writer = RowWriter(packed)
        yield writer
        writer.close()


def _compressing(path: str, stream: BinaryIO) -> Any:
    """What compresses into a stream, or the stream itself; a context manager."""
    suffix = PurePath(path.lower()).suffix
    if suffix == ".gz":
        import gzip

        return gzip.GzipFile("", "wb", 6, stream, mtime=0)
    if suffix == ".bz2":
        import bz2

        return bz2.BZ2File(stream, "wb")
    if suffix == ".xz":
        import lzma

        return lzma.LZMAFile(stream, "wb")
    return pa.CompressedOutputStream(stream, "zstd") if suffix == ".zst" else nullcontext(stream)
