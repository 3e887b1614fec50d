"""Metrics of short answers: exact match, F1 of words, and the similarity of characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.answers import (
    ExactMatchFormula,
    ExactMatchScore,
    SimilarityFormula,
    SimilarityScore,
    TokenF1Formula,
    TokenF1Score,
)
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag, check_number
from gramscore.options.printable import shortest
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature
from gramscore.resampling.resampling import Figures, Means
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.explain.answers import SimilarityExplanation, WordExplanation

#: No distance is so large.
_NO_THRESHOLD = 2.0

#: Tokenizers of the core beside those of BLEU.
_NATIVE = ("squad", "text", "unicode")


def _chosen(tokenizer: Any, lowercase: Any) -> tuple[Any, str]:
    """What the core is given for the options, and how a signature names both."""
    check_flag("lowercase", lowercase)
    chosen: Any = tokenizer if tokenizer in _NATIVE else choose(tokenizer)
    if lowercase and chosen in (None, "squad"):
        reason = (
            "on tokens that are given" if chosen is None else "with tokenizer 'squad', which does that anyway"
        )
        raise ValueError(f"lowercase=True has no effect {reason}")
    lower = lowercase or chosen == "squad"
    case = case_signature(lower, chosen if callable(chosen) else "none")
    name = chosen if chosen in ("squad", "text") else tokenizer_signature(chosen)
    given = LowerCased(chosen) if lowercase and callable(chosen) else chosen
    return given, f"case:{case}|tok:{name}"


class ExactMatch(Metric["ExactMatchScores"]):
    """The share of predictions that are equal to a reference, 0..1.

    tokenizer: what is compared. "squad", the default, is the words of texts as SQuAD's script normalises them
        (Rajpurkar et al., 2016): in lower case, without ASCII punctuation, then without the articles a, an and the,
        whatever the white space. "text" is the texts as they are, which gives the accuracy of labels. Else as for BLEU:
        a name, a callable, or None for texts given as tokens.
    lowercase: make texts lower case first, as str.lower() does.

    Any of several references will do.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> ExactMatch().score(["The Eiffel Tower!", "in 1889"], [["Eiffel tower", "tower"], ["1889"]]).corpus
    ExactMatchScore(score=0.5, matches=1)
    >>> ExactMatch(tokenizer="text").score(["yes", "No"], ["yes", "no"]).corpus.score
    0.5
    """

    def __init__(
        self,
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "squad",
        lowercase: bool = False,
    ) -> None:
        self._options = (tokenizer, lowercase)
        given, named = _chosen(tokenizer, lowercase)
        self._core = _core.ExactMatch(given, lowercase)
        signature = f"exact_match|{named}|version:{_core.__version__}"
        self._results = (ExactMatchScores, ("matches",), signature, ExactMatchFormula())

    def explain(self, prediction: Any, reference: Any) -> WordExplanation:
        """Which words one prediction shares with a reference. See TokenF1.explain."""
        from gramscore.explain.answers import explain_words

        return explain_words(self, "exact match", *self._options, prediction, reference)

    def _plan(self) -> _core.MatrixPlan:
        return _core.exact_match_plan(self._core)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (type(self), *self._options))


class TokenF1(Metric["TokenF1Scores"]):
    """F1 of the words of answers as SQuAD's script evaluate-v1.1 computes it, 0..1, to the last bit: the mean over the
    examples of the F1 of clipped matches, 0 where there are none (Rajpurkar et al., 2016).

    tokenizer, lowercase: as for ExactMatch.

    Of several references the one with the highest F1 counts, the first of equals. Two answers without words are no
    match.

    Raises TypeError or ValueError for options that are not possible or have no effect.

    >>> TokenF1().score(["the tall Eiffel Tower"], [["Eiffel Tower", "tower"]]).corpus
    TokenF1Score(score=0.8)
    """

    def __init__(
        self,
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "squad",
        lowercase: bool = False,
    ) -> None:
        self._options = (tokenizer, lowercase)
        given, named = _chosen(tokenizer, lowercase)
        self._core = _core.TokenF1(given, lowercase)
        signature = f"token_f1|{named}|version:{_core.__version__}"
        columns = ("matches", "prediction_tokens", "reference_tokens")
        self._results = (TokenF1Scores, columns, signature, TokenF1Formula())

    def explain(self, prediction: Any, reference: Any) -> WordExplanation:
        """Which words one prediction shares with the reference that counts.

        prediction: one text, as `score` takes N of.
        reference: one text, or a list of one or more.

        Raises what `score` raises; ValueError for an empty list of references. What is returned is described in
        gramscore.explain; it shows itself in notebooks, and in terminals by rich.print().

        >>> TokenF1().explain("the tall Eiffel Tower", "Eiffel Tower").figures
        '2 of 3 words of the prediction, of 2 of reference 1'
        """
        from gramscore.explain.answers import explain_words

        return explain_words(self, "F1", *self._options, prediction, reference)

    def _plan(self) -> _core.MatrixPlan:
        return _core.token_f1_plan(self._core)

    def pool_plan(self) -> _core.PoolPlan:
        return _core.token_f1_pool()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (type(self), *self._options))


def _restore(kind: type[Any], tokenizer: Any, lowercase: bool) -> Any:
    return kind(tokenizer=tokenizer, lowercase=lowercase)


class ANLS(Metric["SimilarityScores"]):
    """Average normalised Levenshtein similarity as the package anls 0.0.2 computes it, 0..1, to the last bit (Biten et
    al., 2019): 1 less the edits between two texts by the length of the longer one; 0 where this quotient is `threshold`
    or more.

    threshold: a number above 0.

    Texts are compared in lower case, their white space squeezed; their length is that in upper case, in which an "ß" is
    two letters. Of several references the most similar one counts, the first of equals.

    Raises TypeError or ValueError for a threshold that is not possible.

    >>> ANLS().score(["Eifel  tower", "London"], [["Eiffel Tower"], ["Paris"]]).corpus.score
    0.4583333333333333
    """

    def __init__(self, threshold: float = 0.5) -> None:
        if check_number("threshold", threshold) <= 0:
            raise ValueError(f"threshold is {threshold!r}: a number above 0 is expected")
        self._options = (threshold,)
        self._core = _core.EditSimilarity(True, threshold)
        signature = (
            f"anls|case:{case_signature(True)}|threshold:{shortest(threshold)}|version:{_core.__version__}"
        )
        self._results = (
            SimilarityScores,
            ("edits", "length"),
            signature,
            SimilarityFormula(float(threshold)),
        )

    def explain(self, prediction: str, reference: Any) -> SimilarityExplanation:
        """The edits between the characters of one prediction and the reference that counts. See
        EditSimilarity.explain."""
        from gramscore.explain.answers import explain_characters

        return explain_characters(self, "ANLS", True, prediction, reference)

    def _plan(self) -> _core.MatrixPlan:
        return _core.similarity_plan(self._core, float(*self._options))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), self._options)


class EditSimilarity(Metric["SimilarityScores"]):
    """1 less the edits between the characters (code points) of two texts by the length of the longer one, 0..1: 1 for
    equal texts, as rapidfuzz's Levenshtein.normalized_similarity has it.

    Of several references the most similar one counts, the first of equals.

    >>> EditSimilarity().score(["kitten"], ["sitting"]).corpus.score
    0.5714285714285714
    """

    def __init__(self) -> None:
        self._core = _core.EditSimilarity(False, _NO_THRESHOLD)
        signature = f"edit_similarity|case:mixed|version:{_core.__version__}"
        self._results = (SimilarityScores, ("edits", "length"), signature, SimilarityFormula(_NO_THRESHOLD))

    def explain(self, prediction: str, reference: Any) -> SimilarityExplanation:
        """The edits between the characters of one prediction and the reference that counts.

        prediction: a text.
        reference: a text, or a list of one or more.

        Raises what `score` raises; ValueError for an empty list of references. What is returned is described in
        gramscore.explain; it shows itself in notebooks, and in terminals by rich.print().

        >>> EditSimilarity().explain("kitten", "sitting").script
        ('substitute “s” by “k”', 'substitute “i” by “e”', 'delete “g”')
        """
        from gramscore.explain.answers import explain_characters

        return explain_characters(self, "edit similarity", False, prediction, reference)

    def _plan(self) -> _core.MatrixPlan:
        return _core.similarity_plan(self._core, _NO_THRESHOLD)

    def pool_plan(self) -> _core.PoolPlan:
        return _core.edit_similarity_pool(self._core, _NO_THRESHOLD)

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), ())


class _AnswerScores(Scores):
    """What the scores of answers have in common: a corpus score that is the mean of those of examples."""

    __slots__ = ()

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        examples: Any = self.examples  # type: ignore[attr-defined]
        return {"": Means(("score",), (self.corpus.score,), (examples,))}  # type: ignore[attr-defined]


class ExactMatchScores(_AnswerScores):
    """Scores of ExactMatch: `scores.examples` per example, `scores.corpus` of all together.

    One statistic: 1 for a match, else 0.
    """

    __slots__ = ()

    formula: ExactMatchFormula

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """1 for each match, else 0, float64 (N,)."""
        return self.stats[:, 0].astype(np.float64)

    @property
    def corpus(self) -> ExactMatchScore:
        """The share of matches."""
        return self.formula.corpus_of(self.formula.sums(self.stats))


class TokenF1Scores(_AnswerScores):
    """Scores of TokenF1: `scores.examples` per example, `scores.corpus` of all together.

    Three statistics, with the reference that was chosen: clipped matches, the words of the prediction, and those of the
    reference.
    """

    __slots__ = ()

    formula: TokenF1Formula

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """F1 of each example, float64 (N,), 0..1."""
        return _core.token_f1_scores(self.stats)

    @property
    def corpus(self) -> TokenF1Score:
        """The mean of the examples, rounded once."""
        return self.formula.corpus_of(self.formula.sums(self.stats))


class SimilarityScores(_AnswerScores):
    """Scores of ANLS and EditSimilarity: `scores.examples` per example, `scores.corpus` of all together.

    Two statistics, with the reference that was chosen: edits, and the length of the longer text.
    """

    __slots__ = ()

    formula: SimilarityFormula

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """The similarity of each example, float64 (N,), 0..1."""
        return _core.similarity_scores(self.stats, self.formula.threshold)

    @property
    def corpus(self) -> SimilarityScore:
        """The mean of the examples, rounded once."""
        return self.formula.corpus_of(self.formula.sums(self.stats))
