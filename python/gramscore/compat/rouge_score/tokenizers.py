"""Tokenizers as objects, for RougeScorer's argument `tokenizer`."""

from __future__ import annotations

import abc
from typing import Any

from gramscore import _core
from gramscore.compat.rouge_score import tokenize


class Tokenizer(abc.ABC):
    """What a tokenizer must offer: a method tokenize()."""

    @abc.abstractmethod
    def tokenize(self, text: Any) -> Any:
        """The tokens of a text, a list."""
        raise NotImplementedError("a Tokenizer must override tokenize()")


class DefaultTokenizer(Tokenizer):
    """Lower-case runs of ASCII letters and digits; with `use_stemmer` their Porter stems."""

    def __init__(self, use_stemmer: bool = False) -> None:
        self._stemmer: Any = _PORTER if use_stemmer else None

    def tokenize(self, text: Any) -> Any:
        """The tokens of a text (str, or bytes of UTF-8)."""
        return tokenize.tokenize(text, self._stemmer)

    def __setstate__(self, state: Any) -> None:
        if isinstance(state, tuple):  # of gramscore 0.1.0
            DefaultTokenizer.__init__(self, state[1]["use_stemmer"])
        else:
            vars(self).update(state)


class PorterStemmer:
    """The core's Porter stemmer, NLTK's by default."""

    @staticmethod
    def stem(word: str) -> str:
        """The stem of a word."""
        return _core.porter_stem(word)

    def __reduce__(self) -> str:
        return "_PORTER"


_PORTER = PorterStemmer()
