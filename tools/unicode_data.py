"""Properties of characters in one version of Unicode: that of the installed package regex."""

from __future__ import annotations

import re
from importlib import metadata

import regex
from regex import _regex, _regex_core
from two_level import CODE_POINTS

_about = metadata.metadata("regex")
_stated = re.search(r"supports Unicode (\d+\.\d+)", _about.get_payload() or _about["Description"])
assert _stated is not None, "the regex package does not say which Unicode it supports"

#: The version of Unicode, and the package that says so.
VERSION = _stated[1]
PACKAGE = f"regex {_about['Version']}"

_EVERYTHING = "".join(map(chr, range(CODE_POINTS)))


def members(expression: str) -> set[int]:
    """The code points that an expression such as r"\\p{Alphabetic}" finds."""
    return {ord(c) for c in regex.findall(rf"(?V1){expression}", _EVERYTHING)}


def full_case_folding(c: int) -> str:
    """As str.casefold(), by C and F of CaseFolding.txt."""
    if c == 0x49:  # which regex leaves to its Turkic variants
        return "i"
    if c == 0x130:
        return "i\u0307"
    folded: str = _regex.fold_case(_regex_core.FULL_CASE_FOLDING, chr(c))
    return folded
