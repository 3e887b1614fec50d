"""SARI: what a simplification adds, keeps and deletes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.sari import PooledSariFormula, SariFormula, SariScore
from gramscore.metrics.sourced import SourcedMetric
from gramscore.options.checks import check_flag
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature
from gramscore.resampling.resampling import Figures, Means, ScoreOfSums
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.explain.sari import SariExplanation

DEFINITIONS: Final = ("evaluate", "original", "tensor2tensor", "easse")
_ORDERS: Final = (1, 2, 3, 4)
_COUNTS: Final = tuple(
    f"{part}_{kind}_{n}"
    for part in ("add", "keep", "delete")
    for kind in ("correct", "prediction", "reference")
    for n in _ORDERS
)
_BITS: Final = tuple(f"{part}_bits_{n}" for part in ("keep", "delete", "add") for n in _ORDERS)


class SARI(SourcedMetric["SariScores"]):
    """SARI, 0..100, to the last bit of one of four programs, which differ by several points: how well a simplification
    adds, keeps and deletes n-grams of up to four words, by its source and by references (Xu et al., 2016).

    definition: whose score it is.
        "evaluate": the metric script of evaluate 0.4.6: the mean over sentences, in which 0 / 0 is 1.
        "original": the authors' own SARI.py: the same, but 0 / 0 is 0, and the recall of what is kept, which should be
            a ratio of sums, is a mean of ratios.
        "tensor2tensor": its sari_hook: an n-gram counts once in a text, and by the share of references that have it.
            That program adds these shares in no particular order; here their sum is rounded once.
        "easse": its corpus_sari: counts of the whole corpus, and F1 of what is deleted, of which the others only take
            the precision.
    tokenizer: as for BLEU; "whitespace" splits as str.split() does; None means that the texts are given as tokens.
    lowercase: make texts lower case first, as str.lower() does.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> source = "About 95 species are currently accepted ."
    >>> references = ["About 95 species are currently known .", "About 95 species are now accepted ."]
    >>> SARI().score(["About 95 species are now known ."], [references], sources=[source]).corpus
    SariScore(score=69.66570466570467, add=51.78571428571429, keep=86.37806637806638, delete=70.83333333333334)
    """

    def __init__(
        self,
        definition: str = "evaluate",
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "13a",
        lowercase: bool = True,
    ) -> None:
        if definition not in DEFINITIONS:
            raise ValueError(f"definition is {definition!r}: known are {', '.join(DEFINITIONS)}")
        check_flag("lowercase", lowercase)
        chosen: Any = tokenizer if tokenizer == "whitespace" else choose(tokenizer)
        if lowercase and chosen is None:
            raise ValueError(
                "lowercase=True has no effect on tokens that are given: lowercase=False is needed"
            )
        self._options = (definition, tokenizer, lowercase)
        self._chosen = chosen
        given = LowerCased(chosen) if lowercase and callable(chosen) else chosen
        self._core = _core.Sari(definition, given, lowercase)
        signature = "|".join(
            (
                "sari",
                f"def:{definition}",
                f"case:{case_signature(lowercase, chosen if callable(chosen) else 'none')}",
                f"tok:{tokenizer_signature(chosen)}",
                f"version:{_core.__version__}",
            )
        )
        pooled = definition == "easse"
        formula = PooledSariFormula() if pooled else SariFormula(definition)
        self._results = (SariScores, _COUNTS if pooled else _BITS, signature, formula)

    def explain(self, prediction: Any, reference: Any, source: Any) -> SariExplanation:
        """Which n-grams one prediction adds to its source, keeps and deletes, and which of these rightly.

        prediction, reference, source: as `score` takes them for one example; `reference` may be a list of references.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        >>> found = SARI().explain("He is now old.", ["He is old."], "He is quite old.")
        >>> found.orders[0].figures
        '0 of 1 added rightly, 4 of 4 kept rightly, 1 of 1 deleted rightly'
        """
        from gramscore.explain.document import in_python, natively
        from gramscore.explain.sari import explain

        lowercase = self._options[2]
        if isinstance(self._chosen, str):
            return explain(self, natively(self._chosen, lowercase=lowercase), prediction, reference, source)
        if self._chosen is None:
            return explain(self, None, prediction, reference, source)
        tokenizer = LowerCased(self._chosen) if lowercase else self._chosen
        return explain(self, in_python(tokenizer), prediction, reference, source)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(definition: str, tokenizer: Any, lowercase: bool) -> SARI:
    return SARI(definition, tokenizer=tokenizer, lowercase=lowercase)


class SariScores(Scores):
    """Scores of SARI: `scores.examples` per example, `scores.corpus` of all together, and `add`, `keep` and `delete`
    per example.

    The statistics of "easse" are counts of n-grams, by order: those added correctly, by the prediction and by the
    references, then the same of those kept and of those deleted. With the other definitions they are the scores of
    what is kept, deleted and added by order, their bits as integers.
    """

    __slots__ = ()

    formula: SariFormula | PooledSariFormula

    @property
    def _parts(self) -> list[npt.NDArray[np.float64]]:
        """Of each example: the score, add, keep, delete."""
        return self.formula.rows().scores(self.stats)

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """SARI of each example, float64 (N,), 0..100."""
        return self._parts[0]

    @property
    def add(self) -> npt.NDArray[np.float64]:
        """The score of what each prediction adds, float64 (N,), 0..100."""
        return self._parts[1]

    @property
    def keep(self) -> npt.NDArray[np.float64]:
        """The score of what each prediction keeps, float64 (N,), 0..100."""
        return self._parts[2]

    @property
    def delete(self) -> npt.NDArray[np.float64]:
        """The score of what each prediction deletes, float64 (N,), 0..100."""
        return self._parts[3]

    @property
    def corpus(self) -> SariScore:
        """The mean of the examples, rounded once; of "easse" the score of the summed counts."""
        return self.formula.corpus_of(self.formula.sums(self.stats))

    def per_example(self) -> dict[str, npt.NDArray[np.float64]]:
        names = ("sari_score", "sari_add", "sari_keep", "sari_delete")
        return dict(zip(names, self._parts, strict=True))

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        if isinstance(self.formula, PooledSariFormula):
            if mean:
                return super()._figures(mean)
            return {"": ScoreOfSums(self, _core.sari_of_sums_formula(), False)}
        return {"": Means(("score",), (self.corpus.score,), (self.examples,))}
