"""Line-aligned text: line i of every file is about example i. Lines end with a line feed, nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import zip_longest
from typing import Final

import pyarrow as pa

from gramscore.io.batch import Batch, batch_of
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.source import Source

_BLOCK_BYTES: Final = 4 << 20
_BLOCK_ROWS: Final = 1 << 15


def batches(
    sources: Sequence[Source], faults: Faults, groups: Sequence[str] = (), *, with_source: bool = False
) -> Iterator[Batch]:
    """Blocks of aligned lines, predictions first, `with_source` what they are made of last; `InputError` once a file
    ends before another. What to group by, the path of the predictions tells."""
    names = [str(index) for index in range(len(sources))]
    source = names[-1] if with_source else None
    fields = Fields(
        names[0], tuple(it for it in names[1:] if it != source), groups=tuple(groups), source=source
    )
    with ExitStack() as opened:
        streams = [opened.enter_context(source.open_text()) for source in sources]
        number = 1
        for block in _blocks(sources, streams):
            lines = [list(column) for column in zip(*block, strict=True)]
            good = _good_rows(sources, number, lines, faults)
            arrays = {
                name: pa.array(column if good is None else [column[row] for row in good], pa.binary())
                for name, column in zip(names, lines, strict=True)
            }
            number += len(block)
            if good is None or good:
                columns = {name: it.cast(pa.string()) for name, it in arrays.items()}
                yield batch_of(columns, fields, sources[0].keys)


def _blocks(
    sources: Sequence[Source], streams: Sequence[io.BufferedReader]
) -> Iterator[list[tuple[bytes, ...]]]:
    block: list[tuple[bytes, ...]] = []
    size = 0
    for row, lines in enumerate(zip_longest(*streams)):
        if None in lines:
            left = [(line is not None) + sum(1 for _ in it) for line, it in zip(lines, streams, strict=True)]
            raise _unequal(sources, [row + count for count in left])
        block.append(tuple([line.removesuffix(b"\n").removesuffix(b"\r") for line in lines]))
        size += sum(map(len, lines))
        if size >= _BLOCK_BYTES or len(block) == _BLOCK_ROWS:
            yield block
            block, size = [], 0
    if block:
        yield block


def _good_rows(
    sources: Sequence[Source], first: int, columns: Sequence[list[bytes]], faults: Faults
) -> list[int] | None:
    """The rows whose lines are all UTF-8; None if all rows are. `first` is the number of the first line."""
    try:
        for column in columns:
            pa.array(column, pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        good = []
        for row in range(len(columns[0])):
            try:
                for source, column in zip(sources, columns, strict=True):
                    _check_encoding(f"{source.name}:{first + row}", column[row])
                good.append(row)
            except InputError as error:
                faults.met(error)
        return good
    return None


def _check_encoding(place: str, line: bytes) -> None:
    try:
        line.decode()
    except UnicodeDecodeError as error:
        raise invalid_utf8(place, error) from None


def _unequal(sources: Sequence[Source], counts: Sequence[int]) -> InputError:
    """Names the first file whose number of lines is not that of the predictions."""
    (first, expected), *others = zip(sources, counts, strict=True)
    other, found = next((source, count) for source, count in others if count != expected)
    return InputError(f"unequal numbers of lines: {first.name} has {expected}, {other.name} has {found}")
