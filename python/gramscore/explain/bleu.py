"""BLEU, explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gramscore.explain.document import Numbering, Tokenize, in_python, natively, read_each, references_of
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
from gramscore.figures.bleu import BleuScore


@dataclass(frozen=True)
class BleuOrder:
    """The n-grams of one order: how many of the prediction's match, of how many, and the precision, smoothed, on the
    scale of the score."""

    order: int
    matches: int
    total: int
    precision: float
    ngrams: tuple[NgramMatch, ...]


@dataclass(frozen=True, repr=False)
class BleuExplanation(Explanation):
    """BLEU of one prediction.

    score: with the lengths and the brevity penalty.
    closest: the index of the reference whose length the prediction's is compared with.
    """

    score: BleuScore
    closest: int
    orders: tuple[BleuOrder, ...]

    @property
    def title(self) -> str:
        scores = self.score.score if isinstance(self.score.score, list) else [self.score.score]
        return f"BLEU {', '.join(f'{score:.4f}' for score in scores)}"

    @property
    def brevity(self) -> str:
        """Why there is a brevity penalty, or why not, in a sentence."""
        mine, theirs = self.score.sys_len, self.score.ref_len
        which = (
            "the reference"
            if len(self.references) == 1
            else f"reference {self.closest + 1}, the closest in length,"
        )
        if mine >= theirs:
            return f"No brevity penalty: the prediction has {mine} tokens, {which} {theirs}."
        shown = "the prediction has none" if mine == 0 else f"exp(1 - {theirs}/{mine})"
        return f"Brevity penalty {self.score.bp:.4f}: the prediction has {mine} tokens, {which} {theirs} ({shown})."

    @property
    def layers(self) -> tuple[Layer, ...]:
        # The reference to look at is the one that most n-grams come from, else the closest in length.
        found = []
        for it in self.orders:
            sources = [match.source for match in it.ngrams for _ in range(match.matches)]
            reference = max(range(len(self.references)), key=lambda r: (sources.count(r), r == self.closest))
            notes = clipped_notes(it.ngrams)
            elsewhere = len(sources) - sources.count(reference)
            if elsewhere:
                notes = (*notes, f"{elsewhere} more match other references.")
            if it.order == 1:
                notes = (self.brevity, *notes)
            figures = f"{it.matches} of {it.total} match, precision {it.precision:.4f}"
            if it.matches == 0 and it.precision > 0:
                figures += " by smoothing"
            found.append(
                Layer(
                    f"{it.order}-grams",
                    figures,
                    reference,
                    prediction_marks(self.prediction, it.ngrams),
                    reference_marks(self.references[reference], it.ngrams, reference),
                    notes,
                )
            )
        return tuple(found)


def explain(
    metric: Scorer, tokenizer: Any, lowercase: bool, prediction: Any, reference: Any
) -> BleuExplanation:
    """What BLEU.explain() returns. The tokenizer is one as the core takes it."""
    given = references_of(reference, tokenizer is None)
    scores = metric.score([prediction], [given])
    tokenize: Tokenize | None = None
    if tokenizer is not None:
        native = isinstance(tokenizer, str)
        tokenize = natively(tokenizer, lowercase=lowercase) if native else in_python(tokenizer)
    mine, *theirs = read_each((prediction, *given), tokenize)
    number = Numbering()
    numbers, others = number(mine.keys), [number(one.keys) for one in theirs]
    score = scores.corpus
    orders = len(score.precisions)
    counts, totals = scores.stats[0, 2 : 2 + orders], scores.stats[0, 2 + orders :]
    return BleuExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        score,
        [len(one) for one in others].index(score.ref_len),
        tuple(
            BleuOrder(
                n,
                int(counts[n - 1]),
                int(totals[n - 1]),
                score.precisions[n - 1],
                ngram_matches(mine.document, numbers, others, n),
            )
            for n in range(1, orders + 1)
        ),
    )
