"""Sums of many groups of examples at once, of the formulas whose sums the core makes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.answers import ExactMatchFormula
from gramscore.figures.bleu import HuggingFaceFormula, SacrebleuFormula
from gramscore.figures.chrf import ChrfFormula
from gramscore.figures.gleu import GleuFormula
from gramscore.figures.registry import CorpusFormula
from gramscore.figures.rouge import RougeMeans
from gramscore.figures.ter import TerFormula
from gramscore.figures.wer import ErrorRateFormula

Numbers = npt.NDArray[np.uint32]


class SumsOfGroups:
    """The sums of groups by number, which `formula.sums` makes of the rows of one."""

    def __init__(
        self, whole: int, exact: int, add: Callable[[_core.GroupedSums, npt.NDArray[np.int64], Numbers], None]
    ) -> None:
        self._sums = _core.GroupedSums(whole, exact)
        self._add = add

    def __len__(self) -> int:
        return len(self._sums)

    def add(self, stats: npt.NDArray[np.int64], groups: Numbers) -> None:
        """Adds rows of statistics, each to its group."""
        self._add(self._sums, stats, groups)

    def examples(self, groups: Numbers) -> npt.NDArray[np.int64]:
        """How many some groups have."""
        return self._sums.examples(groups)

    def total(self) -> _core.CorpusSums:
        return self._sums.total()

    def sums(self, group: int) -> _core.CorpusSums:
        return self._sums.sums(group)


class MeansOfGroups(SumsOfGroups):
    """Those of ROUGE."""

    def __init__(self, formula: RougeMeans) -> None:
        super().__init__(0, 3 * len(formula.types), _core.GroupedSums.add_rouge)
        self._types = formula.types

    def means(self, groups: Numbers) -> dict[str, dict[str, npt.NDArray[np.float64]]]:
        """The means of groups, by type and name."""
        means = self._sums.exact(groups) / self.examples(groups)[:, None]
        columns = iter(means.T)
        return {
            name: {part: next(columns) for part in ("precision", "recall", "fmeasure")}
            for name in self._types
        }


def grouped_sums(formula: CorpusFormula, columns: int) -> SumsOfGroups | None:
    """Sums of groups without any example, of a metric with so many statistics; None where only the formula knows."""
    if isinstance(formula, RougeMeans):
        return MeansOfGroups(formula)
    if isinstance(formula, TerFormula):
        return SumsOfGroups(1, 1, _core.GroupedSums.add_ter)
    counted = (
        SacrebleuFormula,
        HuggingFaceFormula,
        ChrfFormula,
        GleuFormula,
        ErrorRateFormula,
        ExactMatchFormula,
    )
    if isinstance(formula, counted):
        return SumsOfGroups(columns, 0, _core.GroupedSums.add_columns)
    return None
