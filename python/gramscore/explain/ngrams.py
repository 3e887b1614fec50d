"""The n-grams that a prediction and its references share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gramscore import _core
from gramscore.explain.document import Document
from gramscore.explain.layers import MATCH, SURPLUS, Mark, marks_of


@dataclass(frozen=True)
class NgramMatch:
    """An n-gram that both sides have.

    ngram: its tokens.
    matches: how often it counts: as often as both have it.
    prediction, reference: the index of its first token at each place; the first `matches` of them count.
    source: the reference that has most of it, the first of equals.
    """

    ngram: tuple[str, ...]
    matches: int
    prediction: tuple[int, ...]
    reference: tuple[int, ...]
    source: int


def ngram_matches(
    document: Document,
    numbers: Sequence[int],
    references: Sequence[Sequence[int]],
    order: int,
    source: int = 0,
) -> tuple[NgramMatch, ...]:
    """The n-grams of an order that match, by the numbers of the tokens. `source` is the first reference's number."""
    return tuple(
        NgramMatch(
            tuple(token.token for token in document.tokens[mine[0] : mine[0] + order]),
            matches,
            tuple(mine),
            tuple(theirs),
            source + found,
        )
        for mine, theirs, found, matches in _core.matched_grams(numbers, references, order)
    )


def prediction_marks(document: Document, found: Sequence[NgramMatch]) -> tuple[Mark, ...]:
    return marks_of(document.tokens, (run for match in found for run in _runs(match, match.prediction)))


def reference_marks(document: Document, found: Sequence[NgramMatch], reference: int) -> tuple[Mark, ...]:
    return marks_of(
        document.tokens,
        (run for match in found if match.source == reference for run in _runs(match, match.reference)),
    )


def _runs(match: NgramMatch, places: Sequence[int]) -> list[tuple[int, int, str]]:
    size = len(match.ngram)
    return [(at, at + size, MATCH if k < match.matches else SURPLUS) for k, at in enumerate(places)]


def clipped_notes(found: Sequence[NgramMatch]) -> tuple[str, ...]:
    """A sentence for each n-gram of which the prediction has more than count."""
    return tuple(
        f"“{' '.join(match.ngram)}” counts {_times(match.matches)}, not {_times(len(match.prediction))}: "
        f"the reference has it {_times(len(match.reference))}."
        for match in found
        if match.matches < len(match.prediction)
    )


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"
