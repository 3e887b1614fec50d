"""Sequences of anything hashable, as NLTK takes them, for the core, which takes lists of str or of int."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

_T = TypeVar("_T")


def in_core(score: Callable[[list[Any], list[Any]], _T], list_of_references: Any, hypotheses: Any) -> _T:
    """What `score` returns for hypotheses and lists of references; equal tokens are equal there, whatever they are.

    Raises TypeError for what cannot be iterated over or hashed, or has no length, ValueError for a hypothesis without
    references.
    """
    for references in list_of_references:
        if not references:
            raise ValueError("a hypothesis has no reference")
        for tokens in references:
            len(tokens)
    if all(map(_is_list, hypotheses)) and all(all(map(_is_list, it)) for it in list_of_references):
        try:
            return score(list(hypotheses), list(map(list, list_of_references)))
        except (TypeError, ValueError):
            pass  # tokens that the core does not know, but that Python can compare
    known: dict[Any, int] = {}

    def numbered(tokens: Iterable[Any]) -> list[int]:
        return [known.setdefault(token, len(known)) for token in tokens]

    return score(
        [numbered(hypothesis) for hypothesis in hypotheses],
        [[numbered(reference) for reference in references] for references in list_of_references],
    )


def ngrams(sequence: Iterable[Any], n: Any) -> Iterator[tuple[Any, ...]]:
    """The n-grams of a sequence; those of 0 tokens are one more than it has."""
    tokens = iter(sequence)
    window = deque(islice(tokens, n), maxlen=n)
    if len(window) == n:
        yield tuple(window)
    for token in tokens:
        window.append(token)
        yield tuple(window)


def _is_list(tokens: Any) -> bool:
    return type(tokens) is list or type(tokens) is tuple


def check_sizes(list_of_references: Sequence[Any], hypotheses: Sequence[Any]) -> None:
    """An AssertionError unless there are as many of both."""
    assert len(list_of_references) == len(hypotheses), (
        f"there are {len(hypotheses)} hypotheses, but references for {len(list_of_references)}"
    )
