"""What pairs of texts have in common, and the scores of ROUGE that follow from it in the ways packages have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.reproducing.looks import Look, as_it_is
from gramscore.reproducing.store import Store
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


class Column(NamedTuple):
    """One number for a corpus, which several settings may stand on.

    name: the type of ROUGE. references, formula: as Counted.examples() has them. part: of Parts. middle: what is
    made of the examples' scores, one of MIDDLES.
    """

    name: str
    references: str
    formula: str
    part: str
    middle: str


def _mean(scores: _Floats) -> float:
    return _core.exact_sum(scores) / len(scores)


#: What is made of the examples' scores.
MIDDLES: Final[dict[str, Callable[[_Floats], float]]] = {
    "mean": _mean,
    "running mean": lambda scores: float(np.cumsum(scores)[-1]) / len(scores),
    "median": lambda scores: float(np.median(scores)),
    "deviation": lambda scores: float(np.std(scores)),
}


class Counting:
    """What the engine counts for ROUGE: words as some package takes them. Equal ones count the same."""

    #: Whether lower-casing the texts first makes no difference, or is an option of its own.
    settles_case: ClassVar[bool] = True
    #: Columns of a kind: matches and the units of either side, perhaps in several ways.
    columns: ClassVar[int] = 3

    def acting_on(self, texts: Texts) -> Counting:
        """The plainest that counts the same on these texts: without limits that they do not reach."""
        return self

    def limits(self) -> tuple[int | None, int | None]:
        """The words and bytes of a text that it may cut."""
        return (None, None)

    def without_limits(self) -> Counting:
        """What counts the same of texts that do not reach them."""
        return self

    def check(self, texts: Texts) -> None:
        """ValueError where the package refuses the texts."""

    def look(self, name: str) -> Look:
        """What the counts of this type depend on."""
        return as_it_is

    def kind(self, name: str) -> str:
        """What is counted for this type, which may be the same for several."""
        return name

    def mirrors(self, kind: str) -> bool:
        """Whether swapping the sides of a pair swaps what is counted."""
        return not is_lcs(kind)

    def count(self, pairs: Texts, kinds: Sequence[str]) -> npt.NDArray[np.int64]:
        """Of pairs of texts: matches and the units of either side, int64 (P, columns), one kind after the other."""
        raise NotImplementedError

    def overlap(self, rows: npt.NDArray[np.int64], name: str) -> Overlap:
        """What rows of its kind say of a type."""
        return Overlap(*np.ascontiguousarray(rows.T))

    def counted(self, texts: Texts, store: Store) -> Counted:
        """ValueError where the package refuses the texts."""
        self.check(texts)
        return Counted(texts, self, store)


def is_lcs(name: str) -> bool:
    """Whether it is one of the two ROUGE-L."""
    return name.startswith("rougeL")


def _mirrored(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Counts of pairs whose sides are swapped."""
    return rows.reshape(len(rows), -1, 3)[:, :, [0, 2, 1]].reshape(rows.shape)


@dataclass(frozen=True)
class Counted:
    """Texts, and what their pairs have in common, which is counted when it is asked for. What was computed is kept."""

    texts: Texts
    counting: Counting
    store: Store
    _numbers: dict[Column, float] = field(default_factory=dict)
    _overlaps: dict[str, Overlap] = field(default_factory=dict)
    _kept: dict[tuple[str, ...], Parts] = field(default_factory=dict)

    def number(self, column: Column) -> float:
        if column not in self._numbers:
            parts = self.examples(column.name, column.references, column.formula)
            self._numbers[column] = MIDDLES[column.middle](getattr(parts, column.part))
        return self._numbers[column]

    def overlap(self, name: str) -> Overlap:
        """What the pairs have in common."""
        if name not in self._overlaps:
            counting, pairs = self.counting, self.texts.paired
            rows = self._rows(counting.without_limits(), pairs, counting.look(name), name)
            cut = np.flatnonzero(pairs.reaching(*counting.limits()).reshape(2, -1).any(axis=0))
            if len(cut):
                rows[cut] = self._rows(counting, pairs.kept(cut), as_it_is, name)
            self._overlaps[name] = counting.overlap(rows, name)
        return self._overlaps[name]

    def _rows(self, counting: Counting, pairs: Texts, look: Look, name: str) -> _Counts:
        kind = counting.kind(name)
        together = self.store.together if kind in self.store.together else (kind,)
        rows = self.store.rows(
            (counting, together),
            pairs,
            look,
            lambda places: counting.count(pairs.kept(places), together),
            _mirrored if counting.mirrors(kind) else None,
        )
        at = counting.columns * together.index(kind)
        return rows[:, at : at + counting.columns]

    def pairs(self, name: str, formula: str) -> Parts:
        """The scores of the pairs."""
        key = (name, formula)
        if key not in self._kept:
            self._kept[key] = FORMULAS[formula](self.overlap(name))
        return self._kept[key]

    def examples(self, name: str, references: str, formula: str) -> Parts:
        """The scores of the examples: what becomes of several references."""
        if not self.texts.several:
            return self.pairs(name, formula)
        key = (name, references, formula)
        if key not in self._kept:
            self._kept[key] = self._of_several(name, references, formula)
        return self._kept[key]

    def _of_several(self, name: str, references: str, formula: str) -> Parts:
        starts, sizes = self.texts.starts, self.texts.sizes
        if references == "pooled":
            return FORMULAS[formula](self.chosen(name, references, formula))
        pairs = self.pairs(name, formula)
        if references == "mean":
            return Parts(*(np.add.reduceat(column, starts) / sizes for column in pairs))
        places = self._chosen(name, references, formula)
        return Parts(*(column[places] for column in pairs))

    def chosen(self, name: str, references: str, formula: str) -> Overlap:
        """The counts of the examples: of all references together ("pooled"), or of the one that is chosen."""
        own = self.overlap(name)
        if not self.texts.several:
            return own
        if references == "pooled":
            return Overlap(*(np.add.reduceat(column, self.texts.starts) for column in own))
        places = self._chosen(name, references, formula)
        return Overlap(*(column[places] for column in own))

    def _chosen(self, name: str, references: str, formula: str) -> npt.NDArray[np.int64]:
        """Of each example the pair whose reference is chosen."""
        if references == "first":
            return self.texts.starts
        scores = self.pairs(name, formula)
        values = scores.recall if references == "best recall" else scores.fmeasure
        if references == "best F in single precision":
            values = values.astype(np.float32).astype(np.float64)
        best = np.repeat(np.maximum.reduceat(values, self.texts.starts), self.texts.sizes)
        places = np.flatnonzero(values == best)
        _, at = np.unique(self.texts.rows[places], return_index=True)
        return places[at]
