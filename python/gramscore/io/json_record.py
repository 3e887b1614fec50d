"""One line of JSON Lines, whatever its numbers and its depth."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.nested import paths_in

Record = dict[str, Any]

_MOST_DIGITS: Final = 4300  # what int() takes, however Python is set up
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_DEEPEST_KEPT: Final = 2  # a record, and a list in one of its fields


class LongInteger(str):
    """A whole number of so many digits that Python makes no int of it."""


def record_of(place: str, line: bytes) -> Record:
    """The object on a line. Of what is nested too deep for Python's reader, the depths are left out. `InputError` for
    anything else."""
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise invalid_utf8(place, error) from None
    try:
        try:
            record = json.loads(text, parse_int=parse_integer)
        except RecursionError:
            record = json.loads(_shallow(text), parse_int=parse_integer)
    except RecursionError:
        raise InputError(f"{place}: malformed JSON: brackets that are never closed") from None
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        raise InputError(f"{place}: malformed JSON: {what} at column {error.colno}") from None
    if not isinstance(record, dict):
        raise InputError(f"{place}: expected one JSON object per line, found {kind(record)}")
    return record


def names_in(records: Sequence[Record]) -> list[str]:
    """The fields of records in order of appearance, then the paths to what lies inside them."""
    fields = dict.fromkeys(name for record in records for name in record)
    paths = (path for record in records for path in paths_in(record))
    return list(dict.fromkeys((*fields, *paths)))


def parse_integer(digits: str) -> int | LongInteger:
    return int(digits) if len(digits) < _MOST_DIGITS else LongInteger(digits)


def _shallow(text: str) -> str:
    """The text with `[]` and `{}` in place of what is nested deeper than texts in lists are. Each is read by itself,
    from the inside out, so that what is malformed raises json.JSONDecodeError."""
    open_parts: list[list[str]] = [[]]
    at = 0
    for found in _BRACKETS.finditer(text):
        bracket = found[0]
        if bracket[0] == '"':
            continue
        if bracket in "[{":
            open_parts[-1].append(text[at : found.start()])
            open_parts.append([bracket])
        elif len(open_parts) > 1:
            whole = "".join([*open_parts.pop(), text[at : found.end()]])
            if len(open_parts) > _DEEPEST_KEPT:
                whole = "[]" if isinstance(json.loads(whole, parse_int=parse_integer), list) else "{}"
            open_parts[-1].append(whole)
        else:
            continue  # the reader will say so
        at = found.end()
    return "".join(part for parts in open_parts for part in parts) + text[at:]


def kind(value: Any) -> str:
    """What JSON calls the value; what it has not, by its type."""
    return _KINDS.get(type(value), f"a {type(value).__name__}")


_KINDS: Final = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    LongInteger: "a number",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}
