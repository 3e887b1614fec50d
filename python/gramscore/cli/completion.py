"""`gramscore completion`: what makes shells complete commands, options, metrics and fields."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem, get_completion_class

from gramscore.metrics.names import ROUGE
from gramscore.metrics.registry import FAMILY_OF

_SHELLS: Final = ("bash", "zsh", "fish")
_PLACES: Final = {
    "bash": "~/.local/share/bash-completion/completions/gramscore",
    "zsh": "~/.zsh/completions/_gramscore",
    "fish": "~/.config/fish/completions/gramscore.fish",
}
_AFTER: Final = {
    "bash": "new shells read it by themselves, if bash-completion is installed",
    "zsh": "~/.zshrc needs, before compinit: fpath+=(~/.zsh/completions)",
    "fish": "new shells read it by themselves",
}


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.option("--install", is_flag=True, help="Write it to where the shell finds it.")
@click.pass_context
def completion(context: click.Context, shell: str, install: bool) -> None:
    """Print what makes a shell complete gramscore's commands, options, metrics and fields."""
    from gramscore.io import OutputError
    from gramscore.io.atomic import replacing

    kind = get_completion_class(shell)
    assert kind is not None  # for all of _SHELLS
    source = _source(kind(context.find_root().command, {}, "gramscore", "_GRAMSCORE_COMPLETE"))
    if not install:
        click.echo(source)
        return
    path = os.path.expanduser(_PLACES[shell])
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(f"{source}\n".encode())
    except OutputError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"wrote {path}: {_AFTER[shell]}")


def _source(made: Any) -> str:
    return str(made.source_template % made.source_vars())


def complete_metrics(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names that go on as begun; of a list the last one."""
    before, comma, last = incomplete.rpartition(",")
    names = [name for name in ("rouge", *FAMILY_OF) if name.startswith(last)]
    return [CompletionItem(f"{before}{comma}{name}", help=_about(name)) for name in names]


def _about(name: str) -> str:
    return f"{', '.join(ROUGE)}" if name == "rouge" else FAMILY_OF[name].equals


def complete_fields(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The fields of the first INPUT."""
    from gramscore.io.opening import fields_in

    inputs = context.params.get("inputs") or ()
    if isinstance(inputs, str) or not inputs:
        return []
    return [CompletionItem(name) for name in fields_in(inputs[0]) if name.startswith(incomplete)]
