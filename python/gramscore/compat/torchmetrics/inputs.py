"""Predictions and references in the shapes that torchmetrics takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Texts = str | Sequence[str]
References = Sequence[str | Sequence[str]]


def listed(name: str, given: Any) -> list[Any]:
    """The items. TypeError for what has some by index, but no end: a lazy column."""
    if not any(hasattr(type(given), method) for method in ("__iter__", "__len__")):
        raise TypeError(f"{name} is a {type(given).__name__}: a list is expected; compute first what is lazy")
    return list(given)


def several(preds: Texts, target: Any) -> tuple[list[str], list[list[str]]]:
    """With a list of references each: of one prediction, a list of texts is its references."""
    texts = [preds] if isinstance(preds, str) else listed("preds", preds)
    given = listed("target", target)
    if all(isinstance(one, str) for one in given):
        lists = [given] if len(texts) == 1 else [[one] for one in given]
    else:
        lists = [list(one) for one in given]
    if texts and all(lists) and len(lists) != len(texts):
        raise ValueError(f"Corpus has different size {len(lists)} != {len(texts)}")
    count = min(len(texts), len(lists))
    return texts[:count], lists[:count]


def single(preds: Texts, target: Texts) -> tuple[list[str], list[str]]:
    """With one reference each; what has no partner is left out, as torchmetrics does."""
    texts = [preds] if isinstance(preds, str) else listed("preds", preds)
    goals = [target] if isinstance(target, str) else listed("target", target)
    count = min(len(texts), len(goals))
    return texts[:count], goals[:count]


def pairs(texts: Sequence[str], lists: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Each prediction with each of its references."""
    return [text for text, each in zip(texts, lists, strict=True) for _ in each], [
        one for each in lists for one in each
    ]
