"""Folders of one file a document, as pyrouge's are: the predictions in one, their references in another or several.

What belongs together is told by the names: equal ones, equal but for the ending, for a letter that names the author of
a reference (`news.A.001.txt`), or equal numbers in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

import pyarrow as pa

from gramscore.io.batch import Batch, batch_of
from gramscore.io.errors import InputError, invalid_utf8
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.source import Source
from gramscore.io.text_array import text_array, text_list_array

_BATCH_ROWS: Final = 1 << 12
_AUTHOR: Final = re.compile(r"(^|[._-])[A-Za-z](?=[._-])")
_NUMBER: Final = re.compile(r"\d+")

Key = Callable[[str], str]

_KEYS: Final[tuple[Key, ...]] = (
    lambda name: name,
    lambda name: PurePath(name).stem,
    lambda name: _AUTHOR.sub("", PurePath(name).stem),
    lambda name: ".".join(_NUMBER.findall(PurePath(name).stem)),
    lambda name: (_NUMBER.findall(PurePath(name).stem) or [""])[-1],
)


def matched(sides: Sequence[Sequence[Source]]) -> list[tuple[Source, list[Source]]]:
    """Each prediction with its references, of all sides but the first. `InputError` if the names do not tell them."""
    predictions, *others = sides
    references = [source for side in others for source in side]
    for key in _KEYS:
        found: dict[str, list[Source]] = {_key(source, key): [] for source in predictions}
        if len(found) < len(predictions) or "" in found:
            continue
        for source in references:
            found.setdefault(_key(source, key), []).append(source)
        if len(found) == len(predictions) and all(found.values()):
            return [(source, found[_key(source, key)]) for source in predictions]
    raise InputError(_unmatched(predictions, references))


def _key(source: Source, key: Key) -> str:
    return key(PurePath(source.path).name)


def _unmatched(predictions: Sequence[Source], references: Sequence[Source]) -> str:
    stems = {PurePath(source.path).stem for source in references}
    alone = next((it for it in predictions if PurePath(it.path).stem not in stems), predictions[0])
    return (
        f"{alone.name}: no reference has a name that goes with it ({len(predictions)} files of predictions, "
        f"{len(references)} of references)"
    )


def batches(pairs: Sequence[tuple[Source, list[Source]]], faults: Faults) -> Iterator[Batch]:
    """A document an example; its id is the name of its file."""
    for begin in range(0, len(pairs), _BATCH_ROWS):
        texts: list[str] = []
        goals: list[list[str]] = []
        ids: list[str] = []
        for prediction, references in pairs[begin : begin + _BATCH_ROWS]:
            try:
                text, others = _text(prediction), list(map(_text, references))
            except InputError as error:
                faults.met(error)
                continue
            texts.append(text)
            goals.append(others)
            ids.append(PurePath(prediction.name).name)
        if texts:
            fields = Fields("prediction", ("references",), "id")
            columns = {"prediction": text_array(texts), "id": pa.array(ids, pa.string())}
            yield batch_of(columns, fields, {}, references=text_list_array(goals))


def _text(source: Source) -> str:
    """The whole file, without the line feed at its end."""
    try:
        with source.open_text() as stream:
            data = stream.read()
    except OSError as error:
        raise InputError(f"{source.name}: cannot be read ({error.strerror or error})") from None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise invalid_utf8(source.name, error) from None
    return text.replace("\r\n", "\n").removesuffix("\n")
