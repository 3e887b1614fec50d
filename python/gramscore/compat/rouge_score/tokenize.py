"""How rouge-score cuts a text into tokens."""

from __future__ import annotations

import re
from typing import Any

NON_ALPHANUM_PATTERN = r"[^a-z0-9]+"
NON_ALPHANUM_RE = re.compile(NON_ALPHANUM_PATTERN)
SPACES_PATTERN = r"\s+"
SPACES_RE = re.compile(SPACES_PATTERN)
VALID_TOKEN_PATTERN = r"^[a-z0-9]+$"
VALID_TOKEN_RE = re.compile(VALID_TOKEN_PATTERN)


def tokenize(text: Any, stemmer: Any) -> list[str]:
    """The tokens of a text (str, or bytes of UTF-8): runs of ASCII letters, in lower case, and digits.

    stemmer: None, or an object whose stem() is applied to tokens of over three characters.
    """
    tokens = SPACES_RE.split(NON_ALPHANUM_RE.sub(" ", as_str(text.lower())))
    if stemmer:
        tokens = [as_str(stemmer.stem(token)) if len(token) > 3 else token for token in tokens]
    return [token for token in tokens if VALID_TOKEN_RE.match(token)]


def as_str(value: Any) -> str:
    """A str as it is, bytes decoded; a TypeError for anything else."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if not isinstance(value, str):
        raise TypeError(f"a str or bytes is expected, not {type(value).__name__}")
    return value
