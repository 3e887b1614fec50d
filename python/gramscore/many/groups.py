"""Groups of texts, as users give them."""

from __future__ import annotations

from typing import Any

from gramscore import _core


def list_of_groups(argument: str, groups: Any) -> list[Any]:
    """The groups of an argument, each something that is no text.

    Raises TypeError for anything but groups.

    >>> list_of_groups("groups", [["a", "b"], "c"])
    Traceback (most recent call last):
    TypeError: groups[1] is a str: a list of texts is expected
    """
    expected = "a list of groups, each a list of texts,"
    if isinstance(groups, _core.PreparedTexts):
        raise TypeError(f"{argument} is {_core.described(groups)}: {expected} is expected")
    listed = _core.listed(groups, argument, expected)
    for index, group in enumerate(listed):
        if group is None or isinstance(group, (str, bytes, _core.PreparedTexts)):
            raise TypeError(f"{argument}[{index}] is {_core.described(group)}: a list of texts is expected")
        try:
            len(group)
        except TypeError:  # an iterator, or no collection
            listed[index] = _core.listed(group, f"{argument}[{index}]", "a list of texts")
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
