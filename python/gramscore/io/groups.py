"""Groups of texts from JSON Lines: a list of candidates in each record, perhaps with a list of references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gramscore.io.errors import InputError, all_empty
from gramscore.io.formats import format_of_name
from gramscore.io.json_record import Record, kind, record_of
from gramscore.io.recoded import checked_encoding
from gramscore.io.source import Source


@dataclass(frozen=True)
class TextGroup:
    """A record: its place (file:line), its candidates, and its references if it is asked for some."""

    place: str
    candidates: list[str]
    references: list[str] | None


def read_groups(
    path: str, candidates: str, references: str | None, encoding: str | None = None
) -> Iterator[TextGroup]:
    """The records of a file, `-` for standard input, with these fields, which hold a text or a list of texts.

    encoding: that of the file, None for UTF-8.

    Raises InputError, naming the place, for what is no JSON, no such record, or no text, and for a file without any
    record.
    """
    source = Source(path, encoding=checked_encoding(encoding))
    format = format_of_name(path)
    if format not in (None, "jsonl"):
        raise InputError(f"{source.name} looks like {format}: JSON Lines is expected")
    empty = True
    with source.open_text() as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            empty = False
            place = f"{source.name}:{number}"
            record: Record = record_of(place, line)
            own = _texts(place, record, candidates, empty=True)
            others = None if references is None else _texts(place, record, references, empty=not own)
            yield TextGroup(place, own, others)
    if empty:
        raise all_empty([source.name], "choose from")


def _texts(place: str, record: Record, name: str, *, empty: bool) -> list[str]:
    """The texts of a field, which holds one text or a list of them; of none if `empty` allows it."""
    if name not in record:
        raise InputError(f"{place}: field {name!r} is missing")
    value = record[name]
    texts: list[str] = value if isinstance(value, list) else [value]
    if not texts and not empty:
        raise InputError(f"{place}: field {name!r} is an empty list: at least one text is needed")
    for index, text in enumerate(texts):
        if type(text) is not str:
            where = f" at index {index}" if texts is value else ""
            raise InputError(f"{place}: field {name!r} holds {kind(text)}{where}, not text")
    return texts
