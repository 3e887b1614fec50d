"""Rows of Arrow tables, whatever file they come from, checked and put into their roles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from gramscore.io.batch import Batch, batch_of, dense, is_list, references_of, rows_without
from gramscore.io.errors import InputError
from gramscore.io.faults import Faults
from gramscore.io.fields import Fields
from gramscore.io.nested import column_at, paths_of_schema, root_of
from gramscore.io.shapes import ShapeError, text_in, texts_in
from gramscore.io.source import Source
from gramscore.io.text_array import text_list_array


def fields_of(schema: pa.Schema) -> list[str]:
    """The columns, then the paths to what lies inside them."""
    return [*schema.names, *(path for path in paths_of_schema(schema) if path not in schema.names)]


class ArrowRows:
    """Takes the batches of a file one after another; messages count its rows from 1."""

    def __init__(self, fields: Fields, source: Source, faults: Faults) -> None:
        self._fields = fields
        self._source = source
        self._faults = faults
        self._rows = 0  # taken so far

    def checked(self, batch: pa.RecordBatch) -> Batch:
        """The rows that have all texts."""
        fields = self._fields
        used = fields.texts
        wanting: dict[int, str] = {}
        columns = {}
        for name in fields.names:
            if root_of(name, batch.schema.names) in batch.schema.names:
                columns[name] = column_at(batch, name)
        for name in used:
            columns[name] = self._texts(batch, name, columns[name], wanting)
            wanting.update({row: f"field {name!r} {what}" for row, what in _invalid(columns[name]).items()})
        absent = [row for row in rows_without(columns[fields.prediction]) if row not in wanting]
        if fields.asked_id is not None and fields.asked_id not in used:
            nulls = rows_without(columns[fields.asked_id]) if columns[fields.asked_id].null_count else []
            wanting.update(dict.fromkeys(nulls, f"field {fields.asked_id!r} is null"))
        if fields.source not in (None, fields.prediction):
            nulls = rows_without(columns[fields.source])
            wanting.update({row: f"field {fields.source!r} is null" for row in nulls if row not in wanting})
        bare = [row for row in rows_without(references_of(columns, fields)) if row not in wanting]
        wanting.update({row: _without_reference(columns, fields, row) for row in bare})
        left_out = self._told(wanting, absent)
        if absent and self._faults.on_null == "empty":
            columns[fields.prediction] = dense(columns[fields.prediction]).fill_null("")
        if left_out:
            good = pa.array(sorted(set(range(batch.num_rows)) - left_out), pa.int64())
            columns = {name: column.take(good) for name, column in columns.items()}
        self._rows += batch.num_rows
        try:
            return batch_of(columns, fields, self._source.keys)
        except pa.ArrowException:
            name, kind = next(
                (it, columns[it].type)
                for it in fields.groups
                if it in columns and not _is_text(columns[it].type)
            )
            raise InputError(
                f"{self._source.name}: field {name!r} has type {kind}, which cannot name groups"
            ) from None

    def _told(self, wanting: dict[int, str], absent: list[int]) -> set[int]:
        """The rows to leave out, once `faults` knows of what they want, and of predictions that are null."""
        left_out = set(wanting)
        nulls = set(absent) - left_out
        for row in sorted(left_out | nulls):
            place = f"{self._source.name}, row {self._rows + row + 1}"
            if row in nulls:
                error = InputError(f"{place}: field {self._fields.prediction!r} is null")
                if self._faults.nothing(error) is None:
                    left_out.add(row)
            else:
                self._faults.met(InputError(f"{place}: {wanting[row]}"))
        return left_out

    def _texts(self, batch: pa.RecordBatch, name: str, column: pa.Array, wanting: dict[int, str]) -> pa.Array:
        """The column as string, or list<string> if it is of references. Texts that are only scored stay
        dictionary-encoded. What is wrong with single rows is put down in `wanting`."""
        fields = self._fields
        # References of several fields are joined, which takes one type.
        joined = fields.references if len(fields.references) > 1 else ()
        if _repeats(column.type) and name not in (*joined, fields.id):
            return column
        column = _as_string(column)
        kind = column.type
        of_references = name in fields.references and name not in fields.single
        if is_list(kind) and of_references:
            kind = kind.value_type
        if pa.types.is_null(kind):
            return column.cast(pa.string() if column.type == kind else pa.list_(pa.string()))
        if pa.types.is_string(kind):
            return column
        if pa.types.is_nested(kind) and _may_hold_text(kind):
            return _shaped(column, name, of_references, wanting)
        found = batch.schema.field(name).type if name in batch.schema.names else column.type
        raise InputError(f"{self._source.name}: field {name!r} has type {found}, not text")


def _shaped(column: pa.Array, name: str, of_references: bool, wanting: dict[int, str]) -> pa.Array:
    """A column of answers, chats and the like, row by row."""
    read: Any = texts_in if of_references else text_in
    texts: list[Any] = []
    for row, scalar in enumerate(column):
        try:
            texts.append(read(scalar.as_py()))
        except ShapeError as error:
            wanting.setdefault(row, f"field {name!r} {error}")
            texts.append(None)
        except UnicodeDecodeError as error:
            wanting.setdefault(row, f"field {name!r} is not valid UTF-8 at byte {error.start}")
            texts.append(None)
    if not of_references:
        nulls = np.array([text is None for text in texts])
        return pa.array([text or "" for text in texts], pa.string(), mask=nulls)
    return text_list_array([[text for text in it or () if text is not None] for it in texts])


def _may_hold_text(kind: pa.DataType) -> bool:
    if pa.types.is_struct(kind):
        return any(_may_hold_text(kind.field(at).type) for at in range(kind.num_fields))
    if is_list(kind) or pa.types.is_fixed_size_list(kind):
        return _may_hold_text(kind.value_type)
    return _is_text(kind) or bool(pa.types.is_null(kind))


def _without_reference(columns: dict[str, pa.Array], fields: Fields, row: int) -> str:
    if len(fields.references) > 1:
        return f"none of the fields {', '.join(map(repr, fields.references))} holds a reference"
    value = columns[fields.references[0]][row].as_py()
    what = "is null" if value is None else "holds null alone" if value else "holds no text"
    return f"field {fields.references[0]!r} {what}"


def _repeats(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type))


def _invalid(column: pa.Array) -> dict[int, str]:
    """What is wrong with the rows whose text is not UTF-8, which a file can hold all the same."""
    if _is_ascii(column.flatten() if is_list(column.type) else column):
        return {}
    try:
        column.validate(full=True)
        return {}
    except pa.ArrowInvalid:
        pass
    wrong = {}
    for row, value in enumerate(column):
        try:
            value.as_py()
        except UnicodeDecodeError as error:
            wrong[row] = f"is not valid UTF-8 at byte {error.start}"
    return wrong


def _is_ascii(texts: pa.Array) -> bool:
    """Several times as fast as to validate them."""
    data = (texts.dictionary if _repeats(texts.type) else texts).buffers()[2]
    return not data or int(np.frombuffer(data, np.uint8).max()) < 0x80


def _as_string(column: pa.Array) -> pa.Array:
    """Large, view and dictionary-encoded strings, alone or in lists, as `string`; anything else untouched."""
    if is_list(column.type) or pa.types.is_fixed_size_list(column.type):
        return column.cast(pa.list_(pa.string())) if _is_text(column.type.value_type) else column
    if pa.types.is_string(column.type):
        return column  # a cast imports pyarrow.compute, which is a good part of the command's start
    return column.cast(pa.string()) if _is_text(column.type) else column


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
