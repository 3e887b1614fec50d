"""The corpus that the INPUT arguments mean."""

from __future__ import annotations

import dataclasses
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


NO_ID: Final = "none"


@dataclass(frozen=True)
class TableOptions:
    """What the command line says of CSV and TSV; None leaves it to the file."""

    quoting: str | None = None
    cells: str | None = None
    null: str | None = None


def corpus_of(
    inputs: Sequence[str],
    input_format: str | None,
    fields: FieldOptions,
    skip: bool,
    table: TableOptions | None = None,
) -> Corpus:
    """Files of one structured format, or line-aligned text: predictions and references."""
    from gramscore.io import AlignedCorpus, Dialect, Faults, StructuredCorpus, sources_of

    faults = Faults(skipping=skip)
    sides = sources_of(inputs, faults.remarks, any_name=input_format is not None)
    sources = [source for side in sides for source in side]
    paths = [source.path for source in sources]
    if paths.count("-") > 1:
        raise click.UsageError("standard input can be given only once")
    format = input_format or _format_of(inputs, paths)
    table = table or TableOptions()
    if format not in ("csv", "tsv"):
        for field in dataclasses.fields(table):
            if getattr(table, field.name) is not None:
                raise click.UsageError(f"--{field.name} is about CSV and TSV, the input is {format}")
    if format == "text":
        if len(sides) == 1:
            raise click.UsageError("text input is a file of predictions and at least one of references")
        if (
            fields.prediction is not None
            or fields.references
            or fields.id is not None
            or set(fields.groups) - {"file"}
        ):
            raise click.UsageError(
                "--prediction, --reference, --id and --group-by name fields: lines of text have none"
            )
        _check_sides(inputs)
        return AlignedCorpus(sides, groups=fields.groups, faults=faults)
    no_id = fields.id == NO_ID
    return StructuredCorpus(
        sources,
        format,
        prediction=fields.prediction,
        references=fields.references,
        id=None if no_id else fields.id,
        want_id=fields.want_id and not no_id,
        groups=fields.groups,
        dialect=Dialect(table.quoting or "auto", table.cells or "auto", table.null),
        faults=faults,
    )


def _check_sides(inputs: Sequence[str]) -> None:
    """Two patterns that the shell took apart look like one file of predictions and many of references."""
    from gramscore.io import plain_suffix

    endings = [plain_suffix(path) for path in inputs]
    each = {ending: endings.count(ending) for ending in endings}
    if (
        len(each) > 1
        and min(each.values()) > 1
        and len(set(each.values())) == 1
        and endings == sorted(endings, key=list(each).index)
    ):
        first, second, *_ = each
        raise click.UsageError(
            f"{each[first]} files end in {first or 'nothing'} and as many in {second or 'nothing'}: quote the patterns "
            f"of the shards of one side, as in '*{first}' '*{second}'"
        )


def _format_of(inputs: Sequence[str], paths: Sequence[str]) -> str:
    """Several files are of the one structured format that their names tell, or else line-aligned text."""
    from gramscore.io import format_of_name

    if list(paths) == ["-"]:
        return "jsonl"
    formats = [format_of_name(path) for path in paths]
    first = formats[0]
    if first is not None and all(format == first for format in formats):
        return first
    if len(inputs) == 1:
        raise click.UsageError(
            f"the name of {inputs[0]} does not tell its format: give --input-format, "
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
