"""What a run found, and the four ways to print it on standard output."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import gramscore
from gramscore.cli.metrics import Figures, figures_of, shown_of

if TYPE_CHECKING:
    from gramscore.io import Faults, Fields

_MOST_NAMED: Final = 4


@dataclass(frozen=True)
class Section:
    """The corpus, or the part of it with these `values` of the fields to group by: a state per metric family."""

    states: Mapping[str, Any]
    values: tuple[str | None, ...] = ()

    @property
    def examples(self) -> int:
        found: int = next(iter(self.states.values())).examples
        return found

    @property
    def metrics(self) -> dict[str, Figures]:
        return {
            metric: figures
            for family, state in self.states.items()
            for metric, figures in figures_of(family, state).items()
        }


@dataclass(frozen=True)
class Report:
    """What was found in `files`: of all `whole`, and of each part by the fields `groups`."""

    files: Sequence[str]
    format: str
    fields: Fields | None
    whole: Section
    groups: tuple[str, ...] = ()
    parts: Sequence[Section] = ()
    faults: Faults | None = None

    def print(self, format: str) -> None:
        _PRINTERS[format](self)

    @property
    def signatures(self) -> dict[str, str]:
        """By family."""
        return {family: state.signature for family, state in self.whole.states.items()}

    @property
    def shown(self) -> list[str]:
        """The names of the figures that people are shown of any metric, in order of appearance."""
        return list(dict.fromkeys(name for state in self.whole.states.values() for name in shown_of(state)))

    @property
    def numbers(self) -> list[str]:
        """The names of all figures of any metric that are one number."""
        return list(
            dict.fromkeys(
                name
                for found in self.whole.metrics.values()
                for name, figure in found.items()
                if isinstance(figure, (int, float))
            )
        )

    @property
    def heads(self) -> list[str]:
        """The names of what stands before the figures in a row."""
        return [*self.groups, "examples", "metric"] if self.groups else ["metric"]

    def rows(self, figures: Sequence[str], show: Callable[[Any], str]) -> list[list[str]]:
        """A row per part and metric, where it has no such figure empty; the last are of the whole."""
        rows = []
        for section in (*self.parts, self.whole):
            values = ["null" if value is None else value for value in section.values]
            if section is self.whole:
                values = [""] * len(self.groups)
            head = [*values, str(section.examples)] if self.groups else []
            for metric, found in section.metrics.items():
                cells = [show(found[figure]) if figure in found else "" for figure in figures]
                rows.append([*head, metric, *cells])
        return rows

    @property
    def heading(self) -> list[str]:
        """Lines for people: how much was read, and from which fields."""
        count = f"{self.whole.examples} example{'s' if self.whole.examples != 1 else ''}"
        named = ", ".join(self.files)
        if len(self.files) > _MOST_NAMED:
            named = f"{', '.join(self.files[:2])} ... {self.files[-1]} ({len(self.files)} files)"
        lines = [f"{named}: {count}"]
        return lines if self.fields is None else [*lines, described(self.fields)]


def described(fields: Fields) -> str:
    """The fields in use, those guessed marked as such, with the other candidates when there were any."""

    def role(name: str, used: Sequence[str]) -> str:
        text = f"{name}: {', '.join(used)}"
        if name not in fields.guessed:
            return text
        others = fields.guessed[name]
        return f"{text} (guessed{'; also present: ' + ', '.join(others) if others else ''})"

    roles = [role("prediction", [fields.prediction]), role("references", fields.references)]
    if fields.id is not None:
        roles.append(role("id", [fields.id]))
    return ", ".join(roles)


def _json(report: Report) -> None:
    fields = report.fields
    named: dict[str, Any] | None = None
    if fields is not None:
        named = {
            "prediction": fields.prediction,
            "references": list(fields.references),
            "id": fields.id,
            "guessed": {role: list(others) for role, others in fields.guessed.items()},
        }
    document = {
        "version": gramscore.__version__,
        "input": {"files": list(report.files), "format": report.format, "fields": named},
        "examples": report.whole.examples,
        "metrics": report.whole.metrics,
        "signatures": report.signatures,
    }
    if report.groups:
        document["groups"] = [
            {
                "by": dict(zip(report.groups, part.values, strict=True)),
                "examples": part.examples,
                "metrics": part.metrics,
            }
            for part in report.parts
        ]
    if report.faults is not None and report.faults.skipping:
        document["skipped"] = {"count": report.faults.count, "listed": report.faults.listed}
    print(json.dumps(document, indent=2))


def _csv(report: Report) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*report.heads, *report.numbers])
    writer.writerows(report.rows(report.numbers, repr))


def _markdown(report: Report) -> None:
    heading = [*report.heads, *report.shown]
    rule = [*("---" for _ in report.heads), *("---:" for _ in report.shown)]
    for line in report.heading:
        print(f"{line}\n")
    for row in [heading, rule, *report.rows(report.shown, _rounded)]:
        print(f"| {' | '.join(row)} |")
    for signature in report.signatures.values():
        print(f"\n`{signature}`")


def _table(report: Report) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    for head in report.heads:
        table.add_column(head, style="bold")
    for figure in report.shown:
        table.add_column(figure, justify="right")
    for row in report.rows(report.shown, _rounded):
        table.add_row(*row)
    console = Console(highlight=False, markup=False)
    for line in report.heading:
        console.print(line, soft_wrap=True)
    console.print(table)
    for signature in report.signatures.values():
        console.print(signature, style="dim", soft_wrap=True)


def _rounded(value: Any) -> str:
    return ", ".join(f"{number:.4f}" for number in (value if isinstance(value, list) else [value]))


_PRINTERS: Final[dict[str, Callable[[Report], None]]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}
REPORT_FORMATS: Final = tuple(_PRINTERS)
