"""`gramscore reproduce`: which settings give these scores."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import click

from gramscore.cli import strict_json
from gramscore.cli.completion import FILE_NAME
from gramscore.cli.reading_options import reading_options, usage_error
from gramscore.cli.shared_options import format_option, refuse_idle
from gramscore.cli.streams import say
from gramscore.cli.version import version_option
from gramscore.options.printable import printable
from gramscore.options.reading import Reading

_EXAMPLES = """\b
Examples:
  gramscore reproduce outputs.jsonl --score rouge1=43.1 --score rouge2=20.3 --score rougeL=40.2
  gramscore reproduce hypotheses.txt references.txt --score bleu=28.60
"""


@click.command(epilog=_EXAMPLES, context_settings={"max_content_width": 100})
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=FILE_NAME)
@reading_options(source=True)
@click.option(
    "--score",
    "scores",
    metavar="NAME=SCORE",
    multiple=True,
    help="A score that somebody reports, with its digits: rouge1=43.10, bleu=28.6. Repeatable.",
)
@click.option(
    "--spread", is_flag=True, help="Instead: how far scores move over the settings that papers use."
)
@click.option(
    "--why",
    nargs=2,
    metavar="SETTING SETTING",
    help="Instead: why two packages or settings, in the words of rows, give different scores.",
)
@click.option(
    "--metric",
    "-m",
    "names",
    metavar="NAME[,NAME...]",
    multiple=True,
    help="Scores for --spread (default: rouge1,rouge2,rougeL) and --why (default: rougeL).",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    default=5,
    show_default=True,
    help="Rows to print of those that give the scores; of those that come near, where none does.",
)
@click.option("--call/--no-call", default=True, help="Print the Python of the first row (default) or not.")
@click.option("--quiet", "-q", is_flag=True, help="No progress bar.")
@format_option("output_format", ("text", "json"), "text", "text or json, which has every row and its call.")
@version_option
def reproduce(
    inputs: tuple[str, ...],
    reading: Reading,
    scores: tuple[str, ...],
    spread: bool,
    why: tuple[str, str] | None,
    names: tuple[str, ...],
    top: int,
    call: bool,
    quiet: bool,
    output_format: str,
) -> int:
    """Search for the settings that give scores which somebody reports.

    INPUT is as for gramscore score, with the outputs that the scores are of. Each row names a package, its version, its
    options and what is done to the texts; settings that give the same scores on these texts are one row. Ctrl-C prints
    what was found so far.
    """
    import gramscore
    from gramscore.io.errors import InputError

    _check_use(scores, spread, why, names, output_format)
    asked = [name.strip() for value in names for name in value.split(",")]
    found: Any
    try:
        wanted = {} if spread or why is not None else _scores_of(scores)
        looked_at = (name.strip().lower() for name in (*wanted, *asked))
        predictions, references, sources = read_all(inputs, replace(reading, want_source="sari" in looked_at))
        with search_bar(quiet) as progress:
            if spread:
                found = gramscore.spread(
                    predictions, references, asked or _SPREAD, sources, progress=progress
                )
            elif why is not None:
                found = gramscore.difference(
                    predictions, references, asked[0] if asked else "rougeL", *why, sources
                )
            else:
                found = gramscore.reproduce(
                    predictions, references, wanted, sources, progress=progress, interruptible=True
                )
    except (InputError, TypeError, ValueError) as error:
        raise usage_error(error) from None
    if output_format == "json":
        print(strict_json.dumps({"version": gramscore.__version__, **found.to_dict()}, indent=2))
        sys.stdout.flush()
    elif isinstance(found, gramscore.Found):
        print(printable(found.text(top)))
        if call and found.rows:
            print(printable(f"\nThe first row in Python:\n\n{found[0].call}\nprint(scores)"))
    else:
        print(printable(str(found)))
        if isinstance(found, gramscore.Difference):
            _explain(found)
    sys.stdout.flush()
    if isinstance(found, gramscore.Found) and not found.complete:
        say("gramscore: error: interrupted")
        return 130
    return 0


_SPREAD: Final = ("rouge1", "rouge2", "rougeL")


def _check_use(
    scores: tuple[str, ...],
    spread: bool,
    why: tuple[str, str] | None,
    names: tuple[str, ...],
    output_format: str,
) -> None:
    given = [option for option, it in (("--score", scores), ("--spread", spread), ("--why", why)) if it]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} ask for different things: give one of them")
    if names and given == ["--score"]:
        raise click.UsageError("--metric has no effect with --score, which names the scores")
    if not scores:
        refuse_idle(("top", "call"), "without --score")
    elif output_format == "json":
        refuse_idle(("top", "call"), "with --format json, which has all rows and calls")
    if given == ["--why"] and (len(names) > 1 or "," in "".join(names)):
        raise click.UsageError("--why takes one --metric")


def _explain(found: Any) -> None:
    """What rich shows of the example that moves most, before and after."""
    from rich.console import Console

    for explanation in () if found.moved is None else found.moved.explanations:
        print()
        Console(highlight=False).print(explanation)


def _scores_of(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in (part for it in given for part in it.split(",")):
        name, equals, value = part.partition("=")
        if not equals:
            raise click.UsageError(f"--score {part}: NAME=SCORE is expected, as rouge1=43.1")
        if name in found:
            raise click.UsageError(f"--score {name} is given twice")
        found[name.strip()] = value
    if not found:
        raise click.UsageError("--score NAME=SCORE is needed, as --score rouge1=43.1")
    return found


def read_all(inputs: tuple[str, ...], reading: Reading) -> tuple[list[Any], list[Any], list[Any] | None]:
    """All texts of the files: predictions, references and, where they are asked for, sources."""
    from gramscore.io.batch import joined_sources, joined_texts
    from gramscore.io.opening import open_corpus
    from gramscore.options.printable import on_one_line

    corpus = open_corpus(inputs, reading)
    batches = list(corpus.batches())
    for remark in corpus.faults.remarks:
        say(f"gramscore: {on_one_line(remark)}")
    if corpus.faults.count:
        say(f"gramscore: skipped {corpus.faults.count}, first {on_one_line(corpus.faults.listed[0])}")
    if not batches:
        raise click.UsageError("there are no examples")
    predictions, references = joined_texts(batches)
    sources = joined_sources(batches)
    return predictions.to_pylist(), references.to_pylist(), None if sources is None else sources.to_pylist()


@contextmanager
def search_bar(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar for people, on stderr if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("searching", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
