"""The corpus that the INPUT arguments mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from gramscore.io import Corpus

INPUT_FORMATS: Final = ("jsonl", "csv", "tsv", "parquet", "text")


@dataclass(frozen=True)
class FieldOptions:
    """The fields named on the command line, and whether ids are worth guessing."""

    prediction: str | None
    references: tuple[str, ...]
    id: str | None
    want_id: bool


def corpus_of(inputs: Sequence[str], input_format: str | None, fields: FieldOptions) -> Corpus:
    """One input is a structured file, several are line-aligned text."""
    from gramscore.io import read_aligned, read_structured

    format = input_format or _format_of(inputs)
    if format == "text":
        if len(inputs) == 1:
            raise click.UsageError("text input is a file of predictions and at least one of references")
        if inputs.count("-") > 1:
            raise click.UsageError("standard input can be given only once")
        if fields.prediction is not None or fields.references or fields.id is not None:
            raise click.UsageError("--prediction, --reference and --id name fields: lines of text have none")
        return read_aligned(inputs[0], inputs[1:])
    if len(inputs) > 1:
        raise click.UsageError(f"one {format} file is expected, {len(inputs)} were given")
    return read_structured(
        inputs[0],
        format,
        prediction=fields.prediction,
        references=fields.references,
        id=fields.id,
        want_id=fields.want_id,
    )


def _format_of(inputs: Sequence[str]) -> str:
    from gramscore.io import format_of_name

    if len(inputs) == 1 and inputs[0] == "-":
        return "jsonl"
    formats = [format_of_name(path) for path in inputs]
    if len(inputs) == 1:
        if formats[0] is None:
            raise click.UsageError(
                f"the name of {inputs[0]} does not tell its format: give --input-format, "
                "or, if it holds lines of text, a file of references too"
            )
        return formats[0]
    for path, format in zip(inputs, formats, strict=True):
        if format is not None:
            raise click.UsageError(
                f"several files are line-aligned text, but {path} looks like {format}: "
                "give one structured file, or --input-format text"
            )
    return "text"
