"""nltk.translate.meteor_score of NLTK 3.10.4, its words aligned by the core: the same arguments, values and errors.

The WordNet is NLTK's own unless another is given, and so needs NLTK and its data.

>>> from gramscore.compat.nltk.meteor_score import single_meteor_score
>>> single_meteor_score(["the", "cat", "sat"], ["the", "cats", "sat"], wordnet=None)
0.9814814814814815
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from gramscore import _core
from gramscore.metrics.meteor import Words

__all__ = ["meteor_score", "single_meteor_score"]

#: In place of a WordNet: NLTK's.
_OF_NLTK: Final[Any] = object()


def meteor_score(
    references: Iterable[Iterable[str]],
    hypothesis: Iterable[str],
    preprocess: Callable[[str], str] = str.lower,
    stemmer: Any = None,
    wordnet: Any = _OF_NLTK,
    alpha: float = 0.9,
    beta: float = 3.0,
    gamma: float = 0.5,
) -> float:
    """METEOR with the best of several references, 0..1. A ValueError without any.

    references: each an iterable of words.
    hypothesis: an iterable of words.
    preprocess: what is done with each word first.
    stemmer: an object with a method stem(); None is Porter's stemmer, as NLTK's default.
    wordnet: an object with a method synsets(); NLTK's by default; None for none.
    alpha, beta, gamma: the weight of precision, and the exponent and weight of the penalty.
    """
    words = list(_words("hypothesis", hypothesis))
    found = [
        single_meteor_score(reference, words, preprocess, stemmer, wordnet, alpha, beta, gamma)
        for reference in references
    ]
    if not found:
        raise ValueError("references is empty: at least one is needed")
    return max(found)


def single_meteor_score(
    reference: Iterable[str],
    hypothesis: Iterable[str],
    preprocess: Callable[[str], str] = str.lower,
    stemmer: Any = None,
    wordnet: Any = _OF_NLTK,
    alpha: float = 0.9,
    beta: float = 3.0,
    gamma: float = 0.5,
) -> float:
    """METEOR with one reference; 0.0 if no words match. The arguments are those of meteor_score()."""
    ours, theirs = list(_words("hypothesis", hypothesis)), list(_words("reference", reference))
    if wordnet is _OF_NLTK:
        wordnet = _nltk_wordnet()
    arguments = (preprocess, None if stemmer is None else stemmer.stem, wordnet)
    try:
        matcher = _matcher(*arguments)
    except TypeError:  # one of them has no hash
        matcher = Words(None, *arguments)
    ((matches, chunks, own, other),) = matcher.rows(_formula(), [(ours, [theirs])]).tolist()
    try:
        precision = float(matches) / own
        recall = float(matches) / other
        mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall)
        fragments = float(chunks) / matches
    except ZeroDivisionError:
        return 0.0
    penalty = gamma * fragments**beta
    score: float = (1 - penalty) * mean
    return score


def _words(name: str, words: Any) -> Any:
    if isinstance(words, str):
        raise TypeError(f"{name} is one str, {words!r}: an iterable of words is expected")
    return words


def _nltk_wordnet() -> Any:
    try:
        from nltk.corpus import wordnet
    except ImportError as error:
        raise ImportError(
            "METEOR looks synonyms up in NLTK's WordNet: pip install nltk, or pass a wordnet, or None for none"
        ) from error
    return wordnet


@lru_cache
def _formula() -> _core.MeteorFormula:
    return _core.MeteorFormula(0.9, 3.0, 0.5)


@lru_cache(maxsize=8)
def _matcher(preprocess: Any, stem: Any, wordnet: Any) -> Words:
    return Words(None, preprocess, stem, wordnet)
