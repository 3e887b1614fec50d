"""nltk.translate.ribes_score of NLTK 3.10.4, its words aligned by the core: the same arguments, values and errors.

>>> from gramscore.compat.nltk.ribes_score import sentence_ribes
>>> sentence_ribes([["on", "the", "mat", "the", "cat", "sat"]], ["the", "cat", "sat", "on", "the", "mat"])
0.4
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from gramscore import _core
from gramscore.compat.nltk.tokens import in_core

__all__ = ["corpus_ribes", "sentence_ribes"]

#: Sentences of more words are a ValueError.
MAX_ALIGNMENT_LEN = 2000


def sentence_ribes(
    references: Sequence[Sequence[Any]], hypothesis: Sequence[Any], alpha: float = 0.25, beta: float = 0.10
) -> float:
    """RIBES of a sentence with the best of its references, 0..1.

    references: each a sequence of words.
    hypothesis: a sequence of words (anything hashable).
    alpha, beta: exponents of the share of words that are found and of the brevity penalty.
    """
    if not references or not hypothesis:
        return 0.0
    longest = max(map(len, (hypothesis, *references)))
    if longest > MAX_ALIGNMENT_LEN:
        raise ValueError(
            f"a sentence has {longest} words: up to {MAX_ALIGNMENT_LEN} are aligned "
            "(gramscore.compat.nltk.ribes_score.MAX_ALIGNMENT_LEN)"
        )
    rows = in_core(
        lambda texts, others: _aligner().score(texts * len(others[0]), [[one] for one in others[0]], 0, None),
        [references],
        [hypothesis],
    )
    best = -1.0
    for increasing, aligned, words, expected in rows.tolist():
        tau = 2 * increasing / (aligned * (aligned - 1) // 2) - 1 if aligned > 1 else -1
        brevity = min(1.0, math.exp(1.0 - expected / words))
        score = (tau + 1) / 2 * ((aligned / words) ** alpha) * (brevity**beta)
        best = max(best, score)
    return best


def corpus_ribes(
    list_of_references: Sequence[Sequence[Sequence[Any]]],
    hypotheses: Sequence[Sequence[Any]],
    alpha: float = 0.25,
    beta: float = 0.10,
) -> float:
    """The mean of sentence_ribes() over a corpus; 0.0 of an empty one."""
    if not hypotheses:
        return 0.0
    if len(list_of_references) != len(hypotheses):
        raise ValueError(
            f"there are {len(hypotheses)} hypotheses, but references for {len(list_of_references)}"
        )
    total = 0.0
    for references, hypothesis in zip(list_of_references, hypotheses, strict=True):
        total += sentence_ribes(references, hypothesis, alpha, beta)
    return total / len(hypotheses)


@lru_cache
def _aligner() -> _core.Ribes:
    return _core.Ribes(0.25, 0.10, None, False)
