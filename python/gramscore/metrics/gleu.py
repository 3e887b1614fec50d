"""GLEU: a reward for single sentences, the smaller of n-gram precision and recall."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.gleu import GleuFormula, GleuScore
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_order
from gramscore.options.tokenizers import choose, tokenizer_signature
from gramscore.resampling.resampling import Figures, ScoreOfSums
from gramscore.results.scores import Scores


class GLEU(Metric["GleuScores"]):
    """GLEU (Wu et al., 2016, "Google-BLEU") as NLTK's nltk.translate.gleu_score computes it, 0..1, to the last bit.

    min_len, max_len: the shortest and the longest n-grams that count.
    tokenizer: as for BLEU; None, the default, means that the texts are given as tokens.

    Of several references the one of highest score counts, the first of equals.

    >>> scores = GLEU().score([["the", "cat", "sat"]], [[["the", "cat", "slept"]]])
    >>> scores.corpus
    GleuScore(score=0.5, match=3, total=6)
    """

    def __init__(
        self,
        min_len: int = 1,
        max_len: int = 4,
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = None,
    ) -> None:
        check_order("min_len", min_len)
        check_order("max_len", max_len)
        if max_len < min_len:
            raise ValueError(f"max_len is {max_len}: at least min_len, {min_len}, is needed")
        self._options = (min_len, max_len, tokenizer)
        chosen = choose(tokenizer)
        self._core = _core.Gleu(min_len, max_len, chosen)
        columns = ("match", "total")
        signature = (
            f"gleu|orders:{min_len}-{max_len}|tok:{tokenizer_signature(chosen)}|version:{_core.__version__}"
        )
        self._results = (GleuScores, columns, signature, GleuFormula())

    def _plan(self) -> _core.MatrixPlan:
        return _core.gleu_plan(*self._options[:2])

    def pool_plan(self) -> _core.PoolPlan:
        return _core.gleu_pool(*self._options[:2])

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(min_len: int, max_len: int, tokenizer: Any) -> GLEU:
    return GLEU(min_len, max_len, tokenizer=tokenizer)


class GleuScores(Scores):
    """Scores of GLEU: `scores.examples` per example, `scores.corpus` of all examples together.

    Two statistics, with the reference that was chosen: the n-grams that match, and those of the side that has more.
    """

    __slots__ = ()

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        return super()._figures(mean) if mean else {"": ScoreOfSums(self, _core.gleu_of_sums(), False)}

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """The score of each example, float64 (N,), 0..1."""
        return _core.gleu_scores(self.stats)

    @property
    def corpus(self) -> GleuScore:
        """The sum of the matches by that of the totals."""
        return GleuScore(*_core.gleu_corpus(self.stats))
