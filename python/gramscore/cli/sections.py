"""Options under headings: what `--help` shows of a command that has many."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

import click

_OTHERS: Final = "Other options"


class _Option(click.Option):
    """An option that `--help` shows under the heading `section`."""

    def __init__(self, *given: Any, section: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.section = section


class _Command(click.Command):
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The sections in order of appearance, those without a heading of their own last."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                sections.setdefault(getattr(parameter, "section", _OTHERS), []).append(record)
        others = sections.pop(_OTHERS, [])
        for heading, records in {**sections, _OTHERS if sections else "Options": others}.items():
            with formatter.section(heading):
                formatter.write_dl(records)


_Decorator = Callable[..., Callable[[Any], Any]]


def _of(section: str) -> _Decorator:
    return functools.partial(click.option, cls=_Option, section=section)


#: As `click.command`, for commands whose options have headings.
command: Final[_Decorator] = functools.partial(
    click.command, cls=_Command, context_settings={"max_content_width": 100}
)
#: As `click.option`, by heading.
input_option: Final[_Decorator] = _of("Input")
metrics_option: Final[_Decorator] = _of("Metrics")
test_option: Final[_Decorator] = _of("Intervals and tests")
result_option: Final[_Decorator] = _of("Result")
