"""Text for terminals, in which nothing is a command to them."""

from __future__ import annotations

import re
from typing import Final

# Controls of ASCII and Latin-1 but for the line feed and the tab, what turns the direction of a line, the separators of
# lines that are no line feed, and surrogates, which no terminal's encoding has.
_COMMANDS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BREAKS: Final = re.compile("[\t\n]")


def printable(text: str) -> str:
    r"""The text with escapes in place of what a terminal would obey: `\x1b`, `\u202e`. Lines and tabs stay."""
    return _COMMANDS.sub(_escaped, text)


def printable_json(text: str) -> str:
    r"""JSON with escapes of its own, as `\u202e`, in place of what a terminal would obey, and of lone surrogates."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def on_one_line(text: str) -> str:
    r"""As `printable`, on one line: `\n`, `\t`."""
    return _BREAKS.sub(_escaped, printable(text))


def shortest(number: float) -> str:
    """A number in as few digits as tell it from others, an integer without a point."""
    short = f"{number:g}"
    return short if float(short) == number else repr(float(number))


def _escaped(found: re.Match[str]) -> str:
    return repr(found[0])[1:-1] if ord(found[0]) < 0xA0 else f"\\u{ord(found[0]):04x}"
