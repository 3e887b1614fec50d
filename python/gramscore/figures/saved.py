"""What saved states may hold: a formula's options, and sums that some examples could have."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from gramscore import _core
from gramscore.figures.registry import FORMULAS


def formula_of(name: Any, options: Mapping[str, Any]) -> Any:
    """The formula of that name with these options, as JSON has them. Raises ValueError that names what is at fault."""
    kind = FORMULAS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"there is no metric {name!r}")
    hints = typing.get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    for option in options:
        if option not in known:
            raise ValueError(f"{name} has no option {option!r}")
    values = {}
    for option, field in known.items():
        if option in options:
            values[option] = _plain(options[option])
            if not _fits(values[option], hints[option]):
                raise ValueError(f"the option {option!r} of {name} has a value of another kind")
        elif field.default is MISSING:
            raise ValueError(f"the option {option!r} of {name} is missing")
    return kind(**values)


def _plain(value: Any) -> Any:
    """A value as the dataclass had it: JSON makes lists of tuples."""
    return tuple(map(_plain, value)) if isinstance(value, list) else value


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of a type: a plain one, a tuple of them, or one of several. Numbers are finite."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        expected = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return len(value) == len(expected) and all(map(_fits, value, expected))
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, one) for one in inner)
    if hint is float:
        return (type(value) is float and math.isfinite(value)) or (type(value) is int and abs(value) < 2**63)
    return type(value) is hint


def counts_of(sums: _core.CorpusSums) -> list[int]:
    """The sums of a formula that has whole numbers only. Raises ValueError for others beside them."""
    if sums.exact():
        raise ValueError("there are sums of fractions, too")
    counts: list[int] = sums.whole()[0].tolist()
    return counts


def check_matches(matches: Iterable[int], totals: Iterable[int]) -> None:
    """Raises ValueError for more matches than there are n-grams."""
    if any(match > total for match, total in zip(matches, totals, strict=True)):
        raise ValueError("there are more matches than n-grams")


def check_means(means: Iterable[float], most: float) -> None:
    """Raises ValueError for means that are above all scores."""
    for mean in means:
        if not mean <= most:
            raise ValueError(f"the mean of the scores is {mean}, and a score is at most {most:g}")
