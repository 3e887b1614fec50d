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
    groups: tuple[str, ...]
    want_id: bool


def corpus_of(inputs: Sequence[str], input_format: str | None, fields: FieldOptions, skip: bool) -> Corpus:
    """Files of one structured format, or line-aligned text: predictions and references."""
    from gramscore.io import AlignedCorpus, Faults, StructuredCorpus, sources_of

    sources = sources_of(inputs)
    paths = [source.path for source in sources]
    if paths.count("-") > 1:
        raise click.UsageError("standard input can be given only once")
    format = input_format or _format_of(paths)
    faults = Faults(skipping=skip)
    if format == "text":
        if len(sources) == 1:
            raise click.UsageError("text input is a file of predictions and at least one of references")
        if fields.prediction is not None or fields.references or fields.id is not None or fields.groups:
            raise click.UsageError(
                "--prediction, --reference, --id and --group-by name fields: lines of text have none"
            )
        return AlignedCorpus(sources, faults)
    return StructuredCorpus(
        sources,
        format,
        prediction=fields.prediction,
        references=fields.references,
        id=fields.id,
        want_id=fields.want_id,
        groups=fields.groups,
        faults=faults,
    )


def _format_of(paths: Sequence[str]) -> str:
    """Several files are of the one structured format that their names tell, or else line-aligned text."""
    from gramscore.io import format_of_name

    if list(paths) == ["-"]:
        return "jsonl"
    formats = [format_of_name(path) for path in paths]
    first = formats[0]
    if first is not None and all(format == first for format in formats):
        return first
    if len(paths) == 1:
        raise click.UsageError(
            f"the name of {paths[0]} does not tell its format: give --input-format, "
            "or, if it holds lines of text, a file of references too"
        )
    structured = [(path, format) for path, format in zip(paths, formats, strict=True) if format is not None]
    if None not in formats:
        path, format = next(it for it in structured if it[1] != first)
        raise click.UsageError(
            f"{paths[0]} looks like {first}, {path} like {format}: give files of one format, or --input-format"
        )
    for path, format in structured:
        raise click.UsageError(
            f"several files are line-aligned text, but {path} looks like {format}: "
            "give files of one structured format, or --input-format text"
        )
    return "text"
