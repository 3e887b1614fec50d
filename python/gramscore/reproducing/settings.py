"""A setting: what one call of one package computes, from what the engine counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from gramscore import _core
from gramscore.figures.rouge import RougeScore
from gramscore.figures.rouge155 import Rouge155Formula
from gramscore.reproducing.counts import Column, Counted, Counting, Parts
from gramscore.reproducing.store import Store
from gramscore.reproducing.targets import Target
from gramscore.reproducing.texts import Texts

#: The seed of calls that draw random numbers.
SEED: Final = 42
#: How many resamples rouge-score and ROUGE-1.5.5 draw, and the standard errors that their middle stays within.
_RESAMPLES: Final = 1000
_ERRORS: Final = 4 * math.sqrt(math.pi / 2)


class Rough(NamedTuple):
    """A score, 0..1, and how far the one that is printed may lie from it, where that takes long or is random."""

    value: float
    slack: float = 0.0


class Setting(Protocol):
    """One call of one package, without what is done to the texts first."""

    @property
    def package(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def options(self) -> tuple[str, ...]:
        """What is not the default, in words."""

    @property
    def cost(self) -> int:
        """How unusual it is; 0 for what most do."""

    @property
    def random(self) -> bool:
        """Whether the package gives another score each time."""

    def gives(self, target: Target) -> bool:
        """Whether the package has this score at all."""

    @property
    def plain(self) -> bool:
        """Whether it gives what is meant where a score is named without more: F, and n-grams of the usual length."""

    @property
    def scale(self) -> int:
        """1 or 100: of the scores that the call gives."""

    @property
    def counting(self) -> Any:
        """What the engine counts for it; equal where two settings stand on the same."""

    def rough(self, counted: Any, target: Target, targets: Sequence[Target]) -> Rough:
        """The score that is looked for, 0..1."""

    def exact(self, counted: Any, targets: Sequence[Target]) -> dict[str, float]:
        """What the call gives, on its own scale, by the names that the user has."""

    def call(self, targets: Sequence[Target], several: bool) -> list[str]:
        """Lines that leave the same in `scores`, given `predictions` and `references`."""


@dataclass(frozen=True)
class RougeSetting:
    """ROUGE by some package.

    references: what becomes of several. formula: from counts to scores (counts.FORMULAS). over: what is made of the
    examples' scores. part: which of three is reported. summary: whether the L of summaries stands for ROUGE-L.
    ending: of the counting's names for types, where it counts in several ways. lines: the code.
    """

    package: str
    version: str
    options: tuple[str, ...]
    cost: int
    counting: Counting
    lines: Callable[[RougeSetting, Sequence[Target], bool], list[str]]
    references: str = "best F"
    formula: str = "harmonic"
    over: str = "mean"
    part: str = "fmeasure"
    summary: bool = False
    ending: str = ""
    scale: int = 1

    @property
    def random(self) -> bool:
        return self.over == "bootstrap"

    @property
    def plain(self) -> bool:
        return self.part == "fmeasure"

    def own(self, target: Target) -> str:
        """The type that stands for the one looked for."""
        if not target.name.startswith("rougeL"):
            return f"{target.name}{self.ending}"
        return f"{'rougeLsum' if self.summary else 'rougeL'}{self.ending}"

    def names(self, targets: Sequence[Target]) -> tuple[str, ...]:
        """The types that the call computes, in order."""
        return tuple(dict.fromkeys(map(self.own, targets)))

    def gives(self, target: Target) -> bool:
        return True

    def part_of(self, target: Target) -> str:
        return target.part or self.part

    def _column(self, counted: Counted, target: Target, middle: str) -> Column:
        return Column(
            self.own(target),
            self.references if counted.texts.several else "",
            self.formula,
            self.part_of(target),
            middle,
        )

    def rough(self, counted: Counted, target: Target, targets: Sequence[Target]) -> Rough:
        def number(middle: str) -> float:
            return counted.number(self._column(counted, target, middle))

        if self.over not in ("bootstrap", "program"):
            return Rough(number(self.over))
        error = number("deviation") / math.sqrt(len(counted.texts)) / math.sqrt(_RESAMPLES)
        return Rough(number("mean"), _ERRORS * error + 1e-5)

    def exact(self, counted: Counted, targets: Sequence[Target]) -> dict[str, float]:
        if self.over == "bootstrap":
            averages = self._resampled(counted, targets)
        elif self.over == "program":
            averages = self._program(counted, targets)
        else:
            return {target.given: self.rough(counted, target, targets).value for target in targets}
        return {
            target.given: float(getattr(averages[self.own(target)], self.part_of(target)))
            for target in targets
        }

    def _resampled(self, counted: Counted, targets: Sequence[Target]) -> dict[str, Any]:
        """The medians of rouge-score's resamples, which draws for one type after another."""
        numbers = _core.LegacyNumbers(SEED)
        found = {}
        for name in self.names(targets):
            parts = counted.examples(name, self.references, self.formula)
            means = numbers.resampled_means(list(parts), _RESAMPLES)
            found[name] = Parts(*np.percentile(means, 50, axis=0))
        return found

    def _program(self, counted: Counted, targets: Sequence[Target]) -> dict[str, Any]:
        """What ROUGE-1.5.5 prints, of documents that have the numbers 1, 2... as their IDs."""
        names = self.names(targets)
        columns = [column for name in names for column in counted.chosen(name, self.references, self.formula)]
        stats = np.ascontiguousarray(np.stack(columns, axis=1), dtype=np.int64)
        formula = Rouge155Formula(names, (0.0,) * len(names), 0.5, 95.0, _RESAMPLES, False)
        averages = formula.averages(stats, (), threads=1)
        return {name: RougeScore(*(part.value for part in averages[name])) for name in names}

    def call(self, targets: Sequence[Target], several: bool) -> list[str]:
        return self.lines(self, targets, several)


class StatsCounting(Protocol):
    """A metric of the engine, whose statistics several formulas stand on."""

    @property
    def settles_case(self) -> bool: ...

    def acting_on(self, texts: Texts) -> StatsCounting: ...

    def counted(self, texts: Texts, store: Store) -> Any: ...


@dataclass(frozen=True)
class CorpusSetting:
    """BLEU, chrF or TER by some package.

    score: from what was counted, and the order of n-grams that the name of the score has (None for the setting's own),
    to the score on the package's scale. expression: the code of that score, given the order; imports: lines before it.
    only_order: of n-grams, where the package gives the score of no other.
    """

    package: str
    version: str
    options: tuple[str, ...]
    cost: int
    counting: StatsCounting
    score: Callable[[Any, int | None], float]
    expression: Callable[[int | None, bool], str]
    before: Callable[[bool], list[str]]
    scale: int = 100
    plain: bool = True
    random: bool = False
    only_order: int | None = None

    def gives(self, target: Target) -> bool:
        return self.only_order is None or order_of(target) in (None, self.only_order)

    def rough(self, counted: Any, target: Target, targets: Sequence[Target]) -> Rough:
        return Rough(self.score(counted, order_of(target)) / self.scale)

    def exact(self, counted: Any, targets: Sequence[Target]) -> dict[str, float]:
        return {target.given: self.score(counted, order_of(target)) for target in targets}

    def call(self, targets: Sequence[Target], several: bool) -> list[str]:
        items = [f"    {target.given!r}: {self.expression(order_of(target), several)}," for target in targets]
        return [*self.before(several), "scores = {", *items, "}"]


def order_of(target: Target) -> int | None:
    """The order that a name such as bleu2 has."""
    return int(target.name[-1]) if target.family == "bleu" and target.name[-1].isdigit() else None
