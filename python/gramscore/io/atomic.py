"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from gramscore.io.errors import OutputError


@contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """A stream to a temporary file beside `path`, which takes its name when the block ends well and is
    removed when it does not. A file that is replaced leaves its mode. `OutputError` when that is impossible."""
    target = Path(os.path.realpath(path))
    shown = os.fsencode(path).decode(errors="replace")
    try:
        if target.exists() and not target.is_file():
            raise OutputError(f"{shown}: cannot be written (it is not a regular file)")
        if len(os.fsencode(target.name)) > _longest_name(target.parent):
            raise OutputError(f"{shown}: cannot be written (File name too long)")
        stream = _unused(target.parent)
        try:
            with stream:
                _keep_mode(target, stream.name)
                yield stream
            os.replace(stream.name, target)
        finally:
            with suppress(OSError):
                os.unlink(stream.name)
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{shown}: cannot be written ({error.strerror or error})") from None


def _unused(folder: Path) -> BinaryIO:
    """A new file under a name that no other thread, process or container takes, and that is short enough wherever
    the file's own name is; others' tools pass over what begins with a dot. Its mode is as the umask has it."""
    while True:
        with suppress(FileExistsError):
            return open(folder / f".gramscore-{secrets.token_hex(8)}.tmp", "x+b")


def _keep_mode(target: Path, temporary: str) -> None:
    with suppress(OSError):  # where there is no such file, or it belongs to somebody else
        about = target.stat()
        with suppress(OSError, AttributeError):
            os.chown(temporary, about.st_uid, about.st_gid)
        os.chmod(temporary, stat.S_IMODE(about.st_mode))


def _longest_name(folder: Path) -> int:
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError, AttributeError):
        return 255


def check_writable(path: str) -> None:
    """`OutputError` now rather than after the work, if `replacing(path)` could not create its file."""
    with suppress(_Enough), replacing(path):
        raise _Enough


class _Enough(Exception):
    """Leaves a `replacing` block without replacing."""
