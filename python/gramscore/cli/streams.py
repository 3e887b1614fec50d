"""The standard streams, one or all of which may be closed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO


def prepare_streams() -> bool:
    """Makes them safe to use; whether there is a standard output.

    A file that is opened while one is closed would take its number, and what goes to the stream would go there. Python
    has None for a closed stream, and prints to standard output in place of standard error.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # which takes the lowest number that is free
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        return False
    for stream in (sys.stdout, sys.stderr):
        # What the encoding of a terminal has not, a lone surrogate among it, is shown escaped.
        with suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return True


def say(message: str) -> None:
    """A line for people on standard error; whether it can be written does not matter to the result."""
    from gramscore.options.printable import printable

    try:
        print(printable(message), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _drop(sys.stderr)


def show(data: bytes) -> None:
    """To standard output these bytes, whatever they are; to a terminal with escapes in place of what it would obey."""
    if sys.stdout.isatty():
        from gramscore.options.printable import printable

        print(printable(data.decode(errors="backslashreplace")), end="")
    else:
        sys.stdout.buffer.write(data)


def drop_stdout() -> None:
    """Lets go of what could not be written."""
    _drop(sys.stdout)


def _drop(stream: TextIO) -> None:
    """What is left in it goes nowhere, or the interpreter would try again at exit, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
