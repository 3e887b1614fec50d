"""The structures of the Arrow C data interface, open to tampering."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(Schema))),
    ("dictionary", ctypes.POINTER(Schema)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))),
    ("dictionary", ctypes.POINTER(Array)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype = ctypes.c_void_p
_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]


# The producer's own function would stumble over what has changed. The few bytes are never given back.
_keep = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(lambda structure: None)
_KEEP = ctypes.cast(_keep, ctypes.c_void_p).value


class Tampered:
    """Exports what a pyarrow array exports, after `change(schema, array)` has had its way with it."""

    def __init__(self, array: Any, change: Callable[[Any, Any], None]) -> None:
        self.array = array
        self.change = change
        self.contents: object = None

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        schema, array = self.array.__arrow_c_array__()
        its_schema = Schema.from_address(_pointer(schema, b"arrow_schema"))
        its_array = Array.from_address(_pointer(array, b"arrow_array"))
        its_schema.release = its_array.release = _KEEP
        self.change(its_schema, its_array)
        return schema, array


def with_buffers(array: Any, buffers: dict[int, bytes]) -> Tampered:
    """The array with other contents of its buffers, by their number."""
    contents = {number: ctypes.create_string_buffer(data, len(data)) for number, data in buffers.items()}

    def change(schema: Any, its_array: Any) -> None:
        for number, content in contents.items():
            its_array.buffers[number] = ctypes.addressof(content)

    tampered = Tampered(array, change)
    tampered.contents = contents  # live as long as whoever exports them
    return tampered


_GetSchema = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(Schema))
_GetNext = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(Array))
_GetLastError = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)


class _Stream(ctypes.Structure):
    _fields_ = [
        ("get_schema", _GetSchema),
        ("get_next", _GetNext),
        ("get_last_error", _GetLastError),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    ]


_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class TamperedStream:
    """A stream of pyarrow arrays of one type, each changed by `change(array)` on its way.

    In place of the type or an array, a number is the error code that the producer returns, with `message`.
    """

    def __init__(
        self, kind: Any, items: list[Any], change: Callable[[Any], None], message: bytes | None = None
    ) -> None:
        rest = list(items)
        text = None if message is None else ctypes.create_string_buffer(message)

        def get_schema(stream: Any, out: Any) -> int:
            if isinstance(kind, int):
                return kind
            kind._export_to_c(ctypes.addressof(out.contents))
            return 0

        def get_next(stream: Any, out: Any) -> int:
            item = rest.pop(0) if rest else None
            if isinstance(item, int):
                return item
            if item is None:
                out.contents.release = None
            else:
                item._export_to_c(ctypes.addressof(out.contents))
                out.contents.release = _KEEP
                change(out.contents)
            return 0

        def get_last_error(stream: Any) -> int | None:
            return None if text is None else ctypes.addressof(text)

        self._stream = _Stream(
            _GetSchema(get_schema), _GetNext(get_next), _GetLastError(get_last_error), _KEEP, None
        )

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return _new_capsule(ctypes.addressof(self._stream), b"arrow_array_stream", None)
