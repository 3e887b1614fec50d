"""chrF: F-scores of character n-grams, and of words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.chrf import ChrfFormula, ChrfScore
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag, check_number, check_order
from gramscore.options.tokenizers import case_signature
from gramscore.resampling.resampling import Figures, ScoreOfSums
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.explain import ChrfExplanation


class CHRF(Metric["ChrfScores"]):
    """chrF as the package sacrebleu 2.6.0 computes it, to the last bit (Popovic, 2015 and 2017).

    char_order: character n-grams of 1 to so many characters; with 0 only words count.
    word_order: word n-grams of 1 to so many words: 0 for chrF, 1 for chrF+, 2 for chrF++.
    beta: the weight of recall against precision.
    lowercase: make texts lower case first, as str.lower() does.
    whitespace: white space is characters like others; else it is left out of character n-grams.
    eps_smoothing: average F over all orders, instead of taking the F of the average precision and recall over
        the orders that both sides have.

    Of several references the one with the highest score counts, the first of equals.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> scores = CHRF(word_order=2).score(["The cat sat."], [["A cat sits.", "The cat sat down."]])
    >>> round(scores.corpus.score, 2)
    62.81
    """

    def __init__(
        self,
        char_order: int = 6,
        word_order: int = 0,
        beta: int | float = 2,
        lowercase: bool = False,
        whitespace: bool = False,
        eps_smoothing: bool = False,
    ) -> None:
        check_number("beta", beta)
        check_order("char_order", char_order, 0)
        check_order("word_order", word_order, 0)
        check_flag("lowercase", lowercase)
        check_flag("whitespace", whitespace)
        check_flag("eps_smoothing", eps_smoothing)
        if char_order == word_order == 0:
            raise ValueError("char_order and word_order are 0: there is nothing to count")
        if whitespace and char_order == 0:
            raise ValueError("whitespace=True has no effect with char_order=0: it is about characters")
        self._set_up(char_order, word_order, beta, lowercase, whitespace, eps_smoothing)

    def _set_up(
        self,
        char_order: int,
        word_order: int,
        beta: int | float,
        lowercase: bool,
        whitespace: bool,
        eps_smoothing: bool,
    ) -> None:
        self._options = (char_order, word_order, beta, lowercase, whitespace, eps_smoothing)
        self._core = _core.Chrf(*self._options)
        formula = ChrfFormula(char_order, word_order, beta, eps_smoothing)
        orders = [f"char{n}" for n in range(1, char_order + 1)] + [
            f"word{n}" for n in range(1, word_order + 1)
        ]
        columns = tuple(f"{order}_{part}" for order in orders for part in ("hyp", "ref", "match"))
        signature = "|".join(
            (
                "chrf",
                f"nc:{char_order}",
                f"nw:{word_order}",
                f"beta:{beta}",
                f"case:{case_signature(lowercase)}",
                f"space:{'yes' if whitespace else 'no'}",
                f"eff:{'no' if eps_smoothing else 'yes'}",
                f"version:{_core.__version__}",
            )
        )
        self._results = (ChrfScores, columns, signature, formula)

    def explain(self, prediction: str, reference: str | Sequence[str]) -> ChrfExplanation:
        """Why one prediction has the score that it has: n-grams by order, and which match.

        prediction: one text, as `score` takes N of.
        reference: one text, or a list of one or more.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        Raises what `score` raises; ValueError for an empty list of references.

        >>> explanation = CHRF(char_order=2).explain("cats", "a cat")
        >>> [(order.matches, order.prediction_total, order.reference_total) for order in explanation.orders]
        [(3, 4, 4), (2, 3, 3)]
        """
        from gramscore.explain.chrf import explain

        return explain(self, *self._options, prediction, reference)

    def _plan(self) -> _core.MatrixPlan:
        char_order, word_order, beta, *_, eps_smoothing = self._options
        return _core.chrf_plan(char_order, word_order, beta, eps_smoothing)

    @property
    def score_range(self) -> tuple[float, float]:
        return 0.0, 100.0

    def _aggregate_formula(self) -> _core.AggregateFormula:
        char_order, word_order, beta, *_, eps_smoothing = self._options
        return _core.aggregate_chrf_formula(char_order, word_order, beta, eps_smoothing)

    def __reduce__(self) -> tuple[Any, ...]:
        return (restored_chrf, self._options)


def restored_chrf(*options: Any) -> CHRF:
    """A CHRF of any options, those included that a user's CHRF refuses: those of a pickle."""
    metric = CHRF.__new__(CHRF)
    metric._set_up(*options)
    return metric


class ChrfScores(Scores):
    """Scores of CHRF: `scores.examples` per example, `scores.corpus` of all together.

    Three statistics for each order, characters first: n-grams of the prediction (0 where the reference has
    none), n-grams of the reference that was chosen, clipped matches.
    """

    __slots__ = ()

    _of_reference = ("_ref",)

    formula: ChrfFormula

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """chrF of each example, float64 (N,), 0..100."""
        return self.formula.examples(self.stats)

    @property
    def corpus(self) -> ChrfScore:
        """chrF of the summed statistics of all examples."""
        return self.formula.corpus(self.stats)

    @property
    def _figure(self) -> str:
        return "chrf" + "+" * min(self.formula.word_order, 2)

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        if mean:
            return super()._figures(mean)
        of = self.formula
        formula = _core.chrf_of_sums(of.char_order + of.word_order, of.beta, of.eps_smoothing)
        return {"": ScoreOfSums(self, formula, True)}
