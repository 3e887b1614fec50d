"""Pairs of rows that another tool found: candidates for near-duplicates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gramscore.io.errors import InputError
from gramscore.io.json_record import record_of
from gramscore.io.source import Source

_PAIR: Final = re.compile(rb"\s*[\[(]?\s*(\d{1,18})(?:\s*[,;]\s*|\s+)(\d{1,18})(?:[\])\s,;]|$)")


class Pair(NamedTuple):
    """Two rows by number, from 0, the lower one first."""

    first: int
    second: int
    place: str


def pairs_of(source: Source) -> Iterator[Pair]:
    """The pairs of a file with one on each line: `[3, 17]`, `{"a": 3, "b": 17}` (whatever the names), or two
    numbers with a comma, a tab or spaces between them. What follows the two, such as a similarity, is not looked at.

    Raises InputError, naming the line, for anything else.
    """
    with source.open_text() as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            place = f"{source.name}:{number}"
            first, second = _numbers(place, line)
            if first == second:
                raise InputError(f"{place}: row {first} makes no pair with itself")
            yield Pair(min(first, second), max(first, second), place)


def _numbers(place: str, line: bytes) -> tuple[int, int]:
    if line.lstrip().startswith(b"{"):
        values = list(record_of(place, line).values())[:2]
        if len(values) == 2 and all(type(it) is int and it >= 0 for it in values):
            return values[0], values[1]
    elif found := _PAIR.match(line):
        return int(found[1]), int(found[2])
    raise InputError(f"{place}: two row numbers are expected, as [3, 17] or 3,17")
