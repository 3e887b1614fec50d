"""The files that the user's paths, patterns and directories stand for."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import unquote

from gramscore.io.errors import InputError
from gramscore.io.formats import format_of_name
from gramscore.io.source import Source

_NULL_KEY: Final = "__HIVE_DEFAULT_PARTITION__"


def sources_of(inputs: Sequence[str]) -> list[Source]:
    """The files in the order given, those of a pattern or a directory by name. A path that is neither stands for
    itself, whether or not it exists. `InputError` for a pattern or a directory without files."""
    return [_source(path) for it in inputs for path in _paths(it)]


def _paths(path: str) -> list[str]:
    if path == "-" or os.path.isfile(path):
        return [path]
    if os.path.isdir(path):
        found = [str(file) for file in sorted(Path(path).rglob("*")) if _is_data(file, path)]
        if not found:
            raise InputError(f"{_shown(path)}: no file in this directory has a name that tells its format")
        return found
    if not os.path.exists(path) and glob.escape(path) != path:
        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            raise InputError(f"{_shown(path)}: no file matches")
        return [file for match in matches for file in _paths(match)]
    return [path]


def _is_data(file: Path, folder: str) -> bool:
    """Names that begin with a dot or an underscore are other tools' own: _SUCCESS, _temporary/."""
    hidden = any(part.startswith((".", "_")) for part in file.relative_to(folder).parts)
    return not hidden and format_of_name(file.name) is not None and file.is_file()


def _source(path: str) -> Source:
    """Folders called name=value, as Hive partitions are, tell the value of a field."""
    parts = [part.partition("=") for part in PurePath(path).parts[:-1]]
    keys = {unquote(name): unquote(value) for name, equals, value in parts if name and equals}
    return Source(path, {name: None if value == _NULL_KEY else value for name, value in keys.items()})


def _shown(path: str) -> str:
    return Source(path).name
