"""Whether a result fits into memory, asked before it is computed."""

from __future__ import annotations

import os
import sys

import numpy as np
import numpy.typing as npt

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")


def available_memory() -> int | None:
    """The bytes of memory that this machine can give, as far as the system says; None if it does not."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None


def _windows_memory() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [("size", ctypes.c_ulong), ("load", ctypes.c_ulong)] + [
            (name, ctypes.c_ulonglong)
            for name in ("total", "free", "page", "page_free", "virtual", "rest", "more")
        ]

    status = Status(size=ctypes.sizeof(Status))
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined]
        return None
    return int(status.free)


def readable_size(size: int) -> str:
    """
    >>> readable_size(80_000_000_000)
    '74.5 GiB'
    """
    power = 0
    while size >= 1024 ** (power + 1) and power + 1 < len(_UNITS):
        power += 1
    return f"{size / 1024**power:.1f} {_UNITS[power]}" if power else f"{size} {_UNITS[0]}"


def empty_array(
    shape: tuple[int, ...], dtype: npt.DTypeLike, what: str, advice: str
) -> npt.NDArray[np.generic]:
    """An array for a result. Raises MemoryError, before anything is computed, if there is no room for it.

    >>> empty_array((10**8, 10**8), np.float64, "a matrix of all", "use less")
    Traceback (most recent call last):
    MemoryError: a matrix of all needs 71.1 PiB, but ...: use less
    """
    size = np.dtype(dtype).itemsize
    for length in shape:
        size *= length
    available = available_memory()
    if available is not None and size > available:
        raise MemoryError(
            f"{what} needs {readable_size(size)}, but this machine has {readable_size(available)} to give: {advice}"
        )
    return np.empty(shape, dtype)
