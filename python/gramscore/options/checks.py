"""Options that all metrics' calls share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

MOST_ORDERS = 1000
MOST_THREADS = 1_000_000  # of which only so many are started as can have something to do

MOST_NUMBER = 1e100  # whose products with counts are numbers still


def check_threads(threads: int) -> int:
    """The number of threads, if it is one."""
    if not isinstance(threads, int) or isinstance(threads, bool):
        raise TypeError(f"threads is {threads!r}: a number or None is expected")
    if threads < 1:
        raise ValueError(f"threads is {threads}: at least 1 is needed")
    if threads > MOST_THREADS:
        raise ValueError(f"threads is {threads}: at most {MOST_THREADS} are possible")
    return threads


def check_order(name: str, order: int, least: int = 1) -> int:
    """The highest order of n-grams, if it is one."""
    if not isinstance(order, int) or isinstance(order, bool):
        raise TypeError(f"{name} is {order!r}: a number is expected")
    if not least <= order <= MOST_ORDERS:
        raise ValueError(f"{name} is {order}: {least} to {MOST_ORDERS} are possible")
    return order


def check_number(name: str, number: Any, least: float = -MOST_NUMBER, most: float = MOST_NUMBER) -> Any:
    """A number from `least` to `most`, if it is one."""
    if not isinstance(number, (int, float)) or isinstance(number, bool):
        raise TypeError(f"{name} is {number!r}: a number is expected")
    if not least <= number <= most:
        raise ValueError(f"{name} is {number!r}: a number from {least:g} to {most:g} is expected")
    return number


def check_text(name: str, text: Any) -> str:
    """A str, if it is one."""
    if not isinstance(text, str):
        raise TypeError(f"{name} is {text!r}: a str is expected")
    return text


def check_known(what: str, value: Any, known: Iterable[str]) -> None:
    """One of the names that are known."""
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"unknown {what} {value!r}: known are {', '.join(known)}")


def check_flag(name: str, flag: bool) -> bool:
    """An option that is on or off."""
    if not isinstance(flag, bool):
        raise TypeError(f"{name} is {flag!r}: True or False is expected")
    return flag


def progress_callback(progress: bool | Callable[[int, int], object]) -> Callable[[int, int], object] | None:
    """The callable that receives (done, total), or None."""
    if not progress:
        return None
    if progress is True:
        from gramscore.options.progress import bar

        return bar()
    if not callable(progress):
        raise TypeError(f"progress is {progress!r}: True, False or a callable is expected")
    return progress
