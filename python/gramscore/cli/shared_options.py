"""Options that several commands have."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from gramscore.cli import metrics
from gramscore.cli.completion import complete_metrics
from gramscore.metrics.registry import FAMILY_OF

_Option = Callable[[Any], Any]

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


def metric_option(to: str, more: str = "", default: str = metrics.DEFAULT) -> _Option:
    """`to`: what is done with the metrics named."""
    return click.option(
        "--metric",
        "-m",
        "names",
        metavar="NAME[,NAME...]",
        multiple=True,
        default=[default],
        shell_complete=complete_metrics,
        show_default=True,
        help=f"What to {to}: rouge1 to rouge9, {', '.join(_OTHER_NAMES)}. Repeatable{more}.",
    )


def tokenizer_option(help: str) -> _Option:
    return click.option("--tokenizer", "tokenizers", metavar="[FAMILY=]NAME", multiple=True, help=help)


sentence_splitter_option: _Option = click.option(
    "--sentence-splitter",
    metavar="NAME",
    help="What rougeLsum takes for sentences: newline (default), unicode, nltk, or a separator such as '<q>'.",
)
named_option: _Option = click.option(
    "--option",
    "named",
    metavar="METRIC.NAME=VALUE",
    multiple=True,
    help="Any other option of a metric, as bleu.max_order=2 or ter.normalized; `gramscore metrics` lists them.",
)


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
