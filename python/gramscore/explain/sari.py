"""SARI, explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gramscore.explain.document import Document, Reading, Tokenize, read_each, references_of
from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import DELETED, MATCH, Layer, Mark, marks_of
from gramscore.figures.sari import SariScore

Ngram = tuple[str, ...]


@dataclass(frozen=True)
class SariOrder:
    """The different n-grams of an order: those that the prediction adds to its source, those that it keeps, and those
    that it deletes. To add or to keep one is right if a reference has it, to delete one if not all have it.

    The definitions of SARI count repeated n-grams, and references that differ, each in its own way.
    """

    order: int
    added: tuple[Ngram, ...]
    added_wrongly: tuple[Ngram, ...]
    kept: tuple[Ngram, ...]
    kept_wrongly: tuple[Ngram, ...]
    deleted: tuple[Ngram, ...]
    deleted_wrongly: tuple[Ngram, ...]

    @property
    def figures(self) -> str:
        """How many are right, of how many."""
        parts = (
            ("added", self.added, self.added_wrongly),
            ("kept", self.kept, self.kept_wrongly),
            ("deleted", self.deleted, self.deleted_wrongly),
        )
        return ", ".join(
            f"{len(right)} of {len(right) + len(wrong)} {name} rightly" for name, right, wrong in parts
        )

    def notes(self) -> Iterator[str]:
        """The n-grams, but for those that are kept rightly."""
        for name, ngrams in (
            ("added", self.added),
            ("added, but no reference has it", self.added_wrongly),
            ("kept, but no reference has it", self.kept_wrongly),
            ("deleted", self.deleted),
            ("deleted, but all references have it", self.deleted_wrongly),
        ):
            if ngrams:
                yield f"{name}: " + ", ".join(f"“{' '.join(ngram)}”" for ngram in ngrams)


@dataclass(frozen=True, repr=False)
class SariExplanation(Explanation):
    """SARI of one prediction, as the n-grams that it adds to its source, keeps and deletes.

    source: the source with its tokens.
    orders: from 1 to 4.
    """

    source: Document
    score: SariScore
    orders: tuple[SariOrder, ...]

    @property
    def title(self) -> str:
        add, keep, delete = self.score.add, self.score.keep, self.score.delete
        return f"SARI {self.score.score:.4f}: add {add:.4f}, keep {keep:.4f}, delete {delete:.4f}"

    @property
    def layers(self) -> tuple[Layer, ...]:
        first = self.references[0]
        found = []
        for it in self.orders:
            mine = _marks(self.prediction, it.order, (*it.added, *it.kept), MATCH)
            theirs = _marks(first, it.order, (*it.added, *it.kept), MATCH)
            found.append(Layer(f"{it.order}-grams", it.figures, 0, mine, theirs, tuple(it.notes())))
        return tuple(found)

    def texts(self, layer: Layer) -> Iterator[tuple[str, str, Sequence[Mark]]]:
        """The source, in which n-grams that are deleted have marks, then the prediction and all references, in which
        those have marks that are added or kept rightly."""
        it = self.orders[self.layers.index(layer)]
        deleted = (*it.deleted, *it.deleted_wrongly)
        yield "source", self.source.text, _marks(self.source, it.order, deleted, DELETED)
        yield "prediction", self.prediction.text, layer.prediction_marks
        for number, document in enumerate(self.references, 1):
            label = "reference" if len(self.references) == 1 else f"reference {number}"
            yield label, document.text, _marks(document, it.order, (*it.added, *it.kept), MATCH)


def _grams(document: Document, order: int) -> list[Ngram]:
    tokens = [token.token for token in document.tokens]
    return [tuple(tokens[at : at + order]) for at in range(len(tokens) - order + 1)]


def _marks(document: Document, order: int, ngrams: Sequence[Ngram], kind: str) -> tuple[Mark, ...]:
    wanted = set(ngrams)
    places = [at for at, gram in enumerate(_grams(document, order)) if gram in wanted]
    return marks_of(document.tokens, ((at, at + order, kind) for at in places))


def explain(
    metric: Any, tokenize: Tokenize | None, prediction: Any, reference: Any, source: Any
) -> SariExplanation:
    """What SARI.explain() returns."""
    given = references_of(reference, 1 if tokenize is None else 0)
    scores = metric.score([prediction], [given], [source])
    read: list[Reading] = read_each((source, prediction, *given), tokenize)
    origin, mine, *theirs = (reading.document for reading in read)
    return SariExplanation(
        mine,
        tuple(theirs),
        metric.signature,
        origin,
        scores.corpus,
        tuple(_order(order, origin, mine, theirs) for order in (1, 2, 3, 4)),
    )


def _order(order: int, source: Document, prediction: Document, references: list[Document]) -> SariOrder:
    before, after = (dict.fromkeys(_grams(document, order)) for document in (source, prediction))
    goals = [set(_grams(document, order)) for document in references]
    some, every = set[Ngram]().union(*goals), set[Ngram].intersection(*goals)
    added = [gram for gram in after if gram not in before]
    kept = [gram for gram in after if gram in before]
    deleted = [gram for gram in before if gram not in after]
    return SariOrder(
        order,
        tuple(gram for gram in added if gram in some),
        tuple(gram for gram in added if gram not in some),
        tuple(gram for gram in kept if gram in some),
        tuple(gram for gram in kept if gram not in some),
        tuple(gram for gram in deleted if gram not in every),
        tuple(gram for gram in deleted if gram in every),
    )
