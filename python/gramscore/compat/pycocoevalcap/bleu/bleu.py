"""BLEU of captions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from gramscore import _core
from gramscore.compat.pycocoevalcap.images import examples_of
from gramscore.metrics.bleu import BLEU


class Bleu:
    """BLEU-1 to BLEU-n of captions that are tokenized.

    >>> Bleu(2).compute_score({1: ["a dog runs"]}, {1: ["a dog"]}, verbose=0)
    ([0.6065306591061034, 0.6065306589544709], [[0.6065306591061034], [0.6065306589544709]])
    """

    def __init__(self, n: int = 4) -> None:
        self._metric = BLEU.coco(n)
        if n > 4:
            raise ValueError(f"n is {n}: the original counts n-grams of the orders 1 to 4")
        self._n = n

    def compute_score(
        self,
        gts: Mapping[Hashable, Sequence[str]],
        res: Mapping[Hashable, Sequence[str]],
        verbose: int = 1,
    ) -> tuple[list[float], list[list[float]]]:
        """For each order the score of the corpus, and a list of those of the images. Sums over the images are printed
        unless `verbose` is 0. Raises what examples_of() raises."""
        scores = self._metric.score(*examples_of(gts, res))
        examples = _core.coco_bleu_orders(scores.stats).T.tolist()
        (sums,) = scores.formula.sums(scores.stats).whole()
        if verbose > 0:
            sys_len, ref_len, *counts = sums.tolist()
            totals = {"guess": counts[self._n :], "correct": counts[: self._n]}
            print({"testlen": sys_len, "reflen": ref_len, **totals})
            print("ratio:", (sys_len + 1e-15) / (ref_len + 1e-9))
        return _core.coco_bleu_orders(sums[None, :])[0].tolist(), examples

    def method(self) -> str:
        return "Bleu"
