"""CIDEr's score of a corpus, and what a corpus leaves behind: tokens, as what n-grams weigh depends on all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_means
from gramscore.options.checks import check_number, check_order

LEAST_SIGMA: Final = 1e-100

_Floats = npt.NDArray[np.float64]


class CiderScore(NamedTuple):
    """CIDEr of a corpus: the mean of the images' scores, 0..10."""

    score: float


class Captions:
    """Examples as tokens: predictions, and their references. Sums are the examples of the one and then of the other."""

    def __init__(
        self, examples: int, whole: Sequence[int] | npt.NDArray[np.int64], exact: Sequence[bytes]
    ) -> None:
        if len(whole) or len(exact) != 2:
            raise ValueError("captions are predictions and references, without numbers")
        predictions, references = map(_prepared, exact)
        if not len(predictions) == len(references) == examples or examples < 1:
            raise ValueError(f"captions are not those of {examples} examples")
        self._parts = [(predictions, references)]

    @classmethod
    def of(cls, predictions: _core.PreparedTexts, references: _core.PreparedTexts) -> Captions:
        return cls._of_parts([(predictions, references)])

    @classmethod
    def _of_parts(cls, parts: list[tuple[_core.PreparedTexts, _core.PreparedTexts]]) -> Captions:
        captions = cls.__new__(cls)
        captions._parts = parts
        return captions

    @cached_property
    def sides(self) -> tuple[_core.PreparedTexts, _core.PreparedTexts]:
        """Predictions and references."""
        if len(self._parts) > 1:  # put together only when somebody asks, as many may be added one by one
            predictions, references = zip(*self._parts, strict=True)
            self._parts = [(_core.join_prepared(predictions), _core.join_prepared(references))]
        return self._parts[0]

    def examples(self) -> int:
        return sum(len(predictions) for predictions, _ in self._parts)

    def whole(self) -> npt.NDArray[np.int64]:
        return np.zeros((1, 0), np.int64)

    def exact(self) -> list[bytes]:
        return [cast(Any, texts).__getstate__()[1] for texts in self.sides]

    def take(self, rows: npt.NDArray[np.intp]) -> Captions:
        """Those of some of the examples."""
        predictions, references = (texts.take(rows.astype(np.int64)) for texts in self.sides)
        return Captions.of(predictions, references)

    def __add__(self, other: Captions) -> Captions:
        return self._of_parts(self._parts + other._parts)

    def __eq__(self, other: object) -> bool:
        return self.exact() == other.exact() if isinstance(other, Captions) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def _prepared(serial: bytes) -> _core.PreparedTexts:
    texts: Any = _core.PreparedTexts.__new__(_core.PreparedTexts)
    texts.__setstate__(("", bytes(serial)))
    return cast(_core.PreparedTexts, texts)


@formula("cider", sums=Captions)
@dataclass(frozen=True)
class CiderFormula:
    """Where the references that are scored say how much n-grams weigh.

    max_order: the longest n-grams; penalized: whether it is CIDEr-D, and sigma its deviation of lengths.
    """

    max_order: int
    penalized: bool
    sigma: float

    def examples(self, captions: Captions, frequencies: _core.DocumentFrequencies | None = None) -> _Floats:
        """The score of each example."""
        return _core.cider_scores(*captions.sides, self.max_order, self.penalized, self.sigma, frequencies)

    def sums(self, stats: npt.NDArray[np.int64]) -> Captions:
        raise ValueError(
            "the scores of CIDEr do not follow from numbers: what n-grams weigh depends on all texts"
        )

    def corpus_of(self, captions: Captions) -> CiderScore:
        # As the original takes the mean, whose last bit depends on the order of the images.
        return CiderScore(float(np.mean(self.examples(captions))))

    def check(self, captions: Any) -> None:
        """Raises ValueError for options that CIDEr refuses, and sums that no captions have."""
        check_order("max_order", self.max_order)
        check_number("sigma", self.sigma, LEAST_SIGMA)
        check_means(self.corpus_of(captions), 10 * (1 + 2**-40))  # as scores are rounded


@formula("cider-table")
@dataclass(frozen=True)
class CiderTableFormula(CiderFormula):
    """Where a table says it, so that the score of a corpus is a mean of scores that do not depend on one another."""

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:  # type: ignore[override]
        return super().sums(stats)  # type: ignore[return-value]

    def corpus_of(self, sums: _core.CorpusSums) -> CiderScore:  # type: ignore[override]
        return CiderScore(_core.mean_of_sums(sums))
