"""The CharacTER of a corpus, and the formula for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gramscore import _core
from gramscore.figures.means import MeanOfRows
from gramscore.figures.registry import formula


class CharacTERScore(NamedTuple):
    """The mean CharacTER of the examples, 0 (best)..1."""

    score: float


@formula("character")
@dataclass(frozen=True)
class CharacTERFormula(MeanOfRows):
    """The mean of CharacTER."""

    def rows(self) -> _core.CharacterFormula:
        return _core.CharacterFormula()

    def corpus_of(self, sums: _core.CorpusSums) -> CharacTERScore:
        return CharacTERScore(*_core.means_of_sums(sums))
