"""The search: every setting on every way of handling the texts, each count made once."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gramscore.reproducing.handling import Handling, Handlings
from gramscore.reproducing.packages.registry import settings_of
from gramscore.reproducing.rouge import GoogleCounts
from gramscore.reproducing.settings import Rough, Setting
from gramscore.reproducing.store import Store
from gramscore.reproducing.targets import Target
from gramscore.reproducing.texts import Texts

#: What a setting and the handling of texts before it may cost together.
MOST_COST: Final = 8
#: Of settings that do not give the scores, so many groups of equal ones are kept, the nearest.
MOST_NEAR: Final = 10
#: What a unit of cost weighs against the distance from the scores, 0..1.
_OF_COST: Final = 2e-4
#: More than equal scores of a group differ by.
_DUST: Final = 1e-8
#: Handlings of two steps and more are not tried with metrics that take so long.
_SLOW: Final = ("chrf", "chrf++", "ter")
#: Metrics that take references with each example, not as sets.
_OF_EXAMPLES: Final = ("meteor", "sari")


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

    @property
    def group(self) -> Hashable:
        """Equal for candidates that give the same scores, as far as these are known."""
        kind = getattr(self.setting, "over", "") if not self.sure else ""
        return (*(round(value, 9) for value in self.values), kind)

    def fits(self, targets: Sequence[Target]) -> bool:
        """Whether it may give the scores."""
        return all(
            target.fits(value, slack)
            for target, value, slack in zip(targets, self.values, self.slacks, strict=True)
        )

    def distance(self, targets: Sequence[Target]) -> float:
        """How far it is from the scores, the unusual a little farther."""
        return distance(
            [abs(value - target.value) for target, value in zip(targets, self.values, strict=True)], self.cost
        )


def distance(misses: Sequence[float], cost: int) -> float:
    """That of a setting from scores that it misses by so much. By some of them: at most."""
    return max(misses, default=0.0) + _OF_COST * cost


@dataclass
class Search:
    """A search for targets of one family. run() may be interrupted: `candidates` has what was found by then."""

    texts: Texts
    targets: Sequence[Target]
    #: What a setting and the handling of texts before it may cost together.
    most_cost: int = MOST_COST
    #: Whether settings are left out that cannot give the scores, nor be among the nearest.
    bounded: bool = False
    candidates: list[Candidate] = field(default_factory=list)
    #: Settings that were tried, or left out.
    tried: int = 0
    #: Settings and countings that a package refuses on these texts, with its words.
    refused: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        family = self.targets[0].family
        of_rouge = family == "rouge"
        lines = of_rouge and any(target.name.startswith("rougeL") for target in self.targets)
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
        self._handlings = Handlings(
            self.texts, lines=lines, corpus=not of_rouge and family not in _OF_EXAMPLES
        )
        most = 1 if family in _SLOW else len(self._handlings)
        self._plan = [
            (handling, counting)
            for handling in self._handlings
            if len(handling.steps) <= most
            for counting, own in self._groups.items()
            if handling.cost + own[0].cost <= self.most_cost
            and not (handling.only_lowers and counting.settles_case)
        ]
        grams = {target.name for target in self.targets if target.name[-1].isdigit()} if of_rouge else ()
        self._store = Store(sorted(grams))
        self._nearest = _Nearest()
        self._scores: dict[tuple[Handling, Setting], dict[str, float]] = {}
        self._last: tuple[Any, Any] = (None, None)

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

    def forget(self) -> None:
        """Forgets what was made of the texts, which an interrupt may have left half done; `candidates` stay."""
        self._handlings.forget()
        self._last = (None, None)

    def _tried(
        self, handling: Handling, texts: Texts, counting: Any, kept: dict[Any, Any]
    ) -> Iterator[Candidate]:
        """kept: what was counted of these texts before; None for what the package refuses."""
        settings = [it for it in self._groups[counting] if handling.cost + it.cost <= self.most_cost]
        acting = counting.acting_on(texts)
        if acting not in kept:
            try:
                kept[acting] = acting.counted(texts, self._store)
            except ValueError as error:
                self.refused.setdefault(settings[0].package, str(error))
                kept[acting] = None
        if kept[acting] is None:
            return
        for setting in settings:
            candidate = self._of(handling, setting, kept[acting])
            self.tried += 1
            if candidate is not None:
                yield candidate

    def _of(self, handling: Handling, setting: Setting, counted: Any) -> Candidate | None:
        """None if what is known leaves the setting out, before more is counted."""
        cost = handling.cost + setting.cost
        found: list[Rough] = []
        for target in self.targets:
            rough = setting.rough(counted, target, self.targets)
            if math.isnan(rough.value):
                self.refused.setdefault(setting.package, "its score is not a number")
                return None
            found.append(rough)
            if self.bounded and self._leaves_out(list(zip(self.targets, found, strict=False)), cost):
                return None
        candidate = Candidate(
            handling, setting, tuple(it.value for it in found), tuple(it.slack for it in found)
        )
        if self.bounded and not candidate.fits(self.targets):
            self._nearest.add(candidate.group, candidate.distance(self.targets))
        return candidate

    def _leaves_out(self, known: Sequence[tuple[Target, Any]], cost: int) -> bool:
        """Whether a setting with these scores, and perhaps others, neither fits nor is among the nearest groups."""
        misses = [abs(it.value - target.value) for target, it in known]
        return distance(misses, cost) > self._nearest.farthest and not all(
            target.fits(it.value, it.slack) for target, it in known
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
        setting = candidate.setting
        key = (candidate.handling, setting)
        if key not in self._scores:
            self._scores[key] = setting.exact(self._counted(candidate), self.targets)
        return self._scores[key]

    def _counted(self, candidate: Candidate) -> Any:
        """What is counted for a candidate; that of the last one is kept."""
        texts = self.handled(candidate)
        acting = candidate.setting.counting.acting_on(texts)
        if self._last[0] != (candidate.handling, acting):
            counted = acting.counted(texts, self._store)
            self._last = ((candidate.handling, acting), counted)
        return self._last[1]

    def handled(self, candidate: Candidate) -> Texts:
        """The texts as the candidate has them before they are scored."""
        texts = self._handlings.texts(candidate.handling)
        assert texts is not None
        return texts

    def code(self, candidate: Candidate) -> str:
        """The call, given `predictions` and `references`."""
        before = candidate.handling.code(self.texts)
        own = candidate.setting.call(self.targets, self.handled(candidate).counts is not None)
        return "\n".join(_imports_first([*before, *own]))


class _Nearest:
    """The distances of the nearest groups."""

    def __init__(self) -> None:
        self._distances: dict[Hashable, float] = {}
        #: What is farther is in none of them: the last one's distance, and what costs make of it.
        self.farthest = math.inf

    def add(self, group: Hashable, distance: float) -> None:
        if distance >= self._distances.get(group, self.farthest):
            return
        self._distances[group] = distance
        if len(self._distances) > MOST_NEAR:
            del self._distances[max(self._distances, key=self._distances.__getitem__)]
        if len(self._distances) == MOST_NEAR:
            self.farthest = max(self._distances.values()) + MOST_COST * _OF_COST + _DUST


def _imports_first(lines: Sequence[str]) -> list[str]:
    imports = [line for line in lines if line.startswith(("import ", "from "))]
    return [*sorted(dict.fromkeys(imports)), *(line for line in lines if line not in imports)]
