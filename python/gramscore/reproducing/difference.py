"""Why two settings give different scores: the first choice by which they part, and the example that moves most."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gramscore.metrics.rouge import ROUGE
from gramscore.metrics.rouge155 import ROUGE155
from gramscore.options.checks import check_text
from gramscore.reproducing.corpus_counts import MetricCounts
from gramscore.reproducing.found import described
from gramscore.reproducing.handling import Handling
from gramscore.reproducing.packages.registry import settings_of
from gramscore.reproducing.rouge import EACH_TIME, GoogleCounts, PerlCounts
from gramscore.reproducing.settings import CorpusSetting, RougeSetting, Setting
from gramscore.reproducing.steps import Step, all_steps
from gramscore.reproducing.store import Store
from gramscore.reproducing.targets import Target, named
from gramscore.reproducing.texts import Texts, texts_for

_Floats = npt.NDArray[np.float64]

#: A difference, 0..1, that is none: what adding up in another order makes.
_NOTHING: Final = 1e-12
#: What the fields of a setting of ROUGE are called, in the order in which they are changed.
_FIELDS: Final = (
    ("counting", "words and counts"),
    ("ending", "n-grams as sets or each time"),
    ("references", "several references"),
    ("summary", "ROUGE-L of summaries or of whole texts"),
    ("formula", "the formula of F"),
    ("part", "which of precision, recall and F"),
    ("over", "what is made of the examples' scores"),
)


@dataclass(frozen=True)
class Change:
    """One choice changed from the first setting's to the second's. before, after: the score, 0 to 100."""

    what: str
    first: str
    second: str
    before: float
    after: float

    @property
    def matters(self) -> bool:
        """Whether it moves the score."""
        return abs(self.after - self.before) > 100 * _NOTHING

    def to_dict(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "matters": self.matters}


@dataclass(frozen=True)
class Moved:
    """The example that moves most by a change.

    before, after: its score, 0 to 100. explanations: of both, where there are any: what gramscore.ROUGE().explain and
    its like return.
    """

    index: int
    prediction: str
    references: tuple[str, ...]
    before: float
    after: float
    explanations: tuple[Any, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "index": self.index,
            "prediction": self.prediction,
            "references": list(self.references),
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class Difference:
    """Why two settings differ.

    name: of the score. first, second: the settings, in words.
    changes: from the first to the second, one choice at a time: what is done to the texts, then the package's options.
    moved: the example that moves most by the first change that matters; None if none does.
    """

    name: str
    first: str
    second: str
    changes: tuple[Change, ...]
    moved: Moved | None

    @property
    def parting(self) -> Change | None:
        """The first change that moves the score."""
        return next((change for change in self.changes if change.matters), None)

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "first": self.first,
            "second": self.second,
            "changes": [change.to_dict() for change in self.changes],
            "moved": None if self.moved is None else self.moved.to_dict(),
        }

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def _lines(found: Difference) -> Iterator[str]:
    yield f"{found.name} by {found.first}"
    yield f"{' ' * len(found.name)} and {found.second}"
    for change in found.changes:
        mark = "->" if change.matters else "=="
        yield f"  {change.before:.4f} {mark} {change.after:.4f}  {change.what}: {change.first} -> {change.second}"
    if found.parting is None or found.moved is None:
        yield "They do not differ on these texts."
        return
    yield f"They part by {found.parting.what}: {found.parting.first} -> {found.parting.second}"
    yield f"Example {found.moved.index} moves most, from {found.moved.before:.2f} to {found.moved.after:.2f}:"
    yield f"  prediction  {found.moved.prediction!r}"
    for text in found.moved.references:
        yield f"  reference   {text!r}"


def difference(
    predictions: Any, references: Any, name: str, first: str, second: str, sources: Any = None
) -> Difference:
    """Why two packages, or two settings, give different scores.

    predictions: N texts. references: N texts, or N lists of one or more. name: of the score, as "rougeL" or "bleu".
    first, second: settings in the words of the rows that `gramscore.reproduce` finds, or some of them: "rouge",
        "rouge-score: use_stemmer=True", "ROUGE-1.5.5: stemmed; texts: lower case". What is not said is as usual.
    sources: as `gramscore.reproduce` has them.

    Raises TypeError or ValueError for what is no text, and for a setting that nobody knows.

    >>> import gramscore
    >>> found = gramscore.difference(["The cats sat."], ["A cat sat."], "rouge1", "rouge-score", "rouge")
    >>> found.parting.what
    'words and counts'
    """
    for argument, text in (("name", name), ("first", first), ("second", second)):
        check_text(argument, text)
    (target,) = named([name]).listed
    texts = texts_for([target.family], predictions, references, sources)
    start = _parsed(first, target, texts)
    end = _parsed(second, target, texts)
    path = list(_path(start, end))
    states = [start, *(state for _, _, _, state in path)]
    scores = [_score(state, target, texts) for state in states]
    for state, score in zip(states, scores, strict=True):
        if math.isnan(score):
            raise ValueError(f"{_said(state)} gives no number on these texts")
    changes = [
        Change(what, one, other, 100 * before, 100 * after)
        for (what, one, other, _), before, after in zip(path, scores, scores[1:], strict=False)
    ]
    moved = None
    for at, change in enumerate(changes):
        if change.matters:
            moved = _moved(states[at], states[at + 1], target, texts)
            break
    return Difference(name, _said(start), _said(end), tuple(changes), moved)


@dataclass(frozen=True)
class _State:
    steps: tuple[Step, ...]
    setting: Setting


def _said(state: _State) -> str:
    setting = state.setting
    return described(setting.package, setting.version, setting.options, Handling(state.steps).names)


def _parsed(words: str, target: Target, texts: Texts) -> _State:
    """A setting in words: `PACKAGE[ VERSION][: OPTION, ...][; texts: STEP, ...]`."""
    head, _, tail = words.partition("; texts: ")
    package, _, rest = head.partition(": ")
    options = [it.strip() for it in rest.split(", ") if it.strip() not in ("", "defaults")]
    known = settings_of([target], texts.several)
    own = [it for it in known if package.split(" ")[0].lower() == it.package.lower()]
    if not own:
        names = ", ".join(dict.fromkeys(it.package for it in known))
        raise ValueError(f"unknown package {package!r}: for {target.given} these are known: {names}")
    fitting = [it for it in own if all(word in ", ".join(it.options) for word in options)]
    if not fitting:
        raise ValueError(
            f"{own[0].package} has no setting with {', '.join(options)}, as `gramscore reproduce` says them"
        )
    chosen = []
    for name in (it.strip() for it in tail.split(", ") if it.strip()):
        step = next((it for it in all_steps() if it.name.startswith(name)), None)
        if step is None:
            raise ValueError(f"unknown handling of texts {name!r}, as `gramscore reproduce` says them")
        if step in chosen:
            raise ValueError(f"the handling of texts {step.name!r} is named twice")
        chosen.append(step)
    return _State(tuple(sorted(chosen, key=lambda step: step.stage)), fitting[0])


def _path(start: _State, end: _State) -> Iterator[tuple[str, str, str, _State]]:
    """The choices that differ, one after another: what, how it was and how it becomes, and the state after it."""
    state = start
    for step in start.steps:
        if step not in end.steps:
            state = replace(state, steps=tuple(it for it in state.steps if it is not step))
            yield "texts", step.name, "as they are", state
    for step in end.steps:
        if step not in start.steps:
            steps = tuple(sorted((*state.steps, step), key=lambda it: it.stage))
            state = replace(state, steps=steps)
            yield "texts", "as they are", step.name, state
    one, other = start.setting, end.setting
    if isinstance(one, RougeSetting) and isinstance(other, RougeSetting):
        setting: RougeSetting = one
        for field, what in _FIELDS:
            old, new = getattr(setting, field), getattr(other, field)
            if old != new:
                setting = replace(setting, **{field: new})
                if field == "counting":  # which has names of its own for types
                    setting = replace(setting, ending=other.ending)
                state = _State(end.steps, setting)
                yield what, _of_value(old), _of_value(new), state
    elif one != other:
        yield "package and options", _of_setting(one), _of_setting(other), end


def _of_setting(setting: Setting) -> str:
    return described(setting.package, setting.version, setting.options, ())


def _of_value(value: Any) -> str:
    if not dataclasses.is_dataclass(value):
        return _SAID.get(value, str(value))
    name = _KINDS.get(type(value).__name__, type(value).__name__)
    fields = ", ".join(f"{it.name}={getattr(value, it.name)!r}" for it in dataclasses.fields(value))
    return f"{name} ({fields})" if fields else name


_SAID: Final = {True: "of summaries", False: "of whole texts", "": "as sets", EACH_TIME: "each time"}
_KINDS: Final = {
    "GoogleCounts": "rouge-score's words",
    "PerlCounts": "ROUGE-1.5.5's words",
    "SetCounts": "words as they are",
    "PyRougeCounts": "py-rouge's words",
}


def _texts(state: _State, texts: Texts) -> Texts:
    for step in state.steps:
        texts = step.change(texts)
    return texts


def _counted(state: _State, target: Target, texts: Texts) -> Any:
    return state.setting.counting.counted(_texts(state, texts), Store())


def _score(state: _State, target: Target, texts: Texts) -> float:
    counted = _counted(state, target, texts)
    found: Mapping[str, float] = state.setting.exact(counted, [target])
    return found[target.given] / state.setting.scale


def _examples(state: _State, target: Target, texts: Texts) -> _Floats:
    """The scores of the examples, 0..1."""
    counted = _counted(state, target, texts)
    setting = state.setting
    if isinstance(setting, RougeSetting):
        parts = counted.examples(setting.own(target), setting.references, setting.formula)
        found: _Floats = getattr(parts, setting.part_of(target))
        return found
    scores: _Floats = np.asarray(counted.scores.examples) / setting.scale
    return scores


def _moved(before: _State, after: _State, target: Target, texts: Texts) -> Moved | None:
    old, new = _examples(before, target, texts), _examples(after, target, texts)
    if len(old) != len(new):  # rows were dropped
        return None
    index = int(np.argmax(np.abs(new - old)))
    explanations = tuple(
        explained
        for state in (before, after)
        if (explained := _explained(state, target, _texts(state, texts).kept([index]))) is not None
    )
    one = texts.kept([index])
    return Moved(
        index,
        one.predictions[0],
        one.references,
        100 * float(old[index]),
        100 * float(new[index]),
        explanations,
    )


def _explained(state: _State, target: Target, one: Texts) -> Any:
    """Why the example has its score, where the engine explains what the package counts."""
    setting, counting = state.setting, state.setting.counting
    prediction, references = one.predictions[0], list(one.references)
    if isinstance(counting, GoogleCounts) and isinstance(setting, RougeSetting):
        metric = ROUGE([setting.own(target)], stemmer=counting.stemmer)
        return metric.explain(prediction, references)
    if isinstance(counting, PerlCounts):
        order = int(target.name[-1]) if re.search(r"\d$", target.name) else 0
        own = ROUGE155(
            order, order == 0, stemmer=counting.stemmer, words=counting.words, bytes=counting.bytes
        )
        return own.explain(prediction, references)
    if isinstance(counting, MetricCounts) and isinstance(setting, CorpusSetting):
        metric_of: Any = counting.metric
        if not hasattr(metric_of, "explain"):
            return None
        sources = (one.sources or ()) if metric_of.needs_sources else ()
        return metric_of.explain(prediction, references, *sources)
    return None
