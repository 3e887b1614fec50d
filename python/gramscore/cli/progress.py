"""A progress bar for people, on stderr and only when stderr is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(label: str, size: int | None, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """What to call with the bytes read, of `size` if that is known, and the examples scored so far."""
    if quiet or not sys.stderr.isatty():
        yield lambda position, examples: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[examples]:,} examples, {task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=size, examples=0, rate=0.0)
        started = bar.get_time()

        def move(position: int, examples: int) -> None:
            rate = examples / max(bar.get_time() - started, 1e-9)
            bar.update(task, completed=position, examples=examples, rate=rate)

        yield move
