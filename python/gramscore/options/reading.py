"""How files are read, as far as a user says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

INPUT_FORMATS: Final = ("jsonl", "json", "csv", "tsv", "parquet", "arrow", "text", "documents")
#: Those that have no fields.
PLAIN_FORMATS: Final = ("text", "documents")

QUOTING: Final = ("csv", "none")
CELLS: Final = ("text", "list")
ON_ERROR: Final = ("stop", "skip")
ON_NULL: Final = ("stop", "empty", "skip")


@dataclass(frozen=True)
class TableOptions:
    """What CSV and TSV do not say themselves; None leaves it to the file."""

    quoting: str | None = None
    cells: str | None = None
    null: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True)
class Reading:
    """How a corpus is read; what is None, the files tell.

    format: one of `INPUT_FORMATS`.
    prediction, references, id, groups: the names of fields; `want_id`, whether ids are worth guessing.
    source: the field of what the predictions are made of, of lines a file of it; `want_source`, whether it is needed.
    encoding: of text, UTF-8 by default.
    on_error: "stop" or "skip", at what cannot be read.
    on_null: "stop", "empty" or "skip", at predictions that are null.
    """

    format: str | None = None
    prediction: str | None = None
    references: tuple[str, ...] = ()
    id: str | None = None
    want_id: bool = False
    groups: tuple[str, ...] = ()
    table: TableOptions = field(default_factory=TableOptions)
    encoding: str | None = None
    on_error: str = "stop"
    on_null: str = "stop"
    source: str | None = None
    want_source: bool = False


#: In place of a field of ids: there is none, though one could be guessed.
NO_ID: Final = "none"
