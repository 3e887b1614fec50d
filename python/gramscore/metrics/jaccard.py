"""The Jaccard index: how many of their different words two texts share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gramscore import _core
from gramscore.figures.jaccard import JaccardFormula
from gramscore.metrics.means import MeanScores
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature


class Jaccard(Metric["JaccardScores"]):
    """The Jaccard index (Jaccard, 1912) of the words of two texts, 0..1: the different words that both have by those
    that either has. It is what MinHash estimates.

    tokenizer: how texts become words. "whitespace", the default, splits as str.split() does; else as for BLEU: a
        name, a callable, or None for texts given as tokens.
    lowercase: make texts lower case first, as str.lower() does.

    Of several references the one with the highest score counts, the first of equals. Two texts without words score 0.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> Jaccard().score(["the cat and the dog"], ["the cat and a bird"]).corpus
    JaccardScore(score=0.5)
    """

    def __init__(
        self,
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "whitespace",
        lowercase: bool = False,
    ) -> None:
        check_flag("lowercase", lowercase)
        chosen: Any = tokenizer if tokenizer == "whitespace" else choose(tokenizer)
        if lowercase and chosen is None:
            raise ValueError("lowercase=True has no effect on tokens that are given")
        self._options = (tokenizer, lowercase)
        given = LowerCased(chosen) if lowercase and callable(chosen) else chosen
        self._core = _core.Jaccard(given, lowercase)
        signature = (
            f"jaccard|case:{case_signature(lowercase, chosen if callable(chosen) else 'none')}"
            f"|tok:{tokenizer_signature(chosen)}|version:{_core.__version__}"
        )
        self._results = (JaccardScores, ("both", "either"), signature, JaccardFormula())

    def _plan(self) -> _core.MatrixPlan:
        return _core.row_plan(self._core, self._results[3].rows())

    def pool_plan(self) -> _core.PoolPlan:
        return _core.jaccard_pool()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(tokenizer: Any, lowercase: bool) -> Jaccard:
    return Jaccard(tokenizer=tokenizer, lowercase=lowercase)


class JaccardScores(MeanScores):
    """Scores of Jaccard: `scores.examples` per example, `scores.corpus` of all together, a mean.

    Two statistics, with the reference that was chosen: the different words that both texts have, and those that either
    has.
    """

    __slots__ = ()
