"""nltk.translate.chrf_score of NLTK 3.10.4, its n-grams counted by the core: the same arguments, values and errors.

>>> from gramscore.compat.nltk.chrf_score import sentence_chrf
>>> sentence_chrf("the cat sat", "the cat sat down")
0.9380484236423952
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from gramscore import _core
from gramscore.compat.nltk.tokens import ngrams

__all__ = ["corpus_chrf", "sentence_chrf"]

#: In place of F where it is not defined.
_EPSILON = 1e-16
#: The longest n-grams that the core counts here.
_MOST = 64

Text = str | Sequence[str]


def sentence_chrf(
    reference: Text,
    hypothesis: Text,
    min_len: int = 1,
    max_len: int = 6,
    beta: float = 3.0,
    ignore_whitespace: bool = True,
) -> float:
    """chrF of a sentence, 0..1: the mean of F over the orders.

    reference, hypothesis: a str, or tokens, between which there is a space.
    min_len, max_len: the shortest and the longest n-grams that count.
    beta: how much more recall counts than precision.
    ignore_whitespace: leave white space out.
    """
    return corpus_chrf([reference], [hypothesis], min_len, max_len, beta, ignore_whitespace)


def corpus_chrf(
    references: Sequence[Text],
    hypotheses: Sequence[Text],
    min_len: int = 1,
    max_len: int = 6,
    beta: float = 3.0,
    ignore_whitespace: bool = True,
) -> float:
    """The mean of sentence_chrf() over a corpus, 0..1."""
    assert len(references) == len(hypotheses), (
        f"there are {len(hypotheses)} hypotheses, but references for {len(references)}"
    )
    ours, theirs = ([_text(one, ignore_whitespace) for one in side] for side in (hypotheses, references))
    orders = range(min_len, max_len + 1)
    counted = _counts(ours, theirs, orders) if ours else []
    totals = [sum([_f(*counts, beta) for counts in of_order]) for of_order in counted]
    return (sum(totals) / len(totals)) / len(hypotheses)


def _f(matches: int, ours: int, theirs: int, beta: float) -> float:
    try:
        precision, recall = matches / ours, matches / theirs
        factor = beta**2
        return (1 + factor) * (precision * recall) / (factor * precision + recall)
    except ZeroDivisionError:
        return _EPSILON


def _text(given: Text, ignore_whitespace: bool) -> str:
    text = given if type(given) is str else " ".join(given)
    # To the package regex, with which NLTK looks for white space, these four characters are none.
    return re.sub(r"[^\S\x1c-\x1f]+", "", text) if ignore_whitespace else text


def _counts(hypotheses: list[str], references: list[str], orders: range) -> list[list[tuple[int, int, int]]]:
    """By order, of each sentence: the n-grams that match, those of the hypothesis and those of the reference."""
    if not orders or not 1 <= orders.start <= orders[-1] <= _MOST:
        return _counts_in_python(hypotheses, references, orders)
    rows = _counter(orders[-1]).score(hypotheses, references, 0, None).tolist()
    return [
        [
            (row[3 * n - 1], max(len(own) - n + 1, 0), max(len(other) - n + 1, 0))
            for row, own, other in zip(rows, hypotheses, references, strict=True)
        ]
        for n in orders
    ]


def _counts_in_python(
    hypotheses: list[str], references: list[str], orders: range
) -> list[list[tuple[int, int, int]]]:
    """The same of whatever orders there may be."""
    found = []
    for n in orders:
        grams = [[Counter(ngrams(text, n)) for text in side] for side in (hypotheses, references)]
        found.append([((a & b).total(), a.total(), b.total()) for a, b in zip(*grams, strict=True)])
    return found


@lru_cache
def _counter(order: int) -> _core.Chrf:
    """Of all characters, white space too."""
    return _core.Chrf(order, 0, 2, False, True, False)
