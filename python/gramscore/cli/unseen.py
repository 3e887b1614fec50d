"""A remark on corpora that a tokenizer does not see."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

import gramscore


def unseen_remark(
    scores: Any, predictions: Any, references: Any, threads: int | None, remedy: str
) -> str | None:
    """What to say about ROUGE `scores` by tokenizer "rouge" if in more than half of the examples the prediction or
    the reference that counts has text but no token. `remedy` is the option that chooses tokenizer "unicode"."""
    n = len(scores.stats)
    # To have no n-gram is necessary, and in the statistics; it takes another look at the texts to be sure.
    if 2 * np.count_nonzero(_without_units(scores)) <= n:
        return None

    def lengths(tokenizer: str) -> npt.NDArray[np.int64]:
        metric = gramscore.ROUGE(["rouge1"], tokenizer=tokenizer)
        return metric.score(predictions, references, threads=threads).stats[:, 1:]

    unseen = np.count_nonzero(((lengths("rouge") == 0) & (lengths("whitespace") > 0)).any(axis=1))
    if 2 * unseen <= n:
        return None
    return (
        f"in {unseen} of {n} examples the tokenizer finds nothing: it only knows the letters a to z and the digits; "
        f"{remedy} reads every script"
    )


def _without_units(scores: Any) -> npt.NDArray[np.bool_]:
    """The examples without an n-gram in the prediction or in the reference, by the first type."""
    absent: npt.NDArray[np.bool_] = (scores.stats[:, 1:3] == 0).any(axis=1)
    return absent
