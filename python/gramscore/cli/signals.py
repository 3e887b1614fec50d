"""Signals that end a process, turned into an exception so that temporary files go with it."""

from __future__ import annotations

import signal
import sys
import threading
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

_ENDING: Final = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGXCPU", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGBREAK")


class Ended(BaseException):
    """The process was asked to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = signal.Signals(number)


@contextmanager
def ending_by_signals() -> Iterator[None]:
    """Raises `Ended` in the block at the first signal that would end the process; the next ones change nothing. What is
    ignored, as under nohup, or handled by somebody else stays so. Where Python throws away what is raised, as in
    callbacks of its imports, it is raised once more, and an interruption is, too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    taken = [
        number
        for name in _ENDING
        if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) is signal.SIG_DFL
    ]

    def end(number: int, frame: FrameType | None) -> None:
        for other in taken:
            signal.signal(other, signal.SIG_IGN)
        raise Ended(number)

    before = sys.unraisablehook

    def again(lost: Any) -> None:
        if isinstance(lost.exc_value, Ended):
            number: int = lost.exc_value.signal
            signal.signal(number, end)
        elif isinstance(lost.exc_value, KeyboardInterrupt):
            number = signal.SIGINT
        else:
            before(lost)
            return
        later = threading.Timer(0.01, interrupt_main, (number,))  # at once, it would be lost here
        later.daemon = True
        later.start()

    for number in taken:
        signal.signal(number, end)
    sys.unraisablehook = again
    try:
        yield
    finally:
        sys.unraisablehook = before
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
