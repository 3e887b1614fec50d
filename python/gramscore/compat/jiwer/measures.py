"""jiwer.measures: one measure of pairs of texts each."""

from __future__ import annotations

from typing import Any

from gramscore.compat.jiwer.process import process_characters, process_words
from gramscore.compat.jiwer.transformations import cer_default, wer_default

__all__ = ["cer", "mer", "wer", "wil", "wip"]


def wer(
    reference: Any = None,
    hypothesis: Any = None,
    reference_transform: Any = wer_default,
    hypothesis_transform: Any = wer_default,
) -> float:
    """Word error rate."""
    return process_words(reference, hypothesis, reference_transform, hypothesis_transform).wer


def mer(
    reference: Any = None,
    hypothesis: Any = None,
    reference_transform: Any = wer_default,
    hypothesis_transform: Any = wer_default,
) -> float:
    """Match error rate."""
    return process_words(reference, hypothesis, reference_transform, hypothesis_transform).mer


def wip(
    reference: Any = None,
    hypothesis: Any = None,
    reference_transform: Any = wer_default,
    hypothesis_transform: Any = wer_default,
) -> float:
    """Word information preserved."""
    return process_words(reference, hypothesis, reference_transform, hypothesis_transform).wip


def wil(
    reference: Any = None,
    hypothesis: Any = None,
    reference_transform: Any = wer_default,
    hypothesis_transform: Any = wer_default,
) -> float:
    """Word information lost."""
    return process_words(reference, hypothesis, reference_transform, hypothesis_transform).wil


def cer(
    reference: Any = None,
    hypothesis: Any = None,
    reference_transform: Any = cer_default,
    hypothesis_transform: Any = cer_default,
) -> float:
    """Character error rate."""
    return process_characters(reference, hypothesis, reference_transform, hypothesis_transform).cer
