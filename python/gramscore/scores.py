"""What a metric returns: integer statistics per example, and the figures that follow from them."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

_S = TypeVar("_S", bound="Scores")


class Scores:
    """The result of scoring N examples.

    stats: int64 array (N, K), the sufficient statistics of each example.
    columns: the K names of the statistics.
    signature: everything that can change a figure: metric, options, version.

    Scores of equal signature join with `+`; len() is N; equality compares signature and statistics.
    """

    __slots__ = ("columns", "signature", "stats")

    def __init__(self, stats: npt.NDArray[np.int64], columns: tuple[str, ...], signature: str) -> None:
        self.stats = stats
        self.columns = columns
        self.signature = signature

    def __len__(self) -> int:
        return len(self.stats)

    def __add__(self: _S, other: _S) -> _S:
        if not isinstance(other, Scores):
            return NotImplemented
        if other.signature != self.signature:
            raise ValueError(
                f"scores of different signatures cannot be added: {self.signature} and {other.signature}"
            )
        return self._with_stats(np.concatenate([self.stats, other.stats]))

    def _with_stats(self: _S, stats: npt.NDArray[np.int64]) -> _S:
        """The same kind of scores with other statistics."""
        return type(self)(stats, self.columns, self.signature)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scores):
            return NotImplemented
        return self.signature == other.signature and np.array_equal(self.stats, other.stats)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} examples, {self.signature}>"

    def __getstate__(self) -> dict[str, Any]:
        return {"stats": self.stats, "columns": self.columns, "signature": self.signature}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]
