"""The program's arguments."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

from gramscore.compat.rouge155.failure import Failure
from gramscore.figures.rouge155 import LEAST_WEIGHT, MOST_WEIGHT
from gramscore.options.checks import MOST_ORDERS
from gramscore.resampling.resampling import MOST_DRAWS

_FLAGS: Final = frozenset("adhHmsuUvx")
_VALUED: Final = frozenset("bcefl2nprtw3z")
_ELEMENTS: Final = ("H", "HM", "HMR", "HM1", "HMR1", "HMR2")
_MOST: Final = 2**62
# What Perl takes of a text for a number: the beginning that looks like one, else 0.
_PERL_NUMBER: Final = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)", re.ASCII)


@dataclass(frozen=True)
class Settings:
    """What is asked for. Options that names or numbers are printed of are kept as they were given, too."""

    config: str
    system: str | None = None
    format: str | None = None
    all_systems: bool = False
    details: bool = False
    order: int = 0
    lcs: bool = True
    weight: float | None = None
    weight_as_given: str = ""
    gap: int | None = None
    gap_as_given: str = ""
    unigrams: str | None = None
    elements: str | None = None
    stemmer: bool = False
    stop_words: bool = False
    words: int = 0
    bytes: int = 0
    best_model: bool = False
    alpha: float = 0.5
    counting: int = 0
    confidence: float = 95
    confidence_as_given: str = "95"
    resamples: int = 1000
    home: str = "."


class HelpWanted(Exception):
    """-h, -H, or nothing at all, which the program answers on stderr."""


def parse(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """The settings, and remarks for people. Raises `Failure` for what the program refuses, `HelpWanted`."""
    options, rest, remarks = _options(arguments)
    if not arguments or "h" in options or "H" in options:
        raise HelpWanted
    if "M" in options:
        raise Failure("-M stems models only, and only some of them: it is not supported")
    words, size = _whole(options, "l", 0, remarks), _whole(options, "b", 0, remarks)
    if words and size:
        raise Failure("-l and -b are both given: a text has one limit")
    elements = options.get("3")
    if elements is not None and elements not in _ELEMENTS:
        raise Failure(f"-3 {elements}: one of {', '.join(_ELEMENTS)} is expected")
    weight = _number(options, "w", 1, remarks)
    if not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
        raise Failure(f"-w {options['w']}: weights from {LEAST_WEIGHT} to {MOST_WEIGHT} are possible")
    alpha = _number(options, "p", 0.5, remarks)
    if not 0 <= alpha <= 1:
        raise Failure(f"-p {options['p']}: a number from 0 to 1 is expected")
    confidence = _number(options, "c", 95, remarks)
    if not 0 <= confidence <= 100:
        raise Failure(f"-c {options['c']}: a number from 0 to 100 is expected")
    resamples = _whole(options, "r", 1000, remarks)
    if resamples < 1:
        raise Failure(f"-r {options['r']}: at least 1 resample is needed")
    if resamples > MOST_DRAWS:
        raise Failure(f"-r {options['r']}: at most {MOST_DRAWS} resamples are possible")
    if not rest:
        what = "list of files" if "z" in options else "configuration"
        raise Failure(f"no {what} is named: see gramscore rouge155 --help")
    system = rest[1] if len(rest) > 1 else "X" if "z" in options else None
    all_systems = "a" in options and "z" not in options
    if system is None and not all_systems:
        raise Failure("no system is named: give its ID after the configuration, or -a for all")
    home = options.get("e") or environment.get("ROUGE_EVAL_HOME") or environment.get("RED_EVAL_HOME") or "."
    counting = _number(options, "t", 0, remarks)
    gap = floor(_number(options, "2", 0, remarks))
    order = max(0, floor(_number(options, "n", 0, remarks)))
    if order > MOST_ORDERS:
        raise Failure(f"-n {options['n']}: at most {MOST_ORDERS} is possible")
    settings = Settings(
        config=rest[0],
        system=system,
        format=options.get("z"),
        all_systems=all_systems,
        details="d" in options,
        order=order,
        lcs="x" not in options and elements is None,
        weight=weight if "w" in options else None,
        weight_as_given=options.get("w", ""),
        gap=max(-1, gap) if "2" in options else None,
        gap_as_given="*" if gap < 0 else options.get("2", ""),
        unigrams="u" if "u" in options else "U" if "U" in options else None,
        elements=elements,
        stemmer="m" in options,
        stop_words="s" in options,
        words=words,
        bytes=size,
        best_model=options.get("f") == "B",
        alpha=alpha,
        counting=1 if counting == 1 else 2 if counting == 2 else 0,
        confidence=confidence,
        confidence_as_given=options.get("c", "95"),
        resamples=resamples,
        home=home,
    )
    return settings, remarks


def _options(arguments: Sequence[str]) -> tuple[dict[str, str], list[str], list[str]]:
    """Options by letter, what follows them, and remarks. Letters may stand together, and values behind their letter."""
    options: dict[str, str] = {}
    remarks = []
    rest = list(arguments)
    while rest and len(rest[0]) > 1 and rest[0].startswith("-"):
        word = rest.pop(0)
        if word == "--":
            break
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter in _VALUED:
                if not letters and not rest:
                    raise Failure(f"-{letter} needs a value")
                options[letter] = letters or rest.pop(0)
                letters = ""
            elif letter in _FLAGS or letter == "M":
                options[letter] = "1"
            else:
                remarks.append(f"there is no option -{letter}")
    return options, rest, remarks


def _number(options: Mapping[str, str], letter: str, default: float, remarks: list[str]) -> float:
    text = options.get(letter)
    if text is None:
        return default
    found = _PERL_NUMBER.match(text)
    if found is None and text.strip().lower().lstrip("+-").startswith(("inf", "nan")):
        raise Failure(f"-{letter} {text}: a number is expected")
    taken = found[1] if found else "0"
    if found is None or text[found.end() :].strip():
        remarks.append(f"-{letter} {text}: no number, taken as {taken}")
    return max(-float(_MOST), min(float(taken), float(_MOST)))


def _whole(options: Mapping[str, str], letter: str, default: int, remarks: list[str]) -> int:
    number = _number(options, letter, float(default), remarks)
    if not number.is_integer():
        raise Failure(f"-{letter} {options[letter]}: a whole number is expected")
    return int(number)


def shown(argument: str) -> str:
    """An argument as the program prints it: its bytes, each a character."""
    return os.fsencode(argument).decode("latin-1")
