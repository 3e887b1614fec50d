"""`gramscore sclite`: the program of NIST, for transcripts."""

from __future__ import annotations

from typing import Final

import click

from gramscore.cli.streams import say, show

_HELP: Final = """\
Usage: gramscore sclite -r FILE -h FILE -i IDS [OPTION...]

Prints what NIST's program sclite prints for the same arguments, byte for byte.

Each line of a file is a transcript, and its ID in parentheses: the cat sat (speaker-001)

What to compare:
  -r FILE [trn]          references
  -h FILE [trn [TITLE]]  hypotheses, and what reports call them; may be given several times
  -i IDS                 where IDs name the speaker: rm, spu_id, swb (before the first - or _), wsj (the first three
                         characters) or sp (each ID is a speaker)
  -e utf-8               files are UTF-8; without it a byte is a character
How to count:
  -s                     letter case counts (else only that of other letters than ASCII)
  -c [NOASCII] [DH]      characters instead of words, but not in runs of ASCII, or without hyphens
  -D                     words in parentheses may be missing
  -F                     a word with a hyphen at an end matches what begins or ends so
What to print:
  -o REPORT...           sum (percentages), rsum (counts), pralign (alignments), all; stdout, or else files beside the
                         hypotheses: .sys, .raw and .pra (default: sum stdout)
  -O FOLDER, -n NAME     of those files
  -l WIDTH               of lines of alignments (1000)
  -f 0|1                 whether to say what is done
  --help                 this text
"""


@click.command(
    "sclite",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def sclite(arguments: tuple[str, ...]) -> None:
    """Print what NIST's program sclite prints for transcripts, byte for byte (--help lists its arguments)."""
    from gramscore.compat.sclite.arguments import parse
    from gramscore.compat.sclite.failure import Failure
    from gramscore.compat.sclite.program import run
    from gramscore.io.errors import OutputError

    if arguments and arguments[0] == "--help":
        click.echo(_HELP, nl=False)
        return
    try:
        settings = parse(arguments)
    except ValueError as error:
        raise click.UsageError(f"{error}: see gramscore sclite --help") from None
    try:
        run(settings, show, lambda remark: say(f"gramscore sclite: {remark}"))
    except Failure as error:
        raise click.UsageError(str(error)) from None
    except OutputError as error:
        raise click.ClickException(str(error)) from None
