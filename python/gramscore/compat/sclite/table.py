"""Tables as the program prints them: rows of cells, and lines before them. A byte is a column wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_PAGE: Final = 80


@dataclass(frozen=True)
class Row:
    """justified: a letter for each cell, "l" or "c". bars: the cells that a bar follows. lines: a character for each
    line above. In a cell // parts lines."""

    cells: Sequence[bytes]
    justified: str
    bars: frozenset[int] = frozenset()
    lines: str = ""


def printed(rows: Sequence[Row]) -> Iterator[bytes]:
    """The lines of the table. Rows of as many cells have columns of the same widths; what a row has less than the
    widest is spread over its cells."""
    widths: dict[int, list[int]] = {}
    for row in rows:
        columns = widths.setdefault(len(row.cells), [0] * len(row.cells))
        for k, cell in enumerate(row.cells):
            columns[k] = max(columns[k], *map(len, _pieces(cell)), 0)
    total = max(sum(columns) + len(columns) + 1 for columns in widths.values())
    margin = b" " * max((_PAGE - total) // 2, 0)
    yield margin + b"," + b"-" * (total - 2) + b"."
    above: frozenset[int] = frozenset()
    for row in rows:
        columns = widths[len(row.cells)]
        added = _spread(total - (sum(columns) + len(columns) + 1), len(columns))
        for line in row.lines:
            yield margin + _rule(line, row, [a + b for a, b in zip(columns, added, strict=True)], above)
        pieces = [_pieces(cell) for cell in row.cells]
        for height in range(max(1, *map(len, pieces))):
            content = b""
            for k, width in enumerate(columns):
                piece = pieces[k][height] if height < len(pieces[k]) else b""
                left = added[k] // 2
                if row.justified[k] == "c":
                    piece = b" " * ((width - len(piece)) // 2) + piece
                content += b" " * left + piece.ljust(width) + b" " * (added[k] - left)
                if k + 1 < len(columns):
                    content += b"|" if k in row.bars else b" "
            yield margin + b"|" + content + b"|"
        above = row.bars
    yield margin + b"`" + b"-" * (total - 2) + b"'"


def _rule(line: str, row: Row, widths: Sequence[int], above: frozenset[int]) -> bytes:
    content = ""
    for k, width in enumerate(widths):
        content += line * width
        if k + 1 < len(widths):
            content += "+" if line == "-" and k in row.bars and k in above else line
    return f"|{content}|".encode()


def _pieces(cell: bytes) -> list[bytes]:
    pieces = cell.split(b"//")
    return pieces[:-1] if len(pieces) > 1 and not pieces[-1] else pieces


def _spread(rest: int, cells: int) -> list[int]:
    """What each cell gets of the columns that are left: the sums are those of equal parts, rounded half up."""
    ends = [int(rest / cells * (k + 1) + 0.5) for k in range(cells - 1)]
    return [end - begin for begin, end in zip([0, *ends], [*ends, rest], strict=True)]
