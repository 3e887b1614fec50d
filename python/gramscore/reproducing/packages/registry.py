"""The packages whose settings are tried: a line each, by the family of the score that is looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from gramscore.reproducing.packages import (
    meteor,
    nltk,
    other_bleu,
    py_rouge,
    rouge,
    rouge155,
    rouge_score,
    sacrebleu,
    sari,
    torchmetrics,
)
from gramscore.reproducing.settings import Setting
from gramscore.reproducing.targets import Target

#: From whether examples have several references to settings.
_Lister = Callable[[bool], Iterator[Setting]]

PACKAGES: Final[dict[str, tuple[_Lister, ...]]] = {
    "rouge": (
        rouge_score.settings,
        rouge155.settings,
        rouge.settings,
        py_rouge.settings,
        torchmetrics.settings,
    ),
    "bleu": (sacrebleu.bleu_settings, nltk.settings, other_bleu.settings, torchmetrics.bleu_settings),
    "chrf": (sacrebleu.chrf_settings,),
    "chrf++": (sacrebleu.chrf_plus_settings,),
    "ter": (sacrebleu.ter_settings,),
    "meteor": (meteor.settings,),
    "sari": (sari.settings,),
}


def settings_of(targets: Sequence[Target], several: bool) -> list[Setting]:
    """The settings that have scores of these names, all of one family, the usual ones first."""
    found = [setting for lister in PACKAGES[targets[0].family] for setting in lister(several)]
    return sorted((it for it in found if all(map(it.gives, targets))), key=lambda setting: setting.cost)
