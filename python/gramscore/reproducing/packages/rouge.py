"""The package rouge (by pltrdy), which counts sets of words as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gramscore.reproducing.packages.rouge_score import scores_of
from gramscore.reproducing.rouge import EACH_TIME, SetCounts
from gramscore.reproducing.settings import RougeSetting
from gramscore.reproducing.targets import Target


def settings(several: bool) -> Iterator[RougeSetting]:
    """It takes one reference: of several, the first."""
    for exclusive in (True, False):
        for part, cost in (("fmeasure", 0), ("recall", 2), ("precision", 3)):
            yield RougeSetting(
                "rouge",
                "1.0.1",
                (
                    *(() if exclusive else ("exclusive=False",)),
                    *(("the first reference only",) if several else ()),
                    *((f"{part} reported",) if cost else ()),
                ),
                1 + cost + 4 * (not exclusive),
                SetCounts(),
                _lines,
                "first",
                "1e-8",
                "running mean",
                part,
                True,
                "" if exclusive else EACH_TIME,
            )


def _lines(setting: RougeSetting, targets: Sequence[Target], several: bool) -> list[str]:
    names = {it: f"rouge-{it.name[5:6].lower()}" for it in targets}
    goals = "[goal[0] for goal in references]" if several else "references"
    option = ", exclusive=False" if setting.ending else ""
    return [
        "from rouge import Rouge",
        f"metric = Rouge({list(dict.fromkeys(names.values()))!r}{option})",
        f"found = metric.get_scores(predictions, {goals}, avg=True)",
        *scores_of([(it, f'found["{names[it]}"]["{setting.part_of(it)[0]}"]') for it in targets]),
    ]
