"""What `--metric` can name: a family is one entry of `_FAMILIES`, known nowhere else in the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import click
import numpy as np

import gramscore

Figures = dict[str, float]
Column = np.ndarray[tuple[int], np.dtype[np.float64]]

DEFAULT: Final = "rouge1,rouge2,rougeL,rougeLsum"


@dataclass(frozen=True)
class Options:
    """The choices on the command line that can change a figure; None leaves it to the family."""

    stemmer: bool
    tokenizer: str | None


@dataclass(frozen=True)
class Result:
    """`corpus` has the figures of each member, `examples` a column per figure, over all examples."""

    family: str
    signature: str
    corpus: dict[str, Figures]
    examples: dict[str, Column]


@dataclass(frozen=True)
class Family:
    """Metrics computed together, named by `members`; `read` takes the figures out of the scores."""

    name: str
    members: tuple[str, ...]
    build: Callable[[Sequence[str], Options], Any]
    read: Callable[[Any], tuple[dict[str, Figures], dict[str, Column]]]


@dataclass(frozen=True)
class Metric:
    """A family set up with the members and options asked for."""

    family: Family
    engine: Any

    def score(self, predictions: Any, references: Any, **how: Any) -> Result:
        """As the engine's `score`; what it refuses is wrong usage."""
        try:
            scores = self.engine.score(predictions, references, **how)
        except (TypeError, ValueError) as error:
            raise click.UsageError(str(error)) from error
        return Result(self.family.name, scores.signature, *self.family.read(scores))


def build(values: Sequence[str], options: Options) -> list[Metric]:
    """The metrics that comma-separated `values` name, none twice; `UsageError` for what nobody knows."""
    names = list(dict.fromkeys(name.strip() for value in values for name in value.split(",")))
    known = [member for family in _FAMILIES for member in family.members]
    for name in names:
        if name not in known:
            raise click.UsageError(f"unknown metric {name!r}; the known ones are {', '.join(known)}")
    built = []
    for family in _FAMILIES:
        members = [name for name in names if name in family.members]
        if members:
            try:
                built.append(Metric(family, family.build(members, options)))
            except (TypeError, ValueError) as error:
                raise click.UsageError(str(error)) from error
    return built


def _rouge(members: Sequence[str], options: Options) -> Any:
    return gramscore.ROUGE(list(members), stemmer=options.stemmer, tokenizer=options.tokenizer or "rouge")


def _rouge_figures(scores: Any) -> tuple[dict[str, Figures], dict[str, Column]]:
    figures = ("precision", "recall", "fmeasure")
    corpus = {
        kind: {name: float(getattr(scores.corpus[kind], name)) for name in figures} for kind in scores.types
    }
    examples = {f"{kind}_{name}": getattr(scores[kind], name) for kind in scores.types for name in figures}
    return corpus, examples


_FAMILIES: Final = (
    Family(
        "rouge",
        (*(f"rouge{order}" for order in range(1, 10)), "rougeL", "rougeLsum"),
        _rouge,
        _rouge_figures,
    ),
)
