"""What ends the program."""

from __future__ import annotations


class Failure(ValueError):
    """Input that cannot be scored as it stands: one sentence for people, with the file and the line."""
