"""ROUGE, explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gramscore import _core
from gramscore.explain.document import (
    Numbering,
    Reading,
    Tokenize,
    in_python,
    natively,
    read_lists,
    read_sentences,
    read_text,
    read_tokens,
    references_of,
)
from gramscore.explain.explanation import ExplanationByType
from gramscore.explain.layers import MATCH, Layer, marks_of
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


@dataclass(frozen=True)
class RougeTypeExplanation:
    """One type of ROUGE.

    reference: the index of the reference that the score is against, the one of highest F.
    matches, prediction_units, reference_units: what precision and recall are fractions of: n-grams, or tokens.
    ngrams: of rouge1 to rouge9, the n-grams that match.
    pairs: of rougeL, the tokens (prediction, reference) that the longest common subsequence pairs.
    union: of rougeLsum, by tokens of the reference.
    """

    type: str
    reference: int
    score: RougeScore
    matches: int
    prediction_units: int
    reference_units: int
    ngrams: tuple[NgramMatch, ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()
    union: tuple[UnionMatch, ...] = ()


@dataclass(frozen=True, repr=False)
class RougeExplanation(ExplanationByType[RougeTypeExplanation]):
    """ROUGE of one prediction: `explanation["rouge2"]` is one type, `explanation.types` are all."""

    @property
    def title(self) -> str:
        return "ROUGE: " + ", ".join(f"{found.type} F {found.score.fmeasure:.4f}" for found in self.types)

    @property
    def layers(self) -> tuple[Layer, ...]:
        return tuple(_layer(self, found) for found in self.types)


def explain(
    metric: Scorer,
    types: Sequence[str],
    stemmer: bool,
    tokenizer: Any,
    splitter: Any,
    prediction: Any,
    reference: Any,
) -> RougeExplanation:
    """What ROUGE.explain() returns."""
    depth = (tokenizer is None) + (splitter is None)
    given = references_of(reference, depth)
    scores = metric.score([prediction], [given])
    each = metric.score([prediction] * len(given), [[one] for one in given])
    read = _reader(stemmer, tokenizer, splitter, any(name == "rougeLsum" for name in types))
    mine, theirs = read(prediction), [read(one) for one in given]
    found = []
    for place, name in enumerate(types):
        arrays = scores[name]
        score = RougeScore(*(float(part[0]) for part in (arrays.precision, arrays.recall, arrays.fmeasure)))
        # The first of the highest, as the core chooses.
        reference = int(each[name].fmeasure.argmax())
        matches, mine_all, theirs_all = map(int, scores.stats[0, 3 * place : 3 * place + 3])
        matched = _matched(name, reference, mine, theirs[reference])
        found.append(RougeTypeExplanation(name, reference, score, matches, mine_all, theirs_all, **matched))
    return RougeExplanation(
        mine.document, tuple(one.document for one in theirs), metric.signature, tuple(found)
    )


def _reader(stemmer: bool, tokenizer: Any, splitter: Any, with_sentences: bool) -> Callable[[Any], Reading]:
    """From what is given for a text to its tokens, and to its sentences if there is a use for them."""
    if tokenizer is None:
        return read_tokens if splitter is None else lambda tokens: read_tokens([tokens])
    tokenize: Tokenize = (
        natively(tokenizer, stemmer=stemmer) if isinstance(tokenizer, str) else in_python(tokenizer)
    )
    if splitter is None:
        return lambda sentences: read_lists(sentences, tokenize)
    if not with_sentences:
        return lambda text: read_text(text, tokenize)
    split = splitter if callable(splitter) else _lines
    return lambda text: read_sentences(read_text(text, tokenize), split(text), tokenize)


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _matched(name: str, place: int, mine: Reading, theirs: Reading) -> dict[str, Any]:
    number = Numbering()
    if name == "rougeL":
        pairs = _core.common_subsequence(number(mine.keys), number(theirs.keys))
        return {"pairs": tuple(pairs)}
    if name == "rougeLsum":
        return {"union": union_matches(mine, theirs)}
    order = int(name.removeprefix("rouge"))
    numbers = number(mine.keys)
    return {"ngrams": ngram_matches(mine.document, numbers, [number(theirs.keys)], order, place)}


def _layer(whole: RougeExplanation, found: RougeTypeExplanation) -> Layer:
    document, other = whole.prediction, whole.references[found.reference]
    notes: tuple[str, ...] = ()
    if found.type == "rougeL":
        mine = marks_of(document.tokens, ((at, at + 1, MATCH) for at, _ in found.pairs))
        theirs = marks_of(other.tokens, ((at, at + 1, MATCH) for _, at in found.pairs))
    elif found.type == "rougeLsum":
        mine = prediction_union_marks(document, found.union)
        theirs = reference_union_marks(other, found.union)
        notes = left_out_notes(found.union)
    else:
        mine = prediction_marks(document, found.ngrams)
        theirs = reference_marks(other, found.ngrams, found.reference)
        notes = clipped_notes(found.ngrams)
    units = {"rougeL": "tokens", "rougeLsum": "tokens"}.get(found.type, f"{found.type[5:]}-grams")
    precision, recall, fmeasure = found.score
    figures = (
        f"{found.matches} of {found.prediction_units} {units}, and of the reference's {found.reference_units}: "
        f"precision {precision:.4f}, recall {recall:.4f}, F {fmeasure:.4f}"
    )
    return Layer(found.type, figures, found.reference, mine, theirs, notes)
