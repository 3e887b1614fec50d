"""JSON Lines: one object per line.

Block by block, Arrow's reader goes first. What it rejects, or may have read too kindly, is read again a line at a
time by the standard library, which either names the line at fault or accepts what Arrow was too strict about.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

import pyarrow as pa
import pyarrow.json

from gramscore.io.batch import Batch, batch_of, gaps
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.source import Source
from gramscore.io.text_array import text_array, text_list_array

_FIRST_RECORDS: Final = 100
_BLOCK_BYTES: Final = 4 << 20

_SURROGATE: Final = re.compile("[\ud800-\udfff]")

Record = dict[str, Any]


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
        self._id_type: pa.DataType | None = None
        self._blocks = _blocks(stream)
        self.names: list[str] = []
        for block in self._blocks:
            first = islice(filter(None, self._first_records(block)), _FIRST_RECORDS)
            self.names = list(dict.fromkeys(name for record in first for name in record))
            if self.names:
                self._blocks = chain([block], self._blocks)
                break
            self._condemn(block)

    def _condemn(self, block: _Block) -> None:
        """None of its lines is a record with fields."""
        for place, line in self._lines(block):
            try:
                _record(place, line)
                raise InputError(f"{place}: the object has no fields")
            except InputError as error:
                self._faults.met(error)

    @property
    def position(self) -> int:
        return self._source.position

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """`InputError` for what is no text, or no JSON."""
        for block in self._blocks:
            found = _at_once(block.data, self._types(block, fields))
            columns = self._line_by_line(block, fields) if found is None else found
            if columns is not None and len(columns[fields.prediction]):
                yield batch_of(columns, fields, self._source.keys)

    def _first_records(self, block: _Block) -> Iterator[Record]:
        """Those that are right, where others are skipped."""
        for place, line in self._lines(block):
            try:
                yield _record(place, line)
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

    def _types(self, block: _Block, fields: Fields) -> pa.Schema:
        """What Arrow is to expect, as the first record suggests."""
        first = next(self._first_records(block), {})
        if fields.id is not None and self._id_type is None and fields.id in first:
            self._id_type = _id_type(first[fields.id])
        types: dict[str, pa.DataType] = {fields.prediction: pa.string()}
        for name in fields.references:
            is_list = isinstance(first.get(name), list)
            types.setdefault(name, pa.list_(pa.string()) if is_list else pa.string())
        for name in self._columns(fields):
            value = first.get(name)
            kind = pa.bool_() if isinstance(value, bool) else _id_type(value)
            types.setdefault(name, (self._id_type or kind) if name == fields.id else kind)
        return pa.schema(types)

    def _line_by_line(self, block: _Block, fields: Fields) -> dict[str, pa.Array]:
        names = self._columns(fields)
        groups = [name for name in fields.groups if name in names]
        rows = []
        for place, line in self._lines(block):
            try:
                record = _record(place, line)
                texts = (
                    _text(place, record, fields.prediction),
                    *(_texts(place, record, name) for name in fields.references),
                )
                id = None if fields.id is None else self._id(place, record, fields.id)
                rows.append((*texts, id, *(_label(place, record, name) for name in groups)))
            except InputError as error:
                self._faults.met(error)
        width = 2 + len(fields.references) + len(groups)
        prediction, *others = zip(*rows, strict=True) if rows else [()] * width
        references, (ids, *labels) = others[: len(fields.references)], others[len(fields.references) :]
        columns = {name: pa.array(values, pa.string()) for name, values in zip(groups, labels, strict=True)}
        if fields.id is not None:
            columns[fields.id] = pa.array(ids, self._id_type or pa.string())
        for name, lists in zip(fields.references, references, strict=True):
            columns[name] = text_list_array(lists)
        columns[fields.prediction] = text_array(prediction)
        return columns

    def _id(self, place: str, record: Record, name: str) -> Any:
        value = _value(place, record, name)
        if not (_is_int64(value) or isinstance(value, str)):
            raise InputError(f"{place}: field {name!r} is {_kind(value)}, an id is text or an integer")
        if self._id_type is None:
            self._id_type = _id_type(value)
        if _id_type(value) != self._id_type:
            raise InputError(f"{place}: field {name!r} is {_kind(value)}, unlike the ids before it")
        if isinstance(value, str) and _SURROGATE.search(value):
            raise InputError(
                f"{place}: field {name!r} holds a lone surrogate, which cannot be written as an id"
            )
        return value


def _blocks(stream: io.BufferedReader) -> Iterator[_Block]:
    number = 1
    while data := stream.read(_BLOCK_BYTES):
        if not data.endswith(b"\n"):
            data += stream.readline()
        yield _Block(number, data)
        number += data.count(b"\n")


def _at_once(data: bytes, schema: pa.Schema) -> dict[str, pa.Array] | None:
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
    columns = {name: table[name].combine_chunks() for name in schema.names}
    return None if any(gaps(column) for column in columns.values()) else columns


def _record(place: str, line: bytes) -> Record:
    try:
        record = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise invalid_utf8(place, error) from None
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: malformed JSON: {error.msg} at column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: malformed JSON: {error}") from None
    if not isinstance(record, dict):
        raise InputError(f"{place}: expected one JSON object per line, found {_kind(record)}")
    return record


def _text(place: str, record: Record, name: str) -> str:
    value = _value(place, record, name)
    if not isinstance(value, str):
        raise InputError(f"{place}: field {name!r} is {_kind(value)}, not text")
    return value


def _texts(place: str, record: Record, name: str) -> list[str]:
    """The texts of a reference field, which holds one text or a list of them."""
    value = _value(place, record, name)
    if not isinstance(value, list):
        return [_text(place, record, name)]
    if not value:
        raise InputError(f"{place}: field {name!r} is an empty list: at least one reference is needed")
    for index, item in enumerate(value):
        if not isinstance(item, str):
            raise InputError(f"{place}: field {name!r} holds {_kind(item)} at index {index}, not text")
    return value


def _label(place: str, record: Record, name: str) -> str | None:
    """The text of a value to group by."""
    value = _value(place, record, name)
    if isinstance(value, (list, dict)) or (isinstance(value, str) and _SURROGATE.search(value)):
        raise InputError(f"{place}: field {name!r} is {_kind(value)} that cannot name a group")
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _value(place: str, record: Record, name: str) -> Any:
    if name not in record:
        raise InputError(f"{place}: field {name!r} is missing")
    return record[name]


def _id_type(first: Any) -> pa.DataType:
    return pa.int64() if _is_int64(first) else pa.string()


def _is_int64(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _kind(value: Any) -> str:
    """What JSON calls the value."""
    return _KINDS[type(value)]


_KINDS: Final = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}
