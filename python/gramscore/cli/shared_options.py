"""Options that several commands have."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from gramscore.cli import metrics
from gramscore.metrics.registry import FAMILY_OF

_Option = Callable[[Any], Any]

reference_option: _Option = click.option(
    "--reference",
    "references",
    metavar="FIELD",
    multiple=True,
    help="Field that holds the references, one text or a list of texts per example. Repeatable.",
)
stemmer_option: _Option = click.option(
    "--stemmer/--no-stemmer", default=False, help="ROUGE compares stems of English words (default: no)."
)
lowercase_option: _Option = click.option(
    "--lowercase", is_flag=True, help="BLEU and chrF ignore case, as ROUGE and TER always do."
)
effective_order_option: _Option = click.option(
    "--effective-order", is_flag=True, help="BLEU counts only the orders that a text has n-grams of."
)
# The types of ROUGE by number are said in few words.
_OTHER_NAMES = [name for name in FAMILY_OF if not re.fullmatch(r"rouge\d", name)]

threads_option: _Option = click.option(
    "--threads", type=click.IntRange(1, 1024), metavar="N", help="Threads to use (default: all CPUs)."
)


def table_options(command: Any) -> Any:
    """What CSV and TSV do not say themselves: parameters `quoting`, `cells` and `null`."""
    for option in reversed(_TABLE_OPTIONS):
        command = option(command)
    return command


_TABLE_OPTIONS: tuple[_Option, ...] = (
    click.option(
        "--quoting",
        type=click.Choice(("csv", "none")),
        help="Of CSV and TSV: csv, fields may stand in double quotes (default of CSV); none, quotes are text (default "
        "of TSV unless every field is quoted).",
    ),
    click.option(
        "--cells",
        type=click.Choice(("text", "list")),
        help="Of CSV and TSV: references are texts as they stand, or lists as ['a', 'b'] (default: as the first one "
        "looks).",
    ),
    click.option(
        "--null", metavar="TEXT", help="Of CSV and TSV: a cell with this TEXT, such as '' or NA, is missing."
    ),
)


def metric_option(to: str, more: str = "") -> _Option:
    """`to`: what is done with the metrics named."""
    return click.option(
        "--metric",
        "-m",
        "names",
        metavar="NAME[,NAME...]",
        multiple=True,
        default=[metrics.DEFAULT],
        show_default=True,
        help=f"What to {to}: rouge1 to rouge9, {', '.join(_OTHER_NAMES)}. Repeatable{more}.",
    )


def tokenizer_option(help: str) -> _Option:
    return click.option("--tokenizer", "tokenizers", metavar="[FAMILY=]NAME", multiple=True, help=help)


def format_option(name: str, known: Sequence[str], default: str, help: str | None = None) -> _Option:
    """How the result is printed; `name` is that of the parameter."""
    return click.option(
        "--format",
        name,
        type=click.Choice(known),
        metavar="FORMAT",
        default=default,
        show_default=True,
        help=help or f"Of the result: {', '.join(known)}. json and csv have every digit.",
    )
