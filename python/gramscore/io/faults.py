"""What becomes of examples that cannot be read."""

from __future__ import annotations

from typing import Final

from gramscore.io.errors import InputError

_MOST_LISTED: Final = 100


class Faults:
    """Stops at the first fault or, `skipping`, counts them and remembers the first hundred."""

    def __init__(self, skipping: bool = False) -> None:
        self.skipping = skipping
        self.count = 0
        self.listed: list[str] = []

    def met(self, error: InputError) -> None:
        """Raises `error`, unless what it is about is skipped."""
        if not self.skipping:
            raise error from None
        self.count += 1
        if len(self.listed) < _MOST_LISTED:
            self.listed.append(str(error))
