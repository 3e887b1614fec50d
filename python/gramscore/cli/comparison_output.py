"""A comparison, and those of groups, as they are printed on standard output."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

import gramscore
from gramscore.cli import strict_json
from gramscore.cli.markup import marked_up
from gramscore.cli.values import WHOLE, GroupValues
from gramscore.options.printable import on_one_line, printable
from gramscore.results.grouped import GroupNumbers
from gramscore.results.scores import Scores

_Systems = Mapping[str, Mapping[str, Scores]]


@dataclass(frozen=True)
class Group:
    """Examples that have the same values: by field these, as they are and as people read them."""

    values: Mapping[str, Any]
    shown: Mapping[str, str]
    comparison: gramscore.Comparison

    @property
    def name(self) -> str:
        return ", ".join(f"{field}: {value}" for field, value in self.shown.items())


def groups_of(
    scores: _Systems,
    fields: Sequence[str],
    columns: Mapping[str, Any],
    compared: Callable[[_Systems], gramscore.Comparison],
    remarks: list[str],
) -> list[Group]:
    """A comparison for each combination of values of `fields`, of which `columns` has keys. There is none of
    groups of one example, which `remarks` name."""
    fields = list(dict.fromkeys(fields))
    numbering = GroupNumbers(len(fields))
    numbers = numbering.of([columns[field] for field in fields])
    found = GroupValues(numbering)
    rows = np.split(np.argsort(numbers, kind="stable"), np.cumsum(np.bincount(numbers))[:-1])
    groups = []
    for at in found.order.tolist():
        own = found.combinations[at].tolist()
        values = {field: of[it] for field, of, it in zip(fields, found.values, own, strict=True)}
        shown = {field: of[it] for field, of, it in zip(fields, found.shown, own, strict=True)}
        if len(rows[at]) < 2:
            name = ", ".join(f"{field} {value}" for field, value in shown.items())
            remarks.append(f"{name} has one example, and a test needs two: it is left out")
            continue
        some = {
            system: {metric: it._of_rows(rows[at]) for metric, it in own_scores.items()}
            for system, own_scores in scores.items()
        }
        groups.append(Group(values, shown, compared(some)))
    return groups


def print_comparison(comparison: gramscore.Comparison, groups: Sequence[Group], format: str) -> None:
    """The groups first, then the whole; `format` is one of COMPARISON_FORMATS."""
    _PRINTERS[format](comparison, groups)


def _named(
    comparison: gramscore.Comparison, groups: Sequence[Group]
) -> Iterator[tuple[str, gramscore.Comparison]]:
    for group in groups:
        yield on_one_line(group.name), group.comparison
    yield WHOLE if groups else "", comparison


def _table(comparison: gramscore.Comparison, groups: Sequence[Group]) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    for name, one in _named(comparison, groups):
        if name:
            console.print(name, style="bold", soft_wrap=True)
        console.print(one)


def _json(comparison: gramscore.Comparison, groups: Sequence[Group]) -> None:
    document = {"version": gramscore.__version__, **comparison.to_dict()}
    if groups:
        document["groups"] = [{"by": dict(it.values), **it.comparison.to_dict()} for it in groups]
    print(strict_json.dumps(document, indent=2))


def _markdown(comparison: gramscore.Comparison, groups: Sequence[Group]) -> None:
    for name, one in _named(comparison, groups):
        if name:
            print(f"### {marked_up(name)}\n")
        print(printable(one.to_markdown()))


def _latex(comparison: gramscore.Comparison, groups: Sequence[Group]) -> None:
    for name, one in _named(comparison, groups):
        if name:
            print(f"% {printable(name)}")
        print(printable(one.to_latex()))


def _csv(comparison: gramscore.Comparison, groups: Sequence[Group]) -> None:
    fields = list(groups[0].shown) if groups else []
    whole = dict.fromkeys(fields, WHOLE)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*map(on_one_line, fields), *comparison.rows[0].to_dict()])
    for shown, one in [*((it.shown, it.comparison) for it in groups), (whole, comparison)]:
        writer.writerows([*shown.values(), *row.to_dict().values()] for row in one)


_PRINTERS: Final[dict[str, Callable[[gramscore.Comparison, Sequence[Group]], None]]] = {
    "table": _table,
    "json": _json,
    "markdown": _markdown,
    "latex": _latex,
    "csv": _csv,
}
COMPARISON_FORMATS: Final = tuple(_PRINTERS)
