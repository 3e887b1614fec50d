"""What becomes of examples that cannot be read, and what else there is to say of the input."""

from __future__ import annotations

from typing import Final

from gramscore.io.errors import InputError

_MOST_LISTED: Final = 100


class Faults:
    """Stops at the first fault or, `skipping`, counts them and remembers the first hundred.

    remarks: what is no fault, but may not be what the user means.
    """

    def __init__(self, skipping: bool = False) -> None:
        self.skipping = skipping
        self.count = 0
        self.listed: list[str] = []
        self.remarks: list[str] = []

    def met(self, error: InputError) -> None:
        """Raises `error`, unless what it is about is skipped."""
        if not self.skipping:
            raise error from None
        self.count += 1
        if len(self.listed) < _MOST_LISTED:
            self.listed.append(str(error))
