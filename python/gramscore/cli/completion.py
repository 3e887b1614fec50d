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


class _FileName(click.types.StringParamType):
    """Any text, which shells complete as names of files."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type="file")]


FILE_NAME: Final = _FileName()


def _complete_shells(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(shell) for shell in _SHELLS if shell.startswith(incomplete)]


@click.command()
@click.argument("shell", required=False, metavar="[bash|zsh|fish]", shell_complete=_complete_shells)
@click.option("--install", is_flag=True, help="Write it to where the shell finds it.")
@click.pass_context
def completion(context: click.Context, shell: str | None, install: bool) -> None:
    """Print what makes a shell complete gramscore's commands, options, metrics and fields.

    The shell is that of $SHELL, unless it is named.
    """
    from gramscore.io.atomic import replacing
    from gramscore.io.errors import OutputError

    shell = _known(shell)
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
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror or error}") from None
    click.echo(f"wrote {path}: {_AFTER[shell]}")


def _known(shell: str | None) -> str:
    """The shell named, or else that of the environment."""
    found = shell or os.path.basename(os.environ.get("SHELL", ""))
    if found not in _SHELLS:
        known = f"{', '.join(_SHELLS[:-1])} and {_SHELLS[-1]} are known"
        if shell is None:
            raise click.UsageError(f"name the shell, which $SHELL does not tell: {known}")
        raise click.UsageError(f"{shell!r} is no shell to complete in: {known}")
    return found


def _source(made: Any) -> str:
    return str(made.source_template % made.source_vars())


def complete_metrics(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names that go on as begun; of a list the last one."""
    before, comma, last = incomplete.rpartition(",")
    names = [name for name in ("rouge", *FAMILY_OF) if name.startswith(last)]
    return [CompletionItem(f"{before}{comma}{name}", help=_about(name)) for name in names]


def _about(name: str) -> str:
    return f"{', '.join(ROUGE)}" if name == "rouge" else FAMILY_OF[name].equals


def complete_fields(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The fields of the first INPUT, of a list the last one; of lines of text, which have none, files."""
    from gramscore.io.opening import fields_in

    # An option that still waits for its value stops the parser before it names what stands for itself.
    inputs = context.params.get("inputs") or context.args
    if isinstance(inputs, str) or not inputs:
        return []
    before, comma, last = incomplete.rpartition(",")
    fields = fields_in(inputs[0]) or fields_in(inputs[0].partition("=")[2])
    if not fields:
        return FILE_NAME.shell_complete(context, parameter, incomplete)
    return [CompletionItem(f"{before}{comma}{name}") for name in fields if name.startswith(last)]


def complete_options(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The options of metrics, as --option has them."""
    from gramscore.cli.metric_options import options_of
    from gramscore.metrics.registry import ALL_FAMILIES

    found = (f"{family.name}.{name}=" for family in ALL_FAMILIES for name in options_of(family))
    return [CompletionItem(name) for name in found if name.startswith(incomplete)]


def complete_gates(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of metrics, before a score."""
    return [CompletionItem(f"{name}=") for name in FAMILY_OF if name.startswith(incomplete)]
