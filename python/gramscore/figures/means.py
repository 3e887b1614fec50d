"""What formulas have in common that take the mean over examples of a score of each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gramscore import _core


class MeanOfRows:
    """The mean of what the core makes of rows of statistics."""

    def rows(self) -> _core.RowFormula:
        """From a row to the scores of its example."""
        raise NotImplementedError

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return self.rows().sums(stats)
