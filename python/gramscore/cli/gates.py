"""`--fail-under rougeL=0.40`: an exit code for scores that are too low."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from gramscore.metrics.names import names_of
from gramscore.metrics.registry import FAMILY_OF
from gramscore.results.score_table import reported


@dataclass(frozen=True)
class Gate:
    """The least that a metric may score; of error rates the most."""

    metric: str
    bound: float

    @property
    def higher_is_better(self) -> bool:
        return not FAMILY_OF[self.metric].scale.startswith("0 (best)")

    def failure(self, figures: Mapping[str, Any]) -> str | None:
        """What to say of the scores of the metric, if they do not pass."""
        score = figures[reported(figures)[-1]]
        passed = score >= self.bound if self.higher_is_better else score <= self.bound
        if passed:
            return None
        return f"{self.metric} is {score:.4f}, {'under' if self.higher_is_better else 'over'} {self.bound:g}"


def gates_of(values: Sequence[str], computed: Sequence[str]) -> list[Gate]:
    """`UsageError` for what is no METRIC=NUMBER, or of a metric that is not computed."""
    gates = []
    for value in values:
        name, equals, number = value.rpartition("=")
        try:
            if not equals:
                raise ValueError("METRIC=NUMBER is expected, as rougeL=0.40")
            (metric,) = names_of(name)
            gate = Gate(metric, _number(number))
        except ValueError as error:
            raise click.UsageError(f"--fail-under {value}: {error}") from None
        if metric == "rouge155":
            raise click.UsageError(f"--fail-under {value}: rouge155 has scores of several names, not one")
        if metric not in computed:
            known = ", ".join(computed) or "rouge155"
            raise click.UsageError(f"--fail-under {value}: {metric} is not computed, what is is {known}")
        gates.append(gate)
    return gates


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is no number") from None
    if math.isnan(found):
        raise ValueError("no score is under or over nan")
    return found
