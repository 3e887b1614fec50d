"""What pairs of texts have in common, and the scores of ROUGE that follow from it in the ways packages have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.reproducing.texts import Texts

_Floats = npt.NDArray[np.float64]
_Counts = npt.NDArray[np.int64]


class Overlap(NamedTuple):
    """Of P pairs of a prediction and a reference: the units that match, and those of either side, int64 (P,)."""

    matches: _Counts
    prediction: _Counts
    reference: _Counts


class Parts(NamedTuple):
    """The scores of N examples or P pairs, 0..1."""

    precision: _Floats
    recall: _Floats
    fmeasure: _Floats


def _shares(overlap: Overlap) -> tuple[_Floats, _Floats]:
    return (
        overlap.matches / np.maximum(overlap.prediction, 1),
        overlap.matches / np.maximum(overlap.reference, 1),
    )


def _harmonic(overlap: Overlap) -> Parts:
    """rouge-score's: 2PR / (P + R), 0 where both are 0."""
    p, r = _shares(overlap)
    total = p + r
    return Parts(p, r, np.divide(2 * p * r, total, out=np.zeros_like(total), where=total > 0))


def _with_constant(overlap: Overlap) -> Parts:
    """That of the package rouge, which adds 1e-8 to the denominator."""
    p, r = _shares(overlap)
    return Parts(p, r, 2.0 * ((p * r) / (p + r + 1e-8)))


def _weighted(overlap: Overlap) -> Parts:
    """py-rouge's, with alpha 0.5."""
    p, r = _shares(overlap)
    total = 0.5 * p + 0.5 * r
    return Parts(p, r, np.divide(p * r, total, out=np.zeros_like(total), where=(p > 0) & (r > 0)))


def _five_digits(overlap: Overlap) -> Parts:
    """ROUGE-1.5.5's, each of five decimals, F from P and R so rounded."""
    stats = np.ascontiguousarray(np.stack(overlap, axis=1), dtype=np.int64)
    scores = _core.rouge155_scores(stats, (0.0,), 0.5)
    return Parts(*(np.ascontiguousarray(scores[:, k]) for k in (1, 0, 2)))


#: The ways from counts to scores.
FORMULAS: Final[dict[str, Callable[[Overlap], Parts]]] = {
    "harmonic": _harmonic,
    "1e-8": _with_constant,
    "alpha": _weighted,
    "five digits": _five_digits,
}


@dataclass(frozen=True)
class Counted:
    """Texts and, by type of ROUGE, what their pairs have in common. What was computed of it is kept."""

    texts: Texts
    overlaps: dict[str, Overlap]
    _kept: dict[tuple[str, ...], Parts] = field(default_factory=dict)

    def pairs(self, name: str, formula: str) -> Parts:
        """The scores of the pairs."""
        key = (name, formula)
        if key not in self._kept:
            self._kept[key] = FORMULAS[formula](self.overlaps[name])
        return self._kept[key]

    def examples(self, name: str, references: str, formula: str, first: str) -> Parts:
        """The scores of the examples: what becomes of several references. `first`: the type named first in the call."""
        if not self.texts.several:
            return self.pairs(name, formula)
        key = (name, references, formula, first)
        if key not in self._kept:
            self._kept[key] = self._of_several(name, references, formula, first)
        return self._kept[key]

    def _of_several(self, name: str, references: str, formula: str, first: str) -> Parts:
        starts, sizes = self.texts.starts, self.texts.sizes
        if references == "pooled":
            return FORMULAS[formula](self.chosen(name, references, formula, first))
        pairs = self.pairs(name, formula)
        if references == "mean":
            return Parts(*(np.add.reduceat(column, starts) / sizes for column in pairs))
        places = self._places(name, references, formula, first)
        return Parts(*(column[places] for column in pairs))

    def chosen(self, name: str, references: str, formula: str, first: str) -> Overlap:
        """The counts of the examples: of all references together ("pooled"), or of the one that is chosen."""
        own = self.overlaps[name]
        if not self.texts.several:
            return own
        if references == "pooled":
            return Overlap(*(np.add.reduceat(column, self.texts.starts) for column in own))
        places = self._places(name, references, formula, first)
        return Overlap(*(column[places] for column in own))

    def _places(self, name: str, references: str, formula: str, first: str) -> npt.NDArray[np.int64]:
        """Of each example the pair whose reference is chosen."""
        if references == "first":
            return self.texts.starts
        by = first if references == "best F of the first type" else name
        scores = self.pairs(by, formula)
        values = scores.recall if references == "best recall" else scores.fmeasure
        best = np.repeat(np.maximum.reduceat(values, self.texts.starts), self.texts.sizes)
        places = np.flatnonzero(values == best)
        _, at = np.unique(self.texts.rows[places], return_index=True)
        return places[at]
