"""RIBES: the order of the words that a translation shares with a reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gramscore import _core
from gramscore.figures.ribes import RibesFormula
from gramscore.metrics.means import MeanScores
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag, check_number
from gramscore.options.printable import shortest
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature


class RIBES(Metric["RibesScores"]):
    """RIBES (Isozaki et al., 2010) as NLTK 3.10.4's nltk.translate.ribes_score computes it, 0..1, to the last bit: how
    many pairs of words are in the order of the reference, by the share of the words that are found there and by the
    length.

    alpha, beta: exponents, at least 0, of the share of words and of the brevity penalty.
    tokenizer: how texts become words. "whitespace", the default, splits as str.split() does; else as for BLEU: a
        name, a callable, or None for texts given as tokens.
    lowercase: make texts lower case first, as str.lower() does.

    Of several references the one with the highest score counts, the first of equals. A text that shares one word with
    the reference scores 0: there is no pair of words. There is no limit to the length of texts, where NLTK has one of
    2,000 words.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> RIBES().score(["the cat sat on the mat"], ["on the mat the cat sat"]).corpus
    RibesScore(score=0.4)
    """

    def __init__(
        self,
        *,
        alpha: float = 0.25,
        beta: float = 0.10,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "whitespace",
        lowercase: bool = False,
    ) -> None:
        for name, value in (("alpha", alpha), ("beta", beta)):
            check_number(name, value, 0)
        check_flag("lowercase", lowercase)
        chosen: Any = tokenizer if tokenizer == "whitespace" else choose(tokenizer)
        if lowercase and chosen is None:
            raise ValueError("lowercase=True has no effect on tokens that are given")
        self._options = (float(alpha), float(beta), tokenizer, lowercase)
        given = LowerCased(chosen) if lowercase and callable(chosen) else chosen
        self._core = _core.Ribes(alpha, beta, given, lowercase)
        signature = (
            f"ribes|alpha:{shortest(alpha)}|beta:{shortest(beta)}"
            f"|case:{case_signature(lowercase, chosen if callable(chosen) else 'none')}"
            f"|tok:{tokenizer_signature(chosen)}|version:{_core.__version__}"
        )
        columns = ("increasing_pairs", "aligned", "prediction_words", "reference_words")
        self._results = (RibesScores, columns, signature, RibesFormula(float(alpha), float(beta)))

    def _plan(self) -> _core.MatrixPlan:
        return _core.row_plan(self._core, self._results[3].rows())

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(alpha: float, beta: float, tokenizer: Any, lowercase: bool) -> RIBES:
    return RIBES(alpha=alpha, beta=beta, tokenizer=tokenizer, lowercase=lowercase)


class RibesScores(MeanScores):
    """Scores of RIBES: `scores.examples` per example, `scores.corpus` of all together, a mean.

    Four statistics, with the reference that was chosen: pairs of aligned words in its order, aligned words, and the
    words of the prediction and of the reference.
    """

    __slots__ = ()
