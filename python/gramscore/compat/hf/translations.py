"""The metrics sari, meteor and character as functions to the originals' dictionaries."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import gramscore
from gramscore.compat.nltk.meteor_score import meteor_score

#: The metrics whose examples have a source.
SOURCED = ("sari",)

References = Sequence[str] | Sequence[Sequence[str]]


def sari(
    predictions: Sequence[str], references: Sequence[Sequence[str]], sources: Sequence[str]
) -> dict[str, float]:
    """SARI, 0..100, the mean over sentences."""
    rows = gramscore.SARI().score(predictions, references, sources=sources).stats.view(np.float64).tolist()
    total = 0.0
    for row in rows:
        # 2 stands for a whole 1, which sum() adds differently; the order is that of the original.
        parts = (row[:4], [1 if part == 2 else part for part in row[4:8]], row[8:])
        keep, delete, add = (sum(part) / 4 for part in parts)
        total += (keep + delete + add) / 3
    return {"sari": 100 * (total / len(predictions))}


def meteor(
    predictions: Sequence[str],
    references: References,
    alpha: float = 0.9,
    beta: float = 3,
    gamma: float = 0.5,
) -> dict[str, Any]:
    """METEOR as NLTK computes it, 0..1, the mean over texts, of NLTK's words and with its WordNet: the data `punkt_tab`
    and `wordnet` have to be there, which the original downloads."""
    tokenize = _word_tokenize()
    scores = [
        meteor_score(
            [tokenize(text) for text in ([each] if isinstance(each, str) else each)],
            tokenize(prediction),
            alpha=alpha,
            beta=beta,
            gamma=gamma,
        )
        for prediction, each in zip(predictions, references, strict=True)
    ]
    return {"meteor": np.mean(scores)}


def _word_tokenize() -> Callable[[str], list[str]]:
    try:
        from nltk import word_tokenize
    except ImportError as error:
        raise ImportError("meteor takes NLTK's words: pip install 'gramscore[nltk]'") from error
    return word_tokenize  # type: ignore[no-any-return]


def character(
    predictions: Sequence[str],
    references: References,
    aggregate: str = "mean",
    return_all_scores: bool = False,
) -> dict[str, Any]:
    """CharacTER, 0 (best)..1: `aggregate` is "mean", "sum" or "median" of the texts' scores, which `return_all_scores`
    adds. With several references the lowest counts."""
    aggregates: dict[str, Callable[[list[float]], float]] = {
        "mean": statistics.mean,
        "sum": sum,
        "median": statistics.median,
    }
    if aggregate not in aggregates:
        raise ValueError(f"aggregate is {aggregate!r}: 'sum', 'mean' and 'median' are possible")
    scores = gramscore.CharacTER().score(predictions, references).examples.tolist()
    found: dict[str, Any] = {"cer_score": aggregates[aggregate](scores)}
    return {**found, "cer_scores": scores} if return_all_scores else found
