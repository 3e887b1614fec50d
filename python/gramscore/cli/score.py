"""`gramscore score`: files in, scores out."""

from __future__ import annotations

import sys
from contextlib import nullcontext

import click

from gramscore.cli import metrics
from gramscore.cli.corpus_of import INPUT_FORMATS, NO_ID, FieldOptions, TableOptions, corpus_of
from gramscore.cli.outputs import check_outputs
from gramscore.cli.progress import progress_bar
from gramscore.cli.report import REPORT_FORMATS
from gramscore.cli.run import Run
from gramscore.cli.shared_options import (
    effective_order_option,
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
from gramscore.options.printable import on_one_line

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
  gramscore score outputs/ --group-by lang --state outputs.parquet
  gramscore score 'shards/*.jsonl.zst' --on-error skip
"""


@click.command(epilog=_EXAMPLES, context_settings={"max_content_width": 100})
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--prediction", metavar="FIELD", help="Field that holds the predictions.")
@reference_option
@click.option(
    "--id",
    "id_field",
    metavar="FIELD",
    help="Field that names the examples in the file of --per-example, guessed unless given; none: number them.",
)
@click.option(
    "--input-format",
    type=click.Choice(INPUT_FORMATS),
    metavar="FORMAT",
    help=f"{', '.join(INPUT_FORMATS)}: when the name does not tell. Standard input is jsonl by default.",
)
@table_options
@metric_option("compute", ": all are computed in one pass")
@stemmer_option
@tokenizer_option(
    "How text becomes tokens, for ROUGE (rouge by default, a to z and digits; unicode reads any script) and BLEU "
    "(13a by default): one for both, or each its own, as in --tokenizer rouge=unicode --tokenizer bleu=intl.",
)
@lowercase_option
@click.option(
    "--smoothing",
    metavar="METHOD[=VALUE]",
    help="BLEU's for n-grams that never match: exp (default), floor, add-k or none.",
)
@effective_order_option
@threads_option
@format_option("report_format", REPORT_FORMATS, "table")
@click.option(
    "--per-example",
    metavar="FILE",
    help="Also write the scores of every example to FILE, a .jsonl, .csv or .parquet.",
)
@click.option(
    "--group-by",
    metavar="FIELD",
    multiple=True,
    help="Also show the scores by the values of FIELD; folders called FIELD=value count, and `file` is the file of an "
    "example. Repeatable.",
)
@click.option(
    "--state",
    metavar="FILE",
    help="Also save what the scores are made of to FILE, a .parquet or .arrow, for gramscore merge.",
)
@click.option(
    "--on-error",
    type=click.Choice(("stop", "skip")),
    default="stop",
    show_default=True,
    help="At what cannot be read: stop, or skip it (a line, a row, the rest of a damaged file) and list it.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress bar, no remarks.")
@version_option
def score(
    inputs: tuple[str, ...],
    prediction: str | None,
    references: tuple[str, ...],
    id_field: str | None,
    input_format: str | None,
    quoting: str | None,
    cells: str | None,
    null: str | None,
    names: tuple[str, ...],
    stemmer: bool,
    tokenizers: tuple[str, ...],
    lowercase: bool,
    smoothing: str | None,
    effective_order: bool,
    threads: int | None,
    report_format: str,
    per_example: str | None,
    group_by: tuple[str, ...],
    state: str | None,
    on_error: str,
    quiet: bool,
) -> None:
    """Score predictions against references.

    INPUT is one or more structured files of one format (JSON Lines, CSV, TSV or Parquet) with a field of predictions
    and one or more of references, guessed from the usual names unless given; or several line-aligned text files,
    predictions first, then references. It may be a directory or a pattern such as 'shards/*.jsonl', in quotes; of text
    each is one side, whose files follow one another. `-` is standard input. Files may be compressed (gzip, bzip2, xz,
    zstd). They are read once, in batches, whatever their size.

    The result goes to standard output, everything else to standard error.
    """
    from gramscore.io import InputError, OutputError, writing_per_example
    from gramscore.results.state import write_states

    try:
        options = metrics.Options(stemmer, lowercase, smoothing, effective_order, tokenizers)
        chosen = metrics.build(names, options)
        fields = FieldOptions(prediction, references, id_field, group_by, want_id=per_example is not None)
        if per_example is not None:
            _check_per_example(per_example)
        if state is not None:
            _check_state(state)
        for option, given in (("--group-by", group_by), ("--state", state)):
            if given and chosen.whole:
                raise click.UsageError(
                    f"{option}: scores of {', '.join(chosen.whole)} do not follow from those of parts: leave it out"
                )
        table = TableOptions(quoting, cells, null)
        corpus = corpus_of(inputs, input_format, fields, on_error == "skip", table)
        if id_field is not None and per_example is None:
            raise click.UsageError("--id names the examples in the file of --per-example, which is not given")
        check_outputs({"--per-example": per_example, "--state": state}, corpus.paths)
        run = Run(chosen, corpus, threads)
        id_name = None if corpus.fields is None else corpus.fields.id
        if id_name in chosen.columns:
            raise click.UsageError(
                f"the field of ids is called {id_name!r}, as a column of scores is: give --id another, or {NO_ID}"
            )
        rows = nullcontext() if per_example is None else writing_per_example(per_example, id_name)
        with rows as writer, progress_bar(chosen.label, corpus.size, quiet) as progress:
            for batch, scores in run.batches():
                progress(corpus.position, run.examples)
                if writer is not None:
                    columns = (it.per_example() for it in scores.values())
                    writer.write(batch, {name: it for found in columns for name, it in found.items()})
        if state is not None:
            write_states(state, run.states)
    except InputError as error:
        raise click.UsageError(str(error)) from None
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    except OverflowError as error:
        raise click.ClickException(str(error)) from None
    run.report().print(report_format)
    if not quiet:
        sys.stdout.flush()
        for remark in run.remarks(report_format):
            say(f"gramscore: {on_one_line(remark)}")


def _check_per_example(path: str) -> None:
    from gramscore.io import PER_EXAMPLE_FORMATS, per_example_format

    if per_example_format(path) is None:
        known = ", ".join(PER_EXAMPLE_FORMATS)
        raise click.UsageError(f"--per-example {path}: the name must end with one of {known}")


def _check_state(path: str) -> None:
    from gramscore.io import state_format

    try:
        state_format(path)
    except ValueError as error:
        raise click.UsageError(f"--state {error}") from None
