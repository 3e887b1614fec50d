"""Callables in signatures: one name for the same work, as far as can be seen, and others for other work."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def callable_name(option: Any) -> str:
    """How an option that is a name or a callable appears in a signature.

    By its attribute `signature` if that is a str, else by module and name. Where the name does not tell what is called
    (lambdas, local functions, partial(), methods of objects), a digest of the code or of the objects follows.

    >>> callable_name(str.split)
    'builtins.str.split'
    >>> callable_name(re.compile("[a-z]+").findall)
    'builtins.Pattern.findall-63286745'
    """
    if isinstance(option, str):
        return option
    if isinstance(given := getattr(option, "signature", None), str):
        return given
    named = option if hasattr(option, "__qualname__") else type(option)
    name = f"{getattr(named, '__module__', None) or 'builtins'}.{named.__qualname__}"
    rest = "\0".join(_beyond_name(option))
    if not rest:
        return name
    import hashlib  # not before, for it takes milliseconds

    return f"{name}-{hashlib.sha256(rest.encode(errors='backslashreplace')).hexdigest()[:8]}"


def _beyond_name(option: Any) -> Iterator[str]:
    if isinstance(option, functools.partial):
        yield from _described((option.func, option.args, sorted(option.keywords.items())))
    elif isinstance(option, FunctionType):
        if "<" in option.__qualname__:  # as in <lambda> and <locals>
            cells = [cell.cell_contents for cell in option.__closure__ or ()]
            yield from _described((option.__code__, option.__defaults__, option.__kwdefaults__, cells))
    elif not isinstance(owner := getattr(option, "__self__", None), (type, ModuleType, type(None))):
        yield from _described(owner)


def _described(value: Any) -> Iterator[str]:
    """What a value is, the same in every process."""
    if isinstance(value, CodeType):
        yield value.co_code.hex()
        yield from _described((value.co_names, value.co_consts))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _described(item)
    elif isinstance(value, (set, frozenset)):
        yield from sorted(map(repr, value))
    elif isinstance(value, re.Pattern):
        yield repr((value.pattern, value.flags))
    elif callable(value):
        yield callable_name(value)
    else:
        yield _ADDRESS.sub("", repr(value))
