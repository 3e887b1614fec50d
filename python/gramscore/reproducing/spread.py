"""How far the scores of one output move over the settings that papers use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from gramscore.options.checks import progress_callback
from gramscore.reproducing.found import described
from gramscore.reproducing.search import Candidate, Search
from gramscore.reproducing.targets import Target, named
from gramscore.reproducing.texts import texts_for

#: What a setting that papers use costs at most, and a choice by itself.
_MOST_COST: Final = 4
_MOST_OF_CHOICE: Final = 3
#: What moves scores by less, of 100, is shown as what makes no difference, and so many of these by name.
_SHOWN: Final = 0.005
_MOST_STILL: Final = 6
_BAR: Final = 24


@dataclass(frozen=True)
class Choice:
    """One choice made otherwise than usual. what: in words. scores: 0 to 100, by name; moved: how far from the usual.
    same: other choices that give the same scores on these texts."""

    what: str
    scores: Mapping[str, float]
    moved: Mapping[str, float]
    same: tuple[str, ...] = ()

    @property
    def most(self) -> float:
        """The farthest that a score moved."""
        return max(map(abs, self.moved.values()))

    def to_dict(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "scores": dict(self.scores),
            "moved": dict(self.moved),
            "same": list(self.same),
        }


@dataclass(frozen=True)
class Spread:
    """How far scores move. All are 0 to 100.

    usual: the setting that most use, in words. scores: what it gives, by name.
    lowest, highest: by name, the score and the setting that gives it, of all that papers use.
    choices: each choice made otherwise by itself, what moves scores farthest first.
    tried: how many settings that papers use there are.
    """

    usual: str
    scores: Mapping[str, float]
    lowest: Mapping[str, tuple[float, str]]
    highest: Mapping[str, tuple[float, str]]
    choices: tuple[Choice, ...]
    tried: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "usual": self.usual,
            "scores": dict(self.scores),
            "lowest": {name: {"score": score, "setting": by} for name, (score, by) in self.lowest.items()},
            "highest": {name: {"score": score, "setting": by} for name, (score, by) in self.highest.items()},
            "choices": [choice.to_dict() for choice in self.choices],
            "tried": self.tried,
        }

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def _lines(spread: Spread) -> Iterator[str]:
    names = list(spread.scores)
    yield f"Usual: {spread.usual}"
    yield ""
    yield f"Over {spread.tried} settings that papers use:"
    for name in names:
        (low, by_low), (high, by_high) = spread.lowest[name], spread.highest[name]
        share = (spread.scores[name] - low) / (high - low) if high > low else 0.0
        place = round(share * (_BAR - 1))
        bar = "-" * place + "o" + "-" * (_BAR - 1 - place)
        yield f"  {name:10} {low:6.2f} |{bar}| {high:6.2f}   usual {spread.scores[name]:.2f}"
        yield f"    lowest by  {by_low}"
        yield f"    highest by {by_high}"
    yield ""
    moving = [choice for choice in spread.choices if choice.most >= _SHOWN]
    if moving:
        yield f"{'  '.join(f'{name:>9}' for name in names)}  {'':{_BAR}}  one choice otherwise"
        for choice in moving:
            moves = "  ".join(f"{choice.moved[name]:+9.2f}" for name in names)
            bar = "#" * max(1, round(_BAR * choice.most / moving[0].most))
            others = f" (and {len(choice.same)} more that come to the same)" if choice.same else ""
            yield f"{moves}  {bar:{_BAR}}  {choice.what}{others}"
    still = [
        what for choice in spread.choices if choice.most < _SHOWN for what in (choice.what, *choice.same)
    ]
    if still:
        yield ""
        yield "These make no difference here:"
        yield from (f"  {what}" for what in still[:_MOST_STILL])
        if len(still) > _MOST_STILL:
            yield f"  and {len(still) - _MOST_STILL} more"


def spread(
    predictions: Any,
    references: Any,
    names: Sequence[str] = ("rouge1", "rouge2", "rougeL"),
    sources: Any = None,
    *,
    progress: bool | Callable[[int, int], object] = False,
) -> Spread:
    """How far the scores of these texts move over the settings that papers use, and by which choices.

    predictions: N texts. references: N texts, or N lists of one or more.
    names: of scores of one kind, as `gramscore.reproduce` takes them: rouge1 to rouge9, rougeL and rougeLsum; or bleu,
        chrf, chrf++, ter, meteor or sari.
    sources, progress: as there.

    Raises TypeError or ValueError for what is no text, for names that nobody knows and for names of several kinds.

    >>> import gramscore
    >>> found = gramscore.spread(["The cats sat. They slept."], ["A cat sat. It slept."], ["rouge1"])
    >>> found.usual, round(found.scores["rouge1"], 2)
    ('rouge-score 0.1.2: use_stemmer=True', 60.0)
    >>> found.choices[0].what, round(found.choices[0].moved["rouge1"], 2)
    ('rouge-score 0.1.2: use_stemmer=False', -20.0)
    """
    search = search_of(names, predictions, references, sources, _MOST_COST)
    search.run(progress_callback(progress))
    return spread_of(search)


def search_of(
    names: Sequence[str], predictions: Any, references: Any, sources: Any, most_cost: int
) -> Search:
    """A search for scores of these names, whatever they are."""
    families = named(names).families()
    if len(families) > 1:
        raise ValueError(f"names has {' and '.join(families)}: scores of one kind are expected")
    (targets,) = families.values()
    return Search(texts_for(families, predictions, references, sources), targets, most_cost)


def is_of_papers(candidate: Candidate) -> bool:
    """Whether it is a setting that papers use, for the score that the name means: no mistake, and F of ROUGE."""
    return candidate.setting.plain and all(
        step.cost <= _MOST_OF_CHOICE - 1 for step in candidate.handling.steps
    )


def spread_of(search: Search) -> Spread:
    """Of a search that was run."""
    targets = search.targets
    common = [it for it in search.candidates if is_of_papers(it)]
    usual = min(common, key=lambda it: it.cost)
    scores = _by_name(usual, targets)
    ends: list[dict[str, tuple[float, str]]] = []
    for sign in (1, -1):
        ends.append({})
        for at, target in enumerate(targets):
            _, _, best = min(((sign * it.values[at], it.cost, it) for it in common), key=lambda it: it[:2])
            ends[-1][target.given] = (100 * best.values[at], _words(best))
    choices: dict[tuple[float, ...], Choice] = {}
    for candidate in sorted(common, key=lambda it: it.cost):
        what = _what(candidate, usual)
        if what is None:
            continue
        own = _by_name(candidate, targets)
        moved = {name: own[name] - scores[name] for name in own}
        # ROUGE-1.5.5's digits are five: what differs by less is the same.
        key = tuple(round(move, 2) + 0.0 for move in moved.values())
        found = choices.setdefault(key, Choice(what, own, moved))
        if what not in (found.what, *found.same):
            choices[key] = replace(found, same=(*found.same, what))
    ordered = sorted(choices.values(), key=lambda choice: -choice.most)
    return Spread(_words(usual), scores, ends[0], ends[1], tuple(ordered), len(common))


def _by_name(candidate: Candidate, targets: Sequence[Target]) -> dict[str, float]:
    return {target.given: 100 * value for target, value in zip(targets, candidate.values, strict=True)}


def _words(candidate: Candidate) -> str:
    setting = candidate.setting
    return described(setting.package, setting.version, setting.options, candidate.handling.names)


def _what(candidate: Candidate, usual: Candidate) -> str | None:
    """The one choice by which a candidate is not the usual one; None for none, or more."""
    steps, setting = candidate.handling.steps, candidate.setting
    if not steps:
        return None if setting is usual.setting or setting.cost > _MOST_OF_CHOICE else _words(candidate)
    if len(steps) > 1:
        return None
    if setting is usual.setting:
        return f"texts: {steps[0].name}"
    # Lines matter to the L of summaries only.
    summary = tuple(it for it in setting.options if "summary level" not in it)
    same = setting.package == usual.setting.package and summary == usual.setting.options
    return f"texts: {steps[0].name}, and rougeLsum" if same and candidate.handling.marks_sentences else None
