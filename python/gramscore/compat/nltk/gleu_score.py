"""nltk.translate.gleu_score of NLTK 3.10, computed by the core: the same functions, arguments, values and errors.

>>> from gramscore.compat.nltk.gleu_score import sentence_gleu
>>> sentence_gleu([["the", "cat", "sat", "down"]], ["the", "cat", "sat"])
0.6
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from gramscore import _core
from gramscore.compat.nltk.tokens import check_sizes, in_core

__all__ = ["corpus_gleu", "sentence_gleu"]

_MOST_TOKENS = 2000  # of which NLTK makes n-grams of all lengths


def sentence_gleu(
    references: Sequence[Sequence[Any]], hypothesis: Sequence[Any], min_len: int = 1, max_len: int = 4
) -> float:
    """GLEU of one sentence, 0..1.

    references: its references, each a sequence of tokens.
    hypothesis: a sequence of tokens (anything hashable).
    min_len, max_len: the shortest and the longest n-grams that count; a max_len of -1 stands for the longest there are.
    """
    return corpus_gleu([references], [hypothesis], min_len=min_len, max_len=max_len)


def corpus_gleu(
    list_of_references: Sequence[Sequence[Sequence[Any]]],
    hypotheses: Sequence[Sequence[Any]],
    min_len: int = 1,
    max_len: int = 4,
) -> float:
    """GLEU of a corpus, 0..1: the sum of matches by that of n-grams. Examples without references count nothing."""
    check_sizes(list_of_references, hypotheses)
    if type(min_len) is type(max_len) is int and 1 <= min_len <= max_len and all(list_of_references):
        counter = _counter(min_len, max_len)
        try:
            stats = in_core(
                lambda texts, references: counter.score(texts, references, 0, None),
                list_of_references,
                hypotheses,
            )
        except (TypeError, ValueError):
            pass  # what is to blame is found as NLTK finds it
        else:
            return _core.gleu_corpus(stats)[0]
    return _in_python(list_of_references, hypotheses, min_len, max_len)


@lru_cache
def _counter(min_len: int, max_len: int) -> _core.Gleu:
    return _core.Gleu(min_len, max_len, None)


def _in_python(list_of_references: Any, hypotheses: Any, min_len: Any, max_len: Any) -> float:
    """GLEU of whatever it may be given."""
    matches = total = 0
    for references, hypothesis in zip(list_of_references, hypotheses, strict=True):
        own = Counter(_everygrams(hypothesis, min_len, max_len))
        found = []
        for reference in references:
            other = Counter(_everygrams(reference, min_len, max_len))
            found.append(((own & other).total(), max(own.total(), other.total())))
        found = [counts for counts in found if counts[1] > 0]
        if found:
            best = max(found, key=lambda counts: counts[0] / counts[1])
            matches, total = matches + best[0], total + best[1]
    return matches / total if total else 0.0


def _everygrams(sequence: Any, min_len: Any, max_len: Any) -> Iterator[tuple[Any, ...]]:
    if max_len == -1:
        sequence = list(sequence)
        max_len = len(sequence)
        if max_len > _MOST_TOKENS:
            raise ValueError(f"max_len=-1 is for up to {_MOST_TOKENS} tokens: there are {max_len}")
    tokens = iter(sequence)
    window = list(islice(tokens, max_len))
    while window:
        for n in range(min_len, len(window) + 1):
            yield tuple(window[:n])
        window.extend(islice(tokens, 1))
        del window[0]
