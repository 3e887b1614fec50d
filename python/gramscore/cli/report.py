"""What a run found, and the four ways to print it on standard output."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import gramscore

if TYPE_CHECKING:
    from gramscore.cli.metrics import Column, Figures, Result
    from gramscore.io import Corpus, Fields


@dataclass(frozen=True)
class Report:
    """The results of every metric family over `corpus`."""

    corpus: Corpus
    results: Sequence[Result]

    def print(self, format: str) -> None:
        _PRINTERS[format](self)

    @property
    def metrics(self) -> dict[str, Figures]:
        return {metric: figures for result in self.results for metric, figures in result.corpus.items()}

    @property
    def examples(self) -> dict[str, Column]:
        """A column per figure of every metric."""
        return {name: column for result in self.results for name, column in result.examples.items()}

    @property
    def signatures(self) -> dict[str, str]:
        """By family."""
        return {result.family: result.signature for result in self.results}

    @property
    def shown(self) -> list[str]:
        """The names of the figures that people are shown of any metric, in order of appearance."""
        return list(dict.fromkeys(figure for result in self.results for figure in result.shown))

    @property
    def numbers(self) -> list[str]:
        """The names of all figures of any metric that are one number."""
        return list(
            dict.fromkeys(
                name
                for found in self.metrics.values()
                for name, figure in found.items()
                if isinstance(figure, (int, float))
            )
        )

    def rows(self, figures: Sequence[str], show: Callable[[float], str]) -> list[list[str]]:
        """A row per metric: its name, then those figures, where it has none empty."""
        return [
            [metric, *(show(found[figure]) if figure in found else "" for figure in figures)]
            for metric, found in self.metrics.items()
        ]

    @property
    def heading(self) -> list[str]:
        """Lines for people: how much was read, and from which fields."""
        count = f"{len(self.corpus)} example{'s' if len(self.corpus) != 1 else ''}"
        lines = [f"{', '.join(self.corpus.files)}: {count}"]
        return lines if self.corpus.fields is None else [*lines, described(self.corpus.fields)]


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
    corpus, fields = report.corpus, report.corpus.fields
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
        "input": {"files": list(corpus.files), "format": corpus.format, "fields": named},
        "examples": len(corpus),
        "metrics": report.metrics,
        "signatures": report.signatures,
    }
    print(json.dumps(document, indent=2))


def _csv(report: Report) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["metric", *report.numbers])
    writer.writerows(report.rows(report.numbers, repr))


def _markdown(report: Report) -> None:
    heading = ["metric", *report.shown]
    rule = ["---", *("---:" for _ in report.shown)]
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
    table.add_column("metric", style="bold")
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


def _rounded(value: float) -> str:
    return f"{value:.4f}"


_PRINTERS: Final[dict[str, Callable[[Report], None]]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}
REPORT_FORMATS: Final = tuple(_PRINTERS)
