"""How much of a summary is its article's, and how often it repeats itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.extractiveness import ExtractivenessFormula, ExtractivenessScore
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature
from gramscore.resampling.resampling import Figures, Means
from gramscore.results.scores import Scores


def chosen_words(tokenizer: Any, lowercase: Any) -> tuple[Any, bool, str]:
    """What the core is given for both options, and how a signature names them."""
    check_flag("lowercase", lowercase)
    chosen = tokenizer if tokenizer in ("unicode", "rouge", "whitespace") else choose(tokenizer)
    lower = lowercase and chosen is not None
    given = LowerCased(chosen) if lower and callable(chosen) else chosen
    case = case_signature(lower, chosen if callable(chosen) else "none")
    return given, lower, f"case:{case}|tok:{tokenizer_signature(chosen)}"


class Extractiveness(Metric["ExtractivenessScores"]):
    """How much of a summary (the prediction) is its article's (the reference).

    measure: "coverage" (0..1), "density" and "compression" as Newsroom's program computes them (Grusky et al., 2018):
        the share of the summary's tokens in fragments that it shares with the article, the sum of the squares of the
        fragments' lengths by the summary's tokens, and the article's tokens by the summary's. "novel1" to "novel9"
        (0..1): the share of its different n-grams that the article has not (See et al., 2017). "repetition1" to
        "repetition9" (0..1): the share of its n-grams that stood in it before, 1 less distinct-n (Li et al., 2016).
    tokenizer: as for BLEU, or "unicode", "rouge" or "whitespace". Newsroom's is spaCy's:
        `lambda text: [token.text for token in nlp(text)]`.
    lowercase: make texts lower case first; no matter of texts that are given as tokens.

    Each is 0 for a summary without tokens or without such n-grams. Of several articles the summary is of all together;
    nothing reaches from one into the next.

    Raises TypeError or ValueError for options that are not possible.

    >>> scores = Extractiveness("coverage").score(["The cat slept."], ["All day the cat sat. It slept."])
    >>> scores.corpus
    ExtractivenessScore(score=1.0)
    >>> Extractiveness("novel2").score(["The cat slept."], ["All day the cat sat. It slept."]).examples.tolist()
    [0.3333333333333333]
    """

    def __init__(
        self,
        measure: str = "coverage",
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "13a",
        lowercase: bool = True,
    ) -> None:
        if not isinstance(measure, str):
            raise TypeError(f"measure is {measure!r}: a name is expected, such as 'coverage'")
        self._options = (measure, tokenizer, lowercase)
        given, lower, words = chosen_words(tokenizer, lowercase)
        self._core = _core.Extractiveness(measure, given, lower)
        signature = f"{measure}|{words}|version:{_core.__version__}"
        self._results = (
            ExtractivenessScores,
            ("numerator", "denominator"),
            signature,
            ExtractivenessFormula(),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(measure: str, tokenizer: Any, lowercase: bool) -> Extractiveness:
    return Extractiveness(measure, tokenizer=tokenizer, lowercase=lowercase)


class ExtractivenessScores(Scores):
    """Scores of Extractiveness: `scores.examples` per example, `scores.corpus` their mean.

    Two statistics: what is divided, and by what.
    """

    __slots__ = ()

    formula: ExtractivenessFormula

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """The score of each example, float64 (N,)."""
        return _core.extract_scores(self.stats)

    @property
    def corpus(self) -> ExtractivenessScore:
        """The mean, from an exact sum."""
        return self.formula.corpus_of(self.formula.sums(self.stats))

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        return {"": Means(("score",), (self.corpus.score,), (self.examples,))}
