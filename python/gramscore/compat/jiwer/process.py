"""jiwer.process: alignments of references and hypotheses, and the measures that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from gramscore import _core
from gramscore.compat.jiwer.transformations import cer_default, wer_default
from gramscore.compat.jiwer.transforms import (
    ReduceToListOfListOfChars,
    ReduceToListOfListOfWords,
    RemoveMultipleSpaces,
    Strip,
)

__all__ = ["AlignmentChunk", "CharacterOutput", "WordOutput", "process_characters", "process_words"]

_Kind = TypeVar("_Kind")

_EQUAL = ((1, 1, 1), (1.0, 1.0, 1.0))
_WORDS = _core.Wer("jiwer", False, False, *_EQUAL)
_CHARACTERS = _core.Wer("jiwer", True, False, *_EQUAL)
_TOKENS = _core.Wer(None, False, False, *_EQUAL)


@dataclass
class AlignmentChunk(_core.EditChunk):
    """Tokens of reference and hypothesis that are aligned: type is "equal", "substitute", "insert" or "delete"."""

    __slots__ = ()

    type: str
    ref_start_idx: int
    ref_end_idx: int
    hyp_start_idx: int
    hyp_end_idx: int

    def __post_init__(self) -> None:
        if self.type not in ("replace", "insert", "delete", "equal", "substitute"):
            raise ValueError("")
        if self.type == "replace":
            self.type = "substitute"
        for side in ("ref", "hyp"):
            start, end = getattr(self, f"{side}_start_idx"), getattr(self, f"{side}_end_idx")
            if start > end:
                raise ValueError(f"{side}_start_idx={start} is larger than {side}_end_idx={end}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), tuple(getattr(self, field.name) for field in fields(self)))


class _Output:
    """An output whose texts and alignments are made when somebody looks at them."""

    _later: dict[str, Callable[[], Any]]

    def __getattr__(self, name: str) -> Any:
        later: dict[str, Callable[[], Any]] = self.__dict__.get("_later", {})
        if name not in later:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        made = later[name]()
        setattr(self, name, made)
        return made

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]


@dataclass
class WordOutput(_Output):
    """Measures and alignments of pairs: `references` and `hypotheses` are lists of words, `alignments` lists of
    AlignmentChunk."""

    references: list[list[str]]
    hypotheses: list[list[str]]
    alignments: list[list[AlignmentChunk]]
    wer: float
    mer: float
    wil: float
    wip: float
    hits: int
    substitutions: int
    insertions: int
    deletions: int


@dataclass
class CharacterOutput(_Output):
    """The same of characters."""

    references: list[list[str]]
    hypotheses: list[list[str]]
    alignments: list[list[AlignmentChunk]]
    cer: float
    hits: int
    substitutions: int
    insertions: int
    deletions: int


def process_words(
    reference: str | list[str],
    hypothesis: str | list[str],
    reference_transform: Any = wer_default,
    hypothesis_transform: Any = wer_default,
) -> WordOutput:
    """Aligns the words of each hypothesis with those of its reference.

    Raises ValueError for what is no text and no list of texts, for transformations that do not end with lists of
    words, and if references and hypotheses are not equal in number after them.
    """
    return _output(WordOutput, "wer", reference, hypothesis, reference_transform, hypothesis_transform)


def process_characters(
    reference: str | list[str],
    hypothesis: str | list[str],
    reference_transform: Any = cer_default,
    hypothesis_transform: Any = cer_default,
) -> CharacterOutput:
    """The same of characters. Raises what process_words() does."""
    return _output(CharacterOutput, "cer", reference, hypothesis, reference_transform, hypothesis_transform)


def _output(kind: type[_Kind], rate: str, reference: Any, hypothesis: Any, *transforms: Any) -> _Kind:
    pairs = _read(reference, hypothesis, *transforms)
    stats = pairs.metric.score(pairs.hypotheses, pairs.references, 0, None)
    hits, substitutions, deletions, insertions = stats.sum(axis=0).tolist()
    rates = dict(
        zip(("wer", "mer", "wil", "wip"), _rates(hits, substitutions, deletions, insertions), strict=True)
    )
    output = object.__new__(kind)
    output.__dict__.update(
        hits=hits,
        substitutions=substitutions,
        insertions=insertions,
        deletions=deletions,
        **(rates if rate == "wer" else {"cer": rates["wer"]}),
    )
    output.__dict__["_later"] = {
        "references": lambda: pairs.tokens(pairs.references, transforms[0]),
        "hypotheses": lambda: pairs.tokens(pairs.hypotheses, transforms[1]),
        "alignments": lambda: pairs.metric.alignments(pairs.hypotheses, pairs.references, AlignmentChunk),
    }
    return output


class _Pairs:
    """Texts that the core tokenizes as a default transformation does, or lists of tokens."""

    def __init__(self, metric: _core.Wer, references: list[Any], hypotheses: list[Any]) -> None:
        self.metric = metric
        self.references = references
        self.hypotheses = hypotheses

    def tokens(self, given: list[Any], transform: Any) -> list[list[str]]:
        if self.metric is _TOKENS:
            return given
        made: list[list[str]] = transform(given)
        return made


def _read(reference: Any, hypothesis: Any, reference_transform: Any, hypothesis_transform: Any) -> _Pairs:
    reference = [reference] if isinstance(reference, str) else reference
    hypothesis = [hypothesis] if isinstance(hypothesis, str) else hypothesis
    metric = _native(reference_transform)
    if metric is not None and metric is _native(hypothesis_transform):
        sides = [texts or [""] if isinstance(texts, list) else None for texts in (reference, hypothesis)]
        # What is not as it should be goes the long way, on which errors are the original's.
        if all(side is not None and set(map(type, side)) == {str} for side in sides):
            references, hypotheses = (list(side) for side in sides if side is not None)
            _check_lengths(references, hypotheses)
            return _Pairs(metric, references, hypotheses)
    references = _transformed(reference, reference_transform, "reference")
    hypotheses = _transformed(hypothesis, hypothesis_transform, "hypothesis")
    _check_lengths(references, hypotheses)
    return _Pairs(_TOKENS, references, hypotheses)


#: The chains that the core knows itself.
_NATIVE_CHAINS: tuple[tuple[tuple[type[Any], ...], _core.Wer], ...] = (
    ((RemoveMultipleSpaces, Strip, ReduceToListOfListOfWords), _WORDS),
    ((Strip, ReduceToListOfListOfChars), _CHARACTERS),
)


def _native(transform: Any) -> _core.Wer | None:
    links = getattr(transform, "transforms", None)
    if not isinstance(links, list):
        return None
    kinds = tuple(map(type, links))
    for known, metric in _NATIVE_CHAINS:
        if kinds == known and getattr(links[-1], "word_delimiter", " ") == " ":
            return metric
    return None


def _check_lengths(references: list[Any], hypotheses: list[Any]) -> None:
    if len(references) != len(hypotheses):
        raise ValueError(
            "After applying the transforms on the reference and hypothesis sentences, "
            "their lengths must match. "
            f"Instead got {len(references)} reference and "
            f"{len(hypotheses)} hypothesis sentences."
        )


def _transformed(texts: Any, transform: Any, side: str) -> list[list[str]]:
    tokens = transform(texts)
    right = isinstance(tokens, list) and all(
        isinstance(sentence, list) and all(isinstance(token, str) for token in sentence)
        for sentence in tokens
    )
    if not right:
        raise ValueError(
            f"After applying the transformation, each {side} should be a "
            "list of strings, with each string being a single word or character."
            "Please ensure the given transformation reduces the input "
            "to a list of list strings."
        )
    found: list[list[str]] = tokens
    return found


def _rates(hits: int, substitutions: int, deletions: int, insertions: int) -> tuple[Any, Any, Any, Any]:
    """wer, mer, wil and wip; whole numbers where the original has such."""
    references = hits + substitutions + deletions
    hypotheses = hits + substitutions + insertions
    if references == 0:
        return (insertions, 0, 0, 1) if hypotheses == 0 else (insertions, 1, 1, 0)
    sums = _core.CorpusSums(1, [hits, substitutions, deletions, insertions], [])
    wer, mer, wil, wip = _core.error_rates_of_sums(sums, _EQUAL[1])[:4]
    return (wer, mer, 1, 0) if hypotheses == 0 else (wer, mer, wil, wip)
