"""EED: edits of characters, with jumps."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.eed import EEDFormula
from gramscore.metrics.means import MeanScores, RefusingMetric
from gramscore.options.checks import check_number
from gramscore.options.printable import shortest

if TYPE_CHECKING:
    from gramscore.explain.eed import EedExplanation

_LANGUAGES = ("en", "ja")


class EED(RefusingMetric["EEDScores"]):
    """EED, the extended edit distance (Stanchev et al., 2019), as torchmetrics 1.9.0 computes it, 0 (best)..1, to the
    last bit of its doubles: edits of characters, in which a jump at the end of a word may lead anywhere, by the length
    of the reference.

    language: how texts are prepared. "en": white space squeezed, `.!?,` separated, numbers and some abbreviations put
        together again, a space at either end. "ja": white space at the end removed, NFKC of the running Python.
    alpha: what a jump costs.
    rho: what it costs when a character of the prediction is covered once more than once, or not at all.
    deletion, insertion: what these cost. Numbers of at least 0, all four.

    Of several references the one with the lowest score counts, the first of equals. Equal texts do not score 0: the
    coverage of the place before a text counts, too.

    Without a coverage cost, a reference without characters is refused, as the program does with a division by zero.

    Raises TypeError or ValueError for options that are not possible.

    >>> EED().score(["this is the prediction"], ["this is the reference"]).corpus
    EEDScore(score=0.38345864661654133)
    """

    def __init__(
        self,
        language: str = "en",
        *,
        alpha: float = 2.0,
        rho: float = 0.3,
        deletion: float = 0.2,
        insertion: float = 1.0,
    ) -> None:
        if language not in _LANGUAGES:
            raise ValueError(f"language is {language!r}: 'en' and 'ja' are possible")
        costs = {"alpha": alpha, "rho": rho, "deletion": deletion, "insertion": insertion}
        for name, cost in costs.items():
            check_number(name, cost, 0)
        self._language = language
        self._costs = (float(alpha), float(rho), float(deletion), float(insertion))
        self._core = _core.Eed(alpha, rho, deletion, insertion, None if language == "en" else _japanese)
        numbers = "|".join(f"{name}:{shortest(cost)}" for name, cost in costs.items())
        nfkc = f"-{unicodedata.unidata_version.removesuffix('.0')}" if language == "ja" else ""
        signature = f"eed|lang:{language}{nfkc}|{numbers}|version:{_core.__version__}"
        columns = ("distance_bits", "coverage", "characters")
        self._results = (EEDScores, columns, signature, EEDFormula(float(rho)))

    def explain(self, prediction: str, reference: str | Sequence[str]) -> EedExplanation:
        """One of the cheapest ways from one prediction to the reference that counts: edits of characters, and jumps.

        prediction, reference: as `score` takes them for one example; `reference` may be a list of references.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        Raises ValueError for texts of more than some 8,000 characters.

        >>> EED().explain("a cat", "the cat").script
        ('insert “t”', 'insert “h”', 'substitute “a” by “e”')
        """
        from gramscore.explain.eed import explain

        language, (alpha, _, deletion, insertion) = self._language, self._costs
        return explain(self, language, (alpha, deletion, insertion), prediction, reference)

    def _refuse(self, stats: npt.NDArray[np.int64]) -> None:
        if self._results[3].rho:
            return
        for index in np.flatnonzero(stats[:, 2] == 0)[:1]:
            raise ValueError(
                f"references[{index}] has no characters: EED with rho=0 is not defined without any"
            )

    def _plan(self) -> _core.MatrixPlan:
        return _core.row_plan(self._core, self._results[3].rows())

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (self._language, *self._costs))


def _restore(language: str, alpha: float, rho: float, deletion: float, insertion: float) -> EED:
    return EED(language, alpha=alpha, rho=rho, deletion=deletion, insertion=insertion)


def _japanese(text: str) -> list[int]:
    """The code points of a Japanese text as the program prepares it."""
    return list(map(ord, unicodedata.normalize("NFKC", text.rstrip())))


class EEDScores(MeanScores):
    """Scores of EED: `scores.examples` per example, `scores.corpus` of all together, a mean.

    Three statistics, with the reference that was chosen: the cost of the cheapest way, a float64 whose bits are an
    integer here; how often characters were covered more than once or not at all; and the characters of the reference.
    """

    __slots__ = ()

    higher_is_better = False
