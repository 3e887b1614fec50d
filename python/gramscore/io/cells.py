"""Lists that programs write into the cells of CSV, which has none.

What is known: JSON (`["a", "b"]`), the repr of Python's and NumPy's sequences (`['a', 'b']`, `('a',)`, `['a' 'b']`,
`[np.str_('a')]`, `array(['a'], dtype=object)`), R's `c("a", "b")` and PostgreSQL's `{a,"b c"}`. DuckDB's and Java's
`[a, b]` cannot be taken apart, and neither can what NumPy shortened with dots.
"""

from __future__ import annotations

import ast
import json
import re
from typing import Final

_QUOTED: Final = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_ITEM: Final = re.compile(
    rf"\s*(?:(?:np\.|numpy\.)?str_\(\s*({_QUOTED})\s*\)|[uU]?({_QUOTED})|(None|nan|null|NULL|NA|<NA>|NaN|missing)\b)\s*(,?)",
    re.DOTALL,
)
_CALL: Final = re.compile(
    r"(?:(?:np\.|numpy\.|collections\.)?(?:array|deque|list|tuple|set|frozenset|ListConfig|c)|(?:pd\.)?(?:Index|Series|array)|Vector|List|WrappedArray|ArraySeq|ArrayBuffer)"
    r"\((.*?)(?:,\s*(?:dtype|maxlen)\s*=[^()\[\]]*)?\)",
    re.DOTALL,
)
# What str() makes of columns of Arrow, of Polars and of pandas, and Julia of lists of mixed types.
_HEADED: Final = re.compile(
    r"(?:<pyarrow\.lib\.\w+ object at 0x[0-9a-f]+>|shape: \(\d+,\)\s*Series: [^\n]*"
    r"|<\w*String\w*>|(?:Any|String|Union\{[\w, ]+\}))\s*(\[.*\])(?:\s*Length: \d+, dtype: \w+)?",
    re.DOTALL,
)
_PANDAS_SERIES: Final = re.compile(r".*\bdtype: (?:object|str|string)", re.DOTALL)
_POSTGRES_ITEM: Final = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|([^\s{}",\\]+))(,|$)', re.DOTALL)
# Python's and DuckDB's records, and Python's bytes. Objects of JSON are what models are asked for: texts like others.
_RECORD_OR_BYTES: Final = re.compile(r"""\{\s*'(?:[^'\\]|\\.)*'\s*:.*\}|b('|").*\1""", re.DOTALL)
_PAIRS: Final = {"[": "]", "(": ")", "{": "}"}


def may_be_list(cell: str) -> bool:
    """Whether brackets stand around the whole as around a list, which is not enough to take it apart."""
    text = cell.strip()
    called = _CALL.fullmatch(text) or _HEADED.fullmatch(text) or _PANDAS_SERIES.fullmatch(text)
    return (text[:1] == "[" and text[-1:] == "]") or called is not None


def is_record_or_bytes(cell: str) -> bool:
    """Whether this is what Python makes of a dict or of bytes that are written as text."""
    return _RECORD_OR_BYTES.fullmatch(cell.strip()) is not None


def is_surely_list(cell: str) -> bool:
    """Whether only a program that writes lists writes this: quoted texts in brackets."""
    return ("'" in cell or '"' in cell) and bool(list_of(cell))


def list_of(cell: str) -> list[str | None] | None:
    """The texts of a list that a program wrote, a missing one as None; None for what is no list, or cannot be taken
    apart. Without a quote in it (`{word}`, `[]`) the cell may be a text all the same."""
    text = cell.strip()
    if found := _HEADED.fullmatch(text):
        text = found[1]
    while found := _CALL.fullmatch(text):
        text = found[1].strip()
        if text[:1] not in _PAIRS:
            text = f"({text},)"
    if not text or _PAIRS.get(text[0]) != text[-1]:
        return None
    if text[0] == "{":
        return _of_items(text[1:-1]) or _of_postgres(text[1:-1])
    if text[0] == "[":
        try:
            found_list = json.loads(text)
        except (ValueError, RecursionError):
            pass
        else:
            return found_list if all(it is None or isinstance(it, str) for it in found_list) else None
    items = _of_items(text[1:-1])
    # Of one item only a comma makes a tuple: ("Yes.") is a text.
    return (
        None if text[0] == "(" and len(items or ()) == 1 and not text[:-1].rstrip().endswith(",") else items
    )


def _of_items(inside: str) -> list[str | None] | None:
    """Quoted strings, with commas between them or without any."""
    if not inside.strip():
        return []
    items: list[str | None] = []
    commas: list[bool] = []
    at = 0
    while at < len(inside):
        found = _ITEM.match(inside, at)
        if found is None or (items and not commas[-1] and not inside[at - 1].isspace()):
            return None
        quoted = found[1] or found[2]
        try:
            items.append(None if quoted is None else str(ast.literal_eval(_on_one_line(quoted))))
        except (ValueError, SyntaxError):
            return None
        commas.append(bool(found[4]))
        at = found.end()
        if not inside[at:].strip():
            break
    if len(set(commas[:-1])) > 1 or (items and all(it is None for it in items) and not any(commas[:-1])):
        return None
    return items


def _on_one_line(quoted: str) -> str:
    """Line breaks inside a literal, which no repr has but a human's list may, as escapes."""
    return quoted.replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0")


def _of_postgres(inside: str) -> list[str | None] | None:
    items: list[str | None] = []
    at = 0
    while at < len(inside):
        found = _POSTGRES_ITEM.match(inside, at)
        if found is None:
            return None
        quoted, bare, _ = found.groups()
        if bare is not None:
            items.append(None if bare == "NULL" else bare)
        else:
            items.append(re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL))
        at = found.end()
    return items
