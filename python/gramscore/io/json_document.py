"""JSON that is one value, laid out in any way: an array of records, or an object of columns."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import count, islice
from typing import Any, Final

from gramscore.io.batch import Batch
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields, is_usual
from gramscore.io.json_record import Record, kind, names_in, parse_integer
from gramscore.io.record_rows import RecordRows
from gramscore.io.shapes import is_chat
from gramscore.io.source import Source

_FIRST_RECORDS: Final = 100
_BATCH_ROWS: Final = 1 << 14
_SPACE: Final = " \t\n\r"


def is_document(line: bytes, alone: bool) -> bool:
    """Whether a file with this first line, `alone` in it or not, is no JSON Lines: an array of objects, or an object
    that goes on below or holds columns."""
    text = line.strip()
    if text[:1] == b"[":
        return text[1:].lstrip()[:1] in (b"", b"{")
    if not alone:
        return text == b"{" or (text[:1] == b"{" and text.endswith((b"[", b"{")))
    try:
        return _columns_of(json.loads(text)) is not None
    except (ValueError, RecursionError):
        return False


class JsonDocument:
    """A file that is one value; `names` are the fields of its first records, in order of appearance."""

    def __init__(self, source: Source, stream: io.BufferedReader, faults: Faults) -> None:
        self._source = source
        self._faults = faults
        self._records = self._all(_text_of(source, stream.read()))
        first = list(islice(self._records, _FIRST_RECORDS))
        self._first = first
        self.names = names_in([record for _, record in first])

    @property
    def position(self) -> int:
        return self._source.position

    def batches(self, fields: Fields) -> Iterator[Batch]:
        """`InputError` for what is no text, or no JSON."""
        groups = [name for name in fields.groups if name in self.names or name not in self._source.keys]
        rows = RecordRows(fields, groups, self._faults)
        for place, record in self._following():
            rows.add(place, record)
            if len(rows) == _BATCH_ROWS:
                yield rows.batch(self._source.keys)
                rows = RecordRows(fields, groups, self._faults)
        if len(rows):
            yield rows.batch(self._source.keys)

    def _following(self) -> Iterator[tuple[str, Record]]:
        yield from self._first
        yield from self._records

    def _all(self, text: str) -> Iterator[tuple[str, Record]]:
        if text.lstrip()[:1] == "[":
            yield from self._items(text)
            return
        value, _ = self._value(text, _after_space(text, 0))
        columns = _columns_of(value)
        if columns is None:
            if not isinstance(value, dict):
                raise InputError(f"{self._source.name}: expected records, found {kind(value)}")
            lists = [it for it in value.values() if isinstance(it, list) and it and isinstance(it[0], dict)]
            if len(lists) == 1:  # {"version": ..., "data": [...]}
                yield from self._checked(lists[0])
                return
            columns = value  # a single record
            yield self._source.name, columns
            return
        lengths = {name: len(column) for name, column in columns.items() if isinstance(column, list)}
        if len(set(lengths.values())) > 1:
            said = ", ".join(f"{name!r} has {length}" for name, length in lengths.items())
            raise InputError(f"{self._source.name}: columns of unequal lengths: {said}")
        for at in range(next(iter(lengths.values()))):
            place = f"{self._source.name}, item {at + 1}"
            yield place, {name: it[at] if isinstance(it, list) else it for name, it in columns.items()}

    def _checked(self, items: list[Any]) -> Iterator[tuple[str, Record]]:
        for number, item in enumerate(items, 1):
            place = f"{self._source.name}, item {number}"
            if isinstance(item, dict):
                yield place, item
            else:
                self._faults.met(InputError(f"{place}: expected an object, found {kind(item)}"))

    def _items(self, text: str) -> Iterator[tuple[str, Record]]:
        """The objects in an array, each with the line where it begins."""
        on_lines = "\n" in text.strip()
        line, counted = 1, 0
        at = _after_space(text, _after_space(text, 0) + 1)
        for number in count(1):
            if text[at : at + 1] == "]":
                break
            line += text.count("\n", counted, at)
            counted = at
            place = f"{self._source.name}:{line}" if on_lines else f"{self._source.name}, item {number}"
            value, end = self._value(text, at)
            if isinstance(value, dict):
                yield place, value
            else:
                self._faults.met(InputError(f"{place}: expected an object, found {kind(value)}"))
            at = _after_space(text, end)
            if text[at : at + 1] == ",":
                at = _after_space(text, at + 1)
            elif text[at : at + 1] != "]":
                raise self._malformed(text, "Expecting ',' delimiter", at)
        rest = _after_space(text, at + 1)
        if rest < len(text):
            raise self._malformed(text, "Extra data", rest)

    def _value(self, text: str, at: int) -> tuple[Any, int]:
        try:
            return _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise self._malformed(text, error.msg.removesuffix(" at"), error.pos) from None
        except RecursionError:
            raise InputError(f"{self._source.name}: malformed JSON: brackets nested too deep") from None

    def _malformed(self, text: str, what: str, at: int) -> InputError:
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        return InputError(f"{self._source.name}:{line}: malformed JSON: {what} at column {column}")


_DECODER: Final = json.JSONDecoder(parse_int=parse_integer)


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in _SPACE:
        at += 1
    return at


def _text_of(source: Source, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        at_line = UnicodeDecodeError(
            "utf-8",
            data[line_start : error.end],
            error.start - line_start,
            error.end - line_start,
            error.reason,
        )
        number = before.count(b"\n") + 1
        raise invalid_utf8(f"{source.name}:{number}", at_line) from None


def _columns_of(value: Any) -> dict[str, Any] | None:
    """The columns of an object that holds some: lists of values, or objects that number them, as pandas writes them.
    What is one value is that of all rows. None for a record."""
    if not isinstance(value, dict):
        return None
    listed = {name: _listed(it) for name, it in value.items()}
    columns = {name: it for name, it in listed.items() if it is not None}
    lengths = set(map(len, columns.values()))
    if len(columns) < 2 or max(lengths) < 2 or (len(lengths) > 1 and min(lengths) < 2):
        return None
    if any(isinstance(it, str) and is_usual(name) for name, it in value.items()):
        return None
    if any(is_chat(it) for it in columns.values()):
        return None
    return {name: value[name] if it is None else it for name, it in listed.items()}


def _listed(value: Any) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and value and all(key.isdecimal() for key in value):
        return list(value.values())
    return None
