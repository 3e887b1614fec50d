"""The modules of 0.1.0 that have moved: pickles, and code written for that version, still name them."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any, Final

_WINGS: Final = {
    "bleu": ("metrics.bleu",),
    "bleu_formulas": ("figures.bleu",),
    "callables": ("options.callables",),
    "chrf": ("metrics.chrf", "figures.chrf"),
    "comparison": ("comparing.comparison",),
    "evaluation": ("corpora.evaluation",),
    "gleu": ("metrics.gleu", "figures.gleu"),
    "intervals": ("resampling.intervals",),
    "metric": ("metrics.metric",),
    "nist": ("metrics.nist",),
    "rouge": ("metrics.rouge", "figures.rouge"),
    "score_table": ("results.score_table",),
    "scores": ("results.scores",),
    "significance": ("comparing.compare",),
    "state": ("results.state",),
    "stream": ("metrics.stream",),
    "ter": ("metrics.ter", "figures.ter"),
}
_RENAMED: Final = {"_ByType": "ByType"}
# Pickles of 0.1.0 call these classes, also with options that have no effect, which a user's call is refused for.
_RESTORED: Final = {("gramscore.chrf", "CHRF"): "restored_chrf", ("gramscore.ter", "TER"): "restored_ter"}


class _Moved(ModuleType):
    """A module that finds its names where they are now."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        name = _RESTORED.get((self.__name__, name), _RENAMED.get(name, name))
        for wing in _WINGS[self.__name__.removeprefix("gramscore.")]:
            found = getattr(importlib.import_module(f"gramscore.{wing}"), name, self)
            if found is not self:
                return found
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


def keep_former_names() -> None:
    """Makes them importable."""
    for name in _WINGS:
        module = _Moved(f"gramscore.{name}")
        sys.modules[module.__name__] = module
        setattr(sys.modules["gramscore"], name, module)
