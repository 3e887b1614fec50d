"""CSV and TSV: a header, then records quoted as RFC 4180 says, for both separators.

Every value is the text as written. Arrow's reader goes first; what it rejects, or may have read too kindly,
is read again a record at a time by the standard library, which names the line at fault.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final

import pyarrow as pa
import pyarrow.csv

from gramscore.io.columns import canonical
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.fields import Fields
from gramscore.io.source import Source
from gramscore.io.tally import Tally

_BLOCK_BYTES: Final = 8 << 20
_BLOCK_ROWS: Final = 1 << 15
_LAST_VALUE: Final = "end of file"


def fields(source: Source, delimiter: str) -> list[str]:
    """The names in the header."""
    return next((header for _, header in _records(source, delimiter)), [])


def batches(source: Source, delimiter: str, fields: Fields) -> Iterator[pa.RecordBatch]:
    table = _at_once(source, delimiter, fields)
    found = _record_by_record(source, delimiter, fields) if table is None else table.to_batches()
    yield from (canonical(batch, fields) for batch in found)


def _at_once(source: Source, delimiter: str, fields: Fields) -> pa.Table | None:
    """The needed columns through Arrow; None when only the careful way can tell.

    Arrow lets a quote that is never closed swallow the rest of the file, and a bare carriage return end a
    record. So the file is read with a record of our own at its end, which must come out as it went in.
    """
    width = len(next(_records(source, delimiter))[1])
    last_record = delimiter.join([_LAST_VALUE] * width)
    with source.open_text() as stream:
        counted = Tally(stream, b"\r", b"\r\n", ending=f"\n{last_record}\n".encode())
        try:
            table = pyarrow.csv.read_csv(
                counted,
                read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK_BYTES),
                parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
                convert_options=pyarrow.csv.ConvertOptions(
                    include_columns=fields.names,
                    column_types=dict.fromkeys(fields.names, pa.string()),
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowException:
            return None
    rows = table.num_rows - 1
    whole = all(column[rows].as_py() == _LAST_VALUE for column in table.columns)
    plain = counted.counts[b"\r"] == counted.counts[b"\r\n"]
    return table.slice(0, rows) if whole and plain else None


def _record_by_record(source: Source, delimiter: str, fields: Fields) -> Iterator[pa.RecordBatch]:
    records = _records(source, delimiter)
    _, header = next(records)
    positions = {name: header.index(name) for name in fields.names}
    while block := list(islice(records, _BLOCK_ROWS)):
        for place, record in block:
            if len(record) != len(header):
                raise InputError(f"{place}: expected {len(header)} fields, found {len(record)}")
        yield pa.RecordBatch.from_pydict(
            {
                name: pa.array([record[at] for _, record in block], pa.string())
                for name, at in positions.items()
            }
        )


def _records(source: Source, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Every record, header included, with its place: the file and the line where it starts."""
    with source.open_text() as stream, _no_field_limit():
        lines = _Lines(source.name, stream)
        rows = csv.reader(lines, delimiter=delimiter)
        while True:
            place = f"{source.name}:{lines.number + 1}"
            try:
                record = next(rows)
            except StopIteration:
                return
            except csv.Error:  # the one thing that this reader rejects once fields may be of any length
                raise InputError(f"{place}: malformed record: a carriage return outside quotes") from None
            if lines.ended:
                raise InputError(f"{place}: malformed record: a quote opened here is never closed")
            if record:
                yield place, record


@contextmanager
def _no_field_limit() -> Iterator[None]:
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Lines:
    """The lines of a stream as text: `number` were taken so far, `ended` once none was left to take."""

    def __init__(self, name: str, stream: Iterator[bytes]) -> None:
        self._name = name
        self._stream = stream
        self.number = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._stream, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.number += 1
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            raise invalid_utf8(f"{self._name}:{self.number}", error) from None
