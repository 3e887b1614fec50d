"""TER: the edits that turn a text into its reference, moves of blocks among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.ter import TerFormula, TerScore
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag
from gramscore.options.tokenizers import case_signature
from gramscore.resampling.resampling import Figures, ScoreOfSums
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.explain import TerExplanation


class TER(Metric["TerScores"]):
    """Translation edit rate as the package sacrebleu 2.6.0 computes it, to the last bit (Snover et al., 2006).

    Words are inserted, deleted, substituted, and blocks of words moved, each for one edit. Which moves are made
    is decided by the search of the program tercom, with sacrebleu's limits.

    normalized: separate punctuation from words and decode a few entities, as tercom does.
    no_punct: remove punctuation.
    asian_support: with `normalized`, take Asian characters one by one; with `no_punct`, remove Asian punctuation
        too.
    case_sensitive: take texts as they are; else they are made lower case first, as str.lower() does.

    Of several references the fewest edits count, against the average length.

    Raises TypeError for options that are not True or False, ValueError for asian_support alone.

    >>> scores = TER().score(["on the mat the cat sat"], [["The cat sat on the mat", "A cat sat down"]])
    >>> scores.corpus
    TerScore(score=20.0, num_edits=1, ref_length=5.0)
    """

    def __init__(
        self,
        normalized: bool = False,
        no_punct: bool = False,
        asian_support: bool = False,
        case_sensitive: bool = False,
    ) -> None:
        check_flag("normalized", normalized)
        check_flag("no_punct", no_punct)
        if check_flag("asian_support", asian_support) and not (normalized or no_punct):
            raise ValueError("asian_support=True has no effect without normalized=True or no_punct=True")
        self._set_up(normalized, no_punct, asian_support, check_flag("case_sensitive", case_sensitive))

    def _set_up(self, normalized: bool, no_punct: bool, asian_support: bool, case_sensitive: bool) -> None:
        self._options = (normalized, no_punct, asian_support, case_sensitive)
        self._core = _core.Ter(*self._options)
        columns = ("num_edits", "ref_length", "references")
        signature = "|".join(
            (
                "ter",
                f"case:{case_signature(not case_sensitive)}",
                "tok:tercom",
                f"norm:{'yes' if normalized else 'no'}",
                f"punct:{'no' if no_punct else 'yes'}",
                f"asian:{'yes' if asian_support else 'no'}",
                f"version:{_core.__version__}",
            )
        )
        self._results = (TerScores, columns, signature, TerFormula())

    def explain(self, prediction: str, reference: str | Sequence[str]) -> TerExplanation:
        """Why one prediction has the score that it has: the edits, one by one.

        prediction: one text, as `score` takes N of.
        reference: one text, or a list of one or more.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        Raises what `score` raises; ValueError for an empty list of references.

        >>> TER().explain("on the mat the cat sat", "the cat sits on the mat").script
        ('move “on the mat” from word 1 to 4', 'substitute “sat” by “sits”')
        """
        from gramscore.explain.ter import explain

        return explain(self, *self._options, prediction, reference)

    def leave_one_out(self, texts: Any, *, threads: int | None = None) -> npt.NDArray[np.float64]:
        """TER of each of N texts with all others as its references, in percent, float64 (N,): the fewest
        edits to one of them, against their average length.

        Otherwise as Metric.leave_one_out() has it.

        >>> TER().leave_one_out(["a b c", "a b d", "a b"]).tolist()
        [40.0, 40.0, 33.33333333333333]
        """
        return _core.ter_leave_one_out(
            self._core, self._at_least_two(texts), 0 if threads is None else threads
        )

    def _plan(self) -> _core.MatrixPlan:
        return _core.ter_plan(self._core)

    def pool_plan(self) -> _core.PoolPlan:
        return _core.ter_pool(self._core)

    def __reduce__(self) -> tuple[Any, ...]:
        return (restored_ter, self._options)


def restored_ter(normalized: bool, no_punct: bool, asian_support: bool, case_sensitive: bool) -> TER:
    """A TER of any options, those included that a user's TER refuses: those of a pickle."""
    metric = TER.__new__(TER)
    metric._set_up(normalized, no_punct, asian_support, case_sensitive)
    return metric


class TerScores(Scores):
    """Scores of TER: `scores.examples` per example, `scores.corpus` of all together.

    Three statistics: the edits to the reference that needs fewest, the lengths of the example's references in
    words, added up, and their number.
    """

    __slots__ = ()

    higher_is_better = False
    _of_reference = ("ref_length", "references")

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        return super()._figures(mean) if mean else {"": ScoreOfSums(self, _core.ter_of_sums(), True)}

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """TER of each example in percent, float64 (N,). Against an empty reference 100 if there are edits, else 0."""
        return _core.ter_scores(self.stats)

    @property
    def corpus(self) -> TerScore:
        """All edits in percent of the sum of the average reference lengths, added in the order of the examples."""
        return TerScore(*_core.ter_corpus(self.stats))
