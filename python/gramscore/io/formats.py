"""The format of a file, from its name."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

_COMPRESSED: Final = (".gz", ".bz2", ".xz", ".zst")
_BY_SUFFIX: Final = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".arrows": "arrow",
}


def format_of_name(path: str) -> str | None:
    """A structured format, or None when the name does not say; a compression suffix is looked through."""
    return _BY_SUFFIX.get(plain_suffix(path))


def plain_suffix(path: str) -> str:
    """How the name ends, in lower case, without what it says of compression."""
    name = PurePath(path.lower())
    if name.suffix in _COMPRESSED:
        name = name.with_suffix("")
    return name.suffix
