"""`gramscore rouge-score`: the flags of rouge-score's command in, the CSV file that it writes out."""

from __future__ import annotations

import argparse
import glob
import re
from collections.abc import Sequence
from typing import Final

import click

from gramscore.cli.completion import FILE_NAME
from gramscore.cli.outputs import check_outputs
from gramscore.options.arguments import ArgumentParser

_SWITCHES: Final = ("use_stemmer", "aggregate", "split_summaries")
_SWITCH: Final = re.compile(rf"--?(no)?({'|'.join(_SWITCHES)})")
_VALUES: Final = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}


@click.command(
    "rouge-score",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=FILE_NAME)
def rouge_score(arguments: tuple[str, ...]) -> int:
    """Write what `python -m rouge_score.rouge` (0.1.2) writes for its flags (--help lists them)."""
    from gramscore.compat.rouge_score import rouge_scorer, scoring
    from gramscore.compat.rouge_score.io import compute_scores_and_write_to_csv
    from gramscore.io.atomic import replacing
    from gramscore.io.errors import OutputError

    try:
        args = _parsed(arguments)
    except SystemExit as ended:  # argparse has said why
        return ended.code if isinstance(ended.code, int) else 2
    inputs = [
        name
        for pattern in (args.target_filepattern, args.prediction_filepattern)
        for name in glob.glob(pattern)
    ]
    check_outputs({"--output_filename": args.output_filename}, inputs)
    try:
        scorer = rouge_scorer.RougeScorer(
            args.rouge_types.split(","), use_stemmer=args.use_stemmer, split_summaries=args.split_summaries
        )
        aggregator = scoring.BootstrapAggregator() if args.aggregate else None
        with replacing(args.output_filename) as stream:
            try:
                compute_scores_and_write_to_csv(
                    args.target_filepattern,
                    args.prediction_filepattern,
                    stream.name,
                    scorer,
                    aggregator,
                    delimiter=args.delimiter,
                )
            except OSError as error:
                if error.filename in (None, stream.name):
                    raise
                raise click.UsageError(
                    f"{error.filename}: cannot be read ({error.strerror or error})"
                ) from None
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    except (ValueError, ImportError, LookupError) as error:
        raise click.UsageError(str(error)) from None
    return 0


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Flags with one hyphen or two; switches without a value, with one, or with `no` before them."""
    given = []
    for argument in arguments:
        flag, equals, value = argument.partition("=")
        if found := _SWITCH.fullmatch(flag):
            given.append(f"--{found[2]}={value if equals else 'false' if found[1] else 'true'}")
        else:
            given.append(
                f"-{argument}"
                if re.match(r"-[a-z]\w*_", argument) or argument.startswith("-delim")
                else argument
            )
    parser = ArgumentParser(
        prog="gramscore rouge-score",
        allow_abbrev=False,
        description="Writes what `python -m rouge_score.rouge` of rouge-score 0.1.2 writes.",
    )
    add = parser.add_argument
    add("--target_filepattern", required=True, help="files of references")
    add("--prediction_filepattern", required=True, help="files of predictions")
    add("--output_filename", required=True, help="the CSV file to write")
    add("--delimiter", default="\n", help="what ends a text (default: a line feed)")
    add("--rouge_types", default="rouge1,rouge2,rougeL", help="types, with commas between them")
    add("--use_stemmer", type=_switch, default=False, help="compare stems")
    add(
        "--aggregate",
        type=_switch,
        default=True,
        help="write means with intervals; --noaggregate: all examples",
    )
    add("--split_summaries", type=_switch, default=False, help="find sentences for rougeLsum (needs nltk)")
    return parser.parse_args(given)


def _switch(value: str) -> bool:
    if value.lower() not in _VALUES:
        raise argparse.ArgumentTypeError(f"{value!r} is neither true nor false")
    return _VALUES[value.lower()]
