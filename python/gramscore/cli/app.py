"""The command `gramscore`, which only knows its subcommands."""

from __future__ import annotations

from collections.abc import Sequence

import click

from gramscore.cli.compare import compare
from gramscore.cli.explain import explain
from gramscore.cli.mbr import mbr
from gramscore.cli.merge import merge
from gramscore.cli.rouge155 import rouge155
from gramscore.cli.score import score
from gramscore.cli.streams import say
from gramscore.cli.version import version_option
from gramscore.options.printable import on_one_line


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@version_option
def app() -> None:
    """Score generated text against references, exactly and fast."""


app.add_command(score)
app.add_command(merge)
app.add_command(compare)
app.add_command(explain)
app.add_command(rouge155)
app.add_command(mbr)


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
    except SystemExit:  # click's own answer to a closed pipe
        raise BrokenPipeError from None
    return code if isinstance(code, int) else 0
