"""Groups of texts, as users give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gramscore import _core


def list_of_groups(argument: str, groups: Any) -> list[Any]:
    """The groups of an argument, each something that is no text.

    Raises TypeError for anything but groups.

    >>> list_of_groups("groups", [["a", "b"], "c"])
    Traceback (most recent call last):
    TypeError: groups[1] is a str: a list of texts is expected
    """
    expected = "a list of groups, each a list of texts, is expected"
    if isinstance(groups, (str, bytes, Mapping, _core.PreparedTexts)) or not isinstance(groups, Iterable):
        raise TypeError(f"{argument} is {_described(groups)}: {expected}")
    listed = list(groups)
    for index, group in enumerate(listed):
        if group is None or isinstance(group, (str, bytes, _core.PreparedTexts)):
            raise TypeError(f"{argument}[{index}] is {_described(group)}: a list of texts is expected")
    return listed


def check_as_many(references: list[Any], groups: int) -> None:
    """Raises ValueError unless there is a list of references for each group.

    >>> check_as_many([["a"]], 2)
    Traceback (most recent call last):
    ValueError: references has 1 lists for 2 groups: one for each group is needed
    """
    if len(references) != groups:
        raise ValueError(
            f"references has {len(references)} lists for {groups} groups: one for each group is needed"
        )


def _described(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
