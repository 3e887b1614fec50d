"""What an explanation shows: texts with marks on them, one layer for each thing that there is to see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from gramscore.explain.document import Token

MATCH = "match"
SURPLUS = "surplus"
SUBSTITUTED = "substituted"
DELETED = "deleted"
INSERTED = "inserted"
SHIFTED = "shifted"

#: What the kinds of marks mean, for legends.
MEANINGS = {
    MATCH: "matches",
    SURPLUS: "in both, but more often here",
    SUBSTITUTED: "substituted",
    DELETED: "deleted",
    INSERTED: "inserted",
    SHIFTED: "moved",
}


@dataclass(frozen=True)
class Mark:
    """`text[begin:end]` is of that kind, one of MEANINGS."""

    begin: int
    end: int
    kind: str


@dataclass(frozen=True)
class Layer:
    """Marks on the prediction and on one reference, which is `reference` of the explanation's.

    title, figures: what it is about, and its figures, in words.
    notes: sentences about it.
    """

    title: str
    figures: str
    reference: int
    prediction_marks: tuple[Mark, ...]
    reference_marks: tuple[Mark, ...]
    notes: tuple[str, ...] = ()


class Edit(Protocol):
    """A step of an alignment: "match", "substitution", "deletion" or "insertion", and the indices of its tokens, None
    where a side has none."""

    @property
    def kind(self) -> str: ...
    @property
    def prediction(self) -> int | None: ...
    @property
    def reference(self) -> int | None: ...


class Layered(Protocol):
    """What terminals and notebooks show."""

    @property
    def title(self) -> str:
        """The score in a line."""

    @property
    def signature(self) -> str:
        """Of the metric."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What there is to see, in the texts as they were written."""

    def texts(self, layer: Layer) -> Iterator[tuple[str, str, Sequence[Mark]]]:
        """The two texts of a layer, each with what it is called and its marks."""


_OF_EDITS: Final = {
    "match": MATCH,
    "substitution": SUBSTITUTED,
    "deletion": DELETED,
    "insertion": INSERTED,
}


def layer_of_edits(
    figures: str,
    reference: int,
    mine: Sequence[Token],
    theirs: Sequence[Token],
    steps: Sequence[Edit],
    notes: tuple[str, ...],
) -> Layer:
    """The layer of an alignment of a prediction's tokens with those of one reference."""
    ours = [(at, at + 1, _OF_EDITS[step.kind]) for step in steps if (at := step.prediction) is not None]
    others = [(at, at + 1, _OF_EDITS[step.kind]) for step in steps if (at := step.reference) is not None]
    return Layer("edits", figures, reference, marks_of(mine, ours), marks_of(theirs, others), notes)


def marks_of(tokens: Sequence[Token], kinds: Iterable[tuple[int, int, str]]) -> tuple[Mark, ...]:
    """Marks on tokens [first, last) of a kind each: runs that touch become one, and no two overlap. Of several kinds at
    one place MATCH shows, else the first."""
    chosen: dict[int, str] = {}
    joined: set[int] = set()  # tokens that belong to the one before
    for first, last, kind in kinds:
        for at in range(first, last):
            if kind == MATCH or at not in chosen:
                chosen[at] = kind
        if kind == MATCH:
            joined.update(range(first + 1, last))
    marks: list[Mark] = []
    for at in sorted(chosen):
        token, kind = tokens[at], chosen[at]
        if token.begin is None or token.end is None:
            continue
        before = marks[-1] if marks else None
        if before is not None and before.kind == kind and (at in joined or token.begin <= before.end):
            marks[-1] = Mark(before.begin, max(before.end, token.end), kind)
        elif before is None or token.begin >= before.end:
            marks.append(Mark(token.begin, token.end, kind))
    return tuple(marks)


def pieces(text: str, marks: Sequence[Mark]) -> list[tuple[str, str | None]]:
    """The text cut at its marks: parts with the kind of each, None between marks."""
    parts: list[tuple[str, str | None]] = []
    at = 0
    for mark in marks:
        parts.append((text[at : mark.begin], None))
        parts.append((text[mark.begin : mark.end], mark.kind))
        at = mark.end
    parts.append((text[at:], None))
    return [(part, kind) for part, kind in parts if part]
