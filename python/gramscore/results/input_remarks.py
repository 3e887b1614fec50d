"""Remarks on the shape of what was scored: padding among token ids, references that look transposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from gramscore.results.remarks import Remark

#: How many examples are looked at.
_MOST: Final = 256
#: Of how many examples as many references each may be a mistake.
MOST_SQUARE: Final = 32
#: The label that the loss functions of trainers ignore.
_PADDING: Final = -100
#: How much more words predictions share with other examples' references, if these are transposed.
_MORE: Final = 1.5

Seen = tuple[Sequence[Any], Sequence[Any]]


def seen_of(predictions: Any, references: Any) -> Seen:
    """What there is to look at, when somebody asks for remarks: the first examples, without a copy of any text."""
    return _kept(predictions), _kept(references)


def remarks_on(seen: Seen) -> Iterator[Remark]:
    """What it tells."""
    for side, texts in zip(("predictions", "references"), seen, strict=True):
        padded = [at for at, text in enumerate(texts) if _is_padded(text)]
        if padded:
            yield Remark(
                "padding",
                f"{side}[{padded[0]}] has the padding -100 among its token ids, which counts as a token like any "
                "other: leave it out",
                len(padded),
                padded[0],
            )
    if _is_transposed(*seen):
        yield Remark(
            "transposed-references",
            f"references looks transposed: its {len(seen[1])} lists are as many as the predictions, but those share "
            "more words with the texts at their own places in the lists; a list for each prediction is expected, as "
            "list(zip(*references)) makes it",
            len(seen[0]),
        )


def _kept(texts: Any) -> Sequence[Any]:
    if type(texts) in (list, tuple):
        kept: Sequence[Any] = texts[:_MOST]
        return kept
    if isinstance(texts, np.ndarray):
        if texts.ndim == 1 and texts.dtype.kind in "UO":
            return [*texts[:_MOST]]
        # Where padding is; indexed so, it is a copy.
        return [*texts[:_MOST, ..., [0, -1]]] if texts.ndim >= 2 and texts.shape[-1] else ()
    for listing in ("to_pylist", "to_list"):  # of Arrow, of pandas and Polars
        if hasattr(texts, listing):
            try:
                found: Sequence[Any] = getattr(texts[:_MOST], listing)()
            except (TypeError, ValueError, LookupError):  # surrogates in Arrow, indexes that go otherwise
                return ()
            return found
    return ()


def _is_padded(text: Any) -> bool:
    if isinstance(text, str) or not hasattr(text, "__getitem__") or not len(text):
        return False
    first = text[0]
    if isinstance(first, (list, tuple)) or getattr(first, "ndim", 0) > 0:
        return any(map(_is_padded, text))  # several references
    return bool(first == _PADDING) or bool(text[-1] == _PADDING)


def _is_transposed(predictions: Sequence[Any], references: Sequence[Any]) -> bool:
    """Whether the k-th of each list fits the k-th prediction better than the lists fit theirs."""
    count = len(predictions)
    if not (1 < count <= MOST_SQUARE and len(references) == count):
        return False
    if not all(isinstance(texts, (list, tuple)) and len(texts) == count for texts in references):
        return False
    bags = [Counter(_words(text)) for text in predictions]
    others = [[Counter(_words(text)) for text in texts] for texts in references]
    own = turned = 0
    for i in range(count):
        for k in range(count):
            own += (bags[i] & others[i][k]).total()
            turned += (bags[k] & others[i][k]).total()
    return turned > _MORE * own


def _words(text: Any) -> list[Any]:
    return text.split() if isinstance(text, str) else [*text]
