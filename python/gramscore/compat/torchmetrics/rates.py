"""WER, CER, MER, WIL and WIP as torchmetrics computes them: ratios of sums in float32; no words give infinity or no
number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

import gramscore
from gramscore.compat.torchmetrics.inputs import Texts, single
from gramscore.compat.torchmetrics.numbers import F, as_tensor


def _counts(preds: Texts, target: Texts, characters: bool) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Sums of edits, of the tokens of references, of predictions, and of the longer side."""
    texts, goals = single(preds, target)
    if not texts:
        return np.zeros(4, np.int64)
    tokens: Callable[[str], list[str]] = list if characters else str.split
    ours, theirs = list(map(tokens, texts)), list(map(tokens, goals))
    stats = gramscore.WER(tokenizer=None).score(ours, [[one] for one in theirs]).stats
    lengths = np.array([[len(b), len(a), max(len(a), len(b))] for a, b in zip(ours, theirs, strict=True)])
    return np.array([stats[:, 1:].sum(), *lengths.sum(axis=0)])


def _rate(counts: Any) -> Any:
    return counts[0] / counts[1]


def _match_rate(counts: Any) -> Any:
    return counts[0] / counts[3]


def _preserved(counts: Any) -> Any:
    hits = counts[0] - counts[3]
    return (hits / counts[1]) * (hits / counts[2])


def _lost(counts: Any) -> Any:
    return F(1) - _preserved(counts)


_RATES: Final[dict[str, tuple[bool, Callable[[Any], Any]]]] = {
    "wer": (False, _rate),
    "cer": (True, _rate),
    "mer": (False, _match_rate),
    "wil": (False, _lost),
    "wip": (False, _preserved),
}


class RateCounts:
    """The sums that one of the rates is made of."""

    states = ("sums",)

    def __init__(self, name: str) -> None:
        self._characters, self._rate = _RATES[name]
        self.sums = np.zeros(4, np.int64)

    def add(self, preds: Texts, target: Texts) -> None:
        self.sums = self.sums + _counts(preds, target, self._characters)

    def score(self) -> Any:
        with np.errstate(divide="ignore", invalid="ignore"):
            return as_tensor(F(self._rate(self.sums.astype(F))))


def _scored(name: str, preds: Texts, target: Texts) -> Any:
    counts = RateCounts(name)
    counts.add(preds, target)
    return counts.score()


def word_error_rate(preds: Texts, target: Texts) -> Any:
    """Edits of words by the words of the references."""
    return _scored("wer", preds, target)


def char_error_rate(preds: Texts, target: Texts) -> Any:
    """Edits of characters by the characters of the references."""
    return _scored("cer", preds, target)


def match_error_rate(preds: Texts, target: Texts) -> Any:
    """Edits of words by the words of the longer sides."""
    return _scored("mer", preds, target)


def word_information_lost(preds: Texts, target: Texts) -> Any:
    """1 less word_information_preserved()."""
    return _scored("wil", preds, target)


def word_information_preserved(preds: Texts, target: Texts) -> Any:
    """The words of the longer sides less edits, squared, by the words of both sides."""
    return _scored("wip", preds, target)
