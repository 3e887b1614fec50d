"""What becomes of examples that cannot be read, and what else there is to say of the input."""

from __future__ import annotations

from typing import Final

from gramscore.io.errors import InputError

_MOST_LISTED: Final = 100


class Faults:
    """Stops at the first fault or, `skipping`, counts them and remembers the first hundred.

    on_null: what a prediction that is null is: "stop", a fault; "empty", an empty text; "skip", left out and counted.
    remarks: what is no fault, but may not be what the user means.
    """

    def __init__(self, skipping: bool = False, on_null: str = "stop") -> None:
        self.skipping = skipping
        self.on_null = on_null
        self.count = 0
        self.listed: list[str] = []
        self.remarks: list[str] = []

    def met(self, error: InputError) -> None:
        """Raises `error`, unless what it is about is skipped."""
        if not self.skipping:
            if error.advice is None:
                error.advice = "--on-error skip passes over what cannot be read"
            raise error from None
        self._count(error)

    def nothing(self, error: InputError) -> str | None:
        """The text of a prediction that is null; None if it is left out. Raises `error` where it is a fault."""
        if self.on_null == "empty":
            return ""
        if self.on_null == "stop" and not self.skipping:
            error.advice = "--on-null empty scores it as an empty text, --on-null skip leaves it out"
            raise error from None
        self._count(error)
        return None

    def _count(self, error: InputError) -> None:
        self.count += 1
        if len(self.listed) < _MOST_LISTED:
            self.listed.append(str(error))
