"""chrF as torchmetrics computes it: in float32, with an n-gram order that neither side has counted as 0."""

from __future__ import annotations

from typing import Any

import numpy as np

import gramscore
from gramscore import _core
from gramscore.compat.torchmetrics.inputs import References, Texts, pairs, several
from gramscore.compat.torchmetrics.numbers import F, as_tensor

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_EPSILON = F(1e-16)


class ChrfCounts:
    """Sums over sentences of n-grams of the prediction, of the reference that was chosen, and matches, by order."""

    states = ("sums", "sentences")

    def __init__(
        self, n_char_order: int, n_word_order: int, beta: float, lowercase: bool, whitespace: bool
    ) -> None:
        if not isinstance(n_char_order, int) or n_char_order < 1:
            raise ValueError("Expected argument `n_char_order` to be an integer greater than or equal to 1.")
        if not isinstance(n_word_order, int) or n_word_order < 0:
            raise ValueError("Expected argument `n_word_order` to be an integer greater than or equal to 0.")
        if beta < 0:
            raise ValueError("Expected argument `beta` to be greater than 0.")
        self.orders = (n_char_order, n_word_order)
        self.beta, self.lowercase, self.whitespace = beta, lowercase, whitespace
        self.sums = np.zeros((n_char_order + n_word_order, 3), np.int64)
        self.sentences: list[Any] = []

    def add(self, preds: Texts, target: References) -> None:
        texts, lists = several(preds, target)
        if not texts:
            return
        ours, theirs = pairs(texts, lists)
        rows = self._rows(ours, theirs) if ours else np.zeros((0, *self.sums.shape), np.int64)
        at = 0
        for text, each in zip(texts, lists, strict=True):
            best, score = None, F(0)
            for row in rows[at : at + len(each)]:
                found = self._f(row)
                if found > score:
                    best, score = row, found
            at += len(each)
            if best is None:  # no reference is better than none
                own = rows[at - 1, :, 0] if each else self._rows([text], [""])[0, :, 0]
                best = np.stack([own, np.zeros_like(own), np.zeros_like(own)], axis=1)
            self.sums += best
            self.sentences.append(score)

    def score(self) -> Any:
        return as_tensor(self._f(self.sums))

    def _rows(self, ours: list[str], theirs: list[str]) -> Any:
        """Of pairs, int64 (N, orders, 3)."""
        parts = []
        n_char, n_word = self.orders
        own, other = ([self._characters(text) for text in side] for side in (ours, theirs))
        matches = _core.Chrf(n_char, 0, 2, False, True, False).score(own, other, 0, None)[:, 2::3]
        parts.append(_columns(matches, list(map(len, own)), list(map(len, other)), n_char))
        if n_word:
            words, goals = (list(map(self._words, side)) for side in (ours, theirs))
            stats = gramscore.BLEU(n_word, tokenizer=None).score(words, [[one] for one in goals]).stats
            lengths = list(map(len, words)), list(map(len, goals))
            parts.append(_columns(stats[:, 2 : 2 + n_word], lengths[0], lengths[1], n_word))
        return np.concatenate(parts, axis=1)

    def _characters(self, text: str) -> str:
        text = text.lower() if self.lowercase else text
        return text if self.whitespace else text.strip().replace(" ", "")

    def _words(self, text: str) -> list[str]:
        found = []
        for word in (text.lower() if self.lowercase else text).split():
            if len(word) > 1 and word[-1] in _PUNCTUATION:
                found += [word[:-1], word[-1]]
            elif len(word) > 1 and word[0] in _PUNCTUATION:
                found += [word[0], word[1:]]
            else:
                found.append(word)
        return found

    def _f(self, counts: Any) -> Any:
        """The mean of F over the orders, characters first. Orders without matches anywhere are 0 however they come."""
        factor = self.beta**2
        n_char = self.orders[0]
        sums = [F(0), F(0)]
        for order, (own, other, matches) in enumerate(counts.astype(F)):
            precision = matches / own if own > 0 else F(0)
            recall = matches / other if other > 0 else F(0)
            below = max(F(F(factor) * precision + recall), _EPSILON)
            f = F(F(F(1 + factor) * precision) * recall) / below
            part = order >= n_char
            sums[part] = F(sums[part] + f)
        return F(F(sums[0] + sums[1]) / F(sum(self.orders)))


def _columns(matches: Any, ours: list[int], theirs: list[int], orders: int) -> Any:
    """int64 (N, orders, 3): n-grams of either side, and matches."""
    shorter = np.arange(orders)
    totals = [np.maximum(np.array(side)[:, None] - shorter, 0) for side in (ours, theirs)]
    return np.stack([*totals, matches], axis=2)


def chrf_score(
    preds: Texts,
    target: References,
    n_char_order: int = 6,
    n_word_order: int = 2,
    beta: float = 2.0,
    lowercase: bool = False,
    whitespace: bool = False,
    return_sentence_level_score: bool = False,
) -> Any:
    """chrF of a corpus, 0..1, with words too unless `n_word_order` is 0; and on demand of each sentence."""
    counts = ChrfCounts(n_char_order, n_word_order, beta, lowercase, whitespace)
    counts.add(preds, target)
    if return_sentence_level_score and counts.sentences:
        return counts.score(), as_tensor(np.array(counts.sentences, F))
    return counts.score()
