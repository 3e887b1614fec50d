"""Scores that are looked for: their names, and how many digits of them are known."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from gramscore.options.checks import check_text

#: What can be looked for, as people are told.
NAMES: Final = "rouge1 to rouge9, rougeL, rougeLsum, bleu, bleu1 to bleu4, chrf, chrf++, ter, meteor and sari"
_PARTS: Final = {
    "p": "precision",
    "precision": "precision",
    "r": "recall",
    "recall": "recall",
    "f": "fmeasure",
    "f1": "fmeasure",
    "fmeasure": "fmeasure",
}
#: Floats of 0 to 1 have no more.
_MOST_DECIMALS: Final = 17
#: Room for what floats cannot hold of decimal digits.
_DUST: Final = 1e-12


@dataclass(frozen=True)
class Target:
    """A score of a paper.

    given: the name that the user has for it.
    name: the one that settings know it by. part: of ROUGE, if the name says which of its three scores is meant.
    value: 0..1 (TER: 0 or more). half: half of its last digit.
    """

    given: str
    name: str
    part: str | None
    value: float
    half: float
    decimals: int

    @property
    def family(self) -> str:
        """What is searched together."""
        return re.sub(r"(\d|L|Lsum)$", "", self.name)

    def fits(self, score: float, noise: float = 0.0) -> bool:
        """Whether a score, 0..1, is this one to the digits given."""
        return abs(score - self.value) <= self.half + noise + _DUST


@dataclass(frozen=True)
class Targets:
    """All that are looked for. scale: 100 for scores such as 43.1, 1 for scores such as 0.431."""

    listed: tuple[Target, ...]
    scale: int

    def in_percent(self) -> Targets:
        """The same digits read as scores of 0 to 100, as a BLEU of 0.5 may be meant."""
        return (
            Targets(tuple(replace(it, value=it.value / 100, half=it.half / 100) for it in self.listed), 100)
            if self.scale == 1
            else self
        )

    def families(self) -> dict[str, tuple[Target, ...]]:
        found: dict[str, tuple[Target, ...]] = {}
        for target in self.listed:
            found[target.family] = (*found.get(target.family, ()), target)
        return found


def name_and_part(given: str) -> tuple[str, str | None]:
    """What a user's name of a score means. ValueError for one that nobody knows."""
    plain = given.strip().lower()
    plain, part = _without_part(plain)
    plain = re.sub(r"[-_ ]", "", plain)
    plain = re.sub(r"^r(?=([1-9]|l|lsum)$)", "rouge", plain)
    plain = "bleu" if plain == "sacrebleu" else plain
    if re.fullmatch(r"rouge([1-9]|l|lsum)", plain):
        return plain.replace("rougel", "rougeL"), part
    if part is None and re.fullmatch(r"bleu[1-4]?|chrf|chrf\+\+|chrf2|chrf2\+\+|ter|meteor|sari", plain):
        return plain.replace("2", "") if plain.startswith("chrf") else plain, None
    raise ValueError(f"unknown score {given!r}: known are {NAMES}, those of ROUGE also as rouge1_recall")


def _without_part(plain: str) -> tuple[str, str | None]:
    found = re.fullmatch(r"(.+)[-_ ](f1|fmeasure|f|p|precision|r|recall)", plain)
    return (found[1], _PARTS[found[2]]) if found else (plain, None)


def read_targets(scores: Mapping[str, Any]) -> Targets:
    """The scores that a user gives: numbers, or texts, which carry their zeros ("40.90").

    All are on one scale: 0 to 100 if one of them is above 1, else 0 to 1. TypeError or ValueError for what is no score.
    """
    if not isinstance(scores, Mapping):
        raise TypeError(
            f"scores is {scores!r}: a mapping of names to scores is expected, as {{'rouge1': 43.1}}"
        )
    if not scores:
        raise ValueError("scores is empty: at least one score is needed")
    numbers = {name: _number(name, value) for name, value in scores.items()}
    scale = 100 if any(number > 1 for number in numbers.values()) else 1
    found: dict[tuple[str, str | None], Target] = {}
    for given, number in numbers.items():
        name, part = name_and_part(given)
        if name != "ter" and number > scale:
            raise ValueError(f"scores[{given!r}] is {number}: {given} is 0 to 1, or 0 to 100")
        decimals = min(max(0, -int(number.as_tuple().exponent)), _MOST_DECIMALS)
        target = Target(given, name, part, float(number) / scale, 0.5 * 10.0**-decimals / scale, decimals)
        if (name, part) in found:
            raise ValueError(f"scores has {name} twice, as {found[name, part].given!r} and {given!r}")
        found[name, part] = target
    return Targets(tuple(found.values()), scale)


def named(names: Sequence[str]) -> Targets:
    """Scores by their names alone, on the scale of 0 to 100. ValueError for a name that nobody knows."""
    if isinstance(names, str) or not isinstance(names, Sequence):
        raise TypeError(f"names is {names!r}: a list of names of scores is expected")
    if not names:
        raise ValueError("names is empty: at least one score is needed")
    for index, name in enumerate(names):
        check_text(f"names[{index}]", name)
    return Targets(
        tuple(Target(name, *name_and_part(name), 0.0, 0.005, 2) for name in dict.fromkeys(names)), 100
    )


def _number(name: Any, value: Any) -> Decimal:
    if not isinstance(name, str):
        raise TypeError(f"scores has the name {name!r}: names are str")
    name_and_part(name)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise TypeError(f"scores[{name!r}] is {value!r}: a number or a text such as '40.90' is expected")
    try:
        # Of a float, the fewest digits that are it.
        number = Decimal(value.strip().rstrip("%") if isinstance(value, str) else repr(float(value)))
    except InvalidOperation:
        raise ValueError(f"scores[{name!r}] is {value!r}: that is no number") from None
    if not math.isfinite(float(number)) or number < 0:
        raise ValueError(f"scores[{name!r}] is {value!r}: a score is 0 or more")
    if isinstance(value, int) or (isinstance(value, float) and value > 1 and value == math.floor(value)):
        return Decimal(int(value))
    return number
