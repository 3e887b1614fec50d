"""Files and tables of states: a row for each, as plain values; Parquet or Arrow IPC."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, BinaryIO, Final

import pyarrow as pa

from gramscore.io.atomic import replacing
from gramscore.io.errors import InputError
from gramscore.io.source import Source

STATE_FORMATS: Final = (".parquet", ".arrow")

# What a reader has to know to read a file right. A later version may mean other columns by the same names.
_VERSION: Final = 1
_KEY: Final = b"gramscore.state"
_SCHEMA: Final = pa.schema(
    {
        "name": pa.string(),
        "signature": pa.string(),
        "configuration": pa.string(),
        "examples": pa.int64(),
        "whole": pa.list_(pa.int64()),
        "exact": pa.list_(pa.binary()),
    }
)


def state_format(path: str) -> str:
    """The ending, one of `STATE_FORMATS`; ValueError for another."""
    ending = PurePath(path).suffix.lower()
    if ending not in STATE_FORMATS:
        raise ValueError(
            f"{path}: the name of a file of states must end with one of {', '.join(STATE_FORMATS)}"
        )
    return ending


Rows = Mapping[str, Mapping[str, Any]]


def write_states(path: str, rows: Rows) -> None:
    """The parts of states by name. `OutputError` when that is impossible, and then there is no file."""
    write = _WRITERS[state_format(path)]
    with replacing(path) as stream:
        table = states_to_arrow(rows)
        signatures = [parts["signature"] for parts in rows.values()]
        write(_describing(table, signatures=signatures, digest=_digest(table)), stream)


def read_states(path: str) -> dict[str, dict[str, Any]]:
    """The parts of states by name. `InputError` says what is wrong with the file, if anything is."""
    name = Source(os.fspath(path)).name
    try:
        with open(path, "rb") as stream:
            start = stream.read(6)
            read = next((read for magic, read in _READERS.items() if start.startswith(magic)), None)
            if read is None:
                raise InputError(f"{name} is no file of states")
            stream.seek(0)
            table = read(stream)
    except FileNotFoundError:
        raise InputError(f"{name}: no such file" if path else "the name of a file is empty") from None
    except (pa.ArrowException, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InputError(f"{name}: cannot be read, or is damaged ({reason})") from None
    try:
        table.validate(full=True)
        about = _about(table)
        if not about:
            raise ValueError("it holds no states of gramscore")
        rows = states_from_arrow(table)
        if about.get("digest") != _digest(table):
            raise ValueError("it is damaged: the states are not those that were saved")
    except (ValueError, pa.ArrowException) as error:
        raise InputError(f"{name}: {error}") from None
    return rows


def states_to_arrow(rows: Rows) -> pa.Table:
    """A row per state."""
    return _describing(
        pa.Table.from_pylist([{"name": name, **parts} for name, parts in rows.items()], _SCHEMA)
    )


def states_from_arrow(table: Any) -> dict[str, dict[str, Any]]:
    """The parts of states by name. Without metadata, which engines drop, they are taken to be of this version."""
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    elif not isinstance(table, pa.Table):
        try:
            table = pa.table(table)
        except (TypeError, pa.ArrowException):
            raise TypeError(
                f"table is of type {type(table).__name__}: a pyarrow.Table or record batch is expected"
            ) from None
    _about(table)
    for name in _SCHEMA.names:
        if table.column_names.count(name) != 1:
            has = "no" if name not in table.column_names else "more than one"
            raise ValueError(f"not a table of states: it has {has} column {name!r}")
    for name in table.column_names:
        if name not in _SCHEMA.names:
            raise ValueError(f"not a table of states: it has a column {name!r}")
    for field in _SCHEMA:
        found = table.schema.field(field.name).type
        if pa.types.is_integer(found) != pa.types.is_integer(field.type):
            raise ValueError(f"not a table of states: its column {field.name!r} is of type {found}")
    try:
        rows = table.select(_SCHEMA.names).cast(_SCHEMA).to_pylist()
    except pa.ArrowException as error:
        raise ValueError(f"not a table of states: {error}") from None
    states: dict[str, dict[str, Any]] = {}
    for row in rows:
        if None in row.values() or any(None in row[name] for name in ("whole", "exact")):
            raise ValueError("not a table of states: it holds a null")
        name = row.pop("name")
        if name in states:
            raise ValueError(f"the table holds more than one state called {name!r}")
        states[name] = row
    return states


def _describing(table: pa.Table, **more: Any) -> pa.Table:
    """The table with what its metadata has to say."""
    return table.replace_schema_metadata({_KEY: json.dumps({"version": _VERSION, **more})})


def _about(table: pa.Table) -> dict[str, Any]:
    """What its metadata says; nothing if it has none."""
    metadata = (table.schema.metadata or {}).get(_KEY)
    if metadata is None:
        return {}
    try:
        about = dict(json.loads(metadata))
        later = about["version"] > _VERSION
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError("damaged: the metadata of the states cannot be read") from None
    if later:
        raise ValueError(
            f"the states are in version {about['version']} of their format, this gramscore reads up to {_VERSION}"
        )
    return about


def _digest(table: pa.Table) -> str:
    """A number that another content would not have."""
    rows = json.dumps(table.to_pylist(), sort_keys=True, default=bytes.hex)
    return hashlib.sha256(rows.encode()).hexdigest()


def _write_parquet(table: pa.Table, stream: BinaryIO) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(table, stream)


def _read_parquet(stream: BinaryIO) -> pa.Table:
    import pyarrow.parquet

    return pyarrow.parquet.read_table(stream)


def _write_ipc(table: pa.Table, stream: BinaryIO) -> None:
    with pa.ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table)


def _read_ipc(stream: BinaryIO) -> pa.Table:
    return pa.ipc.open_file(stream).read_all()


_WRITERS: Final = {".parquet": _write_parquet, ".arrow": _write_ipc}
_READERS: Final = {b"PAR1": _read_parquet, b"ARROW1": _read_ipc}
