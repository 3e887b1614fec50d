"""`gramscore metrics`: the metrics by name, with their options."""

from __future__ import annotations

import json

import click

from gramscore.cli.metric_options import options_of
from gramscore.metrics.registry import ALL_FAMILIES


@click.command("metrics")
def metrics_list() -> None:
    """List the metrics, and the options that --option takes."""
    for family in ALL_FAMILIES:
        names = f"{family.names[0]} to {family.names[-1]}" if len(family.names) > 1 else family.name
        click.echo(f"{names}: {family.scale}, equals {family.equals}")
        for name, default in options_of(family).items():
            click.echo(f"  {family.name}.{name}={json.dumps(default, default=str)}")
