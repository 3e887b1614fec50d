"""JSON Lines: one object per line.

Block by block, Arrow's reader goes first. What it rejects, or may have read too kindly, is read again a line at a
time by the standard library, which either names the line at fault or accepts what Arrow was too strict about.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

import pyarrow as pa
import pyarrow.json

from gramscore.io.batch import Batch, batch_of, references_of, rows_without
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.json_record import Record, names_in, record_of
from gramscore.io.nested import column_at, root_of, schema_of, value_at
from gramscore.io.record_rows import RecordRows
from gramscore.io.source import Source

_FIRST_RECORDS: Final = 100
_BLOCK_BYTES: Final = 4 << 20


@dataclass(frozen=True)
class _Block:
    """Whole lines, the first of which is line `number` of the file."""

    number: int
    data: bytes


class JsonLines:
    """A file of records, from its beginning; `names` are the fields of the first ones, in order of appearance."""

    def __init__(self, source: Source, stream: io.BufferedReader, faults: Faults) -> None:
        self._source = source
        self._faults = faults
        self._blocks = _blocks(stream)
        self.names: list[str] = []
        for block in self._blocks:
            first = islice(filter(None, self._first_records(block)), _FIRST_RECORDS)
            try:
                self.names = names_in(list(first))
            except InputError as error:
                raise InputError(f"{error}{self._hint(block.data)}") from None
            if self.names:
                self._blocks = chain([block], self._blocks)
                break
            self._condemn(block)

    def _hint(self, data: bytes) -> str:
        """What standard input may hold in place of JSON Lines, which it is taken for."""
        if self._source.path != "-" or data.lstrip()[:1] in (b"{", b"["):
            return ""
        line = data.partition(b"\n")[0]
        formats = {"parquet": data.startswith(b"PAR1"), "tsv": b"\t" in line, "csv": b"," in line}
        likely = next((name for name, found in formats.items() if found), "csv")
        return f" (standard input is taken for JSON Lines: --input-format {likely}?)"

    def _condemn(self, block: _Block) -> None:
        """None of its lines is a record with fields."""
        for place, line in self._lines(block):
            try:
                record_of(place, line)
                raise InputError(f"{place}: the object has no fields")
            except InputError as error:
                self._faults.met(error)

    @property
    def position(self) -> int:
        return self._source.position

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """`InputError` for what is no text, or no JSON."""
        for block in self._blocks:
            batch = self._at_once(block, fields)
            if batch is None:
                batch = self._line_by_line(block, fields)
            if len(batch):
                yield batch

    def _first_records(self, block: _Block) -> Iterator[Record]:
        """Those that are right, where others are skipped."""
        for place, line in self._lines(block):
            try:
                yield record_of(place, line)
            except InputError:
                if not self._faults.skipping:
                    raise

    def _lines(self, block: _Block) -> Iterator[tuple[str, bytes]]:
        """Every line with its place (file:line), blank ones passed over."""
        for number, line in enumerate(io.BytesIO(block.data), block.number):
            if line.strip():
                yield f"{self._source.name}:{number}", line

    def _columns(self, fields: Fields) -> list[str]:
        """The fields that are in the records, not only in the path."""
        return [name for name in fields.names if name in self.names or name not in self._source.keys]

    def _types(self, block: _Block, fields: Fields) -> pa.Schema | None:
        """What Arrow is to expect, as the first record suggests; None if that is more than it can take apart."""
        first = next(self._first_records(block), {})
        types: dict[str, pa.DataType] = dict.fromkeys(fields.single, pa.string())
        for name in fields.references:
            is_list = isinstance(value_at(first, name), list)
            types.setdefault(name, pa.list_(pa.string()) if is_list else pa.string())
        if any(isinstance(value_at(first, name), (dict, list)) for name in (*fields.single, *fields.groups)):
            return None
        for name in self._columns(fields):
            value = value_at(first, name)
            is_bool = isinstance(value, bool) and name != fields.id
            types.setdefault(name, pa.bool_() if is_bool else pa.int64() if _is_int64(value) else pa.string())
        return schema_of(types, first)

    def _at_once(self, block: _Block, fields: Fields) -> Batch | None:
        """The block through Arrow; None when only the careful way can tell."""
        schema = self._types(block, fields)
        columns = None if schema is None else _read_at_once(block.data, schema, fields.names)
        if columns is None or any(rows_without(columns[name]) for name in fields.single):
            return None
        if fields.asked_id is not None and columns[fields.asked_id].null_count:
            return None
        # A group that is absent looks like null.
        if any(columns[name].null_count for name in fields.groups if name in columns):
            return None
        if rows_without(references_of(columns, fields)):
            return None
        return batch_of(columns, fields, self._source.keys)

    def _line_by_line(self, block: _Block, fields: Fields) -> Batch:
        groups = [name for name in fields.groups if name in self._columns(fields)]
        rows = RecordRows(fields, groups, self._faults)
        for place, line in self._lines(block):
            try:
                record = record_of(place, line)
            except InputError as error:
                self._faults.met(error)
            else:
                rows.add(place, record)
        return rows.batch(self._source.keys)


def _blocks(stream: io.BufferedReader) -> Iterator[_Block]:
    number = 1
    while data := stream.read(_BLOCK_BYTES):
        if not data.endswith(b"\n"):
            data += stream.readline()
        yield _Block(number, data)
        number += data.count(b"\n")


def _read_at_once(data: bytes, schema: pa.Schema, names: Sequence[str]) -> dict[str, pa.Array] | None:
    """The columns through Arrow; None when only the careful way can tell."""
    try:
        table = pyarrow.json.read_json(
            pa.BufferReader(data),
            read_options=pyarrow.json.ReadOptions(block_size=max(len(data), 1)),
            parse_options=pyarrow.json.ParseOptions(
                explicit_schema=schema, unexpected_field_behavior="ignore"
            ),
        )
        table.validate(full=True)  # the reader does not look at the encoding
    except pa.ArrowException:
        return None
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    bounds = data.count(b"}\n{") + data.count(b"}\r\n{")
    if not (lines == table.num_rows == bounds + 1):  # Arrow takes objects wherever they begin and end
        return None
    whole = table.combine_chunks().to_batches()[0]
    return {name: column_at(whole, name) for name in names if root_of(name, schema.names) in schema.names}


def _is_int64(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
