"""WER and CER: the edits that turn a reference into a transcript."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.wer import CerFormula, CerScore, ErrorRateFormula, WerFormula, WerScore
from gramscore.metrics.means import RefusingMetric
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag, check_number
from gramscore.options.printable import shortest
from gramscore.options.tokenizers import LowerCased, case_signature, choose, tokenizer_signature
from gramscore.options.transforms import Transform, Transformed
from gramscore.resampling.resampling import Figures, ScoreOfSums
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.explain.wer import ErrorExplanation

#: Tokenizers of the core beside those of BLEU.
_NATIVE = ("jiwer", "unicode", "grapheme")

_MOST_UNITS = 1_000_000_000


class _ErrorRate(Metric[Any]):
    """What WER and CER have in common."""

    _name: ClassVar[str]
    _characters: ClassVar[bool]
    _scores_kind: ClassVar[type[Any]]
    _formula: ClassVar[type[ErrorRateFormula]]

    def __init__(
        self,
        *,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "jiwer",
        transform: Transform | None = None,
        lowercase: bool = False,
        weights: Sequence[float] = (1, 1, 1),
    ) -> None:
        check_flag("lowercase", lowercase)
        chosen: Any = tokenizer if tokenizer in _NATIVE else choose(tokenizer)
        if transform is not None:
            if chosen != "jiwer":
                raise ValueError(
                    "tokenizer and transform both say how texts become tokens: one of them is needed"
                )
            if not callable(transform):
                raise TypeError(f"transform is {transform!r}: a callable such as jiwer's Compose is expected")
            chosen = Transformed(transform)
        if lowercase and chosen is None:
            raise ValueError("lowercase=True has no effect on tokens that are given")
        costs, factors = _costs_of(weights)
        self._options: dict[str, Any] = {
            "tokenizer": tokenizer,
            "transform": transform,
            "lowercase": lowercase,
            "weights": factors,
        }
        self._costs = costs
        self._tokens = LowerCased(chosen) if lowercase and callable(chosen) else chosen
        self._core = _core.Wer(self._tokens, self._characters, lowercase, costs, factors)
        columns = ("hits", "substitutions", "deletions", "insertions")
        given = [f"weights:{','.join(map(shortest, factors))}"] if factors != (1, 1, 1) else []
        signature = "|".join(
            (
                self._name,
                f"case:{case_signature(lowercase, chosen if callable(chosen) else 'none')}",
                f"tok:{chosen if chosen == 'jiwer' else tokenizer_signature(chosen)}",
                *given,
                f"version:{_core.__version__}",
            )
        )
        self._results = (self._scores_kind, columns, signature, self._formula(factors))

    def explain(self, prediction: Any, reference: Any) -> ErrorExplanation:
        """Why one prediction has the score that it has: the alignment, step by step.

        prediction: one text, as `score` takes N of.
        reference: one text, or a list of one or more.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        Raises what `score` raises; ValueError for an empty list of references.

        >>> import gramscore
        >>> gramscore.WER().explain("the bat sat down", "the cat sat").script
        ('substitute “cat” by “bat”', 'insert “down”')
        """
        from gramscore.explain.wer import explain

        return explain(
            self,
            self._tokens,
            self._characters,
            self._options["lowercase"],
            self._costs,
            prediction,
            reference,
        )

    def _plan(self) -> _core.MatrixPlan:
        return _core.wer_plan(self._core)

    def pool_plan(self) -> _core.PoolPlan | None:
        return _core.wer_pool(self._core) if self._options["weights"] == (1, 1, 1) else None

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (type(self), self._options))


class WER(_ErrorRate):
    """Word error rate as the package jiwer 4.0.0 computes it, to the last bit, with its relatives: match error rate,
    word information lost and preserved (Morris et al., 2004).

    tokenizer: how texts become words. "jiwer" is its default transformation: white space at the ends goes, runs of
        white space become a space, and spaces separate. So a single tab, line break, no-break space or ideographic
        space is part of a word. Else "unicode", or as for BLEU: a name, a callable, or None for texts given as tokens.
    transform: a callable in place of it, as jiwer's transformations are: a chain of them, which ends by making words of
        each text. gramscore.compat.jiwer has them.
    lowercase: make texts lower case first, as str.lower() does.
    weights: what a substitution, a deletion and an insertion cost, three numbers. The cheapest alignment is taken, and
        the rate is its cost by the words of the reference; the other rates count its steps.

    Among equally good alignments the one is taken that jiwer takes, on which hits and substitutions depend. Of several
    references the one with the lowest rate counts, the first of equals. Letter case and punctuation count unless a
    transformation removes them.

    Raises TypeError or ValueError for options that are not possible.

    >>> scores = WER().score(["the bat sat down", "a dog"], ["the cat sat", "a dog"])
    >>> scores.corpus
    WerScore(score=0.4, mer=0.3333333333333333, wil=0.4666666666666667, wip=0.5333333333333333, hits=4, \
substitutions=1, deletions=0, insertions=1)
    >>> scores.examples.tolist()
    [0.6666666666666666, 0.0]
    """

    _name = "wer"
    _characters = False

    @staticmethod
    def sclite(
        *,
        case_sensitive: bool = False,
        characters: bool = False,
        keep_ascii: bool = False,
        drop_hyphens: bool = False,
        optional_words: bool = False,
        fragments: bool = False,
    ) -> ScliteWER:
        """Word error rate as NIST's program sclite 2.10 counts it (of its toolkit SCTK 2.4.10): other words, other
        costs and another alignment than jiwer's.

        case_sensitive: as -s. Otherwise ASCII letters are lower case; no others are.
        characters: as -c: words are their characters (code points).
        keep_ascii, drop_hyphens: as -c NOASCII, which leaves runs of ASCII characters whole, and -c DH.
        optional_words: as -D: a word in parentheses, such as (uh), may be missing.
        fragments: as -F: th- is equal to whatever begins so, and -ing to whatever ends so.

        Blanks, tabs and line ends separate words. In braces are alternatives, {i'm / i am}, on both sides; @ is
        none, as in {uh / @}. A word ends at a semicolon, behind which is a tag, and loses an asterisk at its end. A
        substitution costs 4, a deletion and an insertion 3 each, and the cheapest alignment is taken: of equals a
        pair of words before an insertion before a deletion, from the end back to the beginning. The words of a
        reference are those of the alternatives that it takes.

        Scores are those of WER: `score` is the program's Err divided by 100, unrounded. Of several references the
        one with the lowest rate counts. `gramscore sclite` prints the program's reports.

        Raises TypeError or ValueError for options that are not possible. `score` raises ValueError for a brace
        without its end, within a word, or around nothing: there the program drops text, or crashes.

        >>> metric = WER.sclite()
        >>> metric.score(["i am here now"], ["{i'm / I am} there now"]).corpus.score
        0.25
        """
        return ScliteWER(case_sensitive, characters, keep_ascii, drop_hyphens, optional_words, fragments)


class CER(_ErrorRate):
    """Character error rate as the package jiwer 4.0.0 computes it, to the last bit: WER of the characters (code points)
    of texts without the white space at their ends, with the spaces between words.

    tokenizer: "jiwer" for that, "grapheme" for characters as people see them, or as for WER.
    transform: a callable in place of it, such as a chain of jiwer's transformations that ends by making characters of
        each text.
    lowercase, weights: as for WER.

    Raises TypeError or ValueError for options that are not possible.

    >>> CER().score(["the bat"], ["the cat sat"]).corpus.cer
    0.45454545454545453
    """

    _name = "cer"
    _characters = True


#: What is wrong with a text that sclite cannot read, by the core's numbers.
SCLITE_FAULTS = (
    "",
    "has a brace { without its end",
    "has a brace { within a word",
    "has braces with nothing between them",
    "has a word of which the options leave nothing",
    "has alternatives within more than 100 others",
)


class ScliteWER(RefusingMetric[Any], WER):
    """WER as WER.sclite() makes it, by which its options are described."""

    def __init__(
        self,
        case_sensitive: bool = False,
        characters: bool = False,
        keep_ascii: bool = False,
        drop_hyphens: bool = False,
        optional_words: bool = False,
        fragments: bool = False,
    ) -> None:
        self._options = {
            "case_sensitive": check_flag("case_sensitive", case_sensitive),
            "characters": check_flag("characters", characters),
            "keep_ascii": check_flag("keep_ascii", keep_ascii),
            "drop_hyphens": check_flag("drop_hyphens", drop_hyphens),
            "optional_words": check_flag("optional_words", optional_words),
            "fragments": check_flag("fragments", fragments),
        }
        for name in ("keep_ascii", "drop_hyphens"):
            if self._options[name] and not characters:
                raise ValueError(f"{name}=True has no effect without characters=True")
        self._sclite = _core.Sclite(*self._options.values())
        self._core = self._sclite
        letters = {"characters": "c", "keep_ascii": "a", "drop_hyphens": "h", "optional_words": "D"}
        letters["fragments"] = "F"
        chosen = "".join(letter for name, letter in letters.items() if self._options[name])
        signature = "|".join(
            (
                "wer",
                f"case:{'mixed' if case_sensitive else 'ascii-lc'}",
                "tok:sclite",
                *([f"options:{chosen}"] if chosen else []),
                f"version:{_core.__version__}",
            )
        )
        columns = ("hits", "substitutions", "deletions", "insertions")
        self._results = (WerScores, columns, signature, WerFormula((1.0, 1.0, 1.0)))

    def explain(self, prediction: Any, reference: Any) -> ErrorExplanation:
        """As WER.explain. The tokens of both texts are the words that the alignment takes, without alternatives that it
        leaves."""
        from gramscore.explain.sclite import explain

        return explain(self, self.alignments, prediction, reference)

    def alignments(
        self, predictions: Any, references: Any
    ) -> list[list[tuple[str, tuple[str, int, int] | None, tuple[str, int, int] | None]]]:
        """For each prediction and its one reference the steps of their alignment: a letter, C, S, D or I, the word of
        the reference, and that of the prediction. A word is its text, and where it begins and ends; None where a
        side has none.

        Raises what `score` raises.
        """
        found = []
        for index, steps in enumerate(self._sclite.alignments(predictions, references)):
            if isinstance(steps, tuple):
                side = "predictions" if steps[1] else "references"
                raise ValueError(f"{side}[{index}] {SCLITE_FAULTS[steps[1] or steps[0]]}")
            found.append(steps)
        return found

    def lines(self, predictions: Any, references: Any, *, utf8: bool, width: int) -> list[bytes]:
        """The same as lines of the report pralign, in UTF-8 or else in Latin-1, in parts of `width` bytes. Of texts
        that `score` takes."""
        return self._sclite.lines(predictions, references, utf8, self._options["case_sensitive"], width)

    def _refuse(self, stats: npt.NDArray[np.int64]) -> None:
        for index in np.flatnonzero(stats[:, 0] < 0)[:1]:
            fault = SCLITE_FAULTS[-1 - int(stats[index, 0])]
            side = "references" if stats[index, 1] else "predictions"
            raise ValueError(f"{side}[{index}] {fault}")

    def _plan(self) -> _core.MatrixPlan:
        return _core.sclite_plan(self._core)


def _restore(kind: type[Any], options: Mapping[str, Any]) -> Any:
    return kind(**options)


def _costs_of(weights: Any) -> tuple[tuple[int, int, int], tuple[float, float, float]]:
    """The weights as whole numbers in their proportions, taken as they are written, and as floats."""
    try:
        given = tuple(weights)
    except TypeError:
        raise TypeError(f"weights is {weights!r}: three numbers are expected") from None
    if isinstance(weights, (str, bytes)) or len(given) != 3:
        raise ValueError(
            f"weights is {weights!r}: three numbers are expected, of substitutions, deletions, insertions"
        )
    exact = []
    for index, weight in enumerate(given):
        check_number(f"weights[{index}]", weight, 0)
        exact.append(Fraction(repr(float(weight))))
    units = math.lcm(*(weight.denominator for weight in exact))
    costs = [int(weight * units) for weight in exact]
    divisor = math.gcd(*costs) or 1
    if max(costs) // divisor > _MOST_UNITS:
        raise ValueError(f"weights is {weights!r}: numbers with fewer digits are needed")
    substitution, deletion, insertion = (cost // divisor for cost in costs)
    return (substitution, deletion, insertion), (float(given[0]), float(given[1]), float(given[2]))


class _ErrorScores(Scores):
    """What the scores of WER and CER have in common."""

    __slots__ = ()

    higher_is_better = False

    formula: ErrorRateFormula

    @property
    def _rates(self) -> tuple[npt.NDArray[np.float64], ...]:
        """Those of each example: the error rate, mer, wil, wip."""
        return _core.error_rates(self.stats, self.formula.weights)

    @property
    def examples(self) -> npt.NDArray[np.float64]:
        """The error rate of each example, float64 (N,): 0 is best, it may be over 1. Against a reference without
        tokens, the insertions."""
        return self._rates[0]

    @property
    def mer(self) -> npt.NDArray[np.float64]:
        """The match error rate of each example, float64 (N,), 0..1."""
        return self._rates[1]

    @property
    def wil(self) -> npt.NDArray[np.float64]:
        """The information lost of each example, float64 (N,), 0..1."""
        return self._rates[2]

    @property
    def wip(self) -> npt.NDArray[np.float64]:
        """The information preserved of each example, float64 (N,), 0..1."""
        return self._rates[3]

    def per_example(self) -> dict[str, npt.NDArray[np.float64]]:
        return {
            f"{self._figure}_{part}": rate
            for part, rate in zip(("score", "mer", "wil", "wip"), self._rates, strict=True)
        }

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        if mean:
            return super()._figures(mean)
        return {"": ScoreOfSums(self, _core.wer_of_sums(self.formula.weights), False)}


class WerScores(_ErrorScores):
    """Scores of WER: `scores.examples` per example, `scores.corpus` of all together, and `mer`, `wil` and `wip` per
    example.

    Four statistics: hits, substitutions, deletions and insertions, with the reference that was chosen.
    """

    __slots__ = ()

    @property
    def corpus(self) -> WerScore:
        """The rates of the summed statistics of all examples."""
        found: WerScore = self.formula.corpus(self.stats)
        return found


class CerScores(_ErrorScores):
    """Scores of CER, as those of WER."""

    __slots__ = ()

    @property
    def corpus(self) -> CerScore:
        """The rates of the summed statistics of all examples."""
        found: CerScore = self.formula.corpus(self.stats)
        return found


WER._scores_kind, WER._formula = WerScores, WerFormula
CER._scores_kind, CER._formula = CerScores, CerFormula
