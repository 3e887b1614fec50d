"""The formulas by the names under which saved states know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from gramscore import _core


class CorpusFormula(Protocol):
    """From sums over examples to a corpus score: a frozen dataclass of plain values, which can be saved."""

    def sums(self, stats: npt.NDArray[np.int64]) -> Any:
        """The sums over rows of statistics: of the kind entered with the formula."""

    def corpus_of(self, sums: Any) -> Any:
        """The score."""

    def check(self, sums: Any) -> None:
        """Raises ValueError, or another error, for sums that do not go with the formula, or that no texts have: those
        of a damaged or a made up state."""


#: By name; `formula` fills them. Sums are made of the number of examples, of integers and of bytes.
FORMULAS: Final[dict[str, type[Any]]] = {}
SUMS: Final[dict[str, Callable[[int, Any, Any], Any]]] = {}

_F = TypeVar("_F", bound=type[Any])


def formula(name: str, sums: Callable[[int, Any, Any], Any] = _core.CorpusSums) -> Callable[[_F], _F]:
    """Enters a class of formulas, and what its sums are. Its name is part of saved states, and stays."""

    def enter(kind: _F) -> _F:
        FORMULAS[name] = kind
        SUMS[name] = sums
        return kind

    return enter
