"""CIDEr-D of captions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore.compat.pycocoevalcap.images import examples_of
from gramscore.metrics.cider import CIDEr


class Cider:
    """CIDEr-D of captions that are tokenized. With one image the score is 0.

    test, refs: taken and not looked at, as there.
    n: 4; the original fails with less and adds zeros with more, which is refused here.

    >>> Cider().compute_score({1: ["a dog runs"], 2: ["a cat"]}, {1: ["a dog runs"], 2: ["dogs"]})[1]
    array([7.5, 0. ])
    """

    def __init__(self, test: Any = None, refs: Any = None, n: int = 4, sigma: float = 6.0) -> None:
        if n != 4:
            raise ValueError(f"n is {n!r}: the original counts n-grams of the orders 1 to 4")
        self._metric = CIDEr(n, sigma=sigma)

    def compute_score(
        self, gts: Mapping[Hashable, Sequence[str]], res: Mapping[Hashable, Sequence[str]]
    ) -> tuple[np.floating[Any], npt.NDArray[np.float64]]:
        """The mean over the images, and their scores. Raises what examples_of() raises, and ValueError if no reference
        has a word."""
        predictions, references = examples_of(gts, res)
        if not any(text.split() for own in references for text in own):
            raise ValueError("gts has no words: of no n-gram is known how many images it is written of")
        scores = self._metric.score(predictions, references).examples
        return np.mean(scores), scores

    def method(self) -> str:
        return "CIDEr"
