"""EED, explained."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gramscore import _core
from gramscore.explain.document import Token, Tokens, read_each, references_of
from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import Layer, layer_of_edits
from gramscore.explain.scorer import Scorer
from gramscore.figures.eed import EEDScore


@dataclass(frozen=True)
class EedStep:
    """A step of the cheapest way: kind is "match", "substitution", "deletion" (of a character of the prediction),
    "insertion" (of one of the reference) or "jump". `prediction` and `reference` are the characters' indices, None
    where a side has none. A jump leads from the place before character `prediction` to that before `to`, both of the
    prediction."""

    kind: str
    prediction: int | None
    reference: int | None
    to: int | None = None


@dataclass(frozen=True, repr=False)
class EedExplanation(Explanation):
    """EED of one prediction, as one of the cheapest ways through both texts. Tokens are the characters that are
    compared, as the metric prepares them.

    reference: the index of the reference with the lowest score, the first of equals.
    cost, coverage, length: those of the score, which is (cost + rho * coverage) / (length + rho * coverage), but 1 at
    most.
    steps: the way.
    """

    score: EEDScore
    reference: int
    cost: float
    coverage: int
    length: int
    steps: tuple[EedStep, ...]

    @property
    def title(self) -> str:
        return f"EED {self.score.score:.4f}"

    @property
    def figures(self) -> str:
        """What is counted, in words."""
        jumps = sum(step.kind == "jump" for step in self.steps)
        return (
            f"cost {self.cost:g}, with {jumps} jump{'' if jumps == 1 else 's'}; "
            f"places covered more than once or not at all: {self.coverage}; "
            f"{self.length} characters of reference {self.reference + 1}; {self.score.score:.4f}"
        )

    def _script(self) -> Iterator[str]:
        mine, theirs = self.prediction.tokens, self.references[self.reference].tokens
        for step in self.steps:
            if step.kind == "jump":
                yield f"jump from character {step.prediction} to {step.to}"
            elif step.kind == "deletion" and step.prediction is not None:
                yield f"delete “{mine[step.prediction].token}”"
            elif step.kind == "insertion" and step.reference is not None:
                yield f"insert “{theirs[step.reference].token}”"
            elif step.kind == "substitution" and step.prediction is not None and step.reference is not None:
                yield f"substitute “{mine[step.prediction].token}” by “{theirs[step.reference].token}”"

    @property
    def script(self) -> tuple[str, ...]:
        """What turns the prediction into the reference, in order."""
        return tuple(self._script())

    @property
    def layers(self) -> tuple[Layer, ...]:
        mine, theirs = self.prediction.tokens, self.references[self.reference].tokens
        edits = [step for step in self.steps if step.kind != "jump"]
        return (layer_of_edits(self.figures, self.reference, mine, theirs, edits, self.script),)


def explain(
    metric: Scorer,
    language: str,
    costs: tuple[float, float, float],
    prediction: Any,
    reference: Any,
) -> EedExplanation:
    """What EED.explain() returns. costs: of a jump, a deletion and an insertion.

    Raises ValueError for texts that are too long.
    """
    given = references_of(reference, 0)
    scores = metric.score([prediction], [given])
    each = metric.score([prediction] * len(given), [[one] for one in given]).examples.tolist()
    chosen = min(range(len(given)), key=each.__getitem__)
    mine, *theirs = read_each((prediction, *given), _english if language == "en" else _japanese)
    steps = _core.eed_path(mine.keys, theirs[chosen].keys, *costs)
    cost = float(scores.stats[0, :1].view(float)[0])
    coverage, length = scores.stats[0, 1:].tolist()
    return EedExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        scores.corpus,
        chosen,
        cost,
        coverage,
        length,
        tuple(_step(*step) for step in steps),
    )


def _step(kind: str, prediction: int, reference: int) -> EedStep:
    if kind == "jump":
        return EedStep(kind, prediction, None, reference)
    return EedStep(
        kind, None if kind == "insertion" else prediction, None if kind == "deletion" else reference
    )


def _english(text: str) -> Tokens:
    """The characters, and where they stand. Spaces are dropped and added, and an abbreviation's last character may have
    become a dot."""
    found: Tokens = []
    at = 0
    for point in _core.english_characters(text):
        letter = chr(point)
        begin: int | None = None
        end: int | None = None
        if letter != " ":
            while at < len(text) and text[at].isspace():
                at += 1
            if at < len(text):
                begin, end = at, at + 1
                at += 1
        elif at < len(text) and text[at].isspace():
            begin = at
            while at < len(text) and text[at].isspace():
                at += 1
            end = at
        found.append((point, Token(letter, begin, end)))
    return found


def _japanese(text: str) -> Tokens:
    """The characters of NFKC, and where they stand if each of the text's becomes its own."""
    stripped = text.rstrip()
    whole = unicodedata.normalize("NFKC", stripped)
    parts = [unicodedata.normalize("NFKC", letter) for letter in stripped]
    if "".join(parts) != whole:
        return [(ord(letter), Token(letter, None, None)) for letter in whole]
    return [(ord(letter), Token(letter, at, at + 1)) for at, part in enumerate(parts) for letter in part]
