"""BLEU as torchmetrics computes it: lengths of the closest reference, the first of equals; precision 0 in any order is
0."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

import gramscore
from gramscore.compat.torchmetrics.inputs import References, Texts
from gramscore.compat.torchmetrics.numbers import F, as_tensor, torch

_TOKENIZERS = ("none", "13a", "zh", "intl", "char", "ja-mecab", "ko-mecab", "flores101", "flores200")


class BleuCounts:
    """Sums over sentences: of clipped matches and of n-grams by order, and of lengths."""

    states = ("sums",)

    def __init__(self, n_gram: int, smooth: bool, weights: Sequence[float] | None) -> None:
        if weights is not None and len(weights) != n_gram:
            raise ValueError(
                f"List of weights has different weights than `n_gram`: {len(weights)} != {n_gram}"
            )
        self.n_gram, self.smooth = n_gram, smooth
        self.weights = [1.0 / n_gram] * n_gram if weights is None else list(weights)
        self.sums = np.zeros(2 * n_gram + 2, np.int64)

    def add(self, preds: Sequence[str], target: References, tokens: Callable[[str], Sequence[str]]) -> None:
        if len(preds) != len(target):
            raise ValueError(f"Corpus has different size {len(preds)} != {len(target)}")
        if not len(preds):
            return
        ours = [list(tokens(text)) if text else [] for text in preds]
        theirs = [[list(tokens(text)) if text else [] for text in each] for each in target]
        metric = gramscore.BLEU(self.n_gram, tokenizer=None)
        stats = metric.score(ours, theirs).stats.sum(axis=0)
        # The closest length, but the first listed of equally close ones.
        lengths = [_closest(len(own), list(map(len, each))) for own, each in zip(ours, theirs, strict=True)]
        self.sums += np.concatenate([[stats[0], sum(lengths)], stats[2:]])

    def score(self) -> Any:
        own, other, *counts = self.sums.astype(F)
        matches, totals = np.array(counts[: self.n_gram], F), np.array(counts[self.n_gram :], F)
        if matches.min() == 0:
            return as_tensor(F(0))
        if self.smooth:
            precisions = (matches + F(1)) / (totals + F(1))
            precisions[0] = matches[0] / totals[0]
        else:
            precisions = matches / totals
        found = torch()
        if found is None:
            mean = np.exp(np.sum(np.array(self.weights, F) * np.log(precisions), dtype=F), dtype=F)
            return F(mean if own > other else np.exp(F(1) - other / own, dtype=F) * mean)
        weights, logs = found.tensor(self.weights), found.log(found.tensor(precisions.tolist()))
        mean = found.exp(found.sum(weights * logs))
        if own > other:
            return found.tensor(1.0) * mean
        return found.exp(1 - found.tensor(float(other)) / found.tensor(float(own))) * mean


def _closest(length: int, others: list[int]) -> int:
    return min(others, key=lambda other: abs(length - other))


def lists(preds: Texts, target: References) -> tuple[Sequence[str], References]:
    return [preds] if isinstance(preds, str) else preds, [
        [one] if isinstance(one, str) else one for one in target
    ]


def bleu_score(
    preds: Texts,
    target: References,
    n_gram: int = 4,
    smooth: bool = False,
    weights: Sequence[float] | None = None,
) -> Any:
    """BLEU of a corpus of texts that white space separates, 0..1."""
    counts = BleuCounts(n_gram, smooth, weights)
    counts.add(*lists(preds, target), str.split)
    return counts.score()


def sacre_bleu_score(
    preds: Sequence[str],
    target: Sequence[Sequence[str]],
    n_gram: int = 4,
    smooth: bool = False,
    tokenize: str = "13a",
    lowercase: bool = False,
    weights: Sequence[float] | None = None,
) -> Any:
    """The same of sacrebleu's tokens."""
    counts = BleuCounts(n_gram, smooth, weights)
    counts.add(preds, target, sacre_tokens(tokenize, lowercase))
    return counts.score()


def sacre_tokens(tokenize: str, lowercase: bool) -> Callable[[str], list[str]]:
    if tokenize not in _TOKENIZERS:
        raise ValueError(f"Unsupported tokenizer selected. Please, choose one of {list(_TOKENIZERS)}")
    return partial(_tokens, _tokenizer(tokenize), lowercase)


def _tokens(tokenizer: Callable[[str], str], lowercase: bool, text: str) -> list[str]:
    """Lower case comes after the tokens, not before as in sacrebleu."""
    found = tokenizer(text)
    return (found.lower() if lowercase else found).split()


def _tokenizer(name: str) -> Callable[[str], str]:
    from gramscore.compat.sacrebleu.metrics.bleu import _get_tokenizer

    made: Callable[[str], str] = _get_tokenizer(name)()
    return made
