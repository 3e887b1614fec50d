"""Files that a command is to write."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

import click


def check_outputs(outputs: Mapping[str, str | None], inputs: Sequence[str]) -> None:
    """The reasons not to write there that can be known before the work. `outputs` are paths by what asks for them, None
    for what is not asked for."""
    from gramscore.io.atomic import check_writable
    from gramscore.io.errors import OutputError

    seen: dict[str, str] = {}
    for option, path in outputs.items():
        if path is None:
            continue
        if not path:
            raise click.UsageError(f"{option}: the name of the file is empty")
        if path == "-":
            raise click.UsageError(
                f"{option} -: the name of a file is expected, the result goes to standard output"
            )
        if any(_is_same(path, it) for it in inputs):
            raise click.UsageError(f"{option} {path} would replace an input")
        other = next((it for it, name in seen.items() if _is_same(path, name)), None)
        if other is not None:
            raise click.UsageError(f"{other} and {option} would write to one file, {path}")
        if _is_stdout(path):
            raise click.UsageError(f"{option} {path} would replace the file that the result goes to")
        seen[option] = path
    try:
        for path in seen.values():
            check_writable(path)
    except OutputError as error:
        raise click.ClickException(str(error)) from None


def check_page(option: str, path: str) -> None:
    """`UsageError` for a name that is none of a page."""
    if not path.endswith((".html", ".htm")):
        raise click.UsageError(f"{option} {path}: the name must end with .html")


def check_per_example(path: str) -> None:
    """`UsageError` for a name that tells no format."""
    from gramscore.io.per_example import PER_EXAMPLE_FORMATS, per_example_format

    if per_example_format(path) is None:
        known = ", ".join(PER_EXAMPLE_FORMATS)
        raise click.UsageError(f"--per-example {path}: the name must end with one of {known}")


def _is_same(path: str, other: str) -> bool:
    """Whether they are one file, or would be once they are written."""
    with suppress(OSError, ValueError):
        if os.path.samefile(path, other):
            return True
    return os.path.realpath(path) == os.path.realpath(other)


def _is_stdout(path: str) -> bool:
    with suppress(OSError, ValueError, AttributeError):
        return os.path.samestat(os.stat(path), os.fstat(sys.stdout.fileno()))
    return False
