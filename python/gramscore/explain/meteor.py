"""METEOR, explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gramscore.explain.document import Tokenize, read_each, references_of
from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import MATCH, Layer, marks_of
from gramscore.explain.scorer import Scorer
from gramscore.figures.meteor import MeteorScore


@dataclass(frozen=True)
class MeteorMatch:
    """A word of the prediction and the word of the reference that it is aligned with, by their indices. by: what is
    equal, "form" or "stem", or "synonym"."""

    prediction: int
    reference: int
    by: str


@dataclass(frozen=True, repr=False)
class MeteorExplanation(Explanation):
    """METEOR of one prediction, as the words that are aligned.

    reference: the index of the reference with the highest score, the first of equals.
    matches: the alignment, in the order of the prediction.
    """

    score: MeteorScore
    reference: int
    matches: tuple[MeteorMatch, ...]

    @property
    def pieces(self) -> tuple[tuple[MeteorMatch, ...], ...]:
        """The alignment cut where the next word, or its partner, is not the next one in its text."""
        found: list[list[MeteorMatch]] = []
        for match in self.matches:
            before = found[-1][-1] if found else None
            if before is not None and (match.prediction, match.reference) == (
                before.prediction + 1,
                before.reference + 1,
            ):
                found[-1].append(match)
            else:
                found.append([match])
        return tuple(map(tuple, found))

    @property
    def title(self) -> str:
        return f"METEOR {self.score.score:.4f}"

    @property
    def figures(self) -> str:
        """How many words are aligned, of how many, and in how many pieces."""
        pieces = len(self.pieces)
        return (
            f"{len(self.matches)} of {len(self.prediction.tokens)} words of the prediction, "
            f"of {len(self.references[self.reference].tokens)} of reference {self.reference + 1}, "
            f"in {pieces} piece{'' if pieces == 1 else 's'}"
        )

    def _notes(self) -> Iterator[str]:
        mine, theirs = self.prediction.tokens, self.references[self.reference].tokens
        if len(self.pieces) > 1:
            texts = (" ".join(mine[match.prediction].token for match in piece) for piece in self.pieces)
            yield "pieces: " + ", ".join(f"“{text}”" for text in texts)
        for match in self.matches:
            if match.by != "form":
                yield (
                    f"“{mine[match.prediction].token}” and “{theirs[match.reference].token}”: "
                    f"{'the same stem' if match.by == 'stem' else 'synonyms'}"
                )

    @property
    def layers(self) -> tuple[Layer, ...]:
        mine = [(piece[0].prediction, piece[-1].prediction + 1, MATCH) for piece in self.pieces]
        theirs = [(piece[0].reference, piece[-1].reference + 1, MATCH) for piece in self.pieces]
        return (
            Layer(
                "words",
                self.figures,
                self.reference,
                marks_of(self.prediction.tokens, mine),
                marks_of(self.references[self.reference].tokens, theirs),
                tuple(self._notes()),
            ),
        )


def explain(
    metric: Scorer,
    tokenize: Tokenize | None,
    form: Callable[[str], str] | None,
    stem: Callable[[str], str],
    names: Callable[[str], set[str]] | None,
    prediction: Any,
    reference: Any,
) -> MeteorExplanation:
    """What METEOR.explain() returns. form: what is done with words before they are compared. names: what means the same
    as a stem."""
    given = references_of(reference, 1 if tokenize is None else 0)
    scores = metric.score([prediction], [given])
    each = metric.score([prediction] * len(given), [[one] for one in given]).examples.tolist()
    chosen = max(range(len(given)), key=each.__getitem__)
    mine, *theirs = read_each((prediction, *given), tokenize)
    ours, others = (
        list(reading.keys) if form is None else list(map(form, reading.keys))
        for reading in (mine, theirs[chosen])
    )
    return MeteorExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        scores.corpus,
        chosen,
        tuple(sorted(_aligned(ours, others, stem, names), key=lambda match: match.prediction)),
    )


def _aligned(
    ours: Sequence[str],
    theirs: Sequence[str],
    stem: Callable[[str], str],
    names: Callable[[str], set[str]] | None,
) -> Iterator[MeteorMatch]:
    """Words with the last free word of the reference that is equal, from the last one on; of those left likewise by
    stems, and then by what means the same."""
    left, free = dict(enumerate(ours)), dict(enumerate(theirs))

    def pairs(by: str, alike: Callable[[str], Callable[[str], bool]]) -> Iterator[MeteorMatch]:
        for at in sorted(left, reverse=True):
            is_alike = alike(left[at])
            partner = next((it for it in sorted(free, reverse=True) if is_alike(free[it])), None)
            if partner is not None:
                del left[at], free[partner]
                yield MeteorMatch(at, partner, by)

    yield from pairs("form", lambda word: word.__eq__)
    for words in (left, free):
        words.update({at: stem(word) for at, word in words.items()})
    yield from pairs("stem", lambda word: word.__eq__)
    if names is not None:
        yield from pairs("synonym", lambda word: (names(word) | {word}).__contains__)
