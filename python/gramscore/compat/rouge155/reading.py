"""Files of the program's formats, as texts whose lines are sentences. A character is a byte."""

from __future__ import annotations

import re
from typing import Final

from gramscore.compat.rouge155.failure import NO_FILE, UNREADABLE, Failure

_SEE: Final = re.compile(
    r'^<a(?: size="[0-9]+")? name="[0-9]+">\[[0-9]+\]</a>[ \t\n\r\f\v]+<a href="#[0-9]+" id=[0-9]+>([^<]+)'
)
_ISI: Final = re.compile(r'^<S SNTNO="[0-9a-z,]+">([^<]+)</S>')


def read(path: str, format: str, role: str) -> str:
    """The text of a file. `role` says whose it is."""
    try:
        with open(path, "rb") as stream:
            text = stream.read().decode("latin-1")
    except OSError as error:
        raise Failure(f"{path}: the {role} cannot be read: {error.strerror or error}", NO_FILE) from None
    if format == "SPL":
        return text
    if format == "SIMPLE":
        raise Failure(f"{path}: the format SIMPLE is for -3 only", UNREADABLE)
    pattern = _SEE if format == "SEE" else _ISI
    *lines, last = text.split("\n")
    found = (pattern.match(line) for line in (*(f"{line}\n" for line in lines), last))
    # A line feed counts as a byte of the sentence that it ends: it stays, as white space of another kind.
    return "\n".join(match[1].replace("\n", "\r") for match in found if match)


def read_elements(path: str, format: str, role: str) -> list[tuple[str, str, str]]:
    """The Basic Elements of a file, in lower case: head, modifier and relation."""
    if format != "SIMPLE":
        raise Failure(f"{path}: -3 reads files of the format SIMPLE only", UNREADABLE)
    try:
        with open(path, "rb") as stream:
            lines = stream.read().decode("latin-1").split("\n")
    except OSError as error:
        raise Failure(f"{path}: the {role} cannot be read: {error.strerror or error}", NO_FILE) from None
    if lines[-1] == "":
        lines.pop()
    elements = []
    for number, line in enumerate(lines, 1):
        fields = line.translate(_LOWER).split("|")
        if len(fields) != 3:
            raise Failure(f"{path}, line {number}: head|modifier|relation is expected")
        elements.append((fields[0], fields[1], fields[2]))
    return elements


_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
