"""The originals as they compute on CPython 3.11."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import reduce
from importlib.util import find_spec
from typing import Any


def _plain_sum(numbers: Iterable[Any]) -> Any:
    """The built-in sum() of 3.11: that of 3.12 and later compensates for rounding, so that the last bit may differ."""
    return reduce(operator.add, numbers, 0)


if find_spec("sacrebleu") is not None:
    import sacrebleu.metrics.bleu

    sacrebleu.metrics.bleu.sum = _plain_sum

if find_spec("nltk") is not None:
    import nltk.translate.nist_score

    nltk.translate.nist_score.sum = _plain_sum
