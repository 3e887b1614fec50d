"""`gramscore sacrebleu`: sacrebleu's arguments in, the bytes that it prints out."""

from __future__ import annotations

import logging
import sys

import click

from gramscore.cli.completion import FILE_NAME
from gramscore.cli.streams import say


@click.command(
    "sacrebleu",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=FILE_NAME)
def sacrebleu(arguments: tuple[str, ...]) -> int:
    """Print what sacrebleu 2.6.0 prints for its arguments, byte for byte (--help lists them)."""
    from gramscore.compat.sacrebleu.arguments import parsed
    from gramscore.compat.sacrebleu.command import Stopped, run

    try:
        args = parsed(arguments)
    except SystemExit as ended:  # argparse has said why
        return ended.code if isinstance(ended.code, int) else 2
    logger, handler = logging.getLogger("sacrebleu"), _Said()
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.WARNING if args.quiet else logging.INFO)
    try:
        run(args, None if sys.stdin is None else sys.stdin.buffer, _say)
    except Stopped as stopped:
        _say(f"error: {stopped}")
        return stopped.code
    except ImportError as error:
        raise click.ClickException(str(error)) from None
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    return 0


class _Said(logging.Handler):
    """Warnings as lines on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        _say(record.getMessage())


def _say(message: str) -> None:
    say(f"gramscore sacrebleu: {message}")
