"""A text, its tokens, and where they stand in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gramscore import _core
from gramscore.options.tokenizers import tokens_of


@dataclass(frozen=True)
class Token:
    """A token as it is compared: lower case, stemmed, decoded, as the metric has it.

    begin, end: `text[begin:end]` is what it was made of, with what was dropped within. None where the text does not
        spell the token, which happens only with tokenizers in Python.
    """

    token: str
    begin: int | None
    end: int | None


@dataclass(frozen=True)
class Document:
    """A text and its tokens. `sentences` are ROUGE-Lsum's, each its tokens; empty where nothing asks for them.

    Of a text that is given as tokens, `text` is the tokens with spaces between them, and line feeds between sentences.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[Token, ...], ...] = ()


#: From a text to its tokens: what they are compared by (equal for equal tokens), and how and where they are shown.
Tokens = list[tuple[Any, Token]]
Tokenize = Callable[[str], Tokens]


def natively(tokenizer: str, **options: bool) -> Tokenize:
    """The core's tokenizer of that name."""

    def tokenize(text: str) -> Tokens:
        found = _core.placed_tokens(text, tokenizer, **options)
        return [(token, Token(token, begin, end)) for token, begin, end in found]

    return tokenize


def in_python(tokenizer: Callable[[str], Sequence[Any]]) -> Tokenize:
    """A tokenizer that is a callable; its tokens may be integers, which no text spells."""

    def tokenize(text: str) -> Tokens:
        tokens = tokens_of(tokenizer, text)
        places = _core.places_of(text, [token if isinstance(token, str) else "" for token in tokens])
        return [
            (token, Token(str(token), *(place or (None, None))))
            for token, place in zip(tokens, places, strict=True)
        ]

    return tokenize


@dataclass(frozen=True)
class Reading:
    """A document, and what its tokens, and those of its sentences, are compared by."""

    document: Document
    keys: Sequence[Any]
    sentence_keys: Sequence[Sequence[Any]] = ()


def read_text(text: str, tokenize: Tokenize) -> Reading:
    """A text as its tokens."""
    tokens = tokenize(text)
    return Reading(Document(text, tuple(token for _, token in tokens)), [key for key, _ in tokens])


def read_sentences(reading: Reading, sentences: Sequence[str], tokenize: Tokenize) -> Reading:
    """The same document with its sentences, each tokenized alone and looked for behind the one before."""
    text = reading.document.text
    found: list[tuple[Token, ...]] = []
    keys: list[list[Any]] = []
    at = 0
    for sentence in sentences:
        begin = text.find(sentence, at)
        tokens = tokenize(sentence)
        found.append(tuple(_moved(token, begin) for _, token in tokens))
        keys.append([key for key, _ in tokens])
        if begin >= 0:
            at = begin + len(sentence)
    return Reading(Document(text, reading.document.tokens, tuple(found)), reading.keys, keys)


def read_lists(sentences: Sequence[str], tokenize: Tokenize) -> Reading:
    """A text that is given as its sentences."""
    reading = read_sentences(Reading(Document("\n".join(sentences), ()), []), sentences, tokenize)
    return _whole(reading.document.text, reading.document.sentences, reading.sentence_keys)


def read_tokens(sentences: Sequence[Sequence[Any]]) -> Reading:
    """A text that is given as sentences of tokens."""
    text = ""
    found: list[tuple[Token, ...]] = []
    keys: list[list[Any]] = []
    for sentence in sentences:
        if found:
            text += "\n"
        tokens: list[Token] = []
        for key in sentence:
            shown = str(key)
            if tokens:
                text += " "
            tokens.append(Token(shown, len(text), len(text) + len(shown)))
            text += shown
        found.append(tuple(tokens))
        keys.append(list(sentence))
    return _whole(text, tuple(found), keys)


def read_each(given: Sequence[Any], tokenize: Tokenize | None) -> list[Reading]:
    """Each as its tokens: texts, or without `tokenize` lists of tokens."""
    return [read_tokens([it]) if tokenize is None else read_text(it, tokenize) for it in given]


def _whole(text: str, sentences: tuple[tuple[Token, ...], ...], keys: Sequence[Sequence[Any]]) -> Reading:
    tokens = tuple(token for sentence in sentences for token in sentence)
    return Reading(Document(text, tokens, sentences), [key for sentence in keys for key in sentence], keys)


def _moved(token: Token, by: int) -> Token:
    if token.begin is None or token.end is None or by < 0:
        return Token(token.token, None, None)
    return Token(token.token, token.begin + by, token.end + by)


class Numbering:
    """Numbers for tokens: equal for equal tokens."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def __call__(self, keys: Sequence[Any]) -> list[int]:
        return [self._numbers.setdefault(key, len(self._numbers)) for key in keys]


def references_of(reference: Any, depth: int) -> list[Any]:
    """The references that `reference` means, if a text is given as lists nested `depth` deep (0: as a str).

    Raises ValueError for an empty list of references.
    """
    if isinstance(reference, str) or not hasattr(type(reference), "__iter__"):
        return [reference]
    references = _core.listed(reference, "reference", "a text or a list of them")
    if 1 + max(map(_depth, references), default=0) <= depth:
        return [references]
    if not references:
        raise ValueError("reference is an empty list: at least one reference is needed")
    return references


def _depth(given: Any) -> int:
    """How deep it is nested; an empty list counts as one of what it could hold least."""
    if isinstance(given, np.ndarray):
        return given.ndim
    return 1 + max(map(_depth, given), default=0) if isinstance(given, (list, tuple)) else 0
