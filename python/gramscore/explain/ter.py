"""TER, explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gramscore import _core
from gramscore.explain.document import Numbering, natively, read_each, references_of
from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import DELETED, INSERTED, MATCH, SHIFTED, SUBSTITUTED, Layer, marks_of
from gramscore.explain.scorer import Scorer
from gramscore.figures.ter import TerScore


@dataclass(frozen=True)
class TerShift:
    """A block of words that is moved, for one edit.

    words: the words, by their indices in the prediction.
    begin, to: the position of the first before and after, in the order of words that the shifts before have left.
    """

    words: tuple[int, ...]
    begin: int
    to: int


@dataclass(frozen=True)
class TerStep:
    """What becomes of a word once all blocks are moved: kind is "match", "substitution", "deletion" or "insertion", the
    last three an edit each. `prediction` and `reference` are the words' indices, None where a side has none."""

    kind: str
    prediction: int | None
    reference: int | None


@dataclass(frozen=True, repr=False)
class TerExplanation(Explanation):
    """TER of one prediction, as the edits that turn it into its reference.

    reference: the index of the reference that needs fewest edits, the first of equals.
    shifts, steps: the edits; the steps are in the order of the reference.
    """

    score: TerScore
    reference: int
    shifts: tuple[TerShift, ...]
    steps: tuple[TerStep, ...]

    @property
    def num_edits(self) -> int:
        """The shifts, and the steps that are no matches: as many as `score.num_edits`."""
        return len(self.shifts) + sum(step.kind != "match" for step in self.steps)

    @property
    def title(self) -> str:
        return f"TER {self.score.score:.4f}"

    @property
    def script(self) -> tuple[str, ...]:
        """The edits in words, in order."""
        return tuple(self._script())

    def _script(self) -> Iterator[str]:
        mine, theirs = self.prediction.tokens, self.references[self.reference].tokens
        for shift in self.shifts:
            block = " ".join(mine[at].token for at in shift.words)
            yield f"move “{block}” from word {shift.begin + 1} to {shift.to + 1}"
        for step in self.steps:
            if step.prediction is not None and step.reference is not None:
                if step.kind == "substitution":
                    yield f"substitute “{mine[step.prediction].token}” by “{theirs[step.reference].token}”"
            elif step.prediction is not None:
                yield f"delete “{mine[step.prediction].token}”"
            elif step.reference is not None:
                yield f"insert “{theirs[step.reference].token}”"

    @property
    def layers(self) -> tuple[Layer, ...]:
        document, other = self.prediction, self.references[self.reference]
        shifted = {at for shift in self.shifts for at in shift.words}
        kinds = {"match": MATCH, "substitution": SUBSTITUTED, "deletion": DELETED, "insertion": INSERTED}
        mine = [
            (at, at + 1, SHIFTED if step.kind == "match" and at in shifted else kinds[step.kind])
            for step in self.steps
            if (at := step.prediction) is not None
        ]
        theirs = [
            (at, at + 1, SHIFTED if step.kind == "match" and step.prediction in shifted else kinds[step.kind])
            for step in self.steps
            if (at := step.reference) is not None
        ]
        edits = f"{self.score.num_edits} edit{'' if self.score.num_edits == 1 else 's'}"
        average = "" if len(self.references) == 1 else " on average"
        figures = (
            f"{edits} to reference {self.reference + 1}, {self.score.ref_length:g} words{average}: "
            f"{self.score.score:.4f}%"
        )
        return (
            Layer(
                "edits",
                figures,
                self.reference,
                marks_of(document.tokens, mine),
                marks_of(other.tokens, theirs),
                self.script,
            ),
        )


def explain(
    metric: Scorer,
    normalized: bool,
    no_punct: bool,
    asian_support: bool,
    case_sensitive: bool,
    prediction: Any,
    reference: Any,
) -> TerExplanation:
    """What TER.explain() returns."""
    given = references_of(reference, 0)
    scores = metric.score([prediction], [given])
    each = metric.score([prediction] * len(given), [[one] for one in given])
    chosen = int(each.stats[:, 0].argmin())
    tokenize = natively(
        "tercom",
        lowercase=not case_sensitive,
        normalized=normalized,
        no_punct=no_punct,
        asian_support=asian_support,
    )
    mine, *theirs = read_each((prediction, *given), tokenize)
    number = Numbering()
    shifts, steps = _core.edit_script(number(mine.keys), number(theirs[chosen].keys))
    return TerExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        scores.corpus,
        chosen,
        tuple(TerShift(*shift) for shift in shifts),
        tuple(TerStep(*step) for step in steps),
    )
