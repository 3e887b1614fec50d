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
}


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char not in " -_.")


_PLAIN: Final = {**{_plain(name): (name,) for name in FAMILY_OF}, **_OTHERS}


def names_of(given: str) -> tuple[str, ...]:
    """The names in the registry that a name stands for, whatever its case and its hyphens. ValueError for one that
    nobody knows, with those that it may have been meant to be.

    >>> names_of("ROUGE-L"), names_of("rouge"), names_of("chrF++")
    (('rougeL',), ('rouge1', 'rouge2', 'rougeL', 'rougeLsum'), ('chrf++',))
    """
    found = _PLAIN.get(_plain(given))
    if found is not None:
        return found
    near = difflib.get_close_matches(_plain(given), _PLAIN, 1)
    hint = f"did you mean {_PLAIN[near[0]][0]}? " if near and len(_PLAIN[near[0]]) == 1 else ""
    raise ValueError(f"unknown metric {given!r}; {hint}the known ones are {', '.join(FAMILY_OF)}")
