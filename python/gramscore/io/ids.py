"""What names an example, as text and as JSON, of whatever type it is."""

from __future__ import annotations

import json
import math
from typing import Any

import pyarrow as pa

from gramscore.io.json_record import LongInteger


def values_of(ids: pa.Array | list[Any]) -> list[Any]:
    """As values of Python, those of Arrow that Python has none for as their text."""
    if isinstance(ids, list):
        return ids
    if isinstance(ids, pa.ExtensionArray):
        ids = ids.storage
    try:
        found: list[Any] = ids.to_pylist()
    except (UnicodeDecodeError, ValueError, OverflowError, ArithmeticError, ImportError, pa.ArrowException):
        found = [_value(scalar) for scalar in ids]
    return found


def _value(scalar: pa.Scalar) -> Any:
    """By itself: text that is no UTF-8, a moment out of the range of Python's."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError as error:
        return bytes(error.object).decode(errors="backslashreplace")
    except (ValueError, OverflowError, ArithmeticError, ImportError, pa.ArrowException):
        return str(getattr(scalar, "value", None))


def json_of(value: Any) -> str:
    """What JSON has as itself, the rest as text."""
    if isinstance(value, LongInteger):
        return str(value)
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
        return text
    except UnicodeEncodeError:  # lone surrogates
        return json.dumps(value, allow_nan=False)
    except RecursionError:
        return "null"
    except (TypeError, ValueError):
        return json.dumps(_plain(value))


def text_of(value: Any) -> str | None:
    """For formats with no other place for it: text as it is, anything else as in JSON."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    text = json_of(value)
    return str(json.loads(text)) if text.startswith('"') else text


def array_of(values: list[Any]) -> pa.Array:
    """An Arrow array of values of JSON; text if their types are several or none of Arrow's."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) <= 1 and kinds <= {int, str, bool, float}:
        try:
            return pa.array(values)
        except (pa.ArrowException, UnicodeEncodeError, OverflowError):
            pass
    return pa.array(map(text_of, values), pa.string())


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(it) for name, it in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(it) for it in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, bytes):
        return value.decode(errors="backslashreplace")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
