"""What a metric returns: integer statistics per example, and the figures that follow from them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from gramscore.state import CorpusFormula, State

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

    @property
    def _corpus_formula(self) -> CorpusFormula:
        """How sums over these and other examples become the corpus figure."""
        raise NotImplementedError

    def state(self) -> State:
        """What the corpus figure is made of: sums that can be saved, and added to those of other examples.

        Raises ValueError where the figure of a whole does not follow from sums over its parts.

        >>> import gramscore
        >>> metric = gramscore.TER()
        >>> first = metric.score(["a b"], ["a c"]).state()
        >>> (first + metric.score(["d"], ["d"]).state()).corpus.ref_length
        3.0
        """
        from gramscore.state import State

        formula = self._corpus_formula
        return State(self.signature, formula, formula.sums(self.stats))

    def states(self, by: Sequence[Hashable]) -> dict[Any, State]:
        """A state for each distinct value of `by`, which has one per example, in order of first appearance.

        >>> import gramscore
        >>> scores = gramscore.TER().score(["a b", "c", "d"], ["a c", "c", "e"])
        >>> {word: state.corpus.score for word, state in scores.states(by=["x", "y", "x"]).items()}
        {'x': 66.66666666666666, 'y': 0.0}
        """
        if len(by) != len(self):
            raise ValueError(f"by has {len(by)} values for {len(self)} examples")
        number: dict[Any, int] = {}
        numbers = np.fromiter((number.setdefault(value, len(number)) for value in by), np.intp, len(by))
        rows = np.split(np.argsort(numbers, kind="stable"), np.cumsum(np.bincount(numbers))[:-1])
        return {
            value: self._with_stats(self.stats[own]).state() for value, own in zip(number, rows, strict=True)
        }

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

    def _repr_html_(self) -> str:
        from gramscore.score_table import html_table

        corpus: Any = self.corpus  # type: ignore[attr-defined]
        return html_table(corpus, len(self), self.signature)

    def __getstate__(self) -> dict[str, Any]:
        return {"stats": self.stats, "columns": self.columns, "signature": self.signature}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]
