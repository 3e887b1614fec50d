"""nltk.translate.bleu_score of NLTK 3.10, computed by the core: the same functions, arguments, values and types.

Differences on purpose: docs/differences.md.

>>> from gramscore.compat.nltk.bleu_score import sentence_bleu, modified_precision
>>> sentence_bleu([["the", "cat", "sat", "down"]], ["the", "cat", "sat"], weights=(0.5, 0.5))
0.7165313105737893
>>> modified_precision([["the", "cat"]], ["the", "the", "dog", "cat"], n=1)
Fraction(2, 4)
"""

from __future__ import annotations

import fractions
import math
import numbers
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import MethodType
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.compat.nltk.tokens import check_sizes, in_core, ngrams

__all__ = [
    "SmoothingFunction",
    "brevity_penalty",
    "closest_ref_length",
    "corpus_bleu",
    "modified_precision",
    "sentence_bleu",
]

_DEFAULT_WEIGHTS = (0.25, 0.25, 0.25, 0.25)
_Stats = npt.NDArray[np.int64]


class Fraction(fractions.Fraction):
    """A fraction that keeps numerator and denominator as they were given, unless `_normalize` asks for less."""

    _normalize: bool
    _original_numerator: Any
    _original_denominator: Any

    def __new__(cls, numerator: Any = 0, denominator: Any = None, _normalize: bool = False) -> Fraction:
        self = super().__new__(cls, numerator, denominator)
        self._normalize = _normalize
        self._original_numerator = numerator
        self._original_denominator = denominator
        return self

    @property
    def numerator(self) -> Any:
        """The numerator as given."""
        return super().numerator if self._normalize else self._original_numerator

    @property
    def denominator(self) -> Any:
        """The denominator as given."""
        return super().denominator if self._normalize else self._original_denominator

    def __eq__(self, other: object) -> bool:
        if isinstance(other, numbers.Rational) and self.denominator is not None:
            return bool(self.numerator * int(other.denominator) == int(other.numerator) * self.denominator)
        return super().__eq__(other)

    def __hash__(self) -> int:  # type: ignore[override]
        return super().__hash__()

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}" if self.denominator != 1 else str(self.numerator)

    def __repr__(self) -> str:
        return f"Fraction({self.numerator}, {self.denominator})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Fraction, (self._original_numerator, self._original_denominator, self._normalize))


def sentence_bleu(
    references: Sequence[Sequence[Any]],
    hypothesis: Sequence[Any],
    weights: Any = _DEFAULT_WEIGHTS,
    smoothing_function: Callable[..., Any] | None = None,
    auto_reweigh: bool = False,
) -> Any:
    """BLEU of one sentence, 0..1, or a list of scores for several weight sets.

    references: its references, each a sequence of tokens.
    hypothesis: a sequence of tokens (anything hashable).
    weights: of the orders 1, 2, ...; or several such sets.
    smoothing_function: a method of SmoothingFunction, or a callable with its arguments.
    auto_reweigh: with the default weights and fewer than four tokens, use equal weights of as many orders.
    """
    return corpus_bleu([references], [hypothesis], weights, smoothing_function, auto_reweigh)


def corpus_bleu(
    list_of_references: Sequence[Sequence[Sequence[Any]]],
    hypotheses: Sequence[Sequence[Any]],
    weights: Any = _DEFAULT_WEIGHTS,
    smoothing_function: Callable[..., Any] | None = None,
    auto_reweigh: bool = False,
) -> Any:
    """BLEU of a corpus from the sums of its counts, 0..1, or a list of scores for several weight sets."""
    check_sizes(list_of_references, hypotheses)
    try:
        weights[0][0]
        sets = list(weights)
    except (TypeError, IndexError):
        sets = [weights]
    orders = max(len(one) for one in sets)
    if orders == 0:  # the lengths are looked at all the same
        lengths = [len(hypothesis) for hypothesis in hypotheses]
        for references, length in zip(list_of_references, lengths, strict=True):
            closest_ref_length(references, length)
        return _of_no_match(sets)
    if len(hypotheses) == 0:
        raise ZeroDivisionError("there is no hypothesis")
    own = _own_method(smoothing_function)
    if own is None or not all(type(weight) in (int, float) for one in sets for weight in one):
        stats = _statistics(list_of_references, hypotheses, orders)
        return _scored_in_python(
            stats, sets, smoothing_function, auto_reweigh, list_of_references[-1], hypotheses[-1]
        )
    smoothing, method = own
    formula = _core.NltkBleuFormula(
        [[float(weight) for weight in one] for one in sets],
        [bool(auto_reweigh) and one == _DEFAULT_WEIGHTS for one in sets],
        method,
        *smoothing._parameters,
    )
    stats = _statistics(list_of_references, hypotheses, formula.orders())
    scores, counts, *_ = formula.corpus(stats)
    if counts[0] == 0:
        return _of_no_match(sets)
    if method == 0:
        _warn_of_zeros(counts)
    elif method == 6:
        _check_trigrams(counts)
    if math.inf in scores:  # where Python raises
        return _scored_in_python(
            stats, sets, smoothing_function, auto_reweigh, list_of_references[-1], hypotheses[-1]
        )
    return scores[0] if len(sets) == 1 else scores


def _of_no_match(sets: list[Any]) -> Any:
    return 0 if len(sets) == 1 else [0] * len(sets)


def _scored_in_python(
    stats: _Stats, sets: list[Any], smoothing: Any, auto_reweigh: bool, references: Any, hypothesis: Any
) -> Any:
    """The scores with a smoothing of the user's own, or with weights that are no plain numbers."""
    hyp_len, ref_len, *columns = stats.sum(0).tolist()
    orders = len(columns) // 2
    bp = brevity_penalty(ref_len, hyp_len)
    precisions = list(map(Fraction, columns[:orders], columns[orders:]))
    if columns[0] == 0:
        return _of_no_match(sets)
    smoothing = smoothing or SmoothingFunction().method0
    precisions = smoothing(precisions, references=references, hypothesis=hypothesis, hyp_len=hyp_len)
    scores = []
    for weights in sets:
        if auto_reweigh and hyp_len < 4 and weights == _DEFAULT_WEIGHTS:
            weights = (1 / hyp_len,) * hyp_len
        logarithms = (weight * math.log(p) for weight, p in zip(weights, precisions) if p > 0)  # noqa: B905
        scores.append(bp * math.exp(math.fsum(logarithms)))
    return scores[0] if len(scores) == 1 else scores


def modified_precision(references: Iterable[Sequence[Any]], hypothesis: Sequence[Any], n: int) -> Fraction:
    """The n-grams of the hypothesis that match, by all its n-grams (at least 1), not reduced."""
    if type(n) is not int or n < 1:
        return _precision_in_python(references, hypothesis, n)
    references = list(references)
    try:
        stats = _counted([references], [hypothesis], n)
    except (TypeError, ValueError):
        return _precision_in_python(references, hypothesis, n)
    return Fraction(int(stats[0, 1 + n]), int(stats[0, 1 + 2 * n]))


def _precision_in_python(references: Iterable[Any], hypothesis: Any, n: Any) -> Fraction:
    """modified_precision() of whatever it may be given."""
    counts = Counter(ngrams(hypothesis, n)) if len(hypothesis) >= n else Counter()
    most: dict[Any, int] = {}
    for reference in references:
        own = Counter(ngrams(reference, n)) if len(reference) >= n else Counter()
        for ngram in counts:
            most[ngram] = max(most.get(ngram, 0), own[ngram])
    matches = sum(min(count, most[ngram]) for ngram, count in counts.items())
    return Fraction(matches, max(1, counts.total()))


def closest_ref_length(references: Iterable[Sequence[Any]], hyp_len: int) -> int:
    """The length of the reference whose length is closest to `hyp_len`, the shorter of two."""
    return min(map(len, references), key=lambda length: (abs(length - hyp_len), length))


def brevity_penalty(closest_ref_len: float, hyp_len: float) -> float:
    """1 for hypotheses that are longer than their references, 0 for empty ones, less than 1 for shorter ones."""
    if hyp_len > closest_ref_len:
        return 1
    return 0 if hyp_len == 0 else math.exp(1 - closest_ref_len / hyp_len)


class SmoothingFunction:
    """The smoothing methods of Chen and Cherry (2014), as NLTK has them.

    epsilon: of method1.
    alpha: of method6.
    k: of method4 and method7.

    Each method takes the precisions by order, as fractions with numerator and denominator, and returns them smoothed;
    those from the third on change the list that they are given.
    """

    def __init__(self, epsilon: float = 0.1, alpha: float = 5, k: float = 5) -> None:
        self.epsilon = epsilon
        self.alpha = alpha
        self.k = k

    @property
    def _parameters(self) -> tuple[float, Any, float]:
        return float(self.epsilon), self.alpha, float(self.k)

    def method0(self, p_n: list[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """No smoothing: the smallest normal float stands for 0, with a warning."""
        _warn_of_zeros([p.numerator for p in p_n])
        return self._smooth(0, p_n)

    def method1(self, p_n: list[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Adds epsilon to counts of 0."""
        return self._smooth(1, p_n)

    def method2(self, p_n: list[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Adds 1 to numerators and denominators from the second order on."""
        return self._smooth(2, p_n)

    def method3(self, p_n: list[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """1/2, 1/4, ... in place of counts of 0."""
        p_n[:] = self._smooth(3, p_n)
        return p_n

    def method4(
        self,
        p_n: list[Any],
        references: Any,
        hypothesis: Sequence[Any],
        hyp_len: int | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> list[Any]:
        """Less for counts of 0, the shorter the hypothesis."""
        p_n[:] = self._smooth(4, p_n, length=hyp_len or len(hypothesis))
        return p_n

    def method5(
        self,
        p_n: list[Any],
        references: Any,
        hypothesis: Sequence[Any],
        hyp_len: int | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> list[Any]:
        """The mean of the precisions of the order before, the order and the order after."""
        p_n[:] = self._smooth(5, p_n, fivegrams=modified_precision(references, hypothesis, 5))
        return p_n

    def method6(
        self,
        p_n: list[Any],
        references: Any,
        hypothesis: Sequence[Any],
        hyp_len: int | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> list[Any]:
        """A mixture with what the two orders before let expect. Needs matches of 3-grams."""
        _check_trigrams(p_n)
        p_n[:] = self._smooth(6, p_n, last_length=len(hypothesis))
        return p_n

    def method7(
        self,
        p_n: list[Any],
        references: Any,
        hypothesis: Sequence[Any],
        hyp_len: int | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> list[Any]:
        """method4, then method5."""
        p_n = self.method4(p_n, references, hypothesis, hyp_len)
        return self.method5(p_n, references, hypothesis, hyp_len)

    def _smooth(
        self,
        method: int,
        p_n: list[Any],
        length: int = 0,
        last_length: int = 0,
        fivegrams: Fraction | None = None,
    ) -> list[Any]:
        five = (0, 1) if fivegrams is None else (fivegrams.numerator, fivegrams.denominator)
        smoothed = _core.nltk_smooth(p_n, method, *self._parameters, length, last_length, *five)
        assert smoothed is not None
        return [p if isinstance(p, float) else Fraction(*p) for p in smoothed]


_UNSMOOTHED = SmoothingFunction()
_METHODS = tuple(vars(SmoothingFunction)[f"method{number}"] for number in range(8))


def _own_method(function: Any) -> tuple[SmoothingFunction, int] | None:
    """The SmoothingFunction and the number of a method of it, None for other functions."""
    if not function:
        return _UNSMOOTHED, 0
    if isinstance(function, MethodType) and function.__func__ in _METHODS:
        return cast(SmoothingFunction, function.__self__), _METHODS.index(function.__func__)
    return None


@lru_cache
def _counter(orders: int) -> _core.Bleu:
    return _core.Bleu(orders, None, False, "nltk")


def _counted(list_of_references: Sequence[Any], hypotheses: Sequence[Any], orders: int) -> _Stats:
    """The core's rows."""
    counter = _counter(orders)
    return in_core(
        lambda texts, references: counter.score(texts, references, 0, None), list_of_references, hypotheses
    )


def _statistics(list_of_references: Sequence[Any], hypotheses: Sequence[Any], orders: int) -> _Stats:
    """The core's rows. Where it refuses, what is to blame is found as NLTK finds it."""
    try:
        return _counted(list(map(list, list_of_references)), hypotheses, orders)
    except (TypeError, ValueError):
        rows = []
        for references, hypothesis in zip(list_of_references, hypotheses, strict=True):
            found = [_precision_in_python(references, hypothesis, n) for n in range(1, orders + 1)]
            closest = closest_ref_length(references, len(hypothesis))
            rows.append(
                [len(hypothesis), closest, *(p.numerator for p in found), *(p.denominator for p in found)]
            )
        return np.array(rows)


def _warn_of_zeros(counts: Iterable[int]) -> None:
    for order, count in enumerate(counts, 1):
        if count == 0:
            warnings.warn(
                f"No {order}-gram of the hypothesis is in its references, so that BLEU is next to 0, whatever matches "
                f"in other orders: {sys.float_info.min} stands for the precision. SmoothingFunction() offers remedies.",
                stacklevel=3,
            )


def _check_trigrams(precisions: Sequence[Any]) -> None:
    assert precisions[2], "method6 needs matches of 3-grams"
