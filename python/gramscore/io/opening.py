"""The corpus that paths, patterns and directories mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gramscore.io.corpus import AlignedCorpus, Corpus, DocumentCorpus, StructuredCorpus, names_in_first
from gramscore.io.delimited import Dialect
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.formats import format_of_name, plain_suffix
from gramscore.io.inputs import check_standard_input, holds_documents, sources_of
from gramscore.options.reading import NO_ID, PLAIN_FORMATS, Reading

_DELIMITED: Final = ("csv", "tsv")


def open_corpus(inputs: Sequence[str], reading: Reading) -> Corpus:
    """Files of one structured format, line-aligned text (predictions, then references), or folders of documents.

    `InputError` for what does not go together or cannot be read.
    """
    faults = Faults(reading.on_error == "skip", reading.on_null)
    format = "jsonl" if reading.format == "json" else reading.format
    if format is None and len(inputs) > 1 and all(map(holds_documents, inputs)):
        format = "documents"
        faults.remarks.append(
            "each file of these folders was taken for one example; --input-format text takes each line for one"
        )
    sides = sources_of(inputs, faults.remarks, any_name=format is not None, encoding=reading.encoding)
    if reading.source is not None and format == "documents":
        raise InputError("--source: folders of documents have none")
    sources = [source for side in sides for source in side]
    paths = [source.path for source in sources]
    check_standard_input(paths)
    if format is None and len(sources) == 1:
        _ = sources[0].size  # which says so if there is no such file
    format = format or _format_of(inputs, paths)
    _check_use(reading, format)
    if format in PLAIN_FORMATS:
        if len(sides) == 1:
            raise InputError(f"{format} input is a file of predictions and at least one of references")
        if format == "documents":
            return DocumentCorpus(sides, faults=faults)
        _check_sides(inputs)
        if reading.source is not None:
            sides += sources_of([reading.source], faults.remarks, any_name=True, encoding=reading.encoding)
        elif reading.want_source:
            raise InputError(
                "the metrics compare predictions with their sources: give the file of these lines with --source"
            )
        check_standard_input([*inputs, reading.source or ""])
        return AlignedCorpus(
            sides, groups=reading.groups, faults=faults, with_source=reading.source is not None
        )
    no_id = reading.id == NO_ID
    table = reading.table
    return StructuredCorpus(
        sources,
        format,
        prediction=reading.prediction,
        references=reading.references,
        id=None if no_id else reading.id,
        want_id=reading.want_id and not no_id,
        groups=reading.groups,
        source=reading.source,
        want_source=reading.want_source,
        dialect=Dialect(table.quoting or "auto", table.cells or "auto", table.null, table.delimiter),
        faults=faults,
    )


_NO_DELIMITERS: Final = '"\r\n\0'


def fields_in(path: str) -> list[str]:
    """The fields of a file; none of what is no structured file."""
    try:
        (sources,) = sources_of([path], [])
        format = format_of_name(sources[0].path)
        return [] if format is None else names_in_first(sources, format)
    except (InputError, OSError):
        return []


def _check_use(reading: Reading, format: str) -> None:
    """What the format has no use for, and what cannot stand between fields."""
    if format not in _DELIMITED:
        for name, value in vars(reading.table).items():
            if value is not None:
                raise InputError(f"--{name} is about CSV and TSV, the input is {format}")
    delimiter = reading.table.delimiter
    if delimiter is not None and (
        len(delimiter) != 1 or not delimiter.isascii() or delimiter in _NO_DELIMITERS
    ):
        raise InputError(
            f"--delimiter {delimiter!r}: one character of ASCII is expected, no quote or line end"
        )
    if reading.encoding is not None and format in ("parquet", "arrow"):
        raise InputError(f"--encoding is about text, the input is {format}")
    if format not in PLAIN_FORMATS:
        return
    groups = set(reading.groups) - {"file"} if format == "text" else set(reading.groups)
    if reading.prediction is not None or reading.references or reading.id is not None or groups:
        raise InputError(
            f"--prediction, --reference, --id and --group-by name fields: {_HAVE_NONE[format]} have none"
        )


_HAVE_NONE: Final = {"text": "lines of text", "documents": "documents"}


def _check_sides(inputs: Sequence[str]) -> None:
    """Two patterns that the shell took apart look like one file of predictions and many of references."""
    endings = [plain_suffix(path) for path in inputs]
    each = {ending: endings.count(ending) for ending in endings}
    if (
        len(each) > 1
        and min(each.values()) > 1
        and len(set(each.values())) == 1
        and endings == sorted(endings, key=list(each).index)
    ):
        first, second, *_ = each
        raise InputError(
            f"{each[first]} files end in {first or 'nothing'} and as many in {second or 'nothing'}: quote the patterns "
            f"of the shards of one side, as in '*{first}' '*{second}'"
        )


def _format_of(inputs: Sequence[str], paths: Sequence[str]) -> str:
    """Several files are of the one structured format that their names tell, or else line-aligned text."""
    if list(paths) == ["-"]:
        return "jsonl"
    formats = [format_of_name(path) for path in paths]
    first = formats[0]
    if first is not None and all(format == first for format in formats):
        return first
    structured = [(path, format) for path, format in zip(paths, formats, strict=True) if format is not None]
    if None not in formats:
        path, format = next(it for it in structured if it[1] != first)
        raise InputError(
            f"{paths[0]} looks like {first}, {path} like {format}: give files of one format, or --input-format"
        )
    if len(inputs) == 1:
        raise InputError(
            f"the name of {inputs[0]} does not tell its format: give --input-format, "
            "or, if it holds lines of text, a file of references too"
        )
    for path, format in structured:
        raise InputError(
            f"several files are line-aligned text, but {path} looks like {format}: "
            "give files of one structured format, or --input-format text"
        )
    return "text"
