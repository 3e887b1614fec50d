"""CharacTER: edits of characters after words have been shifted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.character import CharacTERFormula
from gramscore.metrics.means import MeanScores, RefusingMetric
from gramscore.options.checks import check_flag
from gramscore.options.tokenizers import case_signature

if TYPE_CHECKING:
    from gramscore.explain.character import CharacterExplanation


class CharacTER(RefusingMetric["CharacTERScores"]):
    """CharacTER (Wang et al., 2016) as the package cer 1.2.0 computes it, 0 (best)..1, to the last bit: phrases of the
    prediction are shifted to where the reference has them as long as that saves edits of words, and the edits of
    characters that are left, with a cost for the shifts, are divided by the characters of the prediction.

    lowercase: make texts lower case first, as str.lower() does.

    Words are what white space separates, as str.split() has it. Of several references the one with the lowest score
    counts, the first of equals. A prediction without words scores 1. A reference without words is refused, as the
    package does with a division by zero.

    Raises TypeError for options that are not possible.

    >>> CharacTER().score(["saudi arabia denied this week"], ["this week saudi arabia denied it"]).corpus
    CharacTERScore(score=0.2988505747126437)
    """

    def __init__(self, *, lowercase: bool = False) -> None:
        self._options = (check_flag("lowercase", lowercase),)
        self._core = _core.CharacTer(lowercase)
        signature = f"character|case:{case_signature(lowercase)}|version:{_core.__version__}"
        columns = ("edits", "shift_bits", "characters")
        self._results = (CharacTERScores, columns, signature, CharacTERFormula())

    def explain(self, prediction: str, reference: str | Sequence[str]) -> CharacterExplanation:
        """Which words of one prediction are shifted, and which characters are edited then.

        prediction, reference: as `score` takes them for one example; `reference` may be a list of references.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        >>> CharacTER().explain("down sat the cat", "the cat sat down").script
        ('move “the cat” from word 3 to 1', 'move “down” from word 3 to 4')
        """
        from gramscore.explain.character import explain

        return explain(self, self._options[0], prediction, reference)

    def _refuse(self, stats: npt.NDArray[np.int64]) -> None:
        for index in np.flatnonzero(stats[:, 2] < 0)[:1]:
            raise ValueError(f"references[{index}] has no words: CharacTER is not defined without any")

    def _plan(self) -> _core.MatrixPlan:
        return _core.row_plan(self._core, self._results[3].rows())

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(lowercase: bool) -> CharacTER:
    return CharacTER(lowercase=lowercase)


class CharacTERScores(MeanScores):
    """Scores of CharacTER: `scores.examples` per example, `scores.corpus` of all together, a mean.

    Three statistics, with the reference that was chosen: edits of characters after the shifts; what the shifts cost, a
    float64 whose bits are an integer here; and the characters of the prediction.
    """

    __slots__ = ()

    higher_is_better = False
