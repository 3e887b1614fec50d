"""`gramscore compare`: outputs of several systems in, differences from the first out."""

from __future__ import annotations

import csv
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Final

import click

import gramscore
from gramscore.cli import metrics, strict_json
from gramscore.cli.corpus_of import INPUT_FORMATS, FieldOptions, TableOptions, corpus_of
from gramscore.cli.outputs import check_outputs
from gramscore.cli.shared_options import (
    format_option,
    lowercase_option,
    metric_option,
    reference_option,
    stemmer_option,
    table_options,
    threads_option,
    tokenizer_option,
)
from gramscore.cli.streams import say
from gramscore.cli.version import version_option
from gramscore.options.printable import on_one_line, printable

if TYPE_CHECKING:
    import pyarrow as pa


_EXAMPLES = """\b
Examples:
  gramscore compare baseline.jsonl a.jsonl b.jsonl
  gramscore compare systems.csv --prediction base,a,b --reference gold --metric bleu,chrf
  gramscore compare old.jsonl new.jsonl --test randomization --correction bh --format latex
"""


@click.command(epilog=_EXAMPLES, context_settings={"max_content_width": 100})
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--prediction",
    "predictions",
    metavar="FIELD[,FIELD...]",
    multiple=True,
    help="Field that holds the predictions. With one INPUT, a field for each system. Repeatable.",
)
@reference_option
@click.option(
    "--input-format",
    type=click.Choice([name for name in INPUT_FORMATS if name != "text"]),
    metavar="FORMAT",
    help=f"{', '.join(name for name in INPUT_FORMATS if name != 'text')}: when the names do not tell.",
)
@table_options
@metric_option("compare")
@stemmer_option
@tokenizer_option(
    "How text becomes tokens, as for gramscore score.",
)
@lowercase_option
@click.option(
    "--test",
    type=click.Choice(("bootstrap", "randomization")),
    default="bootstrap",
    show_default=True,
    help="The paired test.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=1),
    metavar="N",
    help="Resamples (default: 1000), or trials of the randomization (default: 10,000).",
)
@click.option("--seed", type=click.IntRange(min=0), metavar="N", default=12345, show_default=True)
@click.option(
    "--correction",
    type=click.Choice(("holm", "bh", "none")),
    default="holm",
    show_default=True,
    help="Of p-values for the number of comparisons: Holm, Benjamini and Hochberg, or none.",
)
@click.option(
    "--level", type=float, default=0.95, show_default=True, metavar="SHARE", help="Of the intervals, 0 to 1."
)
@click.option(
    "--stream",
    type=click.Choice(("gramscore", "sacrebleu")),
    default="gramscore",
    show_default=True,
    help="Whose random numbers: sacrebleu's give its p-values, of bleu, chrf and ter.",
)
@threads_option
@format_option("output_format", ("table", "json", "markdown", "latex", "csv"), "table")
@click.option("--report", metavar="FILE", help="Also write a page to look at to FILE, an .html.")
@version_option
def compare(
    inputs: tuple[str, ...],
    predictions: tuple[str, ...],
    references: tuple[str, ...],
    input_format: str | None,
    quoting: str | None,
    cells: str | None,
    null: str | None,
    names: tuple[str, ...],
    stemmer: bool,
    tokenizers: tuple[str, ...],
    lowercase: bool,
    test: str,
    samples: int | None,
    seed: int,
    correction: str,
    level: float,
    stream: str,
    threads: int | None,
    output_format: str,
    report: str | None,
) -> None:
    """Compare systems with a baseline by paired tests.

    INPUT is a structured file (JSON Lines, CSV, TSV or Parquet) for each system, the baseline's first, all with the
    same references in the same order; or one file with a field of predictions for each system.

    The result goes to standard output, everything else to standard error.
    """
    from gramscore.io import InputError, OutputError
    from gramscore.io.text_array import text_of, texts_of

    try:
        options = metrics.Options(stemmer=stemmer, lowercase=lowercase, tokenizers=tokenizers)
        chosen = metrics.build(names, options)
        write_report = None if report is None else _report_writer(report, inputs)
        fields = [name.strip() for value in predictions for name in value.split(",")]
        remarks: list[str] = []
        table = TableOptions(quoting, cells, null)
        systems = _read(inputs, fields, references, input_format, table, remarks)
        baseline = systems[0]
        for system in systems[1:]:
            _check_references(baseline, system)
        comparison = gramscore.compare(
            {
                it.name: gramscore.evaluate(
                    it.predictions, baseline.references, chosen.engines, threads=threads
                )
                for it in systems
            },
            test=test,
            samples=samples,
            seed=seed,
            correction=None if correction == "none" else correction,
            level=level,
            stream=stream,
            threads=threads,
        )
        if write_report is not None:
            texts = {it.name: list(map(text_of, it.predictions)) for it in systems}
            goals = list(map(texts_of, baseline.references))
            write_report(report, comparison, predictions=texts, references=goals)
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    except (InputError, TypeError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except (OSError, OverflowError) as error:
        raise click.ClickException(str(error)) from None
    _PRINTERS[output_format](comparison)
    sys.stdout.flush()
    for remark in dict.fromkeys(remarks):
        say(f"gramscore: {on_one_line(remark)}")


@dataclass(frozen=True)
class _System:
    name: str
    path: str
    format: str
    predictions: pa.ChunkedArray
    references: pa.ChunkedArray

    def place(self, example: int) -> str:
        """Where an example is, counted from 0, for people."""
        if self.format != "jsonl" or self.path == "-":
            return f"{self.path}, example {example + 1}"
        from gramscore.io import sources_of

        for source in chain.from_iterable(sources_of([self.path], [])):
            with source.open_text() as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        if example == 0:
                            return f"{source.name}:{number}"
                        example -= 1
        raise AssertionError("the file has changed")


def _read(
    inputs: Sequence[str],
    predictions: Sequence[str],
    references: tuple[str, ...],
    format: str | None,
    table: TableOptions,
    remarks: list[str],
) -> list[_System]:
    """The systems, the baseline first."""
    from gramscore.io.batch import joined_texts

    if len(inputs) > 1 and len(predictions) > 1:
        raise click.UsageError("several INPUTs have one field of predictions: give --prediction once")
    if len(inputs) == 1 and len(predictions) < 2:
        raise click.UsageError(
            "one INPUT needs a field of predictions for each system: give --prediction base,a,b"
        )
    if len(inputs) == 1:
        if inputs[0] == "-":
            raise click.UsageError("standard input is read once: several fields of predictions need a file")
        wanted: list[tuple[str, str, str | None]] = [(name, inputs[0], name) for name in predictions]
    else:
        if inputs.count("-") > 1:
            raise click.UsageError("standard input can be given only once")
        names = _names_of(inputs)
        field = predictions[0] if predictions else None
        wanted = [(name, path, field) for name, path in zip(names, inputs, strict=True)]
    systems: list[_System] = []
    for given, path, field in wanted:
        name = on_one_line(given)
        if any(name == it.name for it in systems):
            raise click.UsageError(f"{name} is given twice: systems need names of their own")
        options = FieldOptions(field, references, None, (), want_id=False)
        corpus = corpus_of([path], format, options, False, table)
        batches = list(corpus.batches())
        remarks += corpus.faults.remarks
        texts, goals = joined_texts(batches)
        systems.append(_System(name, path, corpus.format, texts, goals))
    return systems


def _names_of(paths: Sequence[str]) -> list[str]:
    """The names of the files up to the first dot, if that tells them apart."""
    short = [os.path.basename(path).lstrip(".").partition(".")[0] or path for path in paths]
    return short if len(set(short)) == len(short) else list(paths)


def _check_references(baseline: _System, system: _System) -> None:
    from gramscore.io import InputError
    from gramscore.io.text_array import texts_of

    ours, theirs = system.references, baseline.references
    if len(ours) != len(theirs):
        raise InputError(
            f"{system.path} has {len(ours)} examples, but {baseline.path} has {len(theirs)}: "
            "a paired test needs the same examples"
        )
    if ours.type == theirs.type and ours.equals(theirs):
        return
    for example, pair in enumerate(zip(ours, theirs, strict=True)):
        one, other = map(texts_of, pair)
        if one != other:
            raise InputError(
                f"{system.place(example)}: other references than {baseline.place(example)}: "
                "a paired test needs the same references"
            )


def _report_writer(path: str, inputs: Sequence[str]) -> Callable[..., object]:
    """What writes the report, and the reasons not to that can be known before the work."""
    if not path.endswith((".html", ".htm")):
        raise click.UsageError(f"--report {path}: the name must end with .html")
    check_outputs({"--report": path}, inputs)
    if find_spec("jinja2") is None:
        raise click.ClickException("--report needs jinja2: pip install 'gramscore[cli]'")
    write: Callable[..., object] = importlib.import_module("gramscore.report").write
    return write


def _table(comparison: gramscore.Comparison) -> None:
    from rich.console import Console

    Console(highlight=False, markup=False).print(comparison)


def _csv(comparison: gramscore.Comparison) -> None:
    rows = [row.to_dict() for row in comparison]
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


_PRINTERS: Final[dict[str, Callable[[gramscore.Comparison], None]]] = {
    "table": _table,
    "json": lambda comparison: print(
        strict_json.dumps({"version": gramscore.__version__, **comparison.to_dict()}, indent=2)
    ),
    "markdown": lambda comparison: print(printable(comparison.to_markdown())),
    "latex": lambda comparison: print(printable(comparison.to_latex())),
    "csv": _csv,
}
