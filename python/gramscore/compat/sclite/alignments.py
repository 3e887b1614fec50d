"""The report `pralign` of the program: each alignment on three lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

_LETTERS: Final = {"C": b"", "S": b"S", "D": b"D", "I": b"I"}


@dataclass(frozen=True)
class Column:
    """A step of an alignment, as it is printed: both words, and the letter of an error."""

    reference: bytes
    hypothesis: bytes
    letter: bytes
    width: int


def columns_of(steps: Sequence[tuple[str, Any, Any]], encoding: str, case_sensitive: bool) -> list[Column]:
    """The columns of an alignment of the core. Words that differ are in capitals, gaps are asterisks."""
    columns = []
    for letter, reference, hypothesis in steps:
        above = reference[0].encode(encoding) if reference else b""
        below = hypothesis[0].encode(encoding) if hypothesis else b""
        width = max(len(above), len(below))
        if letter == "I":
            above, width = b"*" * len(below), max(width, 1)
        elif letter == "D":
            below, width = b"*" * len(above), max(width, 1)
        if letter != "C" and not case_sensitive:
            above, below = above.upper(), below.upper()  # of bytes: ASCII only
        columns.append(Column(above, below, _LETTERS[letter], width))
    return columns


def lines_of(columns: Sequence[Column], width: int) -> Iterator[bytes]:
    """The lines of an alignment, in parts of at most `width` columns, or of one word that is wider."""
    done = 0
    while done < len(columns):
        used = 9 if done else 6
        end = done
        while used < width and end < len(columns):
            used += 1 + columns[end].width
            end += 1
        if end < len(columns):
            end = max(end - 1, done + 1)
        part = columns[done:end]
        margin = b">> " if done else b""
        if done:
            yield b""
        yield margin + b"REF:  " + b"".join([it.reference.ljust(it.width) + b" " for it in part])
        yield margin + b"HYP:  " + b"".join([it.hypothesis.ljust(it.width) + b" " for it in part])
        yield margin + b"Eval: " + b"".join([it.letter.ljust(it.width) + b" " for it in part])
        done = end


def head(title: bytes, speakers: Iterable[bytes]) -> Iterator[bytes]:
    """What stands before the alignments."""
    yield from (b"", b"", b"\t\tDUMP OF SYSTEM ALIGNMENT STRUCTURE", b"")
    yield from (b"System name:   " + title, b"", b"Speakers: ")
    for k, name in enumerate(speakers):
        yield b"   %2d:  %s" % (k, name)
    yield b""
