"""Steps taken one after another, on texts and as code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from gramscore.reproducing.steps import Stage, Step, all_steps
from gramscore.reproducing.texts import Texts

#: How many steps are taken together at most, and what they may cost.
_MOST_STEPS = 3
_MOST_COST = 6
_OF_CORPORA = 4
#: How many bytes of handled texts are kept for the handlings that go on from them; then all are forgotten.
_MOST = 150_000_000


@dataclass(frozen=True)
class Handling:
    """What is done to texts before they are scored: steps in the order of their stages."""

    steps: tuple[Step, ...] = ()

    @cached_property
    def cost(self) -> int:
        return sum(step.cost for step in self.steps)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(step.name for step in self.steps)

    @cached_property
    def only_lowers(self) -> bool:
        """Whether its last step is one that makes no difference to who ignores case."""
        return any(step.stage is Stage.CASE for step in self.steps)

    @property
    def marks_sentences(self) -> bool:
        return any("newline" in step.name for step in self.steps)

    def code(self, texts: Texts) -> list[str]:
        """Lines that handle `predictions`, `references` and perhaps `sources` so, which are the texts of the user."""
        own: list[str] = []
        lines: list[str] = []
        for step in self.steps:
            if step.expression is None:
                lines += _mapped(own, texts)
                own = []
                lines += step.lines(texts)
            else:
                own.append(step.expression)
        return [*self._imports(), *lines, *_mapped(own, texts)]

    def _imports(self) -> list[str]:
        return list(dict.fromkeys(line for step in self.steps for line in step.imports))


def _mapped(expressions: Sequence[str], texts: Texts) -> list[str]:
    if not expressions:
        return []
    goals = "[[handled(text) for text in group] for group in references]"
    return [
        "def handled(text):",
        *(f"    text = {expression}" for expression in expressions),
        "    return text",
        "predictions = [handled(text) for text in predictions]",
        f"references = {'[handled(text) for text in references]' if texts.counts is None else goals}",
        *(() if texts.sources is None else ("sources = [handled(text) for text in sources]",)),
    ]


class Handlings:
    """The ways of handling some texts that make a difference to them, the usual ones first.

    lines: whether a newline can make a difference to what is looked for; corpus: whether it is a score that takes sets
    of references, which can be passed in wrong ways.
    """

    def __init__(self, texts: Texts, *, lines: bool, corpus: bool) -> None:
        tried = [
            step
            for step in all_steps()
            if (lines or step.stage is not Stage.SENTENCES) and (corpus or step.cost < _OF_CORPORA)
        ]
        self._texts = texts
        self._begin()
        acting = [step for step in tried if self.texts(Handling((step,))) is not None]
        # What acts only on what another step leaves: sentences, once marks are newlines.
        late = [step for step in tried if step not in acting and step.name == "newlines turned into spaces"]
        self._steps = sorted([*acting, *late], key=lambda step: step.stage)
        self.listed = sorted(self._combinations(), key=lambda handling: (handling.cost, len(handling.steps)))

    def __iter__(self) -> Iterator[Handling]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)

    def _combinations(self) -> Iterator[Handling]:
        for count in range(_MOST_STEPS + 1):
            for steps in combinations(self._steps, count):
                stages = [step.stage for step in steps]
                if len(set(stages)) == count and sum(step.cost for step in steps) <= _MOST_COST:
                    yield Handling(steps)

    def _begin(self) -> None:
        self._cache: dict[tuple[Step, ...], Texts | None] = {(): self._texts}
        self._size = 0
        self._most = max(_MOST, 4 * self._texts.pool.size)

    def texts(self, handling: Handling) -> Texts | None:
        """The texts so handled; None if one of the steps does nothing, so that another handling is the same."""
        if self._texts.pool.size + self._size > self._most:
            self.forget()
        return self._handled(handling.steps)

    def forget(self) -> None:
        """Forgets all that was made of the texts, which may be half done after an interrupt."""
        self._texts = self._texts.in_a_new_pool()
        self._begin()

    def _handled(self, steps: tuple[Step, ...]) -> Texts | None:
        if steps not in self._cache:
            before = self._handled(steps[:-1])
            found = self._cache[steps] = None if before is None else _changed(steps[-1], before)
            self._size += 0 if found is None else found.size
        return self._cache[steps]


def _changed(step: Step, texts: Texts) -> Texts | None:
    found = step.change(texts)
    return None if not len(found) or found.same_as(texts) else found
