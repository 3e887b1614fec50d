"""`gramscore rouge155`, for the list of commands: its arguments are not click's."""

from __future__ import annotations

import click

from gramscore.cli.completion import FILE_NAME
from gramscore.cli.rouge155_program import run


@click.command(
    "rouge155",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=FILE_NAME)
def rouge155(arguments: tuple[str, ...]) -> int:
    """Print what ROUGE-1.5.5 prints for its arguments, byte for byte (--help lists them)."""
    return run(arguments)
