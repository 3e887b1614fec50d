"""Line-aligned text: line i of every file is about example i. Lines end with a line feed, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import pyarrow as pa

from gramscore.io.columns import canonical
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.fields import Fields
from gramscore.io.source import Source

_BLOCK_ROWS: Final = 1 << 16


def batches(predictions: Source, references: Sequence[Source]) -> Iterator[pa.RecordBatch]:
    """Blocks of aligned lines; `InputError` once a file ends before another."""
    sources = [predictions, *references]
    names = [str(index) for index in range(len(sources))]
    fields = Fields(names[0], tuple(names[1:]))
    rows = 0
    blocks = [_blocks(source) for source in sources]
    while any(columns := [next(block, []) for block in blocks]):
        if len({len(column) for column in columns}) > 1:
            rest = [sum(map(len, block)) for block in blocks]
            raise _unequal(sources, [rows + len(c) + r for c, r in zip(columns, rest, strict=True)])
        arrays = [_decoded(source, rows, column) for source, column in zip(sources, columns, strict=True)]
        yield canonical(pa.RecordBatch.from_arrays(arrays, names), fields)
        rows += len(columns[0])


def _blocks(source: Source) -> Iterator[list[bytes]]:
    with source.open_text() as stream:
        while block := list(islice(stream, _BLOCK_ROWS)):
            yield [line.removesuffix(b"\n").removesuffix(b"\r") for line in block]


def _decoded(source: Source, rows_before: int, lines: list[bytes]) -> pa.Array:
    try:
        return pa.array(lines, pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        for number, line in enumerate(lines, rows_before + 1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                raise invalid_utf8(f"{source.name}:{number}", error) from None
        raise


def _unequal(sources: Sequence[Source], counts: Sequence[int]) -> InputError:
    """Names the first file whose number of lines is not that of the predictions."""
    (first, expected), *others = zip(sources, counts, strict=True)
    other, found = next((source, count) for source, count in others if count != expected)
    return InputError(f"unequal numbers of lines: {first.name} has {expected}, {other.name} has {found}")
