"""`gramscore merge`: saved states in, figures of the whole out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import click

from gramscore.cli.completion import FILE_NAME
from gramscore.cli.outputs import check_outputs
from gramscore.cli.report import Report
from gramscore.cli.report_output import REPORT_FORMATS, print_report
from gramscore.cli.shared_options import format_option
from gramscore.cli.version import version_option


@click.command(context_settings={"max_content_width": 100})
@click.argument("files", nargs=-1, required=True, metavar="STATE...", type=FILE_NAME)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=FILE_NAME,
    help="Also save the merged state to FILE, a .parquet or .arrow.",
)
@format_option("report_format", REPORT_FORMATS, "table")
@version_option
def merge(files: tuple[str, ...], output: str | None, report_format: str) -> None:
    """Add up states of parts of a corpus, and show the figures of the whole.

    STATE is a file that `gramscore score --state` or State.save() wrote. All must be of the same metrics, options and
    version of gramscore. The figures are those that one run over the whole corpus gives, to the last bit.
    """
    from gramscore.io.errors import InputError, OutputError
    from gramscore.io.states import state_format
    from gramscore.results.state import read_states, write_states

    try:
        if output is not None:
            state_format(output)
            check_outputs({"--output": output}, files)
        states = _sums(files, [read_states(file) for file in files])
        if output is not None:
            write_states(output, states)
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    except (InputError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    shown = [os.fsencode(file).decode(errors="replace") for file in files]
    print_report(Report(shown, "state", None, states), report_format)


def _sums(files: Sequence[str], found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The states of all files added up, matched by signature, under the names of the first file."""
    names = {state.signature: name for name, state in found[0].items()}
    sums = dict(found[0])
    for file, states in zip(files[1:], found[1:], strict=True):
        by_signature = {state.signature: state for state in states.values()}
        if by_signature.keys() != names.keys():
            ours = " and ".join(sorted(names.keys() - by_signature.keys()) or sorted(names))
            theirs = " and ".join(sorted(by_signature.keys() - names.keys()) or sorted(by_signature))
            raise ValueError(
                f"states of different signatures cannot be added: {files[0]} has {ours}, {file} has {theirs}"
            )
        for signature, state in by_signature.items():
            try:
                sums[names[signature]] += state
            except (ValueError, OverflowError) as error:
                raise ValueError(f"{file} cannot be added to those before: {error}") from None
    return sums
