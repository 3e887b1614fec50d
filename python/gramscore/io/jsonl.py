"""JSON Lines: one object per line.

Arrow's reader goes first. What it rejects, or may have read too kindly, is read again a line at a time by the
standard library, which either names the line at fault or accepts what Arrow was too strict about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pyarrow as pa
import pyarrow.json

from gramscore.io.columns import canonical, first_gap
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.fields import Fields
from gramscore.io.source import Source
from gramscore.io.tally import Tally
from gramscore.io.text_array import text_array, text_list_array

_FIRST_RECORDS: Final = 100
_BLOCK_BYTES: Final = 8 << 20
_BLOCK_ROWS: Final = 1 << 15

_SURROGATE: Final = re.compile("[\ud800-\udfff]")

Record = dict[str, Any]


def fields(source: Source) -> list[str]:
    """The fields of the first records, in order of appearance."""
    first = islice(_records(source), _FIRST_RECORDS)
    return list(dict.fromkeys(name for _, record in first for name in record))


def batches(source: Source, fields: Fields) -> Iterator[pa.RecordBatch]:
    table = _at_once(source, fields)
    if table is None:
        yield from _line_by_line(source, fields)
    else:
        yield from (canonical(batch, fields) for batch in table.to_batches())


def _at_once(source: Source, fields: Fields) -> pa.Table | None:
    """The needed columns through Arrow; None when only the careful way can tell."""
    schema = _schema(source, fields)
    with source.open_text() as stream:
        counted = Tally(stream, b"\n", b"}\n{", b"}\r\n{")
        try:
            table = pyarrow.json.read_json(
                counted,
                read_options=pyarrow.json.ReadOptions(block_size=_BLOCK_BYTES),
                parse_options=pyarrow.json.ParseOptions(
                    explicit_schema=schema, unexpected_field_behavior="ignore"
                ),
            )
            table.validate(full=True)  # the reader does not look at the encoding
        except pa.ArrowException:
            return None
    lines = counted.counts[b"\n"] + (not counted.tail.endswith(b"\n"))
    bounds = counted.counts[b"}\n{"] + counted.counts[b"}\r\n{"]
    if not (lines == table.num_rows == bounds + 1):  # Arrow takes objects wherever they begin and end
        return None
    gaps = (first_gap(column) for batch in table.to_batches() for column in batch.columns)
    return table if all(gap is None for gap in gaps) else None


def _schema(source: Source, fields: Fields) -> pa.Schema:
    """The types that the first record suggests."""
    _, first = next(_records(source))
    types: dict[str, pa.DataType] = {fields.prediction: pa.string()}
    for name in fields.references:
        types.setdefault(name, pa.list_(pa.string()) if isinstance(first.get(name), list) else pa.string())
    if fields.id is not None:
        types.setdefault(fields.id, _id_type(first.get(fields.id)))
    return pa.schema(types)


def _line_by_line(source: Source, fields: Fields) -> Iterator[pa.RecordBatch]:
    records = _records(source)
    id_type: pa.DataType | None = None
    while block := list(islice(records, _BLOCK_ROWS)):
        columns = {
            "prediction": text_array([_text(*placed, fields.prediction) for placed in block]),
            "reference": text_list_array([_texts(*placed, fields.references) for placed in block]),
        }
        if fields.id is not None:
            if id_type is None:
                id_type = _id_type(block[0][1].get(fields.id))
            columns["id"] = pa.array([_id(*placed, fields.id, id_type) for placed in block], id_type)
        yield pa.RecordBatch.from_pydict(columns)


def _records(source: Source) -> Iterator[tuple[str, Record]]:
    """Every object with its place (file:line), blank lines passed over."""
    with source.open_text() as stream:
        for number, line in enumerate(stream, 1):
            place = f"{source.name}:{number}"
            try:
                text = line.decode()
            except UnicodeDecodeError as error:
                raise invalid_utf8(place, error) from None
            if not line.strip():
                continue
            try:
                record = json.loads(text)
            except json.JSONDecodeError as error:
                raise InputError(f"{place}: malformed JSON: {error.msg} at column {error.colno}") from None
            except (ValueError, RecursionError) as error:
                raise InputError(f"{place}: malformed JSON: {error}") from None
            if not isinstance(record, dict):
                raise InputError(f"{place}: expected one JSON object per line, found {_kind(record)}")
            yield place, record


def _text(place: str, record: Record, name: str) -> str:
    value = _value(place, record, name)
    if not isinstance(value, str):
        raise InputError(f"{place}: field {name!r} is {_kind(value)}, not text")
    return value


def _texts(place: str, record: Record, names: tuple[str, ...]) -> list[str]:
    """The texts of the reference fields, each of which holds one text or a list of them."""
    texts: list[str] = []
    for name in names:
        value = _value(place, record, name)
        if not isinstance(value, list):
            texts.append(_text(place, record, name))
            continue
        if not value:
            raise InputError(f"{place}: field {name!r} is an empty list: at least one reference is needed")
        for index, item in enumerate(value):
            if not isinstance(item, str):
                raise InputError(f"{place}: field {name!r} holds {_kind(item)} at index {index}, not text")
        texts += value
    return texts


def _value(place: str, record: Record, name: str) -> Any:
    if name not in record:
        raise InputError(f"{place}: field {name!r} is missing")
    return record[name]


def _id(place: str, record: Record, name: str, expected: pa.DataType) -> Any:
    value = _value(place, record, name)
    if not (_is_int64(value) or isinstance(value, str)):
        raise InputError(f"{place}: field {name!r} is {_kind(value)}, an id is text or an integer")
    if _id_type(value) != expected:
        raise InputError(f"{place}: field {name!r} is {_kind(value)}, unlike the ids before it")
    if isinstance(value, str) and _SURROGATE.search(value):
        raise InputError(f"{place}: field {name!r} holds a lone surrogate, which cannot be written as an id")
    return value


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
