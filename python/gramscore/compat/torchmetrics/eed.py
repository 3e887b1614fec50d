"""EED as torchmetrics computes it: each sentence in doubles, their mean in float32."""

from __future__ import annotations

from typing import Any

import numpy as np

import gramscore
from gramscore.compat.torchmetrics.inputs import References, Texts, several
from gramscore.compat.torchmetrics.numbers import F, as_tensor, total


class EedScores:
    """The scores of sentences."""

    states = ("sentences",)

    def __init__(self, language: str, alpha: float, rho: float, deletion: float, insertion: float) -> None:
        costs = {"alpha": alpha, "rho": rho, "deletion": deletion, "insertion": insertion}
        for name, cost in costs.items():
            if not isinstance(cost, float) or cost < 0:
                raise ValueError(f"Parameter `{name}` is expected to be a non-negative float.")
        if language not in ("en", "ja"):
            raise ValueError(f"Expected argument `language` to either be `en` or `ja` but got {language}")
        self._metric = gramscore.EED(language, **costs)
        self.sentences: list[Any] = []

    def add(self, preds: Texts, target: References) -> None:
        texts, lists = several(preds, target)
        if texts and lists[0]:
            self.sentences += map(F, self._metric.score(texts, lists).examples)

    def score(self) -> Any:
        if not self.sentences:
            return as_tensor(F(0))
        return as_tensor(F(total(self.sentences) / F(len(self.sentences))))


def extended_edit_distance(
    preds: Texts,
    target: References,
    language: str = "en",
    return_sentence_level_score: bool = False,
    alpha: float = 2.0,
    rho: float = 0.3,
    deletion: float = 0.2,
    insertion: float = 1.0,
) -> Any:
    """The mean EED of a corpus, 0 (best)..1; and on demand that of each sentence."""
    scores = EedScores(language, alpha, rho, deletion, insertion)
    scores.add(preds, target)
    if return_sentence_level_score:
        return scores.score(), as_tensor(np.array(scores.sentences, F))
    return scores.score()
