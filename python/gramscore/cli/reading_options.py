"""The options that say how INPUT is read, collected as a `Reading`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

import click

from gramscore.cli.completion import complete_fields
from gramscore.cli.sections import input_option
from gramscore.options.reading import (
    CELLS,
    INPUT_FORMATS,
    ON_ERROR,
    ON_NULL,
    PLAIN_FORMATS,
    QUOTING,
    Reading,
    TableOptions,
)

_Option = Callable[[Any], Any]

prediction_option: Final[_Option] = input_option(
    "--prediction",
    metavar="FIELD",
    shell_complete=complete_fields,
    help="Field that holds the predictions; of what is nested a path, as choices.0.message.content.",
)
predictions_option: Final[_Option] = input_option(
    "--prediction",
    "predictions",
    metavar="FIELD[,FIELD...]",
    multiple=True,
    shell_complete=complete_fields,
    help="Field that holds the predictions; of what is nested a path, as choices.0.message.content. Of one INPUT a "
    "field for each system. Repeatable.",
)
_REFERENCE: Final[_Option] = input_option(
    "--reference",
    "references",
    metavar="FIELD",
    multiple=True,
    shell_complete=complete_fields,
    help="Field that holds the references, one text or a list of texts per example; or, of lines, a file of them. "
    "Repeatable.",
)
_SOURCE: Final[_Option] = input_option(
    "--source",
    metavar="FIELD",
    shell_complete=complete_fields,
    help="Field of what the predictions are made from, for metrics that compare them with it (sari, gec-gleu) and to "
    "find copies of it; or, of lines, a file of it.",
)
encoding_option: Final[_Option] = input_option(
    "--encoding", "-e", metavar="NAME", help="Of text, as utf-16 or latin-1 (default: utf-8)."
)
_TABLES: Final[tuple[_Option, ...]] = (
    input_option(
        "--delimiter", metavar="CHARACTER", help="Of CSV: between fields (default: as the header has it)."
    ),
    input_option(
        "--quoting",
        type=click.Choice(QUOTING),
        help="Of CSV and TSV: csv, fields may stand in double quotes (default of CSV); none, quotes are text (default "
        "of TSV unless every field is quoted).",
    ),
    input_option(
        "--cells",
        type=click.Choice(CELLS),
        help="Of CSV and TSV: references are texts as they stand, or lists as ['a', 'b'] (default: as the first one "
        "looks).",
    ),
    input_option(
        "--null", metavar="TEXT", help="Of CSV and TSV: a cell with this TEXT, such as '' or NA, is missing."
    ),
    encoding_option,
)
_FAULTS: Final[tuple[_Option, ...]] = (
    input_option(
        "--on-error",
        type=click.Choice(ON_ERROR),
        default="stop",
        show_default=True,
        help="At what cannot be read: stop, or skip it (a line, a row, the rest of a damaged file) and list it.",
    ),
    input_option(
        "--on-null",
        type=click.Choice(ON_NULL),
        default="stop",
        show_default=True,
        help="At a prediction that is null: stop, score it as an empty text, or skip it.",
    ),
)


def reading_options(
    *, prediction: bool = True, source: bool = False, plain: bool = True, faults: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options whose values come as one parameter `reading`. `prediction`: that of one field of predictions among them;
    `source`: that of sources, too; `plain`: input without fields is taken, too; `faults`: what cannot be read may be
    passed over."""
    formats = tuple(name for name in INPUT_FORMATS if plain or name not in PLAIN_FORMATS)
    options = [
        _REFERENCE,
        input_option(
            "--input-format",
            type=click.Choice(formats),
            metavar="FORMAT",
            help=f"{', '.join(formats)}: when the name does not tell. Standard input is jsonl by default.",
        ),
        *_TABLES,
    ]
    if prediction:
        options.insert(0, prediction_option)
    if source:
        options.insert(options.index(_REFERENCE) + 1, _SOURCE)
    if faults:
        options += _FAULTS

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def called(**given: Any) -> Any:
            delimiter = given.pop("delimiter")
            if delimiter == r"\t":  # as it is typed where a shell has no other way
                delimiter = "\t"
            texts = {name: given.pop(name) for name in ("quoting", "cells", "null")}
            table = TableOptions(**texts, delimiter=delimiter)
            reading = Reading(
                format=given.pop("input_format"),
                prediction=given.pop("prediction") if prediction else None,
                references=given.pop("references"),
                table=table,
                encoding=given.pop("encoding"),
                on_error=given.pop("on_error") if faults else "stop",
                on_null=given.pop("on_null") if faults else "stop",
                source=given.pop("source") if source else None,
            )
            return command(reading=reading, **given)

        for option in reversed(options):
            called = option(called)
        return called

    return decorated


def usage_error(error: Exception) -> click.UsageError:
    """What is said of input that cannot be read, with the option that would go on all the same."""
    advice = getattr(error, "advice", "")
    return click.UsageError(f"{error} ({advice})" if advice else str(error))
