"""CSV and TSV, with any delimiter: a header, then records, of CSV quoted as RFC 4180 says, of TSV not at all unless
every field is.

Every value is the text as written. Block by block, Arrow's reader goes first; what it rejects, or may have read too
kindly, is read again a record at a time by the standard library, which names the line at fault.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv

from gramscore.io.batch import Batch, batch_of, is_list, references_of, rows_without
from gramscore.io.cells import is_record_or_bytes, is_surely_list, list_of, may_be_list
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.source import Source
from gramscore.io.text_array import text_list_array

_BLOCK_BYTES: Final = 4 << 20
_LONGEST_RECORD: Final = 1 << 28
_LONGEST_HEADER: Final = 1 << 20
_DELIMITERS: Final = (";", "|", "\t", ",")
_SEPARATOR_LINE: Final = re.compile(rb'"?sep=([^"\r\n])"?')
_LAST_VALUE: Final = "end of file"
_QUOTED_FIELD: Final = re.compile(rb'(?:"[^"]*(?:""[^"]*)*"|[-+0-9.eE]*|NA)(?:\t|\r?\n|\Z)')


@dataclass(frozen=True)
class Dialect:
    """What the file does not say.

    quoting: "csv", fields may stand in double quotes as RFC 4180 says; "none"; "auto".
    cells: "text"; "list", fields of references hold lists of texts as programs write them; "auto".
    null: what stands for a missing value; None if nothing does.
    delimiter: the character between fields; None, the format's or, where the header has none, the one that it has.
    """

    quoting: str = "auto"
    cells: str = "auto"
    null: str | None = None
    delimiter: str | None = None


class Delimited:
    """A file of records, from its beginning; `names` are those in the header."""

    def __init__(
        self, source: Source, stream: io.BufferedReader, faults: Faults, delimiter: str, dialect: Dialect
    ) -> None:
        self._source = source
        self._stream = stream
        self._faults = faults
        self._dialect = dialect
        self._rest, first = _header(stream)  # what was taken from the stream and not yet read
        self._number = 1  # the line where it begins
        if separator := _SEPARATOR_LINE.fullmatch(first):
            self._rest, first = _header(stream)
            self._number = 2
            delimiter = dialect.delimiter or separator[1].decode()
        self._delimiter = delimiter = dialect.delimiter or _delimiter_of(first, delimiter)
        self._quoted = dialect.quoting == "csv" or (dialect.quoting == "auto" and delimiter != "\t")
        if dialect.quoting == "auto" and delimiter == "\t":
            self._rest += stream.read(_BLOCK_BYTES)
            self._quoted = _every_field_is_quoted(self._rest)
        self._lists: dict[str, bool] = {}  # whether a field holds lists, once that is known
        self._empty: dict[str, int] = {}  # cells of references that hold nothing
        self._may_be_quoted = not self._quoted and dialect.quoting == "auto"
        self.names: list[str] = []
        for _, header in self._records():
            self.names = header
            break

    @property
    def position(self) -> int:
        return self._source.position

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """`InputError` for records of another width than the header's, and malformed ones."""
        names = [name for name in fields.names if name in self.names]
        while block := self._next_block():
            at_once = self._at_once(block, names)
            found = None if at_once is None else self._roles(at_once, fields)
            if found is None:
                found = self._roles(self._record_by_record(block, names, fields), fields)
            else:
                self._number += block.count(b"\n")
            if found is not None and len(found[fields.prediction]):
                self._remark(found, fields)
                yield batch_of(found, fields, self._source.keys)
        for name, count in self._empty.items():
            self._faults.remarks.append(
                f"{self._source.name}: {count} cell{'s' if count != 1 else ''} of {name!r} "
                f"{'are' if count != 1 else 'is'} empty and scored as an empty text; --null '' says that no reference "
                "is there"
            )

    def _roles(self, table: pa.Table | None, fields: Fields) -> dict[str, pa.Array] | None:
        """The columns in their roles; None if something is wrong with a record."""
        if table is None:
            return None
        columns = {name: _whole(table.column(name)) for name in table.column_names}
        for name in fields.texts:
            made = self._texts(name, columns[name], fields)
            if made is None:
                return None
            columns[name] = made
        if any(rows_without(columns[name]) for name in fields.single):
            return None
        if rows_without(references_of(columns, fields)):
            return None
        return columns

    def _texts(self, name: str, column: pa.Array, fields: Fields) -> pa.Array | None:
        if is_list(column.type):
            return column
        if name not in self._lists:
            self._lists[name] = self._holds_lists(name, column.to_pylist(), fields)
        if self._lists[name]:
            lists = list(map(self._list_in, column.to_pylist()))
            return text_list_array(lists) if None not in lists else None  # type: ignore[arg-type]
        ends = _last_bytes(column)
        if self._dialect.cells == "auto":
            brackets = np.flatnonzero((ends == ord("]")) | (ends == ord(")")) | (ends == ord("}")))
            if any(is_surely_list(column[int(row)].as_py()) for row in brackets):
                return None
        return column

    def _remark(self, columns: dict[str, pa.Array], fields: Fields) -> None:
        """Looks for what may not be what the user means."""
        for name in fields.texts:
            if is_list(columns[name].type):
                continue
            ends = _last_bytes(columns[name])
            if self._may_be_quoted:
                self._look_for_quotes(columns[name], ends)
            count = int(np.count_nonzero(ends == _NOTHING))
            if count and self._dialect.null is None and name in fields.references:
                self._empty[name] = self._empty.get(name, 0) + count

    def _holds_lists(self, name: str, column: Sequence[str | None], fields: Fields) -> bool:
        """Whether the cells of a field do, from those of the first block. `InputError` if they seem to, and cannot be
        taken apart or are no references."""
        if self._dialect.cells != "auto":
            return self._dialect.cells == "list" and name in fields.references
        cells = [cell for cell in column if cell]
        first = next(iter(cells), "")
        lists = all(list_of(cell) is not None for cell in cells) and any(map(is_surely_list, cells))
        if name in fields.references and (lists or is_surely_list(first)):
            return True
        if cells and all(map(is_record_or_bytes, cells)):
            raise InputError(
                f"{self._source.name}: field {name!r} seems to hold records or bytes, such as {_shortened(first)}, "
                "and no texts: give --cells text if it is a text as it stands"
            )
        if is_surely_list(first) or (cells and all(map(may_be_list, cells))):
            what = "which is no list of texts that can be taken apart"
            if name not in fields.references:
                what = f"but a {'prediction' if name == fields.prediction else 'source'} is one text"
            raise InputError(
                f"{self._source.name}: field {name!r} seems to hold lists, such as {_shortened(first)}, {what}: "
                "give --cells text if it is a text as it stands"
            )
        return False

    def _list_in(self, cell: str | None) -> list[str] | None:
        """The texts in a cell of lists; None if it holds something else."""
        if not cell:
            return []
        found = list_of(cell)
        return None if found is None else [text for text in found if text is not None]

    def _look_for_quotes(self, column: pa.Array, ends: np.ndarray[tuple[int], np.dtype[np.int16]]) -> None:
        """Says once that quotes of a table may not be meant as texts."""
        for row in np.flatnonzero(ends == ord('"')):
            text = column[int(row)].as_py()
            if len(text) > 1 and text.startswith('"') and '"' not in text[1:-1].replace('""', ""):
                self._may_be_quoted = False
                self._faults.remarks.append(
                    f"{self._source.name}: quotes around fields such as {_shortened(text)} are part of the text; "
                    "--quoting csv takes them away"
                )
                return

    def _next_block(self) -> bytes:
        """Records up to the last line feed that ends one, if quotes are used as they should be; the rest is kept."""
        data = self._rest
        while True:
            more = self._stream.read(max(_BLOCK_BYTES, len(data)))
            data += more
            if not more:
                end = len(data)
            elif self._quoted and len(data) < _LONGEST_RECORD:
                end = _end_of_records(data)
            else:
                end = data.rfind(b"\n") + 1 or (len(data) if len(data) >= _LONGEST_RECORD else 0)
            if end or not more:
                self._rest = data[end:]
                return data[:end]

    def _at_once(self, block: bytes, columns: list[str]) -> pa.Table | None:
        """The needed columns through Arrow; None when only the careful way can tell.

        Arrow lets a quote that is never closed swallow what follows, and a bare carriage return end a record. So the
        block is read with a record of our own at its end, which must come out as it went in.
        """
        if block.count(b"\r") != block.count(b"\r\n"):
            return None
        last_record = self._delimiter.join([_LAST_VALUE] * len(self.names))
        numbered = {str(self.names.index(name)): name for name in columns}
        null = self._dialect.null
        try:
            table = pyarrow.csv.read_csv(
                pa.BufferReader(block + f"\n{last_record}\n".encode()),
                read_options=pyarrow.csv.ReadOptions(
                    block_size=len(block) + len(last_record) + 2,
                    column_names=[str(number) for number in range(len(self.names))],
                ),
                parse_options=pyarrow.csv.ParseOptions(
                    delimiter=self._delimiter,
                    quote_char='"' if self._quoted else False,
                    newlines_in_values=self._quoted,
                ),
                convert_options=pyarrow.csv.ConvertOptions(
                    include_columns=list(numbered),
                    column_types=dict.fromkeys(numbered, pa.string()),
                    strings_can_be_null=null is not None,
                    null_values=[] if null is None else [null],
                ),
            )
        except pa.ArrowException:
            return None
        rows = table.num_rows - 1
        if any(column[rows].as_py() != _LAST_VALUE for column in table.columns):
            return None
        return table.rename_columns(list(numbered.values())).slice(0, rows)

    def _record_by_record(self, block: bytes, names: list[str], fields: Fields) -> pa.Table:
        """The records that are right, lists of references as such."""
        null = self._dialect.null
        read: list[tuple[str, dict[str, str | None]]] = []
        for place, record in self._records(block):
            if len(record) == len(self.names):
                written = ((name, record[self.names.index(name)]) for name in names)
                read.append((place, {name: None if cell == null else cell for name, cell in written}))
            else:
                expected = f"expected {len(self.names)} fields, found {len(record)}{self._hint}"
                self._faults.met(InputError(f"{place}: {expected}"))
        for name in fields.texts:
            if read and name not in self._lists:
                self._lists[name] = self._holds_lists(name, [cells[name] for _, cells in read], fields)
        rows = []
        for place, row in read:
            try:
                checked = self._checked(place, row, fields)
                if checked is not None:
                    rows.append(checked)
            except InputError as error:
                self._faults.met(error)
        arrays = []
        for name in names:
            values: list[Any] = [row[name] for row in rows]
            lists = self._lists.get(name) and name in fields.references
            arrays.append(text_list_array(values) if lists else pa.array(values, pa.string()))
        return pa.Table.from_arrays(arrays, names)

    @property
    def _hint(self) -> str:
        return "" if self._quoted or self._delimiter == "," else " (quotes are read as text: --quoting csv?)"

    def _checked(self, place: str, cells: dict[str, str | None], fields: Fields) -> dict[str, object] | None:
        """A record, in which lists are taken apart; None if it is left out. `InputError` for what cannot be scored."""
        found: dict[str, object] = dict(cells)
        if cells[fields.prediction] is None:
            null = InputError(f"{place}: field {fields.prediction!r} is null")
            text = self._faults.nothing(null)
            if text is None:
                return None
            found[fields.prediction] = text
        for name in fields.texts:
            cell = cells[name]
            if self._lists.get(name) and name in fields.references:
                found[name] = self._list_in(cell)
                if found[name] is None:
                    raise InputError(
                        f"{place}: field {name!r} holds no list, as it does elsewhere: {_shortened(cell)}"
                    )
            elif self._dialect.cells == "auto" and is_surely_list(cell or ""):
                raise InputError(
                    f"{place}: field {name!r} seems to hold a list, as it does not elsewhere: {_shortened(cell)}; "
                    "give --cells text if it is a text as it stands"
                )
        if fields.source is not None and found[fields.source] is None:
            raise InputError(f"{place}: field {fields.source!r} is null")
        if not any(found[name] or found[name] == "" for name in fields.references):
            raise InputError(f"{place}: {no_reference(fields.references)}")
        return found

    def _records(self, block: bytes | None = None) -> Iterator[tuple[str, list[str]]]:
        """The records that begin in the block, each with its place: the file and the line where it starts. Without a
        block, all that follow."""
        with _field_limit():
            following = iter(self._following, b"")
            lines = _Lines(self._source.name, self._number, chain(io.BytesIO(block or b""), following))
            end = math.inf
            if block is not None:
                end = self._number + block.count(b"\n") + (not block.endswith(b"\n"))
            rows: Iterator[list[str]] = self._split(lines)
            if self._quoted:
                rows = csv.reader(lines, delimiter=self._delimiter)
            while lines.number < end:
                place = f"{self._source.name}:{lines.number}"
                try:
                    record = next(rows)
                    if self._quoted and lines.ended:
                        raise InputError(f"{place}: malformed record: a quote opened here is never closed")
                except StopIteration:
                    break
                except csv.Error as error:
                    what = "a carriage return outside quotes"
                    if "field limit" in str(error):
                        what = f"a quote opened here is not closed within {_LONGEST_RECORD >> 20} MB"
                    elif "NUL" in str(error):
                        what = "a NUL"
                    self._faults.met(InputError(f"{place}: malformed record: {what}"))
                except InputError as error:
                    self._faults.met(error)
                    if not self._quoted:
                        rows = self._split(lines)  # a generator ends with what it raises
                else:
                    if record:
                        self._number = lines.number
                        yield place, record
            self._number = lines.number

    def _split(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Records without quotes, a line each."""
        for line in lines:
            text = line.removesuffix("\n").removesuffix("\r")
            yield text.split(self._delimiter) if text else []

    def _following(self) -> bytes:
        """The next line after the block."""
        line, feed, self._rest = self._rest.partition(b"\n")
        return line + feed if feed else line + self._stream.readline()


def _header(stream: io.BufferedReader) -> tuple[bytes, bytes]:
    """The first line, as it is and without its end."""
    line = stream.readline(_LONGEST_HEADER)
    return line, line.rstrip(b"\r\n")


def _delimiter_of(header: bytes, usual: str) -> str:
    """The usual one, unless the header has none of it and all the more of another."""
    bare = re.sub(rb'"[^"]*"', b"", header)
    if usual.encode() in bare:
        return usual
    found = {other: bare.count(other.encode()) for other in _DELIMITERS if other != usual}
    other = max(found, key=lambda it: found[it])
    return other if found[other] else usual


def no_reference(fields: Sequence[str]) -> str:
    """What is wrong with an example of which no field of references holds one."""
    if len(fields) == 1:
        return f"field {fields[0]!r} holds no reference"
    return f"none of the fields {', '.join(map(repr, fields))} holds a reference"


_NOTHING: Final = -1


def _last_bytes(column: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """The last byte of each text; `_NOTHING` of one without any, and of null."""
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)
    ends = np.full(len(column), _NOTHING, np.int16)
    filled = np.flatnonzero(np.diff(offsets) > 0)
    ends[filled] = data[offsets[filled + 1] - 1]
    return ends


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """As one array; pyarrow before 23 makes chunks of chunks of it."""
    found = column.combine_chunks()
    if isinstance(found, pa.ChunkedArray):
        found = pa.concat_arrays(found.chunks) if found.num_chunks else pa.array([], column.type)
    return found


def _shortened(cell: str | None) -> str:
    text = repr(cell)
    return text if len(text) <= 60 else f"{text[:56]}...{text[-1]}"


def _every_field_is_quoted(block: bytes) -> bool:
    """Whether quotes stand around all fields but numbers, those of the header among them; the last one in the block may
    be cut off."""
    header, _, _ = block.partition(b"\n")
    if not header.startswith(b'"') or not all(
        it[:1] == it[-1:] == b'"' for it in header.rstrip(b"\r").split(b"\t")
    ):
        return False
    at = 0
    while at < len(block):
        found = _QUOTED_FIELD.match(block, at)
        if found is None:
            cut_off = block[at : at + 1] == b'"' and b'"' not in block[at + 1 :].replace(b'""', b"")
            return len(block) >= _BLOCK_BYTES and cut_off
        at = found.end()
    return True


def _end_of_records(data: bytes) -> int:
    """Where the last whole record ends: at a line feed with an even number of quotes before it; 0 if at none."""
    quotes = data.count(b'"')
    end = data.rfind(b"\n") + 1
    counted = len(data)
    while end:
        quotes -= data.count(b'"', end, counted)
        if quotes % 2 == 0:
            break
        counted = end
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end


@contextmanager
def _field_limit() -> Iterator[None]:
    before = csv.field_size_limit(_LONGEST_RECORD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Lines:
    """The lines of a file as text: the next one is line `number`, `ended` is whether it was asked for in vain."""

    def __init__(self, name: str, number: int, lines: Iterator[bytes]) -> None:
        self._name = name
        self._lines = lines
        self.number = number
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.number += 1
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            raise invalid_utf8(f"{self._name}:{self.number - 1}", error) from None
