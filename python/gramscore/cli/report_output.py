"""The four ways to print a report on standard output."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

import gramscore
from gramscore.cli import strict_json
from gramscore.cli.markup import marked_up
from gramscore.cli.report import Report, cells_of, listed
from gramscore.cli.row_lines import csv_lines, padded_lines
from gramscore.cli.system_reports import SystemReports
from gramscore.options.printable import on_one_line


def print_report(report: Report | SystemReports, format: str) -> None:
    """`format` is one of REPORT_FORMATS; the layout may say that the scores alone are wanted."""
    if report.layout.score_only:
        print("\n".join(report.scores))
    else:
        _PRINTERS[format](report)


def _json(report: Report | SystemReports) -> None:
    if isinstance(report, Report):
        _write_document(report, {"version": gramscore.__version__})
        return
    sys.stdout.write(f'{{\n  "version": {strict_json.dumps(gramscore.__version__)},\n  "systems": [\n')
    for place, (name, one) in enumerate(report.systems.items()):
        sys.stdout.write(",\n" if place else "")
        _write_document(one, {"system": name})
    sys.stdout.write("  ]\n}\n")


def _write_document(report: Report, head: dict[str, str]) -> None:
    fields = report.fields
    named: dict[str, Any] | None = None
    if fields is not None:
        named = {
            "prediction": fields.prediction,
            "references": list(fields.references),
            **({} if fields.source is None else {"source": fields.source}),
            "id": fields.id,
            "guessed": {role: list(others) for role, others in fields.guessed.items()},
        }
    document: dict[str, Any] = {
        **head,
        "input": {"files": list(report.files), "format": report.format, "fields": named},
        "examples": report.examples,
        "metrics": report.metrics,
        "signatures": report.signatures,
        "nrefs": report.references,
        "remarks": [remark._asdict() for remark in report.remarks],
    }
    if report.faults is not None and (report.faults.skipping or report.faults.count):
        document["skipped"] = {"count": report.faults.count, "listed": report.faults.listed}
    text = strict_json.dumps(document, indent=2)
    if report.parts is None:
        print(text)
        return
    # A line per part, as they come.
    sys.stdout.write(text.removesuffix("\n}") + ',\n  "groups": [')
    between = "\n    "
    for rows in report.parts.rows():
        figures = {
            metric: {name: listed(column) for name, column in found.items()}
            for metric, found in rows.figures.items()
        }
        for at, (*values, examples) in enumerate(zip(*rows.values, rows.examples, strict=True)):
            metrics = {
                metric: {name: column[at] for name, column in found.items()}
                for metric, found in figures.items()
            }
            by = dict(zip(report.parts.fields, values, strict=True))
            sys.stdout.write(
                between + strict_json.dumps({"by": by, "examples": examples, "metrics": metrics})
            )
            between = ",\n    "
    sys.stdout.write("\n  ]\n}\n")


def _csv(report: Report | SystemReports) -> None:
    csv.writer(sys.stdout, lineterminator="\n").writerow([*map(on_one_line, report.heads), *report.numbers])
    for rows in report.sections():
        sys.stdout.write(csv_lines(rows, report.numbers))


def _markdown(report: Report | SystemReports) -> None:
    heading = [*report.heads, *report.shown]
    rule = [*("---" for _ in report.heads), *("---:" for _ in report.shown)]
    for line in report.heading:
        print(f"{marked_up(line)}\n")
    print(f"| {' | '.join(map(marked_up, heading))} |")
    print(f"| {' | '.join(rule)} |")
    for row in _rows(report):
        print(f"| {' | '.join(map(marked_up, row))} |")
    for line in report.details:
        print(f"\n{marked_up(line)}")
    for signature in report.cited:
        print(f"\n`{on_one_line(signature)}`")


def _table(report: Report | SystemReports) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    for line in report.heading:
        console.print(on_one_line(line), soft_wrap=True)
    if report.is_long:
        _plain_table(report)
    else:
        texts = len(report.heads)
        rows = [[*map(on_one_line, row)] for row in _rows(report)]

        def laid_out(between: str) -> Table:
            """With `between` between scores and their intervals."""
            table = Table(box=SIMPLE_HEAD, padding=(0, 1) if between == " " else (0, 1, 0, 0))
            for head in report.heads:
                table.add_column(on_one_line(head), style="bold")
            for figure in report.shown:
                table.add_column(figure, justify="right")
            for row in rows:
                table.add_row(*row[:texts], *(cell.replace(" [", f"{between}[") for cell in row[texts:]))
            return table

        table = laid_out(" ")
        fits = console.measure(table, options=console.options.update(max_width=1000)).maximum <= console.width
        console.print(table if fits else laid_out("\n"))
    for line in report.details:
        console.print(line, soft_wrap=True)
    for signature in report.cited:
        console.print(on_one_line(signature), style="dim", soft_wrap=True)


def _plain_table(report: Report | SystemReports) -> None:
    """In columns that are as wide as they need to be, whatever the terminal."""
    texts = [on_one_line(head).ljust(width) for head, width in zip(report.heads, report.widths, strict=True)]
    scores = [name.rjust(9) for name in report.shown]
    print(" ".join([*texts, *scores]).rstrip())
    widths = [*report.widths, *map(len, scores)]
    for rows in report.sections():
        sys.stdout.write(padded_lines(rows, report.shown, report.layout.rounded, widths))
    print()


def _rows(report: Report | SystemReports) -> Iterator[tuple[str, ...]]:
    """For people."""
    for rows in report.sections():
        yield from cells_of(rows, report.shown, report.layout.rounded)


_PRINTERS: Final[dict[str, Callable[[Report | SystemReports], None]]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}
REPORT_FORMATS: Final = tuple(_PRINTERS)
