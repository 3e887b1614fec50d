"""A remark on corpora that a tokenizer does not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

import gramscore

if TYPE_CHECKING:
    from gramscore.io import Batch


class Unseen:
    """Counts the examples of a corpus in which the prediction or the reference that counts has text, but no token that
    ROUGE's tokenizer "rouge" knows. `remedy` is the option that chooses tokenizer "unicode"."""

    def __init__(self, threads: int | None, remedy: str) -> None:
        self._threads = threads
        self._remedy = remedy
        self._examples = 0
        self._unseen = 0

    def look(self, scores: Any, batch: Batch) -> None:
        """Adds a batch and its ROUGE scores."""
        self._examples += len(batch)
        # To have no n-gram is necessary, and in the statistics; it takes another look at the texts to be sure.
        bare = np.flatnonzero((scores.stats[:, 1] == 0) | (scores.stats[:, 2] == 0))
        if not len(bare):
            return
        predictions, references = batch.predictions.take(bare), batch.references.take(bare)

        def lengths(tokenizer: str) -> npt.NDArray[np.int64]:
            metric = gramscore.ROUGE(["rouge1"], tokenizer=tokenizer)
            return metric.score(predictions, references, threads=self._threads).stats[:, 1:]

        unseen = ((lengths("rouge") == 0) & (lengths("whitespace") > 0)).any(axis=1)
        self._unseen += int(np.count_nonzero(unseen))

    @property
    def remark(self) -> str | None:
        """What to say, if they are more than half."""
        if 2 * self._unseen <= self._examples:
            return None
        return (
            f"in {self._unseen} of {self._examples} examples the tokenizer finds nothing: it only knows the letters a "
            f"to z and the digits; {self._remedy} reads every script"
        )
