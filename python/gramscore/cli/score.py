"""`gramscore score`: files in, scores out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import click

from gramscore.cli import metrics
from gramscore.cli.citations import citations_of
from gramscore.cli.completion import FILE_NAME, complete_fields, complete_gates
from gramscore.cli.confidence import Kept
from gramscore.cli.gates import gates_of
from gramscore.cli.named_inputs import fields_of, scored_inputs
from gramscore.cli.outputs import check_outputs, check_per_example
from gramscore.cli.progress import progress_bar
from gramscore.cli.reading_options import predictions_option, reading_options, usage_error
from gramscore.cli.report import Layout
from gramscore.cli.report_output import REPORT_FORMATS, print_report
from gramscore.cli.run import Run, Whole
from gramscore.cli.sections import command, input_option, result_option, test_option
from gramscore.cli.shared_options import (
    format_option,
    metric_option,
    refuse_idle,
    scoring_options,
    threads_option,
)
from gramscore.cli.streams import say
from gramscore.cli.system_reports import SystemReports
from gramscore.cli.version import version_option
from gramscore.options.printable import on_one_line
from gramscore.options.reading import NO_ID, Reading

_EXAMPLES = """\b
Examples:
  gramscore score dialogues.jsonl
  gramscore score outputs.parquet --prediction summary --reference highlights
  gramscore score outputs.csv --reference gold_a --reference gold_b -m rouge1,rougeL --stemmer
  gramscore score translations.tsv --metric bleu --metric chrf++ --metric ter --tokenizer bleu=intl
  gramscore score hypotheses.txt references_a.txt references_b.txt.gz
  generate | gramscore score - --format json
  gramscore score dialogues.jsonl --per-example scores.parquet
  gramscore score hindi.jsonl --tokenizer unicode
  gramscore score ours.txt theirs.txt --reference references.txt --metric bleu
  gramscore score outputs/ --group-by lang --state outputs.parquet
  gramscore score 'shards/*.jsonl.zst' --on-error skip
  gramscore score simple.txt references.txt --source original.txt --metric sari
  gramscore score --metric bleu,chrf --cite >> papers.bib
"""


@command(epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, metavar="INPUT...", type=FILE_NAME)
@predictions_option
@reading_options(prediction=False, source=True)
@input_option(
    "--id",
    "id_field",
    metavar="FIELD",
    shell_complete=complete_fields,
    help="Field that names the examples in the file of --per-example, guessed unless given; none: number them.",
)
@scoring_options(metric_option("compute", ": all are computed in one pass"))
@threads_option
@format_option("report_format", REPORT_FORMATS, "table")
@result_option(
    "--per-example",
    metavar="FILE",
    type=FILE_NAME,
    help="Also write the scores of every example to FILE, a .jsonl, .csv or .parquet.",
)
@result_option(
    "--group-by",
    metavar="FIELD",
    shell_complete=complete_fields,
    multiple=True,
    help="Also show the scores by the values of FIELD; folders called FIELD=value count, and `file` is the file of an "
    "example. Repeatable.",
)
@result_option(
    "--state",
    metavar="FILE",
    type=FILE_NAME,
    help="Also save what the scores are made of to FILE, a .parquet or .arrow, for gramscore merge.",
)
@test_option("--confidence", is_flag=True, help="Also show intervals of the scores, by the bootstrap.")
@test_option(
    "--samples",
    type=click.IntRange(min=1),
    metavar="N",
    default=1000,
    show_default=True,
    help="Its resamples.",
)
@test_option(
    "--level",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    metavar="SHARE",
    default=0.95,
    show_default=True,
    help="Of the intervals, between 0 and 1.",
)
@test_option("--seed", type=click.IntRange(min=0), metavar="N", default=12345, show_default=True)
@result_option(
    "--digits",
    type=click.IntRange(0, 17),
    metavar="N",
    default=4,
    show_default=True,
    help="To show in tables.",
)
@result_option(
    "--scale",
    type=click.Choice(("1", "100")),
    default="1",
    show_default=True,
    help="Of what is 0 to 1, such as ROUGE: as it is, or times 100.",
)
@result_option("--score-only", is_flag=True, help="Print the scores alone, a line each.")
@result_option(
    "--fail-under",
    metavar="METRIC=SCORE",
    shell_complete=complete_gates,
    multiple=True,
    help="Exit with 1 if the metric scores less, TER or an error rate if more. On the metric's own scale. Repeatable.",
)
@result_option(
    "--cite", is_flag=True, help="Print the papers of the metrics as BibTeX instead. No INPUT is needed."
)
@click.option("--quiet", "-q", is_flag=True, help="No progress bar, no remarks.")
@version_option
def score(
    inputs: tuple[str, ...],
    predictions: tuple[str, ...],
    reading: Reading,
    id_field: str | None,
    chosen: metrics.Metrics,
    threads: int | None,
    report_format: str,
    per_example: str | None,
    group_by: tuple[str, ...],
    state: str | None,
    confidence: bool,
    samples: int,
    level: float,
    seed: int,
    digits: int,
    scale: str,
    score_only: bool,
    fail_under: tuple[str, ...],
    cite: bool,
    quiet: bool,
) -> int:
    """Score predictions against references.

    INPUT is one or more structured files of one format (JSON, JSON Lines, CSV, TSV, Parquet, Arrow) with a field of
    predictions and one or more of references, guessed from the usual names unless given; or several line-aligned text
    files, predictions first, then references. It may be a directory or a pattern such as 'shards/*.jsonl', in quotes;
    of text each is one side, whose files follow one another, and folders of text files are one document a file. `-` is
    standard input. Files may be compressed (gzip, bzip2, xz, zstd). They are read once, in batches, whatever their
    size.

    Several systems are scored side by side if they have names, as in `a=one.jsonl b=two.jsonl`, if they are lines of
    text with --reference FILE, or if there are several fields of predictions.

    The result goes to standard output, everything else to standard error.
    """
    from gramscore.io.errors import InputError, OutputError
    from gramscore.io.opening import open_corpus
    from gramscore.io.per_example import writing_per_example
    from gramscore.results.state import write_states

    if cite:
        print(citations_of(chosen.engines))
        return 0
    if not inputs:
        raise click.UsageError("Missing argument 'INPUT...'.")
    if not confidence:
        refuse_idle(("samples", "level", "seed"), "without --confidence")
    if score_only:
        refuse_idle(("report_format",), "with --score-only")
    elif report_format in ("csv", "json"):
        refuse_idle(("digits",), f"with --format {report_format}, which has all digits")
    try:
        gates = gates_of(fail_under, chosen.names)
        if per_example is not None:
            check_per_example(per_example)
        if state is not None:
            _check_state(state)
        for option, given, without in (
            ("--group-by", group_by, chosen.stateless),
            ("--state", state, chosen.stateless),
            ("--confidence", confidence, chosen.stateless),
        ):
            if given and without:
                raise click.UsageError(
                    f"{option}: scores of {', '.join(without)} do not follow from those of parts: leave it out"
                )
        reading = replace(
            reading,
            id=id_field,
            want_id=per_example is not None,
            groups=group_by,
            want_source=bool(chosen.sourced),
        )
        named = scored_inputs(inputs, fields_of(predictions), reading)
        for option, path in (("--per-example", per_example), ("--state", state)):
            if path is not None and len(named) > 1:
                raise click.UsageError(f"{option} is for one system: there are {len(named)}")
        corpora = {it.name: open_corpus(it.inputs, it.reading) for it in named}
        if id_field is not None and per_example is None:
            raise click.UsageError("--id names the examples in the file of --per-example, which is not given")
        paths = [path for corpus in corpora.values() for path in corpus.paths]
        check_outputs({"--per-example": per_example, "--state": state}, paths)
        runs = {
            name: Run(
                chosen,
                corpus,
                threads,
                look=not quiet,
                kept=Kept(level, samples, seed, threads) if confidence else None,
            )
            for name, corpus in corpora.items()
        }
        id_name = corpora[named[0].name].id_name if per_example is not None else None
        if id_name in chosen.columns:
            raise click.UsageError(
                f"the field of ids is called {id_name!r}, as a column of scores is: give --id another, or {NO_ID}"
            )
        rows = nullcontext() if per_example is None else writing_per_example(per_example, id_name)
        with rows as writer:
            for name, run in runs.items():
                corpus = corpora[name]
                with progress_bar(name or chosen.label, corpus.size, quiet) as progress:
                    for batch, scores in run.batches():
                        progress(corpus.position, run.examples)
                        if writer is not None:
                            writer.write(batch, chosen.rows(scores))
            if state is not None:
                _check_states(runs[named[0].name].states)
        if state is not None:
            write_states(state, runs[named[0].name].states)
    except InputError as error:
        raise usage_error(error) from None
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    except OverflowError as error:
        raise click.ClickException(str(error)) from None
    layout = Layout(digits, int(scale), score_only)
    reports = {name: run.report(layout) for name, run in runs.items()}
    print_report(SystemReports(reports) if len(reports) > 1 else reports[named[0].name], report_format)
    if not quiet:
        sys.stdout.flush()
        for name, run in runs.items():
            for remark in run.remarks(reports[name], report_format):
                say(f"gramscore: {_said_of(name, remark)}")
    failures = [
        _said_of(name, failure)
        for name, report in reports.items()
        for gate in gates
        if (failure := gate.failure(replace(report, layout=Layout()).metrics[gate.metric]))
    ]
    for failure in failures:
        say(f"gramscore: {failure}")
    return 1 if failures else 0


def _said_of(system: str, sentence: str) -> str:
    return on_one_line(f"{system}: {sentence}" if system else sentence)


def _check_states(states: Mapping[str, Any]) -> None:
    for name, found in states.items():
        if isinstance(found, Whole):
            raise click.UsageError(
                f"--state: scores of {name} with several references do not follow from those of parts: leave it out"
            )


def _check_state(path: str) -> None:
    from gramscore.io.states import state_format

    try:
        state_format(path)
    except ValueError as error:
        raise click.UsageError(f"--state {error}") from None
