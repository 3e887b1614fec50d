"""Line-aligned text: line i of every file is about example i. Lines end with a line feed, nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Final

import numpy as np
import pyarrow as pa

from gramscore.io.batch import Batch, batch_of
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.source import Source

_BLOCK_BYTES: Final = 4 << 20
_MOST_BYTES: Final = 2**31 - 1


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
        files = [_Lines(source.name, opened.enter_context(source.open_text())) for source in sources]
        number = 1
        while count := min(file.ready() for file in files):
            lines = [file.take(count) for file in files]
            good = _good_rows(sources, number, lines, faults)
            number += count
            if good is None or good:
                rows = lines if good is None else [it.take(pa.array(np.array(good))) for it in lines]
                columns = {name: it.cast(pa.string()) for name, it in zip(names, rows, strict=True)}
                yield batch_of(columns, fields, sources[0].keys)
        if any(file.ready() for file in files):
            raise _unequal(sources, [number - 1 + file.left() for file in files])


class _Lines:
    """The lines of a file, without what ends them, as binary arrays."""

    def __init__(self, name: str, stream: io.BufferedReader) -> None:
        self._name = name
        self._stream = stream
        self._read = _array(b"")
        self._taken = 0

    def ready(self) -> int:
        """How many have been read and not taken: some, except at the file's end."""
        if self._taken == len(self._read):
            block = self._stream.read(_BLOCK_BYTES)
            if not block.endswith(b"\n"):
                block += self._stream.readline()
            if len(block) > _MOST_BYTES:
                raise InputError(f"{self._name}: a line has 2 GB or more")
            self._read, self._taken = _array(block), 0
        return len(self._read) - self._taken

    def take(self, count: int) -> pa.Array:
        """The next of those that are ready."""
        self._taken += count
        return self._read.slice(self._taken - count, count)

    def left(self) -> int:
        """How many there are to the file's end, which is read."""
        return self.ready() + sum(1 for _ in self._stream)


def _array(block: bytes) -> pa.Array:
    """Whole lines."""
    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == ord("\n"))
    if block and not block.endswith(b"\n"):
        ends = np.append(ends, len(block))
    begins = np.append(0, ends[:-1] + 1)[: len(ends)]
    returned = ends[(ends > begins) & (data[ends - 1] == ord("\r"))]
    kept = data != ord("\n")
    kept[returned - 1] = False
    lengths = ends - begins
    lengths[np.searchsorted(ends, returned)] -= 1
    offsets = np.append(0, np.cumsum(lengths)).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data[kept])]
    return pa.Array.from_buffers(pa.binary(), len(ends), buffers)


def _good_rows(
    sources: Sequence[Source], first: int, columns: Sequence[pa.Array], faults: Faults
) -> list[int] | None:
    """The rows whose lines are all UTF-8; None if all rows are. `first` is the number of the first line."""
    try:
        for column in columns:
            column.cast(pa.string())
    except pa.ArrowInvalid:
        good = []
        for row in range(len(columns[0])):
            try:
                for source, column in zip(sources, columns, strict=True):
                    _check_encoding(f"{source.name}:{first + row}", column[row].as_py())
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
