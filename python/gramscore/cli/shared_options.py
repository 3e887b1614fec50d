"""Options that several commands have: which metrics, set up how, and how the result is printed."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import click
from click.core import ParameterSource

from gramscore.cli import metrics
from gramscore.cli.completion import complete_metrics, complete_options
from gramscore.cli.sections import metrics_option, result_option
from gramscore.metrics.registry import FAMILY_OF

_Option = Callable[[Any], Any]

# The types of ROUGE by number are said in few words.
_OTHER_NAMES = [name for name in FAMILY_OF if not re.fullmatch(r"rouge\d", name)]

threads_option: _Option = click.option(
    "--threads", type=click.IntRange(1, 1024), metavar="N", help="Threads to use (default: all CPUs)."
)


def refuse_idle(names: Sequence[str], why: str) -> None:
    """`UsageError` for the first of these options that was given, which changes nothing; `why` says when."""
    context = click.get_current_context()
    for option in context.command.params:
        if option.name in names and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option.opts[0]} has no effect {why}")


def metric_option(to: str, more: str = "", default: str = metrics.DEFAULT) -> _Option:
    """`to`: what is done with the metrics named."""
    option: _Option = metrics_option(
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
    return option


def one_metric_option(default: str, what: str) -> _Option:
    """For a command that takes a single metric; `what` says which."""
    option: _Option = metrics_option(
        "--metric",
        "-m",
        "names",
        metavar="NAME",
        multiple=True,
        default=[default],
        shell_complete=complete_metrics,
        show_default=True,
        help=f"{what}; of a ROUGE type F.",
    )
    return option


# By the fields of metrics.Options.
_SETTINGS: Final[dict[str, _Option]] = {
    "stemmer": metrics_option(
        "--stemmer/--no-stemmer", default=False, help="ROUGE compares stems of English words (default: no)."
    ),
    "tokenizers": metrics_option(
        "--tokenizer",
        "tokenizers",
        metavar="[METRIC=]NAME",
        multiple=True,
        help="How text becomes tokens, for ROUGE (rouge by default, a to z and digits; unicode reads any script) and "
        "BLEU (13a by default): one for both, or each its own, as in --tokenizer rouge=unicode --tokenizer bleu=intl.",
    ),
    "lowercase": metrics_option(
        "--lowercase", is_flag=True, help="BLEU and chrF ignore case, as ROUGE and TER always do."
    ),
    "sentence_splitter": metrics_option(
        "--sentence-splitter",
        metavar="NAME",
        help="What rougeLsum takes for sentences: newline (default), unicode, nltk, or a separator such as '<q>'.",
    ),
    "smoothing": metrics_option(
        "--smoothing",
        metavar="METHOD[=VALUE]",
        help="BLEU's for n-grams that never match: exp (default), floor, add-k or none.",
    ),
    "effective_order": metrics_option(
        "--effective-order", is_flag=True, help="BLEU counts only the orders that a text has n-grams of."
    ),
    "named": metrics_option(
        "--option",
        "named",
        metavar="METRIC.NAME=VALUE",
        multiple=True,
        shell_complete=complete_options,
        help="Any other option of a metric, as bleu.max_order=2 or ter.normalized; `gramscore metrics` lists them.",
    ),
}


def scoring_options(metric: _Option) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options that choose metrics and set them up, whose values come as one parameter `chosen`, of `metrics.Metrics`.
    `metric`: the one that names them."""

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def called(names: Sequence[str], **given: Any) -> Any:
            options = metrics.Options(**{name: given.pop(name) for name in _SETTINGS})
            return command(chosen=metrics.build(names, options), **given)

        for option in (*reversed(_SETTINGS.values()), metric):
            called = option(called)
        return called

    return decorated


def format_option(name: str, known: Sequence[str], default: str, help: str | None = None) -> _Option:
    """How the result is printed; `name` is that of the parameter."""
    option: _Option = result_option(
        "--format",
        name,
        type=click.Choice(known),
        metavar="FORMAT",
        default=default,
        show_default=True,
        help=help or f"Of the result: {', '.join(known)}. json and csv have every digit.",
    )
    return option
