"""jiwer.transforms: what is done to texts before they are compared, and how they become words or characters.

A transformation is called with a text or a list of texts, and returns the same, or lists of words or characters.
"""

from __future__ import annotations

import functools
import re
import string
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = [
    "AbstractTransform",
    "Compose",
    "ExpandCommonEnglishContractions",
    "ReduceToListOfListOfChars",
    "ReduceToListOfListOfWords",
    "ReduceToSingleSentence",
    "RemoveEmptyStrings",
    "RemoveKaldiNonWords",
    "RemoveMultipleSpaces",
    "RemovePunctuation",
    "RemoveSpecificWords",
    "RemoveWhiteSpace",
    "Strip",
    "SubstituteRegexes",
    "SubstituteWords",
    "ToLowerCase",
    "ToUpperCase",
]


class AbstractTransform:
    """What transformations derive from: they define process_string(), or process_list() where texts belong together."""

    def __call__(self, sentences: str | list[str]) -> Any:
        if isinstance(sentences, str):
            return self.process_string(sentences)
        if isinstance(sentences, list):
            return self.process_list(sentences)
        raise ValueError(f"input {sentences} was expected to be a string or list of strings")

    def process_string(self, s: str) -> Any:
        raise NotImplementedError

    def process_list(self, inp: list[str]) -> list[Any]:
        return [self.process_string(s) for s in inp]

    @property
    def signature(self) -> str:
        """How gramscore's signatures name it: by the class and what it was given."""
        given = ",".join(f"{name}={_shown(value)}" for name, value in sorted(vars(self).items()))
        return f"{type(self).__name__}({given})" if given else type(self).__name__


def _shown(value: Any) -> str:
    return repr(sorted(value)) if isinstance(value, (set, frozenset)) else repr(value)


class Compose:
    """A chain of transformations, each of which is given what the one before returns."""

    def __init__(self, transforms: list[Any]) -> None:
        self.transforms = transforms

    def __call__(self, text: Any) -> Any:
        for transform in self.transforms:
            text = transform(text)
        return text


class BaseRemoveTransform(AbstractTransform):
    """Puts `replace_token` in place of each of `tokens_to_remove`."""

    def __init__(self, tokens_to_remove: Iterable[str], replace_token: str = "") -> None:
        self.tokens_to_remove = tokens_to_remove
        self.replace_token = replace_token

    def process_string(self, s: str) -> str:
        for token in self.tokens_to_remove:
            s = s.replace(token, self.replace_token)
        return s


class ReduceToListOfListOfWords(AbstractTransform):
    """Each text as the list of its words: what `word_delimiter` separates, without empty ones."""

    def __init__(self, word_delimiter: str = " ") -> None:
        self.word_delimiter = word_delimiter

    def process_string(self, s: str) -> list[list[str]]:
        return [[word for word in s.split(self.word_delimiter) if word]]

    def process_list(self, inp: list[str]) -> list[list[str]]:
        return [self.process_string(s)[0] for s in inp] or [[]]


class ReduceToListOfListOfChars(AbstractTransform):
    """Each text as the list of its characters."""

    def process_string(self, s: str) -> list[list[str]]:
        return [list(s)]

    def process_list(self, inp: list[str]) -> list[list[str]]:
        return [self.process_string(s)[0] for s in inp] or [[]]


class ReduceToSingleSentence(AbstractTransform):
    """All texts as one, with `word_delimiter` between them; empty ones are left out."""

    def __init__(self, word_delimiter: str = " ") -> None:
        self.word_delimiter = word_delimiter

    def process_string(self, s: str) -> str:
        return s

    def process_list(self, inp: list[str]) -> list[str]:
        texts = [s for s in inp if len(s) >= 1]
        return [self.word_delimiter.join(texts)] if texts else []


class SubstituteRegexes(AbstractTransform):
    """Replaces what regular expressions match, one expression after another."""

    def __init__(self, substitutions: Mapping[str, str]) -> None:
        self.substitutions = substitutions

    def process_string(self, s: str) -> str:
        for pattern, replacement in self.substitutions.items():
            s = re.sub(pattern, replacement, s)
        return s


class SubstituteWords(AbstractTransform):
    """Replaces whole words, one after another. Replacements are those of re.sub(): a backslash is no backslash."""

    def __init__(self, substitutions: Mapping[str, str]) -> None:
        self.substitutions = substitutions

    def process_string(self, s: str) -> str:
        for word, replacement in self.substitutions.items():
            s = re.sub(rf"\b{re.escape(word)}\b", replacement, s)
        return s


class RemoveSpecificWords(SubstituteWords):
    """Puts a space in place of each of some words."""

    def __init__(self, words_to_remove: list[str]) -> None:
        super().__init__(dict.fromkeys(words_to_remove, " "))


class RemoveWhiteSpace(BaseRemoveTransform):
    """Removes ASCII white space, or makes spaces of it."""

    def __init__(self, replace_by_space: bool = False) -> None:
        super().__init__(list(string.whitespace), " " if replace_by_space else "")


@functools.cache
def _punctuation() -> dict[int, None]:
    """A table that removes what the running Python's Unicode knows as punctuation."""
    return {c: None for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)).startswith("P")}


class RemovePunctuation(BaseRemoveTransform):
    """Removes the characters whose Unicode category begins with P."""

    def __init__(self) -> None:
        super().__init__({chr(c) for c in _punctuation()})
        self._own = self.tokens_to_remove

    def process_string(self, s: str) -> str:
        # One pass instead of some 800, unless somebody has given it other tokens.
        if self.tokens_to_remove is self._own and self.replace_token == "":
            return s.translate(_punctuation())
        return super().process_string(s)

    @property
    def signature(self) -> str:
        return f"RemovePunctuation-{unicodedata.unidata_version}"


class RemoveMultipleSpaces(AbstractTransform):
    """Makes a space of each run of two or more characters of white space."""

    def process_string(self, s: str) -> str:
        return re.sub(r"\s\s+", " ", s)


class Strip(AbstractTransform):
    """Removes white space at both ends."""

    def process_string(self, s: str) -> str:
        return s.strip()


class RemoveEmptyStrings(AbstractTransform):
    """Leaves texts out of a list that have nothing but white space. A text alone is stripped."""

    def process_string(self, s: str) -> str:
        return s.strip()

    def process_list(self, inp: list[str]) -> list[str]:
        return [s for s in inp if self.process_string(s) != ""]


#: In this order.
_CONTRACTIONS = (
    ("won't", "will not"),
    ("can't", "can not"),
    ("let's", "let us"),
    ("n't", " not"),
    ("'re", " are"),
    ("'s", " is"),
    ("'d", " would"),
    ("'ll", " will"),
    ("'t", " not"),
    ("'ve", " have"),
    ("'m", " am"),
)


class ExpandCommonEnglishContractions(AbstractTransform):
    """Writes a few English contractions out: "let's" as "let us", "'ll" as " will"."""

    def process_string(self, s: str) -> str:
        for short, long in _CONTRACTIONS:
            s = s.replace(short, long)
        return s


class ToLowerCase(AbstractTransform):
    """str.lower()."""

    def process_string(self, s: str) -> str:
        return s.lower()


class ToUpperCase(AbstractTransform):
    """str.upper()."""

    def process_string(self, s: str) -> str:
        return s.upper()


class RemoveKaldiNonWords(AbstractTransform):
    """Removes what stands between square or angle brackets, such as [laugh] and <unk>."""

    def process_string(self, s: str) -> str:
        return re.sub(r"[<\[][^>\]]*[>\]]", "", s)
