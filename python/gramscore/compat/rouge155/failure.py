"""What ends the command as it would end the program."""

from __future__ import annotations

from typing import Final

#: Exit codes of the program: a usage error, a file that is not there, and what it does not know how to read.
USAGE: Final = 255
NO_FILE: Final = 2
UNREADABLE: Final = 25


class Failure(Exception):
    """One sentence for people, and the exit code that the program has there."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code
