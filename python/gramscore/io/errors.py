"""What can be wrong with a file, in one sentence that names the file and the place in it."""

from __future__ import annotations


class InputError(ValueError):
    """The input cannot be scored as it stands: missing, malformed, or without the fields asked for.

    advice: which option would go on all the same; nothing if none would, None if that is not known yet.
    """

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.advice = advice


class OutputError(OSError):
    """The output cannot be written."""


def invalid_utf8(place: str, error: UnicodeDecodeError) -> InputError:
    """`place` is file:line; the offset counts the line's bytes from 0."""
    byte = error.object[error.start]
    return InputError(f"{place}: invalid UTF-8 at byte offset {error.start} of the line (0x{byte:02x})")
