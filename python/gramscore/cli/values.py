"""The values of groups, in order and as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from gramscore.options.printable import on_one_line

#: What stands for the values of all groups together.
WHOLE: Final = "(all)"


def decoded(values: Sequence[bytes]) -> list[Any]:
    """The values behind keys of `gramscore.io`."""
    from gramscore.io import value_of

    return [value_of(_text(value)) for value in values]


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return value.decode("utf-8", "backslashreplace")


def place(value: Any) -> tuple[int, Any]:
    """Where it sorts: numbers first, then texts, null last."""
    if value is None:
        return 2, 0
    return (1, value) if isinstance(value, str) else (0, value)


def shown(values: Sequence[Any], keys: Sequence[bytes]) -> list[str]:
    """Texts as they are, anything else as JSON; but as JSON, in quotes, those texts that would look like something
    else, or like nothing."""
    others = {key.decode() for key in keys if not key.startswith(b'"')} | {WHOLE, ""}
    texts = []
    for value, key in zip(values, keys, strict=True):
        text = _text(key)
        if not text.startswith('"'):
            texts.append(text)
        elif value in others or value[0] == '"' or value != on_one_line(value).strip():
            texts.append(json.dumps(value, ensure_ascii=value.strip() != on_one_line(value).strip()))
        else:
            texts.append(value)
    return texts
