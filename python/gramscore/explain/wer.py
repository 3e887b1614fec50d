"""WER and CER, explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gramscore import _core
from gramscore.explain.document import Numbering, Tokenize, in_python, natively, read_each, references_of
from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import Layer, layer_of_edits
from gramscore.explain.scorer import Scorer
from gramscore.figures.wer import CerScore, WerScore


@dataclass(frozen=True)
class ErrorStep:
    """A step of the alignment: kind is "match", "substitution", "deletion" or "insertion". A deletion is a token of the
    reference that the prediction lacks, an insertion one that it has in addition. `prediction` and `reference` are
    the tokens' indices, None where a side has none; of a match only where sclite lets a word be missing."""

    kind: str
    prediction: int | None
    reference: int | None


@dataclass(frozen=True, repr=False)
class EditExplanation(Explanation):
    """A score of one prediction, as the edits that turn its reference into it.

    reference: the index of the reference that counts, the first of equals.
    steps: the alignment, in order.
    """

    score: Any
    reference: int
    steps: tuple[ErrorStep, ...]

    @property
    def figures(self) -> str:
        """What is counted, in words."""
        raise NotImplementedError

    @property
    def script(self) -> tuple[str, ...]:
        """The edits in words, in order."""
        return tuple(self._script())

    def _script(self) -> Iterator[str]:
        mine, theirs = self.prediction.tokens, self.references[self.reference].tokens
        for step in self.steps:
            if step.kind == "match":
                continue
            if step.prediction is not None and step.reference is not None:
                yield f"substitute “{theirs[step.reference].token}” by “{mine[step.prediction].token}”"
            elif step.prediction is not None:
                yield f"insert “{mine[step.prediction].token}”"
            elif step.reference is not None:
                yield f"delete “{theirs[step.reference].token}”"

    def aligned(self) -> tuple[str, str, str]:
        """The alignment as three lines of equal width: reference, prediction, and S, D or I under each edit."""
        mine, theirs = self.prediction.tokens, self.references[self.reference].tokens
        columns = []
        for step in self.steps:
            above = None if step.reference is None else theirs[step.reference].token
            below = None if step.prediction is None else mine[step.prediction].token
            width = max(len(above or ""), len(below or ""), 1)
            gap = "" if step.kind == "match" else "*" * width
            letter = {"match": "", "substitution": "S", "deletion": "D", "insertion": "I"}[step.kind]
            columns.append(
                (
                    (gap if above is None else above).ljust(width),
                    (gap if below is None else below).ljust(width),
                    letter.ljust(width),
                )
            )
        lines = [" ".join(column[k] for column in columns) for k in range(3)]
        return lines[0], lines[1], lines[2]

    @property
    def layers(self) -> tuple[Layer, ...]:
        mine, theirs = self.prediction.tokens, self.references[self.reference].tokens
        return (layer_of_edits(self.figures, self.reference, mine, theirs, self.steps, self.script),)


@dataclass(frozen=True, repr=False)
class ErrorExplanation(EditExplanation):
    """An error rate of one prediction: of several references the one with the lowest rate counts."""

    score: WerScore | CerScore

    @property
    def title(self) -> str:
        return f"{'WER' if isinstance(self.score, WerScore) else 'CER'} {self.score.score:.4f}"

    @property
    def figures(self) -> str:
        score = self.score
        unit = "words" if isinstance(score, WerScore) else "characters"
        length = score.hits + score.substitutions + score.deletions
        return (
            f"substitutions {score.substitutions}, deletions {score.deletions}, insertions {score.insertions}; "
            f"{unit} of reference {self.reference + 1}: {length}; {score.score:.4f}"
        )


def explain(
    metric: Scorer,
    tokenizer: str | Callable[[str], Sequence[Any]] | None,
    characters: bool,
    lowercase: bool,
    costs: Sequence[int],
    prediction: Any,
    reference: Any,
) -> ErrorExplanation:
    """What WER.explain() and CER.explain() return."""
    given = references_of(reference, 1 if tokenizer is None else 0)
    scores = metric.score([prediction], [given])
    each = metric.score([prediction] * len(given), [[one] for one in given])
    chosen = min(range(len(given)), key=each.examples.tolist().__getitem__)
    tokenize = None if tokenizer is None else _tokenize_by(tokenizer, characters, lowercase)
    mine, *theirs = read_each((prediction, *given), tokenize)
    number = Numbering()
    numbers, others = number(mine.keys), number(theirs[chosen].keys)
    return ErrorExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        scores.corpus,
        chosen,
        tuple(steps_of(_core.edit_path(numbers, others, costs))),
    )


def _tokenize_by(
    tokenizer: str | Callable[[str], Sequence[Any]], characters: bool, lowercase: bool
) -> Tokenize:
    if not isinstance(tokenizer, str):
        return in_python(tokenizer)
    if tokenizer != "jiwer":
        return natively(tokenizer, lowercase=lowercase)
    if not characters:
        return natively("jiwer_words", lowercase=lowercase)
    return natively("chrf_characters", lowercase=lowercase, keep_whitespace=True, strip=True)


def steps_of(path: Sequence[tuple[str, int, int, int]]) -> Iterator[ErrorStep]:
    for kind, reference, hypothesis, size in path:
        for k in range(size):
            yield ErrorStep(
                kind,
                None if kind == "deletion" else hypothesis + k,
                None if kind == "insertion" else reference + k,
            )
