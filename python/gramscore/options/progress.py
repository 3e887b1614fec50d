"""The progress bar of `progress=True`."""

from __future__ import annotations

from collections.abc import Callable


def bar() -> Callable[[int, int], None]:
    """A callable (done, total) that draws a bar on stderr, which disappears when all is done, in notebooks
    too, without ipywidgets. Needs rich."""
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError as error:
        raise ImportError("progress=True needs rich: pip install 'gramscore[cli]'") from error
    progress = Progress(console=Console(stderr=True, force_jupyter=False), transient=True)
    task = progress.add_task("scoring", total=None)

    def show(done: int, total: int) -> None:
        progress.start()
        progress.update(task, completed=done, total=total)
        if done >= total:
            progress.stop()

    return show
