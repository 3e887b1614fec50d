"""Options that all metrics' calls share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def check_threads(threads: int) -> int:
    """The number of threads, if it is one."""
    if not isinstance(threads, int) or isinstance(threads, bool):
        raise TypeError(f"threads is {threads!r}: a number or None is expected")
    if threads < 1:
        raise ValueError(f"threads is {threads}: at least 1 is needed")
    return threads


def progress_callback(progress: bool | Callable[[int, int], object]) -> Callable[[int, int], object] | None:
    """The callable that receives (done, total), or None."""
    if not progress:
        return None
    if progress is True:
        from gramscore.progress import bar

        return bar()
    if not callable(progress):
        raise TypeError(f"progress is {progress!r}: True, False or a callable is expected")
    return progress


def callable_name(option: Any) -> str:
    """How an option that is a name or a callable appears in a signature."""
    if isinstance(option, str):
        return option
    named = option if hasattr(option, "__qualname__") else type(option)
    module = getattr(named, "__module__", None) or "builtins"
    return f"{module}.{named.__qualname__}"
