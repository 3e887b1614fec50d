"""The values of groups, in order and as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gramscore.options.printable import on_one_line

if TYPE_CHECKING:
    from gramscore.results.grouped import GroupNumbers

#: What stands for the values of all groups together.
WHOLE: Final = "(all)"


class GroupValues:
    """The groups that examples have been numbered by. By field the distinct `values` and how they are `shown`; of each
    group which of these it has, `combinations`; and the groups in `order`."""

    def __init__(self, numbers: GroupNumbers) -> None:
        keys = numbers.values()
        self.values = list(map(decoded, keys))
        self.shown = [shown(values, own) for values, own in zip(self.values, keys, strict=True)]
        self.combinations = numbers.combinations()
        ranks = []
        for values, column in zip(self.values, self.combinations.T, strict=True):
            rank = np.empty(len(values), np.int64)
            rank[in_order(values)] = np.arange(len(values))
            ranks.append(rank[column])
        self.order = np.lexsort(ranks[::-1]).astype(np.uint32)


def decoded(keys: Sequence[str]) -> list[Any]:
    """The values behind keys."""
    from gramscore.io.keys import value_of

    return [key[1:] if key[:1] == '"' else value_of(key) for key in keys]


def in_order(values: Sequence[Any]) -> list[int]:
    """The indices of values as they sort: numbers first, then texts, then what JSON has besides, null last."""
    try:
        return sorted(range(len(values)), key=values.__getitem__)
    except TypeError:
        return sorted(range(len(values)), key=lambda at: _place(values[at]))


def _place(value: Any) -> tuple[int, Any]:
    if value is None:
        return 3, 0
    if isinstance(value, (int, float)):
        return 0, value
    return (1, value) if isinstance(value, str) else (2, json.dumps(value))


def shown(values: Sequence[Any], keys: Sequence[str]) -> list[str]:
    """Texts as they are, anything else as JSON; but as JSON, in quotes, those texts that would look like something
    else, or like nothing."""
    if _are_plain(keys):
        return list(values)
    others = {key for key in keys if key[:1] != '"'} | {WHOLE, ""}
    printable = "".join(keys).isprintable()
    texts = []
    for value, text in zip(values, keys, strict=True):
        if text[:1] != '"':
            texts.append(text)
        elif value in others or value[0] == '"' or value != value.strip():
            texts.append(_quoted(value))
        else:
            texts.append(value if printable or value == on_one_line(value).strip() else _quoted(value))
    return texts


def _are_plain(keys: Sequence[str]) -> bool:
    """Whether all are texts that look like nothing else, which takes no look at each."""
    lines = "\n".join(["", *keys, ""])
    odd = ('\n""', '\n" ', " \n", '\n"\n', f'\n"{WHOLE}\n')
    return (
        "".join(keys).isprintable() and lines.count('\n"') == len(keys) and not any(it in lines for it in odd)
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=text.strip() != on_one_line(text).strip())
