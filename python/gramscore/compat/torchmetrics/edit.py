"""The edit distance of characters as torchmetrics computes it: along the diagonal of the table, where TER looks."""

from __future__ import annotations

from typing import Any

import numpy as np

from gramscore import _core
from gramscore.compat.torchmetrics.inputs import Texts, listed
from gramscore.compat.torchmetrics.numbers import F, in_torch

_REDUCTIONS = (None, "mean", "sum", "none")
_MOST = 10**16  # to torchmetrics, as much as not to be possible


class DistanceSum:
    """The sum of distances, and how many there are."""

    states: tuple[str, ...] = ("edit_scores", "num_elements")

    def __init__(self, substitution_cost: int, reduction: str | None) -> None:
        _check_cost(substitution_cost)
        if reduction not in _REDUCTIONS:
            raise ValueError(
                f"Expected argument `reduction` to be one of {_REDUCTIONS}, but got {reduction!r}"
            )
        self._cost, self._reduction = substitution_cost, reduction
        self.edit_scores = self.num_elements = np.int64(0)

    def add(self, preds: Texts, target: Texts) -> None:
        found = _distances(preds, target, self._cost)
        self.edit_scores = self.edit_scores + found.sum()
        self.num_elements = self.num_elements + len(found)

    def score(self) -> Any:
        if self._reduction == "sum":
            return in_torch(self.edit_scores)
        with np.errstate(invalid="ignore"):
            return in_torch(F(F(self.edit_scores) / F(self.num_elements)))


class DistanceList(DistanceSum):
    """All distances."""

    states = ("edit_scores_list",)

    def __init__(self, substitution_cost: int, reduction: str | None) -> None:
        super().__init__(substitution_cost, reduction)
        self.edit_scores_list: list[Any] = []

    def add(self, preds: Texts, target: Texts) -> None:
        self.edit_scores_list.extend(_distances(preds, target, self._cost))

    def score(self) -> Any:
        if not self.edit_scores_list:
            raise ValueError("No samples to concatenate")
        return in_torch(np.array(self.edit_scores_list, np.int32))


def _check_cost(cost: Any) -> None:
    if not isinstance(cost, int) or isinstance(cost, bool) or cost < 0:
        raise ValueError(f"Expected argument `substitution_cost` to be a positive integer, but got {cost}")


def _distances(preds: Texts, target: Texts, cost: int) -> Any:
    """int32 (N,)."""
    texts = [preds] if isinstance(preds, str) else listed("preds", preds)
    goals = [target] if isinstance(target, str) else listed("target", target)
    for name, given in (("preds", texts), ("target", goals)):
        if not all(isinstance(text, str) for text in given):
            raise ValueError(f"Expected all values in argument `{name}` to be string type, but got {given}")
    if len(texts) != len(goals):
        raise ValueError(
            "Expected argument `preds` and `target` to have same length, but got "
            f"{len(texts)} and {len(goals)}"
        )
    return _core.beam_distances(texts, goals, min(cost, _MOST)).astype(np.int32)


def edit_distance(
    preds: Texts, target: Texts, substitution_cost: int = 1, reduction: str | None = "mean"
) -> Any:
    """Edits of characters, each 1 but substitutions: their mean over pairs, or their sum, or without a reduction those
    of each pair, whole numbers."""
    _check_cost(substitution_cost)
    found = _distances(preds, target, substitution_cost)
    if not len(found):
        return in_torch(np.int32(0))
    if reduction not in _REDUCTIONS:
        raise ValueError("Expected argument `reduction` to either be 'sum', 'mean', 'none' or None")
    if reduction is None or reduction == "none":
        return in_torch(found)
    total = found.sum(dtype=np.int64)
    return in_torch(total if reduction == "sum" else F(F(total) / F(len(found))))
