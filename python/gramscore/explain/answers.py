"""Scores of answers, explained."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import Any, Final

from gramscore import _core
from gramscore.explain.document import (
    Numbering,
    Token,
    Tokenize,
    Tokens,
    in_python,
    natively,
    read_each,
    references_of,
)
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
from gramscore.explain.wer import EditExplanation, steps_of

_PUNCTUATION: Final = str.maketrans("", "", string.punctuation)
_ARTICLES: Final = re.compile(r"\b(a|an|the)\b")


@dataclass(frozen=True, repr=False)
class WordExplanation(Explanation):
    """The words that a prediction shares with a reference.

    name: of the score.
    score: what the metric's `corpus` is for this example alone.
    reference: the index of the reference that counts, the first of equals.
    words: those that both have.
    """

    name: str
    score: Any
    reference: int
    words: tuple[NgramMatch, ...]

    @property
    def title(self) -> str:
        return f"{self.name} {self.score.score:.4f}"

    @property
    def figures(self) -> str:
        """How many words match, of how many."""
        matches = sum(match.matches for match in self.words)
        theirs = len(self.references[self.reference].tokens)
        return (
            f"{matches} of {len(self.prediction.tokens)} words of the prediction, "
            f"of {theirs} of reference {self.reference + 1}"
        )

    @property
    def layers(self) -> tuple[Layer, ...]:
        return (
            Layer(
                "words",
                self.figures,
                self.reference,
                prediction_marks(self.prediction, self.words),
                reference_marks(self.references[self.reference], self.words, self.reference),
                clipped_notes(self.words),
            ),
        )


@dataclass(frozen=True, repr=False)
class SimilarityExplanation(EditExplanation):
    """A similarity of characters of one prediction: of several references the most similar one counts.

    edits, length: those of the score, of which it is 1 - edits / length.
    name: of the score.
    """

    edits: int
    length: int
    name: str

    @property
    def title(self) -> str:
        return f"{self.name} {self.score.score:.4f}"

    @property
    def figures(self) -> str:
        return f"edits {self.edits}, length {self.length}; {self.score.score:.4f}"


def explain_words(
    metric: Scorer, name: str, tokenizer: Any, lowercase: bool, prediction: Any, reference: Any
) -> WordExplanation:
    """What the explain() of ExactMatch and TokenF1 return."""
    given = references_of(reference, 1 if tokenizer is None else 0)
    scores = metric.score([prediction], [given])
    chosen = _best(metric, prediction, given)
    tokenize = None if tokenizer is None else _tokenize_by(tokenizer, lowercase)
    mine, *theirs = read_each((prediction, *given), tokenize)
    number = Numbering()
    numbers, others = number(mine.keys), number(theirs[chosen].keys)
    return WordExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        name,
        scores.corpus,
        chosen,
        ngram_matches(mine.document, numbers, [others], 1, chosen),
    )


def explain_characters(
    metric: Scorer, name: str, normalized: bool, prediction: str, reference: Any
) -> SimilarityExplanation:
    """What the explain() of ANLS and EditSimilarity return."""
    given = references_of(reference, 0)
    scores = metric.score([prediction], [given])
    chosen = _best(metric, prediction, given)
    tokenize = _normalized_characters if normalized else _characters
    mine, *theirs = read_each((prediction, *given), tokenize)
    number = Numbering()
    path = _core.edit_path(number(mine.keys), number(theirs[chosen].keys), (1, 1, 1))
    edits, length = scores.stats[0].tolist()
    return SimilarityExplanation(
        mine.document,
        tuple(one.document for one in theirs),
        metric.signature,
        scores.corpus,
        chosen,
        tuple(steps_of(path)),
        edits,
        length,
        name,
    )


def _best(metric: Scorer, prediction: Any, references: list[Any]) -> int:
    """The index of the reference with the highest score, the first of equals."""
    each = metric.score([prediction] * len(references), [[one] for one in references]).examples.tolist()
    return max(range(len(references)), key=each.__getitem__)


def _tokenize_by(tokenizer: Any, lowercase: bool) -> Tokenize:
    if tokenizer == "squad":
        return _squad_words
    if tokenizer == "text":
        return lambda text: [(text.lower() if lowercase else text, Token(text, 0, len(text)))]
    if isinstance(tokenizer, str):
        return natively(tokenizer, lowercase=lowercase)
    if lowercase:
        return in_python(lambda text: tokenizer(text.lower()))
    return in_python(tokenizer)


def _squad_words(text: str) -> Tokens:
    """What is left of each word without punctuation and articles, where the word stands."""
    found = []
    for word in re.finditer(r"\S+", text):
        for token in _ARTICLES.sub(" ", word[0].lower().translate(_PUNCTUATION)).split():
            found.append((token, Token(token, word.start(), word.end())))
    return found


def _characters(text: str) -> Tokens:
    return [(letter, Token(letter, k, k + 1)) for k, letter in enumerate(text)]


def _normalized_characters(text: str) -> Tokens:
    """Those in lower case, with a space for white space between words."""
    found: Tokens = []
    for word in re.finditer(r"\S+", text):
        if found:
            found.append((" ", Token(" ", found[-1][1].end, word.start())))
        lower = word[0].lower()
        for k, letter in enumerate(lower):
            begin = word.start() + k
            place = (begin, begin + 1) if len(lower) == len(word[0]) else (word.start(), word.end())
            found.append((letter, Token(letter, *place)))
    return found
