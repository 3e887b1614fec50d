"""The search: every setting on every way of handling the texts, each count made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gramscore.reproducing.handling import Handling, Handlings
from gramscore.reproducing.packages.registry import settings_of
from gramscore.reproducing.rouge import GoogleCounts
from gramscore.reproducing.settings import Setting
from gramscore.reproducing.targets import Target
from gramscore.reproducing.texts import Texts

#: What a setting and the handling of texts before it may cost together.
MOST_COST: Final = 8
#: Handlings of two steps and more are not tried with metrics that take so long.
_SLOW: Final = ("chrf", "chrf++", "ter")


@dataclass(frozen=True)
class Candidate:
    """A setting on handled texts, and what it gives: by target the score, 0..1, and how far off it may be."""

    handling: Handling
    setting: Setting
    values: tuple[float, ...]
    slacks: tuple[float, ...]

    @property
    def cost(self) -> int:
        return self.handling.cost + self.setting.cost

    @property
    def sure(self) -> bool:
        return not any(self.slacks)


@dataclass
class Search:
    """A search for targets of one family. run() may be interrupted: `candidates` has what was found by then."""

    texts: Texts
    targets: Sequence[Target]
    #: What a setting and the handling of texts before it may cost together.
    most_cost: int = MOST_COST
    candidates: list[Candidate] = field(default_factory=list)
    #: Settings and countings that a package refuses on these texts, with its words.
    refused: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        family = self.targets[0].family
        self._types = _types_of(self.targets)
        of_rouge = family == "rouge"
        lines = of_rouge and "rougeLsum" in self._types
        settings = settings_of(self.targets, self.texts.several)
        if all(target.part for target in self.targets):
            settings = [it for it in settings if getattr(it, "part", "fmeasure") == "fmeasure"]
        if not lines:  # to which it makes no difference which of rouge-score's two L is taken
            settings = [
                it
                for it in settings
                if not (getattr(it, "summary", False) and isinstance(it.counting, GoogleCounts))
            ]
        self._groups: dict[Any, list[Setting]] = {}
        for setting in settings:
            self._groups.setdefault(setting.counting, []).append(setting)
        self._handlings = Handlings(self.texts, lines=lines, corpus=not of_rouge)
        most = 1 if family in _SLOW else len(self._handlings)
        self._plan = [
            (handling, counting)
            for handling in self._handlings
            if len(handling.steps) <= most
            for counting, own in self._groups.items()
            if handling.cost + own[0].cost <= self.most_cost
            and not (handling.only_lowers and counting.settles_case)
        ]

    @property
    def family(self) -> str:
        return self.targets[0].family

    def __len__(self) -> int:
        """How many settings will have been tried."""
        return sum(
            sum(handling.cost + setting.cost <= self.most_cost for setting in self._groups[counting])
            for handling, counting in self._plan
        )

    def run(self, progress: Callable[[int, int], object] | None = None) -> None:
        """Fills `candidates`. progress: is given how much of the plan is done, and all of it."""
        handled: tuple[Handling | None, Texts | None] = (None, None)
        counted: dict[Any, Any] = {}
        for done, (handling, counting) in enumerate(self._plan):
            if progress is not None:
                progress(done, len(self._plan))
            if handled[0] is not handling:
                handled = (handling, self._handlings.texts(handling))
                counted = {}
            if handled[1] is not None:
                self.candidates += self._tried(handling, handled[1], counting, counted)
        if progress is not None:
            progress(len(self._plan), len(self._plan))

    def _tried(
        self, handling: Handling, texts: Texts, counting: Any, kept: dict[Any, Any]
    ) -> Iterator[Candidate]:
        """kept: what was counted of these texts before."""
        acting = counting.acting_on(texts)
        if acting not in kept:
            try:
                kept[acting] = acting.count(texts, self._types)
            except ValueError as error:
                self.refused.setdefault(self._groups[counting][0].package, str(error))
                kept[acting] = None
        counted = kept[acting]
        if counted is None:
            return
        for setting in self._groups[counting]:
            if handling.cost + setting.cost > self.most_cost:
                continue
            found = [setting.rough(counted, target, self.targets) for target in self.targets]
            yield Candidate(
                handling, setting, tuple(it.value for it in found), tuple(it.slack for it in found)
            )

    def settled(self, candidate: Candidate) -> Candidate:
        """The candidate with the very scores that its call gives."""
        values = self.scores(candidate)
        scale = candidate.setting.scale
        return Candidate(
            candidate.handling,
            candidate.setting,
            tuple(values[target.given] / scale for target in self.targets),
            candidate.slacks if candidate.setting.random else (0.0,) * len(self.targets),
        )

    def scores(self, candidate: Candidate) -> dict[str, float]:
        """What the candidate's call gives, on the scale of its package."""
        texts = self.handled(candidate)
        counted = candidate.setting.counting.acting_on(texts).count(texts, self._types)
        return candidate.setting.exact(counted, self.targets)

    def handled(self, candidate: Candidate) -> Texts:
        """The texts as the candidate has them before they are scored."""
        texts = self._handlings.texts(candidate.handling)
        assert texts is not None
        return texts

    def code(self, candidate: Candidate) -> str:
        """The call, given `predictions` and `references`."""
        setting, handling = candidate.setting, candidate.handling
        before = handling.code(self.texts.counts is not None)
        own = setting.call(self.targets, self.handled(candidate).counts is not None)
        return "\n".join(_imports_first([*before, *own]))


def _types_of(targets: Sequence[Target]) -> tuple[str, ...]:
    """The types of ROUGE to count: where one of ROUGE-L is looked for, both."""
    names = list(dict.fromkeys(target.name for target in targets if not target.name.startswith("rougeL")))
    lcs = any(target.name.startswith("rougeL") for target in targets)
    return (*names, *(("rougeL", "rougeLsum") if lcs else ()))


def _imports_first(lines: Sequence[str]) -> list[str]:
    imports = [line for line in lines if line.startswith(("import ", "from "))]
    return [*sorted(dict.fromkeys(imports)), *(line for line in lines if line not in imports)]
