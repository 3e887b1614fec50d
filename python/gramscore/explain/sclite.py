"""WER as sclite counts it, explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gramscore.explain.document import Document, Token, references_of
from gramscore.explain.scorer import Scorer
from gramscore.explain.wer import ErrorExplanation, ErrorStep

_KINDS = {"C": "match", "S": "substitution", "D": "deletion", "I": "insertion"}


def explain(
    metric: Scorer, align: Callable[[Any, Any], Any], prediction: Any, reference: Any
) -> ErrorExplanation:
    """What the explain() of WER.sclite() returns. `align` gives the alignments of texts."""
    given = references_of(reference, 0)
    scores = metric.score([prediction], [given])
    each = metric.score([prediction] * len(given), [[one] for one in given])
    chosen = min(range(len(given)), key=each.examples.tolist().__getitem__)
    (path,) = align([prediction], [given[chosen]])
    mine: list[Token] = []
    theirs: list[Token] = []
    steps = [
        ErrorStep(_KINDS[letter], _taken(word, mine), _taken(other, theirs)) for letter, other, word in path
    ]
    documents = [Document(text, ()) for text in given]
    documents[chosen] = Document(given[chosen], tuple(theirs))
    return ErrorExplanation(
        Document(prediction, tuple(mine)),
        tuple(documents),
        metric.signature,
        scores.corpus,
        chosen,
        tuple(steps),
    )


def _taken(word: Any, tokens: list[Token]) -> int | None:
    """The index of a word in the tokens of its side, which it is added to."""
    if word is None:
        return None
    tokens.append(Token(*word))
    return len(tokens) - 1
