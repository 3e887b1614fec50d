"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from gramscore.io.errors import OutputError


@contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """A stream to a temporary file beside `path`, which takes its name when the block ends well and is
    removed when it does not. `OutputError` when that is impossible."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and not target.is_file():
            raise OutputError(f"{path}: cannot be written (it is not a regular file)")
        try:
            with open(temporary, "xb") as stream:
                yield stream
            temporary.replace(target)
        finally:
            with suppress(OSError):
                temporary.unlink()
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from None


def check_writable(path: str) -> None:
    """`OutputError` now rather than after the work, if `replacing(path)` could not create its file."""
    with suppress(_Enough), replacing(path):
        raise _Enough


class _Enough(Exception):
    """Leaves a `replacing` block without replacing."""
