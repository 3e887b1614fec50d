"""A corpus to score: texts in Arrow columns, and where they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from gramscore.io import delimited, jsonl, lines, parquet
from gramscore.io.errors import InputError
from gramscore.io.fields import Fields, choose_fields
from gramscore.io.source import Source


@dataclass(frozen=True)
class Corpus:
    """N predictions and references (string, or list<string> for several per example), and ids when they were
    asked for and found. `fields` is None for line-aligned text."""

    predictions: pa.ChunkedArray
    references: pa.ChunkedArray
    ids: pa.ChunkedArray | None
    files: tuple[str, ...]
    format: str
    fields: Fields | None

    def __len__(self) -> int:
        return len(self.predictions)


@dataclass(frozen=True)
class _Reader:
    fields: Callable[[Source], list[str]]
    batches: Callable[[Source, Fields], Iterator[pa.RecordBatch]]


def _delimited(delimiter: str) -> _Reader:
    return _Reader(
        lambda source: delimited.fields(source, delimiter),
        lambda source, fields: delimited.batches(source, delimiter, fields),
    )


_READERS: Final = {
    "jsonl": _Reader(jsonl.fields, jsonl.batches),
    "csv": _delimited(","),
    "tsv": _delimited("\t"),
    "parquet": _Reader(parquet.fields, parquet.batches),
}


def read_structured(
    path: str,
    format: str,
    *,
    prediction: str | None = None,
    references: Sequence[str] = (),
    id: str | None = None,
    want_id: bool = False,
) -> Corpus:
    """The corpus in one file (`-`: standard input) of a structured format; fields not named are guessed.

    `InputError` says what is wrong and where; a corpus without examples is one.
    """
    source = Source(path)
    reader = _READERS[format]
    present = reader.fields(source)
    if not present:
        raise InputError(f"{source.name} is empty: there is nothing to score")
    fields = choose_fields(present, source.name, prediction, references, id, want_id)
    return _corpus(reader.batches(source, fields), [source], format, fields)


def read_aligned(predictions: str, references: Sequence[str]) -> Corpus:
    """The corpus in line-aligned text files, one of predictions and one or more of references."""
    sources = [Source(path) for path in (predictions, *references)]
    return _corpus(lines.batches(sources[0], sources[1:]), sources, "text", None)


def _corpus(
    batches: Iterable[pa.RecordBatch], sources: Sequence[Source], format: str, fields: Fields | None
) -> Corpus:
    kept = [batch for batch in batches if batch.num_rows]
    if not kept:
        raise InputError(f"{sources[0].name} is empty: there is nothing to score")
    table = pa.Table.from_batches(kept)
    ids = table["id"] if "id" in table.column_names else None
    files = tuple(source.name for source in sources)
    return Corpus(table["prediction"], table["reference"], ids, files, format, fields)
