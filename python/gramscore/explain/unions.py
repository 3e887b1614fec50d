"""Tokens of reference sentences that are in longest common subsequences with sentences of the prediction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gramscore import _core
from gramscore.explain.document import Document, Numbering, Reading
from gramscore.explain.layers import MATCH, SURPLUS, Mark, marks_of


@dataclass(frozen=True)
class UnionMatch:
    """A token of a reference sentence that is in a longest common subsequence with a prediction sentence.

    prediction_sentence, prediction: the first sentence that has it, and the token's index in it.
    reference_sentence, reference: the same of the reference.
    counts: False where the documents have no such token left: each counts as often as both have it.
    """

    prediction_sentence: int
    prediction: int
    reference_sentence: int
    reference: int
    counts: bool


def union_matches(mine: Reading, theirs: Reading) -> tuple[UnionMatch, ...]:
    """By tokens of the reference."""
    number = Numbering()
    found = _core.union_of_subsequences(
        [number(keys) for keys in mine.sentence_keys], [number(keys) for keys in theirs.sentence_keys]
    )
    return tuple(
        UnionMatch(sentence, token, other_sentence, other, counts)
        for other_sentence, other, sentence, token, counts in found
    )


def prediction_union_marks(document: Document, found: Sequence[UnionMatch]) -> tuple[Mark, ...]:
    return _marks(document, ((it.prediction_sentence, it.prediction, it.counts) for it in found))


def reference_union_marks(document: Document, found: Sequence[UnionMatch]) -> tuple[Mark, ...]:
    return _marks(document, ((it.reference_sentence, it.reference, it.counts) for it in found))


def _marks(document: Document, found: Iterable[tuple[int, int, bool]]) -> tuple[Mark, ...]:
    first = [0]
    for sentence in document.sentences:
        first.append(first[-1] + len(sentence))
    tokens = [token for sentence in document.sentences for token in sentence]
    return marks_of(
        tokens, ((first[s] + at, first[s] + at + 1, MATCH if counts else SURPLUS) for s, at, counts in found)
    )


def left_out_notes(found: Sequence[UnionMatch]) -> tuple[str, ...]:
    """A sentence if there is more in the union than counts."""
    left_out = sum(not it.counts for it in found)
    if not left_out:
        return ()
    return (f"{left_out} more in the union of the subsequences: the prediction has no such token left.",)
