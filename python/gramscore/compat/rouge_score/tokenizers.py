"""Tokenizers as objects, for RougeScorer's argument `tokenizer`."""

from __future__ import annotations

import abc
from typing import Any

from gramscore import _core
from gramscore.compat.rouge_score import tokenize


class Tokenizer(abc.ABC):
    """What a tokenizer must offer: a method tokenize()."""

    __slots__ = ()

    @abc.abstractmethod
    def tokenize(self, text: Any) -> Any:
        """The tokens of a text, a list."""
        raise NotImplementedError("a Tokenizer must override tokenize()")


class DefaultTokenizer(Tokenizer):
    """Lower-case runs of ASCII letters and digits; with `use_stemmer` their Porter stems."""

    __slots__ = ("use_stemmer",)

    def __init__(self, use_stemmer: bool = False) -> None:
        self.use_stemmer = bool(use_stemmer)

    def tokenize(self, text: Any) -> list[str]:
        """The tokens of a text (str, or bytes of UTF-8)."""
        if isinstance(text, str):
            return _core.tokenize(text, "rouge", self.use_stemmer)
        return tokenize.tokenize(text, _PORTER if self.use_stemmer else None)


class _Porter:
    @staticmethod
    def stem(word: str) -> str:
        return _core.porter_stem(word)


_PORTER = _Porter()
