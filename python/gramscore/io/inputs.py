"""The files that the user's paths, patterns and directories stand for."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final
from urllib.parse import unquote

from gramscore.io.errors import InputError
from gramscore.io.formats import format_of_name
from gramscore.io.recoded import checked_encoding
from gramscore.io.saved_dataset import files_of_dataset
from gramscore.io.source import Source

_NULL_KEY: Final = "__HIVE_DEFAULT_PARTITION__"
_MOST_NAMED: Final = 5
# What Spark and its like write beside data, and everybody's hidden files.
_MARKERS: Final = re.compile(
    r"\..*|_SUCCESS|_metadata|_common_metadata|_(started|committed)_.*|.*\.crc", re.DOTALL
)
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_BRACES: Final = re.compile(r"\{([^{}]*,[^{}]*)\}")


def sources_of(
    inputs: Sequence[str], remarks: list[str], *, any_name: bool = False, encoding: str | None = None
) -> list[list[Source]]:
    """The files of each input: those of a pattern or a directory by name. A path that is neither stands for itself,
    whether or not it exists. Of a directory only names that tell a format count, unless `any_name`; what else is in it
    is said in `remarks`. `encoding`: of text, by a name, None for UTF-8. `InputError` for a pattern or a directory
    without files, or that cannot be read whole, and for an unknown encoding."""
    codec = checked_encoding(encoding)
    found = []
    for path in inputs:
        passed_over: list[str] = []
        paths = _paths(path, any_name, passed_over)
        if passed_over:
            named = ", ".join(map(_shown, passed_over[:_MOST_NAMED]))
            more = f" and {len(passed_over) - _MOST_NAMED} more" if len(passed_over) > _MOST_NAMED else ""
            remarks.append(f"{_shown(path)}: passed over {named}{more}")
        found.append([_source(it, codec) for it in paths])
    return found


def check_standard_input(paths: Sequence[str]) -> None:
    """`InputError` where it is to be read twice."""
    if paths.count("-") > 1:
        raise InputError("standard input can be given only once")


def holds_documents(path: str) -> bool:
    """Whether it is a folder of which no file has a name that tells its format."""
    if not os.path.isdir(path) or files_of_dataset(path) is not None:
        return False
    files = [entry.name for entry in _entries(path) if entry.is_file() and not _MARKERS.fullmatch(entry.name)]
    return bool(files) and not any(map(format_of_name, files))


def _paths(path: str, any_name: bool, passed_over: list[str]) -> list[str]:
    if path == "-" or os.path.isfile(path):
        return [path]
    if found_scheme := _SCHEME.match(path):
        if found_scheme[1] == "file":
            raise InputError(f"{_shown(path)}: give the path alone, without file://")
        raise InputError(
            f"{_shown(path)}: only local files are read: copy it here, or score it with gramscore.distributed's "
            "Ray or Spark"
        )
    if os.path.isdir(path):
        saved = files_of_dataset(path)
        if saved is not None:
            return saved
        found = sorted(_files_in(path, any_name, passed_over), key=lambda it: PurePath(it).parts)
        if not found:
            more = f" (there are {', '.join(map(_shown, passed_over[:_MOST_NAMED]))})" if passed_over else ""
            raise InputError(
                f"{_shown(path)}: no file in this directory has a name that tells its format{more}"
            )
        return found
    if not os.path.lexists(path) and (glob.escape(path) != path or _BRACES.search(path)):
        matches = list(_matches(path))
        if not matches:
            raise InputError(f"{_shown(path)}: no file matches")
        for match in matches:
            if not os.path.isdir(match):
                _check_regular(match)  # a reader would wait for a pipe
        every = [file for match in matches for file in _paths(match, any_name, passed_over)]
        # A directory and what is in it may both match, and a link lead to what is there already.
        once = {os.path.realpath(file): file for file in reversed(every)}
        return [file for file in dict.fromkeys(every) if once[os.path.realpath(file)] == file]
    return [path]


def _matches(pattern: str) -> Iterator[str]:
    """What exists under a pattern with braces (`{a,b}`) or without, by name."""
    if found := _BRACES.search(pattern):
        for choice in found[1].split(","):
            yield from _matches(f"{pattern[: found.start()]}{choice}{pattern[found.end() :]}")
        return
    folder = os.path.dirname(pattern)
    for path in glob.glob(folder, recursive=True) if glob.escape(folder) != folder else [folder]:
        if os.path.isdir(path or "."):
            _entries(path or ".")  # glob passes over a folder that it cannot read
    yield from sorted(glob.glob(pattern, recursive=True))


def _files_in(folder: str, any_name: bool, passed_over: list[str]) -> Iterator[str]:
    """The data in a folder and in those below it, through links too, each folder and each file once."""
    seen = {os.path.realpath(folder)}
    folders = [folder]
    while folders:
        for entry in _entries(folders.pop()):
            hidden = entry.name.startswith((".", "_"))
            known = format_of_name(entry.name) is not None
            if hidden:
                # Other tools' own: _temporary/, .ipynb_checkpoints/.
                if known or (entry.is_dir() and not entry.name.startswith(".")):
                    passed_over.append(entry.path)
            elif (is_dir := entry.is_dir()) or known or (any_name and not _MARKERS.fullmatch(entry.name)):
                real = os.path.realpath(entry.path)
                if not is_dir:
                    _check_regular(entry.path)
                if real in seen:
                    passed_over.append(entry.path)
                    continue
                seen.add(real)
                if is_dir:
                    folders.append(entry.path)
                else:
                    yield entry.path
            elif not _MARKERS.fullmatch(entry.name):
                passed_over.append(entry.path)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"{_shown(folder)}: cannot be read ({error.strerror})") from None


def _check_regular(path: str) -> None:
    try:
        about = os.stat(path)
    except FileNotFoundError:
        raise InputError(f"{_shown(path)}: is a link to nothing") from None
    except OSError as error:
        raise InputError(f"{_shown(path)}: cannot be read ({error.strerror})") from None
    if not stat.S_ISREG(about.st_mode):
        raise InputError(f"{_shown(path)}: is no regular file")


def _source(path: str, encoding: str | None) -> Source:
    """Folders called name=value, as Hive partitions are, tell the value of a field, and the path that of `file`."""
    parts = [part.partition("=") for part in PurePath(path).parts[:-1]]
    keys = {unquote(name): unquote(value) for name, equals, value in parts if name and equals}
    told = {name: None if value == _NULL_KEY else value for name, value in keys.items()}
    return Source(path, {"file": _shown(path), **told}, encoding)


def _shown(path: str) -> str:
    return Source(path).name
