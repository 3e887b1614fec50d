"""`gramscore compare`: outputs of several systems in, differences from the first out."""

from __future__ import annotations

import datetime
import importlib
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, Final

import click

import gramscore
from gramscore.cli import metrics, strict_json
from gramscore.cli.comparison_output import COMPARISON_FORMATS, groups_of, print_comparison
from gramscore.cli.completion import FILE_NAME, complete_fields
from gramscore.cli.named_inputs import compared_inputs, fields_of, paths_of
from gramscore.cli.outputs import check_outputs, check_page, check_per_example
from gramscore.cli.reading_options import predictions_option, reading_options, usage_error
from gramscore.cli.sections import command, input_option, result_option, test_option
from gramscore.cli.shared_options import (
    format_option,
    metric_option,
    refuse_idle,
    scoring_options,
    threads_option,
)
from gramscore.cli.streams import say
from gramscore.cli.systems import (
    System,
    check_references,
    joined_by_id,
    read_systems,
    remarks_on_systems,
    with_baseline,
)
from gramscore.cli.version import version_option
from gramscore.options.printable import on_one_line, printable
from gramscore.options.reading import NO_ID, Reading
from gramscore.results.scores import Scores

# What --spread, which tests nothing, has no use for.
_OF_TESTS: Final = (
    *("test", "samples", "seed", "correction", "level", "stream", "all_pairs", "group_by"),
    *("report", "per_example", "show", "title", "examples", "fail_if_worse"),
)
_EXAMPLES = """\b
Examples:
  gramscore compare baseline.jsonl a.jsonl b.jsonl
  gramscore compare systems.csv --prediction base,a,b --reference gold --metric bleu,chrf
  gramscore compare base=a.txt ours=b.txt --reference ref.txt --metric bleu
  gramscore compare old.jsonl new.jsonl --test randomization --correction bh --format latex
"""


@command(epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=FILE_NAME)
@predictions_option
@test_option("--baseline", metavar="SYSTEM", help="What the others are compared with (default: the first).")
@test_option(
    "--all-pairs", is_flag=True, help="Compare each system with each other one, not with the baseline alone."
)
@input_option(
    "--id",
    "id_field",
    metavar="FIELD",
    shell_complete=complete_fields,
    help="Match examples by this field, where files order them otherwise. What shows examples guesses what names them, "
    "unless it is given; none: number them.",
)
@reading_options(prediction=False, source=True)
@scoring_options(metric_option("compare"))
@test_option(
    "--test",
    type=click.Choice(("bootstrap", "randomization")),
    default="bootstrap",
    show_default=True,
    help="The paired test.",
)
@test_option(
    "--samples",
    type=click.IntRange(min=1),
    metavar="N",
    help="Resamples (default: 1000), or trials of the randomization (default: 10,000).",
)
@test_option("--seed", type=click.IntRange(min=0), metavar="N", default=12345, show_default=True)
@test_option(
    "--correction",
    type=click.Choice(("holm", "bh", "none")),
    default="holm",
    show_default=True,
    help="Of p-values for the number of comparisons: Holm, Benjamini and Hochberg, or none.",
)
@test_option(
    "--level", type=float, default=0.95, show_default=True, metavar="SHARE", help="Of the intervals, 0 to 1."
)
@test_option(
    "--stream",
    type=click.Choice(("gramscore", "sacrebleu")),
    default="gramscore",
    show_default=True,
    help="Whose random numbers: sacrebleu's give its p-values, of bleu, chrf and ter.",
)
@threads_option
@format_option("output_format", COMPARISON_FORMATS, "table")
@result_option(
    "--report", metavar="FILE", type=FILE_NAME, help="Also write a page to look at to FILE, an .html."
)
@result_option(
    "--per-example",
    metavar="FILE",
    type=FILE_NAME,
    help="Also write the scores of every example to FILE, as score does.",
)
@result_option(
    "--group-by",
    metavar="FIELD",
    shell_complete=complete_fields,
    multiple=True,
    help="Also compare the examples of each value of FIELD alone: a table each, corrected by itself. Repeatable.",
)
@result_option(
    "--show",
    metavar="FIELD[,FIELD...]",
    shell_complete=complete_fields,
    multiple=True,
    help="Fields to show beside the texts of the report, such as article,id. Repeatable.",
)
@result_option("--title", metavar="TEXT", help="Of the report.")
@result_option(
    "--examples",
    type=click.IntRange(min=1),
    metavar="N",
    default=200,
    show_default=True,
    help="How many examples the report shows.",
)
@result_option(
    "--spread",
    is_flag=True,
    help="Instead of tests: whether the ranking survives the settings that papers use, of the names of --metric.",
)
@result_option(
    "--fail-if-worse", is_flag=True, help="Exit with 1 if a system is significantly worse than the baseline."
)
@click.option("--quiet", "-q", is_flag=True, help="No remarks.")
@version_option
def compare(
    inputs: tuple[str, ...],
    predictions: tuple[str, ...],
    baseline: str | None,
    all_pairs: bool,
    id_field: str | None,
    reading: Reading,
    chosen: metrics.Metrics,
    test: str,
    samples: int | None,
    seed: int,
    correction: str,
    level: float,
    stream: str,
    threads: int | None,
    output_format: str,
    report: str | None,
    per_example: str | None,
    group_by: tuple[str, ...],
    show: tuple[str, ...],
    title: str | None,
    examples: int,
    spread: bool,
    fail_if_worse: bool,
    quiet: bool,
) -> int:
    """Compare systems with a baseline by paired tests.

    INPUT is a structured file for each system, the baseline's first, all with the same references in the same order
    or with ids (--id); or one file with a field of predictions for each system; or lines of text, with --reference
    FILE. `name=FILE` names a system.

    The result goes to standard output, everything else to standard error.
    """
    from gramscore.io.errors import InputError, OutputError
    from gramscore.io.keys import texts_of_keys
    from gramscore.io.text_array import text_of, texts_of

    try:
        if untested := [name for name in chosen.stateless if not spread]:
            raise click.UsageError(
                f"{', '.join(untested)} cannot be compared: a corpus score that does not follow from those of parts "
                "has no paired test; score shows systems side by side"
            )
        if spread:
            _check_spread(chosen.options, output_format)
        if report is None:
            refuse_idle(("title", "examples"), "without --report")
        write_report = None if report is None else _report_writer(report)
        shown = fields_of(show)
        if shown and report is None:
            raise click.UsageError("--show is about the report: give --report FILE, too")
        remarks: list[str] = []
        if per_example is not None:
            check_per_example(per_example)
        check_outputs({"--report": report, "--per-example": per_example}, paths_of(inputs, reading))
        shows = (report is not None or per_example is not None) and id_field != NO_ID
        if id_field == NO_ID:
            id_field = None
        reading = replace(reading, id=id_field, want_id=id_field is not None)
        first, *others = compared_inputs(inputs, fields_of(predictions), reading)
        # Fields that all systems would have alike are read once.
        first = replace(
            first,
            reading=replace(
                first.reading,
                groups=tuple(dict.fromkeys((*group_by, *shown))),
                want_id=id_field is not None or shows,
                want_source=bool(chosen.sourced),
            ),
        )
        others = [replace(it, reading=replace(it.reading, source=None)) for it in others]
        systems = read_systems([first, *others], remarks)
        if id_field is not None:
            systems = joined_by_id(systems, id_field, reading.on_error == "skip", remarks)
        columns = dict(zip(first.reading.groups, systems[0].fields, strict=True))
        sources, named = systems[0].sources, systems[0]
        systems = with_baseline(systems, baseline)
        for system in systems[1:]:
            check_references(systems[0], system)
        if spread:
            return _print_spread(systems, chosen.names, sources, output_format)
        references = systems[0].references

        def scored(system: System) -> dict[str, Scores]:
            of = {"prediction": system, "reference": systems[0], "source": named}
            return chosen.scores_of(
                system.predictions, references, sources, threads, lambda side, row: of[side].place(row)
            )

        scores = {it.name: scored(it) for it in systems}

        def compared(some: Mapping[str, Mapping[str, Scores]]) -> gramscore.Comparison:
            return gramscore.compare(
                some,
                test=test,
                samples=samples,
                seed=seed,
                correction=None if correction == "none" else correction,
                level=level,
                stream=stream,
                threads=threads,
                all_pairs=all_pairs,
            )

        comparison = compared(scores)
        noticed = remarks_on_systems(systems, sources, chosen, comparison)
        groups = groups_of(scores, group_by, columns, compared, remarks) if group_by else []
        if write_report is not None:
            write_report(
                report,
                comparison,
                predictions={it.name: list(map(text_of, it.predictions)) for it in systems},
                references=list(map(texts_of, references)),
                ids=named.ids,
                fields={field: texts_of_keys(columns[field]) for field in shown},
                most=examples,
                title=title or "Comparison of systems",
                notes=_notes(inputs),
                remarks=noticed,
                explainer=_explainers(chosen),
            )
        if per_example is not None:
            _write_examples(per_example, named, comparison, chosen)
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    except (InputError, TypeError, ValueError) as error:
        raise usage_error(error) from None
    except (OSError, OverflowError) as error:
        raise click.ClickException(str(error)) from None
    print_comparison(comparison, groups, output_format)
    sys.stdout.flush()
    remarks += map(str, noticed)
    for remark in () if quiet else dict.fromkeys(remarks):
        say(f"gramscore: {on_one_line(remark)}")
    return 1 if fail_if_worse and any(row.verdict == "worse" for row in comparison) else 0


def _check_spread(options: metrics.Options, output_format: str) -> None:
    """Options that have no effect with --spread."""
    if options != metrics.Options():
        raise click.UsageError("--spread tries the settings itself: leave options of metrics out")
    refuse_idle(_OF_TESTS, "with --spread")
    if output_format not in ("table", "json"):
        raise click.UsageError(f"--format {output_format}: with --spread there are table and json")


def _print_spread(systems: Sequence[System], names: Sequence[str], sources: Any, output_format: str) -> int:
    """Whether the ranking survives."""
    predictions = {it.name: it.predictions.to_pylist() for it in systems}
    origins = sources.to_pylist() if "sari" in names and sources is not None else None
    found = gramscore.ranking_spread(predictions, systems[0].references.to_pylist(), names, origins)
    if output_format == "json":
        print(strict_json.dumps({"version": gramscore.__version__, **found.to_dict()}, indent=2))
    else:
        print(printable(str(found)))
    return 0


def _explainers(chosen: metrics.Metrics) -> list[Any]:
    """Whose marks the report shows: ROUGE's of words of any script, and the own ones of other metrics."""
    own = [
        it
        for name, it in chosen.engines.items()
        if not name.startswith("rouge") and hasattr(it, "explain") and name not in chosen.sourced
    ]
    return [gramscore.ROUGE(["rouge1", "rouge2", "rougeL"], tokenizer="unicode"), *own]


def _notes(inputs: Sequence[str]) -> list[str]:
    """How the comparison was made: files, command, day."""
    command = shlex.join(["gramscore", *sys.argv[1:]]) if len(sys.argv) > 1 else "gramscore"
    return [
        f"Files: {', '.join(inputs)}",
        f"Command: {command}",
        f"Made on {datetime.date.today().isoformat()}",
    ]


def _write_examples(
    path: str,
    named: System,
    comparison: gramscore.Comparison,
    chosen: metrics.Metrics,
) -> None:
    """A row for each example, named as `named` has it, whose columns begin with the names of the systems."""
    from gramscore.io.batch import Batch
    from gramscore.io.per_example import writing_per_example

    columns = {
        f"{system}_{name}": column
        for system, scores in comparison.scores.items()
        for name, column in chosen.rows(scores).items()
    }
    with writing_per_example(path, named.id_field) as rows:
        rows.write(Batch(named.predictions, named.references, named.ids), columns)


def _report_writer(path: str) -> Callable[..., object]:
    """What writes the report, and the reasons not to that can be known before the work."""
    check_page("--report", path)
    if find_spec("jinja2") is None:
        raise click.ClickException("--report needs jinja2: pip install 'gramscore[cli]'")
    write: Callable[..., object] = importlib.import_module("gramscore.report").write
    return write
