"""chrF, explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gramscore import _core
from gramscore.explain.document import Document, Numbering, natively, read_text, references_of
from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import Layer
from gramscore.explain.ngrams import (
    NgramMatch,
    clipped_notes,
    ngram_matches,
    prediction_marks,
    reference_marks,
)
from gramscore.explain.scorer import Scorer
from gramscore.figures.chrf import ChrfScore
from gramscore.figures.rouge import RougeScore


@dataclass(frozen=True)
class ChrfOrder:
    """The n-grams of one order, of characters or words (`unit` is "char" or "word").

    matches, prediction_total, reference_total: of n-grams; the prediction's are 0 where the reference has none.
    precision, recall: 0..1.
    score: F of this order alone with the metric's beta, 0..100.
    """

    unit: str
    order: int
    matches: int
    prediction_total: int
    reference_total: int
    precision: float
    recall: float
    score: float
    ngrams: tuple[NgramMatch, ...]


@dataclass(frozen=True, repr=False)
class ChrfExplanation(Explanation):
    """chrF of one prediction. The tokens of `prediction` and `references` are characters.

    reference: the index of the reference that the score is against, the one of highest score.
    prediction_words, reference_words: the same texts as words, where words count.
    """

    score: ChrfScore
    reference: int
    orders: tuple[ChrfOrder, ...]
    prediction_words: Document | None
    reference_words: Document | None

    @property
    def title(self) -> str:
        return (
            f"chrF{'+' * self.score.word_order if self.score.word_order <= 2 else ''} {self.score.score:.4f}"
        )

    @property
    def layers(self) -> tuple[Layer, ...]:
        return tuple(map(self._layer, self.orders))

    def _layer(self, it: ChrfOrder) -> Layer:
        mine, theirs = self.prediction, self.references[self.reference]
        if it.unit == "word" and self.prediction_words is not None and self.reference_words is not None:
            mine, theirs = self.prediction_words, self.reference_words
        figures = (
            f"{it.matches} of {it.prediction_total}, and of the reference's {it.reference_total}: "
            f"precision {it.precision:.4f}, recall {it.recall:.4f}, F{self.score.beta:g} {it.score:.4f}"
        )
        return Layer(
            f"{'character' if it.unit == 'char' else 'word'} {it.order}-grams",
            figures,
            self.reference,
            prediction_marks(mine, it.ngrams),
            reference_marks(theirs, it.ngrams, self.reference),
            clipped_notes(it.ngrams) if it.unit == "word" else (),
        )


def explain(
    metric: Scorer,
    char_order: int,
    word_order: int,
    beta: float,
    lowercase: bool,
    whitespace: bool,
    eps_smoothing: bool,
    prediction: Any,
    reference: Any,
) -> ChrfExplanation:
    """What CHRF.explain() returns."""
    given = references_of(reference, 0)
    scores = metric.score([prediction], [given])
    # The first of the highest, as the core chooses.
    chosen = int(metric.score([prediction] * len(given), [[one] for one in given]).examples.argmax())
    characters = natively("chrf_characters", lowercase=lowercase, keep_whitespace=whitespace)
    words = natively("chrf_words", lowercase=lowercase)
    mine, *theirs = (read_text(text, characters) for text in (prediction, *given))
    my_words, their_words = (read_text(text, words) for text in (prediction, given[chosen]))
    orders: list[ChrfOrder] = []
    for unit, most, left, right in (
        ("char", char_order, mine, theirs[chosen]),
        ("word", word_order, my_words, their_words),
    ):
        number = Numbering()
        numbers, others = number(left.keys), [number(right.keys)]
        for n in range(1, most + 1):
            at = 3 * len(orders)
            row = np.ascontiguousarray(scores.stats[:, at : at + 3])
            hypotheses, references, matches = (int(count) for count in row[0])
            parts = _core.rouge_means(row[:, [2, 0, 1]].copy(), ("order",), RougeScore)["order"]
            orders.append(
                ChrfOrder(
                    unit,
                    n,
                    matches,
                    hypotheses,
                    references,
                    parts.precision,
                    parts.recall,
                    float(_core.chrf_scores(row, beta, eps_smoothing)[0]),
                    ngram_matches(left.document, numbers, others, n, chosen),
                )
            )
    return ChrfExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        scores.corpus,
        chosen,
        tuple(orders),
        my_words.document if word_order else None,
        their_words.document if word_order else None,
    )
