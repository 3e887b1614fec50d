"""CharacTER, explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gramscore import _core
from gramscore.explain.document import Document, Numbering, Token, natively, read_each, references_of
from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import DELETED, INSERTED, MATCH, SHIFTED, SUBSTITUTED, Layer, marks_of
from gramscore.explain.scorer import Scorer
from gramscore.explain.ter import TerShift
from gramscore.explain.wer import ErrorStep, steps_of
from gramscore.figures.character import CharacTERScore


@dataclass(frozen=True, repr=False)
class CharacterExplanation(Explanation):
    """CharacTER of one prediction: the shifts of its words, and the edits of characters that are left.

    reference: the index of the reference with the lowest score, the first of equals.
    edits, shift_cost, length: those of the score, which is (edits + shift_cost) / length, but 1 at most.
    shifts: of words, in order.
    shifted: the words of the prediction after the shifts, with spaces between.
    steps: the alignment of the characters of `shifted` with those of the words of the reference, likewise. Characters
        that the prediction lacks are deletions.
    """

    score: CharacTERScore
    reference: int
    edits: int
    shift_cost: float
    length: int
    shifts: tuple[TerShift, ...]
    shifted: str
    steps: tuple[ErrorStep, ...]

    @property
    def title(self) -> str:
        return f"CharacTER {self.score.score:.4f}"

    @property
    def figures(self) -> str:
        """What is counted, in words."""
        return (
            f"{self.edits} edit{'' if self.edits == 1 else 's'} of characters to reference {self.reference + 1}, "
            f"shifts {self.shift_cost:g}, {self.length} characters; {self.score.score:.4f}"
        )

    def _script(self) -> Iterator[str]:
        words = self.prediction.tokens
        for shift in self.shifts:
            block = " ".join(words[at].token for at in shift.words)
            yield f"move “{block}” from word {shift.begin + 1} to {shift.to + 1}"
        theirs = " ".join(token.token for token in self.references[self.reference].tokens)
        for step in self.steps:
            if step.kind == "match":
                continue
            if step.prediction is not None and step.reference is not None:
                yield f"substitute “{self.shifted[step.prediction]}” by “{theirs[step.reference]}”"
            elif step.prediction is not None:
                yield f"delete “{self.shifted[step.prediction]}”"
            elif step.reference is not None:
                yield f"insert “{theirs[step.reference]}”"

    @property
    def script(self) -> tuple[str, ...]:
        """What turns the prediction into the reference, in order."""
        return tuple(self._script())

    @property
    def layers(self) -> tuple[Layer, ...]:
        other = self.references[self.reference]
        order = shifted_order(len(self.prediction.tokens), self.shifts)
        mine, my_places = _characters(self.prediction, order)
        theirs, their_places = _characters(other, range(len(other.tokens)))
        moved = {at for shift in self.shifts for at in shift.words}
        characters = [at for place, at in enumerate(order) for _ in " " * bool(place) + self._word(at)]
        # What the prediction has in addition is deleted from it, and what it lacks inserted.
        kinds = {"match": MATCH, "substitution": SUBSTITUTED, "insertion": DELETED, "deletion": INSERTED}
        ours, others = [], []
        for step in self.steps:
            kind = kinds[step.kind]
            if step.prediction is not None:
                if kind == MATCH and characters[step.prediction] in moved:
                    kind = SHIFTED
                if (place := my_places[step.prediction]) is not None:
                    ours.append((place, place + 1, kind))
            if step.reference is not None and (place := their_places[step.reference]) is not None:
                others.append((place, place + 1, kind))
        return (
            Layer(
                "edits",
                self.figures,
                self.reference,
                marks_of(mine, ours),
                marks_of(theirs, others),
                self.script,
            ),
        )

    def _word(self, at: int) -> str:
        return self.prediction.tokens[at].token


def shifted_order(count: int, shifts: tuple[TerShift, ...]) -> list[int]:
    """The words by their indices before the shifts, in the order after them."""
    order = list(range(count))
    for shift in shifts:
        words = order[shift.begin : shift.begin + len(shift.words)]
        del order[shift.begin : shift.begin + len(shift.words)]
        order[shift.to : shift.to] = words
    return order


def _characters(document: Document, order: Any) -> tuple[list[Token], list[int | None]]:
    """The characters of the words, in the text's order; and which of them each character of the words in `order`, with
    spaces between, is, None for spaces."""
    characters: list[Token] = []
    first: list[int] = []
    for word in document.tokens:
        first.append(len(characters))
        for k, letter in enumerate(word.token):
            alike = (
                word.begin is not None and word.end is not None and word.end - word.begin == len(word.token)
            )
            begin = word.begin + k if alike and word.begin is not None else word.begin
            characters.append(Token(letter, begin, word.end if begin is None or not alike else begin + 1))
    places: list[int | None] = []
    for number, at in enumerate(order):
        places += [None] * bool(number)
        places += [first[at] + k for k in range(len(document.tokens[at].token))]
    return characters, places


def explain(metric: Scorer, lowercase: bool, prediction: Any, reference: Any) -> CharacterExplanation:
    """What CharacTER.explain() returns."""
    given = references_of(reference, 0)
    scores = metric.score([prediction], [given])
    each = metric.score([prediction] * len(given), [[one] for one in given]).examples.tolist()
    chosen = min(range(len(given)), key=each.__getitem__)
    mine, *theirs = read_each((prediction, *given), natively("whitespace", lowercase=lowercase))
    number = Numbering()
    ours, others = number(mine.keys), number(theirs[chosen].keys)
    words = {at: word for word, at in zip((*mine.keys, *theirs[chosen].keys), (*ours, *others), strict=True)}
    letters = [list(map(ord, words[at])) for at in range(len(words))]
    shifts: list[TerShift] = []
    for begin, length, to in _core.word_shifts(ours, others, letters):
        order = shifted_order(len(ours), tuple(shifts))
        shifts.append(TerShift(tuple(order[begin : begin + length]), begin, to))
    shifted = " ".join(mine.keys[at] for at in shifted_order(len(ours), tuple(shifts)))
    of_letters = Numbering()
    path = _core.edit_path(
        of_letters(list(shifted)), of_letters(list(" ".join(theirs[chosen].keys))), (1, 1, 1)
    )
    edits, length = scores.stats[0, [0, 2]].tolist()
    return CharacterExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        scores.corpus,
        chosen,
        edits,
        float(scores.stats[0, 1:2].view(float)[0]),
        length,
        tuple(shifts),
        shifted,
        tuple(steps_of(path)),
    )
