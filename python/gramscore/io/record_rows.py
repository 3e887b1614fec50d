"""Records of JSON that become a batch, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gramscore.io.batch import Batch, batch_of
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.json_record import LongInteger, Record, kind
from gramscore.io.keys import key_of
from gramscore.io.nested import ABSENT, value_at
from gramscore.io.shapes import ShapeError, text_in, texts_in
from gramscore.io.text_array import text_array, text_list_array


class RecordRows:
    """Takes records with their places; what is wrong with one, `faults` is told."""

    def __init__(self, fields: Fields, groups: Sequence[str], faults: Faults) -> None:
        self._fields = fields
        self._groups = groups
        self._faults = faults
        self._predictions: list[str] = []
        self._references: list[list[str]] = []
        self._ids: list[Any] = []
        self._labels: list[list[str]] = []
        self._sources: list[str] = []

    def __len__(self) -> int:
        return len(self._predictions)

    def add(self, place: str, record: Record) -> None:
        fields = self._fields
        try:
            text = _prediction(place, record, fields.prediction, self._faults)
            if text is None:
                return
            goals = _references(place, record, fields.references)
            id = None if fields.id is None else _id(place, record, fields.id, fields.asked_id is None)
            source = "" if fields.source is None else _source(place, record, fields.source)
            label = [_label(place, record, name) for name in self._groups]
        except InputError as error:
            self._faults.met(error)
            return
        self._predictions.append(text)
        self._references.append(goals)
        self._ids.append(id)
        self._labels.append(label)
        self._sources.append(source)

    def batch(self, keys: Mapping[str, str | None]) -> Batch:
        """Those that are right."""
        labels = zip(*self._labels, strict=True) if self._labels else [()] * len(self._groups)
        columns = {self._fields.prediction: text_array(self._predictions)}
        if self._fields.source is not None:
            columns[self._fields.source] = text_array(self._sources)
        return batch_of(
            columns,
            self._fields,
            keys,
            references=text_list_array(self._references),
            ids=None if self._fields.id is None else self._ids,
            groups={name: text_array(values) for name, values in zip(self._groups, labels, strict=True)},
        )


def _prediction(place: str, record: Record, name: str, faults: Faults) -> str | None:
    """None if there is none, and it is to be passed over."""
    value = _value(place, record, name)
    text = _shaped(place, name, value, text_in)
    if text is None:
        what = "is null, not text" if value is None else "is an empty list, not text"
        return faults.nothing(InputError(f"{place}: field {name!r} {what}"))
    return str(text)


def _source(place: str, record: Record, name: str) -> str:
    text = _shaped(place, name, _value(place, record, name), text_in)
    if text is None:
        raise InputError(f"{place}: field {name!r} holds no text")
    return str(text)


def _references(place: str, record: Record, fields: Sequence[str]) -> list[str]:
    """The references in all fields together. Where there are several fields, one may be absent or null."""
    found = [text for name in fields for text in _texts(place, record, name, len(fields) > 1)]
    if not found:
        raise InputError(f"{place}: {_nothing(record, fields)}")
    return found


def _texts(place: str, record: Record, name: str, may_be_absent: bool) -> list[str]:
    """The texts of a field of references, in which null stands for none."""
    value = value_at(record, name)
    if value is ABSENT and not may_be_absent:
        raise InputError(f"{place}: field {name!r} is missing")
    if value is ABSENT:
        return []
    found = _shaped(place, name, value, texts_in)
    if found is None and not may_be_absent:
        raise InputError(f"{place}: field {name!r} is null, not text")
    return [text for text in found or () if text is not None]


def _shaped(place: str, name: str, value: Any, read: Any) -> Any:
    try:
        return read(value)
    except ShapeError as error:
        raise InputError(f"{place}: field {name!r} {error}") from None


def _nothing(record: Record, fields: Sequence[str]) -> str:
    if len(fields) > 1:
        return f"none of the fields {', '.join(map(repr, fields))} holds a reference"
    what = "is an empty list" if value_at(record, fields[0]) == [] else "holds null alone"
    return f"field {fields[0]!r} {what}: at least one reference is needed"


def _id(place: str, record: Record, name: str, guessed: bool) -> Any:
    """The value that names an example, whatever it is; a guessed field may be absent."""
    if guessed:
        value = value_at(record, name)
        return None if value is ABSENT else value
    return _value(place, record, name)


def _label(place: str, record: Record, name: str) -> str:
    """The key of a value to group by."""
    value = _value(place, record, name)
    if isinstance(value, (list, dict)):
        raise InputError(f"{place}: field {name!r} is {kind(value)} that cannot name a group")
    return str(value) if isinstance(value, LongInteger) else key_of(value)


def _value(place: str, record: Record, name: str) -> Any:
    value = value_at(record, name)
    if value is ABSENT:
        raise InputError(f"{place}: field {name!r} is missing")
    return value
