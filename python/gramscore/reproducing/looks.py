"""What packages see of texts: equal for texts of which they count the same."""

from __future__ import annotations

import string
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain, repeat
from typing import Final

from gramscore.reproducing.pool import Rewrite

#: From texts to what a package sees of each.
Look = Rewrite

#: Between texts that are taken at once, and between lines.
_SEPARATOR: Final = "\0"
_LINE: Final = "\1"
_LETTERS: Final = f"{string.ascii_lowercase}{string.digits}{_SEPARATOR}".encode()
#: Bytes as they are if words are made of them, and spaces otherwise.
_WORDS: Final = bytes(byte if byte in _LETTERS else ord(" ") for byte in range(256))
_LINES: Final = bytes(ord(_LINE) if byte == ord("\n") else _WORDS[byte] for byte in range(256))
#: What is no ASCII letter, but one in lower case: not for all packages.
_BECOMES_ASCII: Final = ("\u0130", "\u212a")


def as_it_is(texts: Sequence[str]) -> Iterable[Hashable]:
    """All of a text."""
    return texts


def in_lower_case(texts: Sequence[str]) -> Iterable[str]:
    """The text that counts the same where case is looked at."""
    return map(str.lower, texts)


def with_ascii_lower_case(texts: Sequence[str]) -> Iterable[str]:
    """The same for who makes ASCII letters lower case only."""
    for text in texts:
        if text.isascii():
            yield text.lower()
        else:
            yield text.encode(errors="surrogatepass").lower().decode(errors="surrogatepass")


def spaced(texts: Sequence[str]) -> Iterable[Hashable]:
    """A text but for what are lines."""
    return map(str.replace, texts, repeat("\n"), repeat(" "))


def words(texts: Sequence[str]) -> Iterable[Hashable]:
    """The runs of ASCII letters and digits, in lower case."""
    return _plain(texts, _WORDS)


def lines(texts: Sequence[str]) -> Iterable[Hashable]:
    """The same, and which of them are in a line."""
    return _plain(texts, _LINES)


def _plain(texts: Sequence[str], table: bytes) -> Iterable[str]:
    """All at once, which is what makes it fast; texts with unusual characters by themselves, and as they are."""
    joined = _SEPARATOR.join(texts)
    odd = joined.count(_SEPARATOR) >= len(texts) or any(letter in joined for letter in _BECOMES_ASCII)
    if odd:
        return texts if len(texts) == 1 else chain.from_iterable(_plain([text], table) for text in texts)
    plain = joined.lower().encode("ascii", "replace").translate(table).decode()
    # With spaces around all that parts words.
    apart = f" {plain} ".replace(_SEPARATOR, f" {_SEPARATOR} ").replace(_LINE, f" {_LINE} ")
    return squeezed(apart).split(_SEPARATOR)


def squeezed(text: str) -> str:
    """With one space where there are several."""
    while "  " in text:
        text = text.replace("  ", " ")
    return text
