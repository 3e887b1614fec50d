"""What a run found, as rows for people and programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gramscore.cli.confidence import Bounds
from gramscore.cli.metrics import Figures, figures_of, shown_of
from gramscore.cli.values import WHOLE, GroupValues
from gramscore.metrics.registry import ALL_FAMILIES, FAMILY_OF
from gramscore.options.printable import on_one_line
from gramscore.results.score_table import reported

if TYPE_CHECKING:
    from gramscore.io.faults import Faults
    from gramscore.io.fields import Fields
    from gramscore.results.grouped import Column, GroupedStates, GroupNumbers, RescoredGroups
    from gramscore.results.remarks import Remark

_MOST_NAMED: Final = 4
_MOST_LAID_OUT: Final = 1000
_PARTS_AT_ONCE: Final = 4096
_SCALED: Final = ("precision", "recall", "fmeasure", "score", "mer", "wil", "wip")

#: Makes texts of a column of scores.
Show = Callable[["Column"], Iterable[str]]


@dataclass(frozen=True)
class Rows:
    """Sections of a report one below the other: the columns of texts before the name of the metric; by metric and score
    a column; and of groups the values, by field, and how many examples they have."""

    heads: Sequence[Sequence[str]]
    figures: Mapping[str, Mapping[str, Column]]
    values: Sequence[Sequence[Any]] = ()
    examples: Sequence[int] = ()

    def __len__(self) -> int:
        return len(next(iter(next(iter(self.figures.values())).values())))


class Parts:
    """The parts of a corpus by the values of `fields`."""

    def __init__(
        self,
        fields: tuple[str, ...],
        numbers: GroupNumbers,
        states: Mapping[str, GroupedStates | RescoredGroups],
        bounds: Mapping[str, Sequence[Bounds]],
        factors: Mapping[str, int],
    ) -> None:
        self._bounds = bounds
        self._factors = factors
        self.fields = fields
        self._states = states
        self._groups = GroupValues(numbers)

    def __len__(self) -> int:
        return len(self._groups.order)

    @property
    def widths(self) -> list[int]:
        """Of the longest value of each field."""
        return [max(map(len, shown)) for shown in self._groups.shown]

    def rows(self) -> Iterator[Rows]:
        """All of them in order, some thousands at a time."""
        for begin in range(0, len(self._groups.order), _PARTS_AT_ONCE):
            groups = self._groups.order[begin : begin + _PARTS_AT_ONCE]
            figures: dict[str, dict[str, Column]] = {
                metric or family: dict(found)
                for family, states in self._states.items()
                for metric, found in states.figures(groups).items()
            }
            for bounds in self._bounds.values():
                _add_bounds(figures, [bounds[group] for group in groups.tolist()])
            for family, factor in self._factors.items():
                _scale(figures, self._states[family], family, factor)
            columns = self._groups.combinations[groups].T.tolist()
            shown, values = (
                [[own[at] for at in column] for own, column in zip(every, columns, strict=True)]
                for every in (self._groups.shown, self._groups.values)
            )
            examples = next(iter(self._states.values())).examples(groups).tolist()
            yield Rows([*shown, list(map(str, examples))], figures, values, examples)


@dataclass(frozen=True)
class Layout:
    """How scores are shown: with so many digits, those of 0 to 1 times `scale`, or nothing but scores."""

    digits: int = 4
    scale: int = 1
    score_only: bool = False

    def factor(self, family: str) -> int:
        """What the scores of a family are shown times."""
        scale = next((it.scale for it in ALL_FAMILIES if it.name == family), "")
        return self.scale if re.search(r"to 1\b", scale) else 1

    def rounded(self, values: Column) -> Iterable[str]:
        alike = isinstance(values, np.ndarray)
        values = listed(values)
        if alike or all(type(value) is float for value in values):
            return (f"%.{self.digits}f " * len(values) % tuple(values)).split()
        return [
            f"{value:.{self.digits}f}"
            if isinstance(value, (float, int))
            else ", ".join(f"{number:.{self.digits}f}" for number in value)
            for value in values
        ]


@dataclass(frozen=True)
class Report:
    """What was found in `files`: of all the states by metric family, and of the parts. `references`: how many an
    example has, "var" if not all have as many, None if nobody knows."""

    files: Sequence[str]
    format: str
    fields: Fields | None
    states: Mapping[str, Any]
    parts: Parts | None = None
    faults: Faults | None = None
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    remarks: Sequence[Remark] = ()
    layout: Layout = Layout()
    references: str | None = None

    @property
    def signatures(self) -> dict[str, str]:
        """By family."""
        return {family: state.signature for family, state in self.states.items()}

    @property
    def cited(self) -> list[str]:
        """The signatures to put beside the scores: as sacrebleu's, with how many references examples have."""
        return [with_references(signature, self.references) for signature in self.signatures.values()]

    @property
    def scores(self) -> list[str]:
        """Of each metric the one that stands for it, and nothing else."""
        return [
            text
            for found in self.metrics.values()
            for text in self.layout.rounded([found[reported(found)[-1]]])
        ]

    @property
    def examples(self) -> int:
        found: int = next(iter(self.states.values())).examples
        return found

    @cached_property
    def metrics(self) -> dict[str, Figures]:
        """The scores of the whole."""
        return {
            metric: figures
            for family, state in self.states.items()
            for metric, figures in self._with_bounds(family, figures_of(family, state)).items()
        }

    def _with_bounds(self, family: str, found: dict[str, Figures]) -> dict[str, Figures]:
        bounds = self.bounds.get(family, {})
        factor = self.layout.factor(family)
        return {
            metric: {
                name: value * factor if factor != 1 and name.partition("_")[0] in _SCALED else value
                for name, value in {**figures, **bounds.get(metric, {})}.items()
            }
            for metric, figures in found.items()
        }

    @property
    def shown(self) -> list[str]:
        """The names of the scores that people are shown."""
        return shown_of(self.metrics)

    @property
    def numbers(self) -> list[str]:
        """The names of all scores of any metric that are one number."""
        return list(
            dict.fromkeys(
                name
                for found in self.metrics.values()
                for name, figure in found.items()
                if isinstance(figure, (int, float))
            )
        )

    @property
    def heads(self) -> list[str]:
        """The names of what stands before the scores in a row."""
        return [*self.parts.fields, "examples", "metric"] if self.parts else ["metric"]

    @property
    def widths(self) -> list[int]:
        """How wide the columns before the scores are."""
        parts = [] if self.parts is None else [*self.parts.widths, len(str(self.examples))]
        found = [*parts, max(map(len, self.metrics))]
        return [max(width, len(head), len(WHOLE)) for width, head in zip(found, self.heads, strict=True)]

    @property
    def is_long(self) -> bool:
        """Whether to fit its columns to a terminal would take longer than to score it."""
        return self.parts is not None and len(self.parts) > _MOST_LAID_OUT

    def sections(self) -> Iterator[Rows]:
        """Those of the parts; the last is the whole."""
        heads = []
        if self.parts is not None:
            yield from self.parts.rows()
            heads = [*([WHOLE] for _ in self.parts.fields), [str(self.examples)]]
        yield Rows(
            heads,
            {metric: {name: [it] for name, it in found.items()} for metric, found in self.metrics.items()},
        )

    @property
    def details(self) -> list[str]:
        """What BLEU is made of, a line for each."""
        lines = []
        for metric, found in self.metrics.items():
            if {"precisions", "bp", "sys_len", "ref_len"} <= found.keys():
                ratio = found["sys_len"] / found["ref_len"] if found["ref_len"] else 0.0
                digits = 3 if FAMILY_OF[metric].scale == "0 to 1" else 1
                precisions = "/".join(f"{it:.{digits}f}" for it in found["precisions"])
                lines.append(
                    f"{metric}: precisions {precisions}, BP {found['bp']:.3f}, ratio {ratio:.3f} "
                    f"({found['sys_len']}/{found['ref_len']})"
                )
        return lines

    @property
    def heading(self) -> list[str]:
        """Lines for people: how much was read, and from which fields."""
        count = f"{self.examples} example{'s' if self.examples != 1 else ''}"
        named = ", ".join(self.files)
        if len(self.files) > _MOST_NAMED:
            named = f"{', '.join(self.files[:2])} ... {self.files[-1]} ({len(self.files)} files)"
        lines = [f"{named}: {count}"]
        return lines if self.fields is None else [*lines, described(self.fields)]


def with_references(signature: str, references: str | None) -> str:
    """The signature with `nrefs`, after the name of the metric."""
    name, _, options = signature.partition("|")
    return signature if references is None else f"{name}|nrefs:{references}|{options}"


def described(fields: Fields) -> str:
    """The fields in use, those guessed marked as such, with the other candidates when there were any."""

    def role(name: str, used: Sequence[str]) -> str:
        text = f"{name}: {', '.join(used)}"
        if name not in fields.guessed:
            return text
        others = fields.guessed[name]
        return f"{text} (guessed{'; also present: ' + ', '.join(others) if others else ''})"

    roles = [role("prediction", [fields.prediction]), role("references", fields.references)]
    if fields.source is not None:
        roles.append(role("source", [fields.source]))
    if fields.id is not None:
        roles.append(role("id", [fields.id]))
    return ", ".join(roles)


def cells_of(rows: Rows, names: Sequence[str], show: Show) -> Iterator[tuple[str, ...]]:
    """A row per section and metric, where it has no such score empty. `show` makes texts of a column of scores."""
    nothing = [""] * len(rows)
    columns = [
        zip(*[shown_in(found, name, show) if name in found else nothing for name in names], strict=True)
        for found in rows.figures.values()
    ]
    metrics = [(on_one_line(metric),) for metric in rows.figures]
    heads = zip(*rows.heads, strict=True) if rows.heads else [()] * len(rows)
    for head, *cells in zip(heads, *columns, strict=True):
        for metric, own in zip(metrics, cells, strict=True):
            yield head + metric + own


def shown_in(found: Mapping[str, Column], name: str, show: Show) -> Iterable[str]:
    """The scores of one name, for people with their intervals."""
    cells = show(found[name])
    if show is exact or f"{name}_low" not in found or f"{name}_high" not in found:
        return cells
    bounds = zip(cells, found[f"{name}_low"], found[f"{name}_high"], strict=True)
    return [
        cell if low is None else "{} [{}, {}]".format(cell, *show([low, high])) for cell, low, high in bounds
    ]


def _scale(
    figures: dict[str, dict[str, Column]], states: GroupedStates | RescoredGroups, family: str, factor: int
) -> None:
    for metric in states.metrics or [family]:
        for name, values in figures[metric].items():
            if name.partition("_")[0] in _SCALED:
                figures[metric][name] = [None if it is None else it * factor for it in listed(values)]


def _add_bounds(figures: dict[str, dict[str, Column]], bounds: Sequence[Bounds]) -> None:
    """Those of some groups, where they have some, to their scores."""
    first = next((it for it in bounds if it), {})
    for metric, names in first.items():
        for name in names:
            figures[metric][name] = [it.get(metric, {}).get(name) for it in bounds]


def listed(column: Column) -> Sequence[Any]:
    return column if not isinstance(column, np.ndarray) else column.tolist()


def exact(numbers: Column) -> Iterable[str]:
    """repr() of each, by the one call that makes it of many."""
    numbers = listed(numbers)
    text = json.dumps(numbers)
    if "N" in text or "I" in text or "null" in text:
        return ["" if number is None else repr(number) for number in numbers]
    return text[1:-1].split(", ")
