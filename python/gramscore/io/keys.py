"""Values to group by as text that keeps their types apart: JSON, but that a text only has its first quote.

1 is `1`, "1" is `"1`, null is `null`; what JSON has not, such as a date, is its text.
"""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from gramscore.io.text_array import text_of

NULL = "null"


def key_of(value: Any) -> str:
    """Of a value of JSON."""
    return f'"{value}' if type(value) is str else json.dumps(value)


def value_of(key: str) -> Any:
    """What a key stands for. What is no number in JSON is `{"number": "NaN"}`, which no text is."""
    if key.startswith('"'):
        return key[1:]
    try:
        return json.loads(key, parse_constant=lambda name: {"number": name})
    except ValueError:
        return key


def texts_of_keys(column: pa.Array) -> list[str]:
    """The values of keys for people: texts as they are, anything else as its key."""
    return [key[1:] if key.startswith('"') else key for key in map(text_of, column)]


def keys_of(column: pa.Array) -> pa.Array:
    """A string array without nulls. Raises pa.ArrowException for values that have no text."""
    import pyarrow.compute as pc  # a good part of the command's start

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        texts = pc.binary_replace_slice(column.cast(pa.string()), 0, 0, '"')
    elif pa.types.is_floating(kind):
        texts = pa.array([None if it is None else json.dumps(it) for it in column.to_pylist()], pa.string())
    elif pa.types.is_null(kind):
        return pa.repeat(pa.scalar(NULL), len(column))
    else:
        texts = column.cast(pa.string())
    return texts.fill_null(NULL) if texts.null_count else texts
