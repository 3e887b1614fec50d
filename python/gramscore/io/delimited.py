"""CSV and TSV: a header, then records quoted as RFC 4180 says, for both separators.

Every value is the text as written. Block by block, Arrow's reader goes first; what it rejects, or may have read too
kindly, is read again a record at a time by the standard library, which names the line at fault.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Final

import pyarrow as pa
import pyarrow.csv

from gramscore.io.batch import Batch, batch_of
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.source import Source

_BLOCK_BYTES: Final = 4 << 20
_LONGEST_RECORD: Final = 1 << 28
_LAST_VALUE: Final = "end of file"


class Delimited:
    """A file of records, from its beginning; `names` are those in the header."""

    def __init__(self, source: Source, stream: io.BufferedReader, faults: Faults, delimiter: str) -> None:
        self._source = source
        self._stream = stream
        self._faults = faults
        self._delimiter = delimiter
        self._rest = b""  # what was taken from the stream and not yet read
        self._number = 1  # the line where it begins
        self.names: list[str] = []
        for _, header in self._records():
            self.names = header
            break

    @property
    def position(self) -> int:
        return self._source.position

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """`InputError` for records of another width than the header's, and malformed ones."""
        columns = [name for name in fields.names if name in self.names]
        while block := self._next_block():
            at_once = self._at_once(block, columns)
            if at_once is not None:
                self._number += block.count(b"\n")
            for batch in self._record_by_record(block, columns) if at_once is None else at_once:
                if batch.num_rows:
                    yield batch_of({name: batch.column(name) for name in columns}, fields, self._source.keys)

    def _next_block(self) -> bytes:
        """Records up to the last line feed that ends one, if quotes are used as they should be; the rest is kept."""
        data = self._rest
        while True:
            more = self._stream.read(max(_BLOCK_BYTES, len(data)))
            data += more
            if not more:
                end = len(data)
            elif len(data) < _LONGEST_RECORD:
                end = _end_of_records(data)
            else:
                end = data.rfind(b"\n") + 1 or len(data)
            if end or not more:
                self._rest = data[end:]
                return data[:end]

    def _at_once(self, block: bytes, columns: list[str]) -> list[pa.RecordBatch] | None:
        """The needed columns through Arrow; None when only the careful way can tell.

        Arrow lets a quote that is never closed swallow what follows, and a bare carriage return end a record. So the
        block is read with a record of our own at its end, which must come out as it went in.
        """
        if block.count(b"\r") != block.count(b"\r\n"):
            return None
        last_record = self._delimiter.join([_LAST_VALUE] * len(self.names))
        numbered = {str(self.names.index(name)): name for name in columns}
        try:
            table = pyarrow.csv.read_csv(
                pa.BufferReader(block + f"\n{last_record}\n".encode()),
                read_options=pyarrow.csv.ReadOptions(
                    block_size=len(block) + len(last_record) + 2,
                    column_names=[str(number) for number in range(len(self.names))],
                ),
                parse_options=pyarrow.csv.ParseOptions(delimiter=self._delimiter, newlines_in_values=True),
                convert_options=pyarrow.csv.ConvertOptions(
                    include_columns=list(numbered),
                    column_types=dict.fromkeys(numbered, pa.string()),
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowException:
            return None
        rows = table.num_rows - 1
        if any(column[rows].as_py() != _LAST_VALUE for column in table.columns):
            return None
        found: list[pa.RecordBatch] = (
            table.rename_columns(list(numbered.values())).slice(0, rows).to_batches()
        )
        return found

    def _record_by_record(self, block: bytes, columns: list[str]) -> Iterator[pa.RecordBatch]:
        positions = [self.names.index(name) for name in columns]
        rows = []
        for place, record in self._records(block):
            if len(record) == len(self.names):
                rows.append([record[at] for at in positions])
            else:
                expected = f"expected {len(self.names)} fields, found {len(record)}"
                self._faults.met(InputError(f"{place}: {expected}"))
        values = zip(*rows, strict=True) if rows else [()] * len(columns)
        yield pa.RecordBatch.from_arrays([pa.array(it, pa.string()) for it in values], columns)

    def _records(self, block: bytes | None = None) -> Iterator[tuple[str, list[str]]]:
        """The records that begin in the block, each with its place: the file and the line where it starts. Without a
        block, all that follow."""
        with _field_limit():
            following = iter(self._following, b"")
            lines = _Lines(self._source.name, self._number, chain(io.BytesIO(block or b""), following))
            end = math.inf
            if block is not None:
                end = self._number + block.count(b"\n") + (not block.endswith(b"\n"))
            rows = csv.reader(lines, delimiter=self._delimiter)
            while lines.number < end:
                place = f"{self._source.name}:{lines.number}"
                try:
                    record = next(rows)
                    if lines.ended:
                        raise InputError(f"{place}: malformed record: a quote opened here is never closed")
                except StopIteration:
                    break
                except csv.Error as error:
                    what = "a carriage return outside quotes"
                    if "field limit" in str(error):
                        what = f"a quote opened here is not closed within {_LONGEST_RECORD >> 20} MB"
                    self._faults.met(InputError(f"{place}: malformed record: {what}"))
                except InputError as error:
                    self._faults.met(error)
                else:
                    if record:
                        self._number = lines.number
                        yield place, record
            self._number = lines.number

    def _following(self) -> bytes:
        """The next line after the block."""
        line, feed, self._rest = self._rest.partition(b"\n")
        return line + feed if feed else line + self._stream.readline()


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
