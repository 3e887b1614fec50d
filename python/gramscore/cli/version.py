"""The option `--version`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


def version_option(command: _Command) -> _Command:
    return click.option(
        "--version",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_show,
        help="Show the version.",
    )(command)


def _show(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        import gramscore

        click.echo(f"gramscore {gramscore.__version__}")
        context.exit()
