"""Files that a command is to write."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click


def check_output(option: str, path: str, inputs: Sequence[str]) -> None:
    """The reasons not to write there that can be known before the work."""
    from gramscore.io import check_writable

    if os.path.exists(path) and any(os.path.exists(it) and os.path.samefile(path, it) for it in inputs):
        raise click.UsageError(f"{option} {path} would replace an input")
    check_writable(path)
