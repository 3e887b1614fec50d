"""nltk.translate.nist_score of NLTK 3.10, computed by the core: the same functions, arguments, values and errors.

>>> from gramscore.compat.nltk.nist_score import sentence_nist
>>> sentence_nist([["the", "cat", "slept"]], ["the", "cat", "sat"], n=2)
1.0566416671474375
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from gramscore import _core
from gramscore.compat.nltk.tokens import check_sizes, in_core, ngrams
from gramscore.compat.python_sum import COMPENSATES

__all__ = ["corpus_nist", "nist_length_penalty", "sentence_nist"]


def sentence_nist(references: Sequence[Sequence[Any]], hypothesis: Sequence[Any], n: int = 5) -> float:
    """NIST of one sentence, 0 or more.

    references: its references, each a sequence of tokens.
    hypothesis: a sequence of tokens (anything hashable). Fewer than n are a ZeroDivisionError.
    n: the longest n-grams that count.
    """
    return corpus_nist([references], [hypothesis], n)


def corpus_nist(
    list_of_references: Sequence[Sequence[Sequence[Any]]], hypotheses: Sequence[Sequence[Any]], n: int = 5
) -> float:
    """NIST of a corpus, 0 or more. Its references say how much an n-gram tells.

    Raises ZeroDivisionError if no hypothesis has n tokens, ValueError for one without references.
    """
    check_sizes(list_of_references, hypotheses)
    orders = len(range(n))
    for references in list_of_references:
        for reference in references:
            for order in range(1, orders + 1):
                for ngram in ngrams(reference, order):
                    hash(ngram)
                    break
            len(reference)
    if orders == 0 or len(hypotheses) == 0:
        raise ZeroDivisionError("there are no n-grams: at least one hypothesis and an n of 1 are needed")
    for hypothesis in hypotheses:
        len(hypothesis)
    lists = [list(references) for references in list_of_references]
    if not all(lists):
        raise ValueError("a hypothesis has no reference")
    stats, information, _ = in_core(_counter(orders).score, lists, hypotheses)
    score = _core.nist_corpus(stats, information)
    if math.isnan(score):
        raise ZeroDivisionError(f"no hypothesis has {orders} tokens, or the references are empty")
    return score


@lru_cache
def _counter(orders: int) -> _core.Nist:
    return _core.Nist(orders, None, COMPENSATES)


def nist_length_penalty(ref_len: float, hyp_len: float) -> float:
    """1 for a hypothesis as long as its reference, 0.5 for one of two thirds the length, 0 for none."""
    ratio = hyp_len / ref_len
    if not 0 < ratio < 1:
        return max(min(ratio, 1.0), 0.0)
    beta = math.log(0.5) / math.log(1.5) ** 2
    return math.exp(beta * math.log(ratio) ** 2)
