"""The tokenizers "unicode" and "grapheme" by the package regex, and the characters on which it knows the same."""

from __future__ import annotations

import unicodedata
from importlib import metadata

import regex
from scripts import every_script

from gramscore import _core

# Marks to words: what UAX #29 looks through, and two vowel signs that are marks to grapheme clusters.
_MARK = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}\u0e33\u0eb3]"
_LETTER = r"[\p{WB=ALetter}\p{WB=Hebrew_Letter}[\p{WB=Numeric}&&\p{N}]]"
_WORD = rf"[[\p{{Alphabetic}}\p{{N}}]--{_MARK}]"
_TOKEN = regex.compile(rf"(?V1)(?:{_LETTER}{_MARK}*)+|(?:\p{{WB=Katakana}}{_MARK}*)+|{_WORD}{_MARK}*")
_HAS_WORD = regex.compile(rf"(?V1){_WORD}")
_INVISIBLE = regex.compile(r"(?V1)[\p{WB=Format}&&\p{Default_Ignorable_Code_Point}]")
_ASCII_PUNCTUATION = regex.compile(r"[^\P{ASCII}A-Za-z0-9\s]")

# Properties that later versions of Unicode changed.
CHANGED = set(
    "\u00b8\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u19da\U000110bd\U000110cd\U00011a3a"
)


def word_tokens(text: str) -> list[str]:
    plain = _ASCII_PUNCTUATION.sub(" ", text)
    segments = [segment for segment in _TOKEN.findall(plain) if _HAS_WORD.search(segment)]
    return [_INVISIBLE.sub("", segment).casefold() for segment in segments]


def grapheme_tokens(text: str) -> list[str]:
    return [cluster for cluster in regex.findall(r"\X", text) if not cluster.isspace()]


# Python's characters, or those of an old version where Python's is later than the one of the tables.
_VERSION = float(_core.tokenizer_signature("unicode").partition("-")[2])
_PYTHON_IS_LATER = float(unicodedata.unidata_version.rpartition(".")[0]) > _VERSION
_category = unicodedata.ucd_3_2_0.category if _PYTHON_IS_LATER else unicodedata.category


# Whether the package regex is of the tables' version of Unicode.
SAME_VERSION = f"supports Unicode {_VERSION}" in str(metadata.metadata("regex").get_payload())


def is_known(character: str) -> bool:
    """Whether Python, the package regex and gramscore all have the character, and agree about it."""
    return _category(character) != "Cn" and (SAME_VERSION or character not in CHANGED)


def keeps_to_itself(character: str) -> bool:
    """Not so what joins consonants, by rules that differ between versions of Unicode from 15.1 on."""
    return SAME_VERSION or unicodedata.combining(character) != 9


known_scripts = every_script.map(lambda text: "".join(filter(is_known, text)))
