"""torchmetrics: its ROUGE, which counts as rouge-score does and computes in single precision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gramscore.reproducing.packages.rouge_score import scores_of
from gramscore.reproducing.rouge import GoogleCounts
from gramscore.reproducing.settings import RougeSetting
from gramscore.reproducing.targets import Target

_ACCUMULATE = {"best": "best F of the first type", "avg": "mean"}


def settings(several: bool) -> Iterator[RougeSetting]:
    """Its rougeLsum splits texts by NLTK, which is another way of handling them: not here."""
    for stemmer in (False, True):
        for accumulate in ("best", "avg") if several else ("best",):
            for part, cost in (("fmeasure", 0), ("recall", 2), ("precision", 3)):
                yield RougeSetting(
                    "torchmetrics",
                    "1.9.0",
                    (
                        f"use_stemmer={stemmer}",
                        *((f"accumulate={accumulate!r}",) if several else ()),
                        *((f"{part} reported",) if cost else ()),
                    ),
                    1 + cost + (accumulate == "avg"),
                    GoogleCounts(stemmer),
                    _lines,
                    _ACCUMULATE[accumulate],
                    part=part,
                )


def _lines(setting: RougeSetting, targets: Sequence[Target], several: bool) -> list[str]:
    accumulate = "avg" if setting.references == "mean" else "best"
    return [
        "from torchmetrics.functional.text.rouge import rouge_score",
        "found = rouge_score(",
        "    predictions,",
        "    references,",
        f"    accumulate={accumulate!r},",
        f"    use_stemmer={setting.counting.stemmer},",  # type: ignore[attr-defined]
        f"    rouge_keys={setting.types(targets)!r},",
        ")",
        *scores_of([(it, f'float(found["{setting.own(it)}_{setting.part_of(it)}"])') for it in targets]),
    ]
