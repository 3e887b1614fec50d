"""The command `gramscore`, which only knows its subcommands."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from gramscore.cli.streams import say
from gramscore.cli.version import version_option
from gramscore.options.printable import on_one_line

# Each is in a module of its own, which is imported for who calls it.
COMMANDS: Final = {
    "check": "check",
    "coco": "coco",
    "compare": "compare",
    "completion": "completion",
    "contamination": "contamination",
    "dedup": "dedup",
    "explain": "explain",
    "jiwer": "jiwer",
    "mbr": "mbr",
    "merge": "merge",
    "metrics": "metrics_list",
    "reproduce": "reproduce",
    "rouge-score": "rouge_score",
    "rouge155": "rouge155",
    "sacrebleu": "sacrebleu",
    "sclite": "sclite",
    "score": "score",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(
            import_module(f"gramscore.cli.{COMMANDS[cmd_name]}"), COMMANDS[cmd_name]
        )
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@version_option
def app() -> None:
    """Score generated text against references, exactly and fast."""


def run(arguments: Sequence[str] | None) -> int:
    """The exit code; what click knows how to say is said on stderr, the rest is raised."""
    try:
        code = app.main(arguments, prog_name="gramscore", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as shown:
        say(shown.format_message())
        return 2
    except click.ClickException as error:
        say(f"gramscore: error: {on_one_line(error.format_message())}")
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as ended:
        if not ended.code:  # what a shell asked for in order to complete is printed
            return 0
        raise BrokenPipeError from None  # click's own answer to a closed pipe
    return code if isinstance(code, int) else 0
