"""What people call metrics: `rouge`, `ROUGE-1`, `chrF++`, `sacrebleu`, `bleu2`."""

from __future__ import annotations

import difflib
from typing import Final

from gramscore.metrics.registry import FAMILY_OF

#: Of ROUGE, what `rouge` stands for.
ROUGE: Final = ("rouge1", "rouge2", "rougeL", "rougeLsum")

_OTHERS: Final = {
    "rouge": ROUGE,
    "sacrebleu": ("bleu",),
    "bleu4": ("bleu",),
    "chrfpp": ("chrf++",),
    "chrfplusplus": ("chrf++",),
    "googlebleu": ("gleu",),
    "nistmt": ("nist",),
    "squad": ("exact_match", "token_f1"),
    "em": ("exact_match",),
    "f1": ("token_f1",),
    "ciderd": ("cider",),
}


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char not in " -_.")


#: Scores by a neural network, which are asked for beside ours.
_NEURAL: Final = ("bertscore", "bleurt", "comet", "moverscore", "bartscore", "metricx")
_PLAIN: Final = {**{_plain(name): (name,) for name in FAMILY_OF}, **_OTHERS}


def names_of(given: str) -> tuple[str, ...]:
    """The names in the registry that a name stands for, whatever its case and its hyphens. ValueError for one that
    nobody knows, with those that it may have been meant to be.

    >>> names_of("ROUGE-L"), names_of("rouge"), names_of("chrF++")
    (('rougeL',), ('rouge1', 'rouge2', 'rougeL', 'rougeLsum'), ('chrf++',))
    """
    plain = _plain(given)
    if (found := _PLAIN.get(plain)) is not None:
        return found
    if not plain:
        raise ValueError(f"the name of a metric is empty; the known ones are {_listed()}")
    if plain in _NEURAL:
        raise ValueError(
            f"{given!r} is a score by a neural network, which is not offered; the known ones are {_listed()}"
        )
    near = difflib.get_close_matches(plain, _PLAIN, 1)
    names = _PLAIN[near[0]] if near else ()
    hint = f"did you mean {names[0] if len(names) == 1 else near[0]}? " if names else ""
    raise ValueError(f"unknown metric {given!r}; {hint}the known ones are {_listed()}")


def _listed() -> str:
    return ", ".join(FAMILY_OF)
