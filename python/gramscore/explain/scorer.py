"""What an explanation takes its scores from."""

from __future__ import annotations

from typing import Any, Protocol


class Scorer(Protocol):
    """A metric as explanations know it."""

    @property
    def signature(self) -> str:
        """All options, and the version."""

    def score(self, predictions: Any, references: Any) -> Any:
        """The scores of N predictions against N lists of references."""
