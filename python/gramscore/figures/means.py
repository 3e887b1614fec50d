"""What formulas have in common that take the mean over examples of a score of each."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.saved import check_means


class MeanOfRows:
    """The mean of what the core makes of rows of statistics. most: what it makes at most."""

    most: ClassVar[float] = 1

    def rows(self) -> _core.RowFormula:
        """From a row to the scores of its example."""
        raise NotImplementedError

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return self.rows().sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> tuple[float, ...]:
        """The means."""
        raise NotImplementedError

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no examples have."""
        check_means(self.corpus_of(sums), self.most)
