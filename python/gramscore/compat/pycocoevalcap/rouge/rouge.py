"""ROUGE-L of captions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.compat.pycocoevalcap.images import examples_of


class Rouge:
    """ROUGE-L of captions that are tokenized: single spaces separate. The best precision and the best recall make the F
    of an image, be they those of different references.

    >>> Rouge().compute_score({1: ["a dog", "a dog runs fast now"]}, {1: ["a dog runs"]})[1]
    array([1.])
    """

    def __init__(self) -> None:
        self.beta = 1.2

    def calc_score(self, candidate: Sequence[str], refs: Sequence[str]) -> float:
        """The score of one image: a list of its caption, and its references."""
        return float(self.compute_score({0: refs}, {0: candidate})[1][0])

    def compute_score(
        self, gts: Mapping[Hashable, Sequence[str]], res: Mapping[Hashable, Sequence[str]]
    ) -> tuple[np.floating[Any], npt.NDArray[np.float64]]:
        """The mean over the images, and their scores. Raises what examples_of() raises."""
        predictions, references = examples_of(gts, res)
        tokens = [text.split(" ") for text in predictions]
        others = [[text.split(" ") for text in own] for own in references]
        scores = _core.coco_rouge_scores(*_core.Cider(None, False).prepare_examples(tokens, others, ""))
        return np.mean(scores), scores

    def method(self) -> str:
        return "Rouge"
