"""`gramscore explain`: why one prediction has the score that it has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from gramscore.cli import metrics, strict_json
from gramscore.cli.completion import FILE_NAME
from gramscore.cli.reading_options import reading_options
from gramscore.cli.sections import command, input_option
from gramscore.cli.shared_options import format_option, metric_option, scoring_options
from gramscore.cli.streams import say
from gramscore.cli.version import version_option
from gramscore.metrics.registry import ALL_FAMILIES
from gramscore.options.printable import on_one_line, printable
from gramscore.options.reading import Reading

if TYPE_CHECKING:
    from gramscore.io.corpus import Corpus

_EXAMPLES = """\b
Examples:
  gramscore explain "the cat sat down" "the cat sat on the mat"
  gramscore explain --metric bleu "a cat sat" "the cat sat" "a cat sat there"
  gramscore explain --metric ter --file translations.tsv --line 17
  gramscore explain -m rouge2,rougeL --stemmer --format json "cats sat" "a cat sat"
"""


@command(epilog=_EXAMPLES)
@click.argument("texts", nargs=-1, metavar="[PREDICTION REFERENCE...]")
@input_option(
    "--file",
    "path",
    metavar="FILE",
    type=FILE_NAME,
    help="Take the texts from a structured file, as score reads it.",
)
@input_option(
    "--line",
    type=click.IntRange(min=1),
    metavar="N",
    default=1,
    show_default=True,
    help="Which example of FILE, counted from 1.",
)
@reading_options(source=True, plain=False, faults=False)
@scoring_options(metric_option("explain"))
@format_option("output_format", ("text", "json", "html"), "text", "text, json or html.")
@version_option
def explain(
    texts: tuple[str, ...],
    path: str | None,
    line: int,
    reading: Reading,
    chosen: metrics.Metrics,
    output_format: str,
) -> None:
    """Show why a prediction has the score that it has: what matches, where, and which edits count.

    The texts are given as arguments, a prediction and one or more references, or are an example of a file.
    """
    from gramscore.io.errors import InputError
    from gramscore.io.opening import open_corpus

    for name, engine in chosen.engines.items():
        if not hasattr(engine, "explain"):
            known = ", ".join(it.name for it in ALL_FAMILIES if hasattr(it.kind, "explain"))
            raise click.UsageError(f"there are no explanations of {name}, there are of {known}")
    if path is None:
        if line != 1 or reading != Reading():
            raise click.UsageError("--line and the options that say how to read a file go with --file")
        if len(texts) < 2:
            raise click.UsageError("a prediction and at least one reference are expected, or --file FILE")
        if chosen.sourced:
            raise click.UsageError(
                f"{', '.join(chosen.sourced)}: the source is needed, too, so the example has to be of a file: "
                "--file FILE"
            )
        corpus, text, others, source = None, texts[0], list(texts[1:]), None
    else:
        if texts:
            raise click.UsageError("texts are given as arguments or by --file, not both")
        try:
            reading = replace(reading, want_source=bool(chosen.sourced))
            corpus = open_corpus([path], reading)
            text, others, source = _example(corpus, path, line)
        except InputError as error:
            raise click.UsageError(str(error)) from None
    found = {
        name: engine.explain(text, others, source) if name in chosen.sourced else engine.explain(text, others)
        for name, engine in chosen.engines.items()
    }
    _print(found, output_format)
    for remark in () if corpus is None else corpus.faults.remarks:
        say(f"gramscore: {on_one_line(remark)}")


def _example(corpus: Corpus, path: str, line: int) -> tuple[str, list[str], str | None]:
    from gramscore.io.batch import dense
    from gramscore.io.text_array import text_of, texts_of

    examples = 0
    for batch in corpus.batches():
        if line <= examples + len(batch):
            at = line - 1 - examples
            source = None if batch.sources is None else text_of(dense(batch.sources)[at])
            return text_of(dense(batch.predictions)[at]), texts_of(dense(batch.references)[at]), source
        examples += len(batch)
    raise click.UsageError(f"--line {line}: {path} has {examples} example{'s' if examples != 1 else ''}")


def _print(found: dict[str, Any], output_format: str) -> None:
    if output_format == "json":
        print(strict_json.dumps({name: it.to_dict() for name, it in found.items()}, indent=2))
    elif output_format == "html":
        print(printable("\n".join(it._repr_html_() for it in found.values())))
    else:
        from rich.console import Console

        console = Console(highlight=False)
        for place, explanation in enumerate(found.values()):
            if place:
                console.print()
            console.print(explanation)
