"""How varied the texts of a corpus are."""

from __future__ import annotations

from typing import NamedTuple


class DistinctScore(NamedTuple):
    """score: distinct-n of all texts together for the longest n-grams, 0..1.
    distinct: the same by order, from single words on.
    self_repetition: 0 or more: the mean over the texts of log(1 + how often other texts have their n-grams).
    """

    score: float
    distinct: list[float]
    self_repetition: float
