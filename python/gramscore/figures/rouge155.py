"""The scores of ROUGE-1.5.5: recall, precision and F of documents, and their averages as the program prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.rouge import ByType
from gramscore.figures.saved import check_matches
from gramscore.options.checks import check_number
from gramscore.resampling.resampling import check_draws

_Floats = npt.NDArray[np.float64]

# Lengths are raised to the weight, quotients to its inverse. With other weights, scores are soon beyond all numbers.
LEAST_WEIGHT: Final = 0.1
MOST_WEIGHT: Final = 30


def check_weight(weight: float) -> None:
    """Raises TypeError or ValueError for what is no weight of ROUGE-W."""
    check_number("weight", weight, LEAST_WEIGHT, MOST_WEIGHT)


class Rouge155Average(NamedTuple):
    """An average over resamples and its interval, 0..1, each of five decimals."""

    value: float
    low: float
    high: float


class Rouge155Score(NamedTuple):
    """Precision, recall and F of a corpus."""

    precision: Rouge155Average
    recall: Rouge155Average
    fmeasure: Rouge155Average


class Rouge155Arrays(NamedTuple):
    """Precision, recall and F of N documents, float64 (N,), 0..1, each of five decimals."""

    precision: _Floats
    recall: _Floats
    fmeasure: _Floats


class Documents:
    """What the averages are made of: the statistics of documents, int64 (N, K), and their IDs if they have any.

    Documents without IDs are called 1, 2... in their order. Sums are documents of the one and then of the other.
    """

    def __init__(
        self, examples: int, whole: Sequence[int] | npt.NDArray[np.int64], exact: Sequence[bytes]
    ) -> None:
        stats = np.ascontiguousarray(whole, dtype=np.int64)
        if examples < 1 or stats.size % examples or len(exact) not in (0, examples):
            raise ValueError("the numbers are not those of so many documents")
        self.stats = stats.reshape(examples, -1)
        self.ids = tuple(exact)

    def examples(self) -> int:
        return len(self.stats)

    def whole(self) -> npt.NDArray[np.int64]:
        return self.stats.reshape(1, -1)

    def exact(self) -> list[bytes]:
        return list(self.ids)

    def __add__(self, other: Documents) -> Documents:
        if bool(self.ids) != bool(other.ids):
            raise ValueError("documents with IDs and documents without cannot be put together")
        twice = set(self.ids) & set(other.ids)
        if twice:
            raise ValueError(f"there are two documents with the ID {min(twice).decode('utf-8', 'replace')!r}")
        count = len(self.stats) + len(other.stats)
        return Documents(count, np.concatenate([self.stats, other.stats]), self.ids + other.ids)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Documents):
            return NotImplemented
        return self.ids == other.ids and np.array_equal(self.stats, other.stats)

    __hash__ = None  # type: ignore[assignment]


@formula("rouge155", sums=Documents)
@dataclass(frozen=True)
class Rouge155Formula:
    """From the statistics of documents to their scores, and to the averages.

    types: names as the program prints them; weights: of ROUGE-W its weight, of others 0.
    pooled: averages are those of counts ("-t 1"), not of the documents' scores.
    """

    types: tuple[str, ...]
    weights: tuple[float, ...]
    alpha: float
    confidence: float
    resamples: int
    pooled: bool

    def documents(self, stats: npt.NDArray[np.int64]) -> dict[str, Rouge155Arrays]:
        """By type, the scores of documents."""
        scores = _core.rouge155_scores(stats, self.weights, self.alpha)
        return ByType(
            {
                name: Rouge155Arrays(*(np.ascontiguousarray(scores[:, 3 * t + k]) for k in (1, 0, 2)))
                for t, name in enumerate(self.types)
            }
        )

    def counts(self, stats: npt.NDArray[np.int64]) -> _Floats:
        """By type its matches and the units of predictions and references, float64 (N, 3 * types)."""
        return _core.rouge155_counts(stats, self.weights)

    def averages(
        self, stats: npt.NDArray[np.int64], ids: Sequence[bytes], system: bytes = b"X", threads: int = 0
    ) -> dict[str, Rouge155Score]:
        """By type, what the program prints. `threads`: 0 for as many as there are processors."""
        order = None
        if ids:
            # The program sorts the names that it prints for documents.
            names = [name + b"." + system for name in ids]
            order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.uint32)
        rows = self.counts(stats) if self.pooled else _core.rouge155_scores(stats, self.weights, self.alpha)
        found = _core.rouge155_averages(
            rows, order, self.resamples, self.confidence, self.pooled, self.alpha, threads
        )
        recalls, precisions, fmeasures = (
            [Rouge155Average(*average) for average in found[k::3]] for k in range(3)
        )
        return ByType(
            {
                name: Rouge155Score(*score)
                for name, score in zip(
                    self.types, zip(precisions, recalls, fmeasures, strict=True), strict=True
                )
            }
        )

    def sums(self, stats: npt.NDArray[np.int64]) -> Documents:
        return Documents(len(stats), stats, ())

    def check(self, documents: Documents) -> None:
        """Raises ValueError for documents of other types. Drawing resamples to find out would take long."""
        columns = documents.stats.shape[1]
        if columns != 3 * len(self.types) or len(self.weights) != len(self.types):
            raise ValueError(
                f"documents have {columns} numbers, and there are {len(self.types)} types of three"
            )
        check_draws("resamples", self.resamples)
        check_number("alpha", self.alpha, 0, 1)
        check_number("confidence", self.confidence, 0, 100)
        for place, weight in enumerate(self.weights):
            if weight:
                check_weight(weight)
            match, prediction, reference = documents.stats[:, 3 * place : 3 * place + 3].T.tolist()
            if not weight:
                check_matches(match, prediction)
                check_matches(match, reference)

    def corpus_of(self, documents: Documents) -> dict[str, Rouge155Score]:
        return self.averages(documents.stats, documents.ids)
