"""What can be wrong with a file, in one sentence that names the file and the place in it."""

from __future__ import annotations

from collections.abc import Sequence


class InputError(ValueError):
    """The input cannot be scored as it stands: missing, malformed, or without the fields asked for.

    advice: which option would go on all the same; nothing if none would, None if that is not known yet.
    """

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.advice = advice


class OutputError(OSError):
    """The output cannot be written."""


def all_empty(files: Sequence[str], task: str = "score") -> InputError:
    """Says that there is nothing to `task` in files, by their names."""
    subject = f"{files[0]} is" if len(files) == 1 else f"{files[0]} and the other files are"
    return InputError(f"{subject} empty: there is nothing to {task}")


def invalid_utf8(place: str, error: UnicodeDecodeError) -> InputError:
    """`place` is file:line; the offset counts the line's bytes from 0."""
    byte = error.object[error.start]
    return InputError(f"{place}: invalid UTF-8 at byte offset {error.start} of the line (0x{byte:02x})")
