"""Fields inside fields: `output.text`, `choices.0.message.content`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyarrow as pa

#: What is found where nothing is.
ABSENT: Final = object()
_DEEPEST: Final = 6


def value_at(record: Mapping[str, Any], name: str) -> Any:
    """What a record holds under a name: that of a field, or of a path to one, its parts joined by dots, the places in
    lists counted from 0. `ABSENT` if there is nothing."""
    if name in record:
        return record[name]
    if "." not in name:
        return ABSENT
    found: Any = record
    for part in name.split("."):
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return ABSENT
    return found


def paths_in(record: Mapping[str, Any]) -> Iterator[str]:
    """The paths to what lies inside the fields of a record; of lists only the first item counts."""
    for name, value in record.items():
        yield from _paths(name, value, 1)


def _paths(name: str, value: Any, depth: int) -> Iterator[str]:
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        inside = (("0", value[0]),)
    if depth < _DEEPEST:
        for part, item in inside:
            yield f"{name}.{part}"
            yield from _paths(f"{name}.{part}", item, depth + 1)


def paths_of_schema(schema: pa.Schema) -> Iterator[str]:
    """The same of columns by their types."""
    for field in schema:
        yield from _paths_of_type(field.name, field.type, 1)


def _paths_of_type(name: str, kind: pa.DataType, depth: int) -> Iterator[str]:
    inside: list[tuple[str, pa.DataType]] = []
    if pa.types.is_struct(kind):
        inside = [(kind.field(at).name, kind.field(at).type) for at in range(kind.num_fields)]
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        item = kind.value_type
        if pa.types.is_nested(item):
            inside = [("0", item)]
    if depth < _DEEPEST:
        for part, item in inside:
            yield f"{name}.{part}"
            yield from _paths_of_type(f"{name}.{part}", item, depth + 1)


def schema_of(types: Mapping[str, pa.DataType], record: Mapping[str, Any]) -> pa.Schema | None:
    """The columns in which fields of these types lie, as they do in the record; None if some lie in lists."""
    tree: dict[str, Any] = {}
    for name, kind in types.items():
        parts = [name] if name in record or "." not in name else name.split(".")
        if any(part.isdecimal() for part in parts[1:]):
            return None
        at = tree
        for part in parts[:-1]:
            at = at.setdefault(part, {})
            if not isinstance(at, dict):
                return None
        if parts[-1] in at:
            return None
        at[parts[-1]] = kind
    return pa.schema([(name, _type_of(inside)) for name, inside in tree.items()])


def _type_of(inside: Any) -> pa.DataType:
    if isinstance(inside, dict):
        return pa.struct([(name, _type_of(it)) for name, it in inside.items()])
    return inside


def is_known(name: str, present: set[str]) -> bool:
    """Whether a field or a path is among those that were found, whatever the places in lists."""
    return (
        name in present or ".".join("0" if part.isdecimal() else part for part in name.split(".")) in present
    )


def root_of(name: str, columns: list[str]) -> str:
    """The column in which a field lies."""
    return name if name in columns or "." not in name else name.partition(".")[0]


def column_at(batch: pa.RecordBatch, name: str) -> pa.Array:
    """The column under a name or a path; what is not there is null."""
    if name in batch.schema.names:
        return batch.column(name)
    root, *parts = name.split(".")
    column = batch.column(root)
    for part in parts:
        column = _inside(column, part)
    return column


def _inside(column: pa.Array, part: str) -> pa.Array:
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_struct(kind) and kind.get_field_index(part) >= 0:
        return pc.struct_field(column, kind.get_field_index(part))
    if (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and part.isdecimal():
        place = int(part)
        long_enough = pc.greater(pc.fill_null(pc.list_value_length(column), 0), place)
        if pc.all(long_enough).as_py():
            return pc.list_element(column, place)
        found = pc.list_element(column.filter(long_enough), place)
        at = pc.subtract(pc.cumulative_sum(long_enough.cast(pa.int64())), 1)
        return found.take(pc.if_else(long_enough, at, pa.scalar(None, pa.int64())))
    return pa.nulls(len(column))
