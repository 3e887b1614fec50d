"""ROUGE-1.5.5, explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gramscore import _core
from gramscore.explain.document import Document, Numbering, Reading, Token, references_of
from gramscore.explain.explanation import ExplanationByType
from gramscore.explain.layers import Layer
from gramscore.explain.ngrams import (
    NgramMatch,
    clipped_notes,
    ngram_matches,
    prediction_marks,
    reference_marks,
)
from gramscore.explain.scorer import Scorer
from gramscore.explain.unions import (
    UnionMatch,
    left_out_notes,
    prediction_union_marks,
    reference_union_marks,
    union_matches,
)
from gramscore.figures.rouge import RougeScore

_WORD: Final = re.compile("[A-Za-z0-9]+")


@dataclass(frozen=True)
class Rouge155Matches:
    """What matches in one reference.

    ngrams: of ROUGE-1 and so on, the n-grams.
    union: of ROUGE-L, by words of the reference. Of ROUGE-W and ROUGE-S neither is listed.
    """

    ngrams: tuple[NgramMatch, ...] = ()
    union: tuple[UnionMatch, ...] = ()


@dataclass(frozen=True)
class Rouge155TypeExplanation:
    """One type of ROUGE-1.5.5.

    score: as the program prints it.
    matches, prediction_units, reference_units: what precision and recall are fractions of, over all references or of
        the best: n-grams, words or pairs; of ROUGE-W weights.
    references: what matches in each of them.
    """

    type: str
    score: RougeScore
    matches: float
    prediction_units: float
    reference_units: float
    references: tuple[Rouge155Matches, ...]


@dataclass(frozen=True, repr=False)
class Rouge155Explanation(ExplanationByType[Rouge155TypeExplanation]):
    """ROUGE-1.5.5 of one prediction: `explanation["ROUGE-2"]` is one type, `explanation.types` are all."""

    @property
    def title(self) -> str:
        return "ROUGE-1.5.5: " + ", ".join(f"{it.type} F {it.score.fmeasure:.5f}" for it in self.types)

    @property
    def layers(self) -> tuple[Layer, ...]:
        return tuple(layer for found in self.types for layer in _layers(self, found))


def explain(
    metric: Scorer, types: Sequence[str], stemmer: bool, words: Any, prediction: Any, reference: Any
) -> Rouge155Explanation:
    """What ROUGE155.explain() returns."""
    given = references_of(reference, 0)
    scores = metric.score([prediction], [given])
    counts = scores.formula.counts(scores.stats)[0]
    mine = _read(prediction, words, stemmer)
    theirs = [_read(one, words, stemmer) for one in given]
    found = []
    for place, name in enumerate(types):
        arrays = scores[name]
        score = RougeScore(*(float(part[0]) for part in (arrays.precision, arrays.recall, arrays.fmeasure)))
        matches = tuple(_matched(name, index, mine, one) for index, one in enumerate(theirs))
        common, mine_all, theirs_all = map(float, counts[3 * place : 3 * place + 3])
        found.append(Rouge155TypeExplanation(name, score, common, mine_all, theirs_all, matches))
    return Rouge155Explanation(
        mine.document, tuple(one.document for one in theirs), metric.signature, tuple(found)
    )


def _read(text: str, words: Any, stemmer: bool) -> Reading:
    surfaces, keys, _ = _core.rouge155_tokens(text, words, stemmer, False)
    _, sentence_keys, ends = _core.rouge155_tokens(text, words, stemmer, True)
    tokens = list(_placed(text, surfaces, keys))
    cut = [slice(begin, end) for begin, end in zip([0, *ends], ends, strict=False)]
    document = Document(text, tuple(tokens), tuple(tuple(tokens[part]) for part in cut))
    return Reading(document, keys, [sentence_keys[part] for part in cut])


def _placed(text: str, surfaces: Sequence[str], keys: Sequence[str]) -> Iterator[Token]:
    """The words with their places: those of the text in order, without the ones left out; the last may be cut."""
    found = _WORD.finditer(text)
    for index, (surface, key) in enumerate(zip(surfaces, keys, strict=True), 1):
        last = index == len(surfaces)
        for match in found:
            word = match[0].lower()
            if word == surface or (last and word.startswith(surface)):
                break
        else:
            yield Token(key, None, None)
            continue
        yield Token(key, match.start(), match.start() + len(surface))


def _matched(name: str, place: int, mine: Reading, theirs: Reading) -> Rouge155Matches:
    number = Numbering()
    kind = name.removeprefix("ROUGE-")
    if kind.isdecimal():
        numbers = number(mine.keys)
        return Rouge155Matches(
            ngrams=ngram_matches(mine.document, numbers, [number(theirs.keys)], int(kind), place)
        )
    if kind != "L":
        return Rouge155Matches()
    return Rouge155Matches(union=union_matches(mine, theirs))


def _layers(whole: Rouge155Explanation, found: Rouge155TypeExplanation) -> Iterator[Layer]:
    kind = found.type.removeprefix("ROUGE-")
    units = (
        f"{kind}-grams" if kind.isdecimal() else {"L": "words", "W": "weights"}.get(kind[0], "pairs of words")
    )
    precision, recall, fmeasure = found.score
    figures = (
        f"{found.matches:.6g} of {found.prediction_units:.6g} {units}, and of the references' "
        f"{found.reference_units:.6g}: precision {precision:.5f}, recall {recall:.5f}, F {fmeasure:.5f}"
    )
    for index, matches in enumerate(found.references):
        document, other = whole.prediction, whole.references[index]
        mine = prediction_marks(document, matches.ngrams)
        theirs = reference_marks(other, matches.ngrams, index)
        notes = clipped_notes(matches.ngrams)
        if matches.union:
            mine = prediction_union_marks(document, matches.union)
            theirs = reference_union_marks(other, matches.union)
            notes = left_out_notes(matches.union)
        yield Layer(found.type, figures, index, mine, theirs, notes)
