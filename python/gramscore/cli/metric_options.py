"""`--option bleu.max_order=2`: every option of every metric, by the names that the classes have."""

from __future__ import annotations

import difflib
import inspect
import json
from collections.abc import Sequence
from typing import Any, Final

import click

from gramscore.metrics.registry import Family

# What the names of metrics say already, and what has an option of its own.
_NOT_HERE: Final = {
    "types": "--metric",
    "measure": "--metric",
    "tokenizer": "--tokenizer",
    "sentence_splitter": "--sentence-splitter",
}


def options_of(family: Family) -> dict[str, Any]:
    """The options of a family that have a value that can be typed, with their defaults."""
    parameters = inspect.signature(family.maker or family.kind).parameters
    return {
        name: family.options.get(name, parameter.default)
        for name, parameter in parameters.items()
        if name not in _NOT_HERE
    }


def given_options(values: Sequence[str], families: Sequence[Family]) -> dict[str, dict[str, Any]]:
    """By family the options that `values` name. `UsageError` for what is none, or of a metric that is not computed."""
    found: dict[str, dict[str, Any]] = {}
    by_name = {family.name: family for family in families}
    for value in values:
        path, equals, text = value.partition("=")
        owner, dot, name = path.rpartition(".")
        if not dot:
            raise click.UsageError(f"--option {value}: METRIC.NAME=VALUE is expected, as bleu.max_order=2")
        if owner not in by_name:
            known = ", ".join(by_name)
            raise click.UsageError(f"--option {value}: {owner!r} is not computed, what is is {known}")
        if name in _NOT_HERE:
            raise click.UsageError(f"--option {value}: give {_NOT_HERE[name]}")
        known_options = options_of(by_name[owner])
        if name not in known_options:
            near = difflib.get_close_matches(name, known_options, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise click.UsageError(
                f"--option {value}: {hint}the options of {owner} are {', '.join(known_options) or 'none'}"
            )
        found.setdefault(owner, {})[name] = _value(text) if equals else True
    return found


def _value(text: str) -> Any:
    """As JSON if it is some, else as text."""
    try:
        return json.loads(text)
    except ValueError:
        return text
