"""Scores of the originals where the built-in sum() adds floats one after the other, as it does up to CPython 3.11."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from functools import reduce
from typing import Any

from gramscore.compat.python_sum import COMPENSATES


def plain_sum(numbers: Iterable[Any]) -> Any:
    """The sum up to 3.11."""
    return reduce(operator.add, numbers, 0)


def compensated_sum(numbers: Iterable[float]) -> float:
    """The sum of floats from 3.12 on (Neumaier's)."""
    total = lost = 0.0
    for number in numbers:
        new = total + number
        lost += (total - new) + number if abs(total) >= abs(number) else (number - new) + total
        total = new
    return total + lost if math.isfinite(lost) else total


def logarithms(score: Any, effective_order: bool) -> list[float]:
    """What sacrebleu's BLEU takes the mean of: the logarithms of the precisions that count."""
    orders = len(score.precisions)
    if effective_order:
        orders = next((n for n, total in enumerate(score.totals) if total == 0), orders)
    return [-9999999999.0 if p == 0.0 else math.log(p) for p in score.precisions[:orders]]


def plain_bleu(score: Any, effective_order: bool = False) -> float:
    """The score of a BLEUScore of sacrebleu's, as it is up to 3.11."""
    if not COMPENSATES or not any(score.counts):
        return float(score.score)
    found = logarithms(score, effective_order)
    return float(score.bp * math.exp(plain_sum(found) / len(found)))
