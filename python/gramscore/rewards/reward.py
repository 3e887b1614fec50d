"""A metric as a reward, whoever calls it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.metrics.metric import Metric
from gramscore.metrics.rouge import ROUGE
from gramscore.rewards.texts import (
    joined,
    may_think,
    text_of_completion,
    without_ids,
    without_thinking,
)

PARTS = ("precision", "recall", "fmeasure")


class Reward:
    """The scores of completions, as floats.

    metric: ROUGE with one type, BLEU, CHRF, GLEU, TER... With tokenizer=None it is given token ids.
    part: of ROUGE: "fmeasure", "precision" or "recall".
    strip_think: leave out thoughts, as without_thinking() does.
    pad_id, ignore: token ids that are no tokens, of completions and references; for metrics of token ids.
    scale: what scores are multiplied with, such as 0.01 for those of 0..100, or -1 for an error rate.

    Of several references the metric makes what it does in `score`: ROUGE, CHRF and GLEU take the best.

    Raises TypeError or ValueError for options that do not go together.
    """

    def __init__(
        self,
        metric: Metric[Any],
        *,
        part: str = "fmeasure",
        strip_think: bool = True,
        pad_id: int | None = None,
        ignore: Iterable[int] = (-100,),
        scale: float = 1.0,
    ) -> None:
        if not isinstance(metric, Metric):
            raise TypeError(f"metric is {metric!r}: a metric is expected, such as gramscore.CHRF()")
        if part not in PARTS:
            raise ValueError(f"unknown part {part!r}: known are {', '.join(PARTS)}")
        if isinstance(metric, ROUGE) and len(metric.types) > 1:
            raise ValueError(f"a reward takes ROUGE with one type, not with {', '.join(metric.types)}")
        self.metric = metric
        self.part = part
        self.strip_think = strip_think
        self.scale = scale
        self._ignored = np.array(sorted({*ignore, *([] if pad_id is None else [pad_id])}), np.int64)
        self.takes_ids = "|tok:given" in metric.signature
        if pad_id is not None and not self.takes_ids:
            raise ValueError("pad_id is for metrics of token ids, with tokenizer=None")

    def __call__(self, completions: Sequence[Any], references: Sequence[Any]) -> list[float]:
        """The rewards of N completions, each with its reference or its list of them, by one call of `score`.

        Raises TypeError or ValueError, naming the place, for what is no completion or reference.
        """
        completions = listed(completions, "completions")
        references = listed(references, "references")
        if len(completions) != len(references):
            raise ValueError(
                f"there are {len(completions)} completions, but references for {len(references)}"
            )
        if len(completions) == 0:
            return []
        given = self.completions(completions)
        if not self.takes_ids and type(references) is list and type(references[0]) is str:
            try:
                return self.scaled(self.scores_of(self.metric.score(given, references)))
            except TypeError:
                pass  # some are lists of several, or no texts
        return self.scaled(self.scores_of(self.metric.score(given, self._references(references))))

    def completions(self, completions: Iterable[Any], argument: str = "completions") -> Sequence[Any]:
        """Completions as the metric takes texts."""
        completions = listed(completions, argument)
        # Not one by one if there is nothing to do.
        if not self.takes_ids:
            text = joined(completions)
            if text is not None and not (self.strip_think and may_think(text)):
                return cast("Sequence[str]", completions)
        return [self._completion(one, f"{argument}[{index}]") for index, one in enumerate(completions)]

    def scores_of(self, scores: Any) -> npt.NDArray[np.float64]:
        """The one score of each example."""
        if isinstance(self.metric, ROUGE):
            found: npt.NDArray[np.float64] = getattr(scores[self.metric.types[0]], self.part)
            return found
        examples: npt.NDArray[np.float64] = scores.examples
        return examples

    def scaled(self, scores: npt.NDArray[np.float64]) -> list[float]:
        """Scores as rewards."""
        return (scores if self.scale == 1.0 else scores * self.scale).tolist()  # type: ignore[no-any-return]

    def _completion(self, completion: Any, place: str) -> Any:
        if self.takes_ids:
            return without_ids(completion, self._ignored, place)
        text = text_of_completion(completion, place)
        return without_thinking(text) if self.strip_think else text

    def _references(self, references: Sequence[Any]) -> Sequence[Any]:
        """The same of references: all are texts, or all are lists of them."""
        if not self.takes_ids and joined(references) is not None:
            return references
        wanted = [self._reference(one, f"references[{index}]") for index, one in enumerate(references)]
        if any(isinstance(one, _Several) for one in wanted):
            return [one if isinstance(one, _Several) else _Several([one]) for one in wanted]
        return wanted

    def _reference(self, reference: Any, place: str) -> Any:
        if self.takes_ids:
            if _holds_rows(reference):
                return _Several(
                    without_ids(one, self._ignored, f"{place}[{k}]") for k, one in enumerate(reference)
                )
            return without_ids(reference, self._ignored, place)
        if isinstance(reference, str):
            return reference
        several = _Several(_core.listed(reference, place, "a str, or a list of one or more,"))
        for k, one in enumerate(several):
            if not isinstance(one, str):
                raise TypeError(f"{place}[{k}] is {_core.described(one)}: a str is expected")
        if not several:
            raise TypeError(f"{place} is an empty list: a str, or a list of one or more, is expected")
        return several


def listed(given: Any, argument: str) -> Sequence[Any]:
    """An argument of a trainer as a list. Raises TypeError for what is no collection."""
    if isinstance(given, (list, tuple)):
        return given
    return _core.listed(given, argument, "a list with one for each example")


class _Several(list[Any]):
    """Several references of one completion."""


def _holds_rows(value: Any) -> bool:
    """Whether it is several rows of ids: a list of rows, an array of objects, a matrix."""
    rows = np.asarray(value) if hasattr(type(value), "__array__") else value
    if not isinstance(rows, (list, tuple)) and not (isinstance(rows, np.ndarray) and rows.ndim):
        return False
    first = rows[0] if len(rows) else None
    return isinstance(first, (list, tuple)) or getattr(first, "ndim", 0) == 1
