"""nltk.translate.bleu_score of NLTK 3.10, computed by the core: the same functions, arguments, values and types.

Differences on purpose: docs/differences.md.

>>> from gramscore.compat.nltk_bleu import sentence_bleu, modified_precision
>>> sentence_bleu([["the", "cat", "sat", "down"]], ["the", "cat", "sat"], weights=(0.5, 0.5))
0.7165313105737893
>>> modified_precision([["the", "cat"]], ["the", "the", "dog", "cat"], n=1)
Fraction(2, 4)
"""

from __future__ import annotations

import fractions
import numbers
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import MethodType
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core

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
    """A fraction that keeps numerator and denominator as they were given."""

    __slots__ = ("_as_given",)
    _as_given: tuple[int, int]

    def __new__(cls, numerator: int = 0, denominator: int = 1) -> Fraction:
        self = super().__new__(cls, numerator, denominator)
        self._as_given = (numerator, denominator)
        return self

    @property
    def numerator(self) -> int:
        """The numerator as given."""
        return self._as_given[0]

    @property
    def denominator(self) -> int:
        """The denominator as given."""
        return self._as_given[1]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, numbers.Rational):
            return self.numerator * int(other.denominator) == int(other.numerator) * self.denominator
        return super().__eq__(other)

    def __hash__(self) -> int:  # type: ignore[override]
        return super().__hash__()

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}" if self.denominator != 1 else str(self.numerator)

    def __repr__(self) -> str:
        return f"Fraction({self.numerator}, {self.denominator})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Fraction, self._as_given)


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
    assert len(list_of_references) == len(hypotheses), (
        f"there are {len(hypotheses)} hypotheses, but references for {len(list_of_references)}"
    )
    try:
        weights[0][0]
        sets = list(weights)
    except (TypeError, IndexError):
        sets = [weights]
    orders = max(len(one) for one in sets)
    if len(hypotheses) == 0:
        raise ZeroDivisionError("there is no hypothesis")
    if orders == 0:
        return 0
    own = _own_method(smoothing_function)
    smoothing, method = own if own is not None else (_UNSMOOTHED, 0)
    formula = _core.NltkBleuFormula(
        [[float(weight) for weight in one] for one in sets],
        [bool(auto_reweigh) and one == _DEFAULT_WEIGHTS for one in sets],
        method,
        *smoothing._parameters,
    )
    stats = _statistics(list_of_references, hypotheses, formula.orders())
    scores, counts, totals, _, bp, hyp_len, _ = formula.corpus(stats)
    if counts[0] == 0:
        return 0 if len(sets) == 1 else [0] * len(sets)
    if own is None and smoothing_function is not None:
        precisions: list[Any] = list(map(Fraction, counts, totals))
        smoothed = smoothing_function(
            precisions, references=list_of_references[-1], hypothesis=hypotheses[-1], hyp_len=hyp_len
        )
        scores = formula.weighted([float(precision) for precision in smoothed], bp, hyp_len)
    elif method == 0:
        _warn_of_zeros(counts)
    elif method == 6:
        _check_trigrams(counts)
    return scores[0] if len(sets) == 1 else scores


def modified_precision(references: Iterable[Sequence[Any]], hypothesis: Sequence[Any], n: int) -> Fraction:
    """The n-grams of the hypothesis that match, by all its n-grams (at least 1), not reduced."""
    references = list(references)
    if not references and len(hypothesis) >= n:
        raise ValueError("references is empty: at least one is needed")
    stats = _statistics([references or [[]]], [hypothesis], n)
    return Fraction(int(stats[0, 1 + n]), int(stats[0, 1 + 2 * n]))


def closest_ref_length(references: Iterable[Sequence[Any]], hyp_len: int) -> int:
    """The length of the reference whose length is closest to `hyp_len`, the shorter of two."""
    return _core.closest_length([len(reference) for reference in references], hyp_len)


def brevity_penalty(closest_ref_len: int, hyp_len: int) -> float:
    """1 for hypotheses that are longer than their references, 0 for empty ones, less than 1 for shorter ones."""
    if hyp_len > closest_ref_len:
        return 1
    return 0 if hyp_len == 0 else _core.nltk_brevity_penalty(closest_ref_len, hyp_len)


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


def _statistics(list_of_references: Any, hypotheses: Any, orders: int) -> _Stats:
    for references in list_of_references:
        if not len(references):
            raise ValueError("a hypothesis has no reference")
    if all(map(_is_list, hypotheses)) and all(
        all(map(_is_list, references)) for references in list_of_references
    ):
        try:
            return _counter(orders).score(list(hypotheses), list(map(list, list_of_references)), 0, None)
        except (TypeError, ValueError):
            pass  # tokens that the core does not know, but that Python can compare
    known: dict[Any, int] = {}

    def numbered(tokens: Iterable[Any]) -> list[int]:
        return [known.setdefault(token, len(known)) for token in tokens]

    return _counter(orders).score(
        [numbered(hypothesis) for hypothesis in hypotheses],
        [[numbered(reference) for reference in references] for references in list_of_references],
        0,
        None,
    )


def _is_list(tokens: Any) -> bool:
    return type(tokens) is list or type(tokens) is tuple


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
