"""Counts of n-grams as Counter objects. The metrics do without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any


def _windows(items: Any, n: int) -> list[Any]:
    return [items[begin : begin + n] for begin in range(len(items) - n + 1)]


def extract_all_word_ngrams(
    line: str, min_order: int, max_order: int
) -> tuple[Counter[tuple[str, ...]], int]:
    """The n-grams of all orders from min_order to max_order, as tuples of words, and the number of words."""
    words = line.split()
    ngrams: Counter[tuple[str, ...]] = Counter()
    for n in range(min_order, max_order + 1):
        ngrams.update(map(tuple, _windows(words, n)))
    return ngrams, len(words)


def extract_word_ngrams(tokens: Sequence[str], n: int) -> Counter[str]:
    """The n-grams of a list of words, joined by spaces."""
    return Counter(map(" ".join, _windows(tokens, n)))


def extract_char_ngrams(line: str, n: int, include_whitespace: bool = False) -> Counter[str]:
    """The n-grams of the characters of a text, white space left out unless it is asked for."""
    return Counter(_windows(line if include_whitespace else "".join(line.split()), n))


def extract_all_char_ngrams(
    line: str, max_order: int, include_whitespace: bool = False
) -> list[Counter[str]]:
    """extract_char_ngrams() for n from 1 to max_order."""
    return [extract_char_ngrams(line, n, include_whitespace) for n in range(1, max_order + 1)]
