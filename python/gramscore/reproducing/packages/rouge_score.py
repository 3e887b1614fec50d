"""rouge-score, and evaluate's metric rouge, which calls it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gramscore.reproducing.rouge import GoogleCounts
from gramscore.reproducing.settings import SEED, RougeSetting
from gramscore.reproducing.targets import Target

_PARTS = (("fmeasure", 0), ("recall", 2), ("precision", 3))


def settings(several: bool) -> Iterator[RougeSetting]:
    """Those of both packages."""
    for stemmer in (True, False):
        for summary in (False, True):
            yield from _of_rouge_score(stemmer, summary, several)
            yield from _of_evaluate(stemmer, summary)


def shared_options(stemmer: bool, summary: bool) -> tuple[str, ...]:
    """What both have in common, in words."""
    return (
        f"use_stemmer={stemmer}",
        *(("rougeLsum (summary level)",) if summary else ()),
    )


def _of_rouge_score(stemmer: bool, summary: bool, several: bool) -> Iterator[RougeSetting]:
    ways = (("best F", 0), ("first", 2), ("mean", 2), ("best recall", 3)) if several else (("best F", 0),)
    for references, cost in ways:
        for over, more in (("mean", 0), ("bootstrap", 1), ("median", 5)):
            if over == "bootstrap" and references not in ("best F", "first"):
                continue
            for part, extra in _PARTS:
                yield RougeSetting(
                    "rouge-score",
                    "0.1.2",
                    (
                        *shared_options(stemmer, summary),
                        *((_REFERENCES[references],) if several else ()),
                        *(_OVER[over]),
                        *((f"{part} reported",) if part != "fmeasure" else ()),
                    ),
                    cost + more + extra + summary,
                    GoogleCounts(stemmer),
                    _rouge_score_lines,
                    references,
                    "harmonic",
                    over,
                    part,
                    summary,
                )


_REFERENCES = {
    "best F": "of several references the one of best F",
    "first": "the first reference only",
    "mean": "the mean over references",
    "best recall": "of several references the one of best recall",
}
_OVER = {
    "mean": (),
    "bootstrap": ("BootstrapAggregator's mid, a median of resamples",),
    "median": ("the median of the examples",),
}


def _rouge_score_lines(setting: RougeSetting, targets: Sequence[Target], several: bool) -> list[str]:
    lines = [
        "from rouge_score.rouge_scorer import RougeScorer",
        f"scorer = RougeScorer({list(setting.names(targets))!r}, use_stemmer={setting.counting.stemmer})",  # type: ignore[attr-defined]
    ]
    one = {
        "best F": "scorer.score_multi(goal, text)" if several else "scorer.score(goal, text)",
        "first": "scorer.score(goal[0], text)",
    }.get(setting.references)
    pairs = "zip(predictions, references)"
    if setting.over == "bootstrap":
        return [
            "import numpy",
            "from rouge_score.scoring import BootstrapAggregator",
            *lines,
            "aggregator = BootstrapAggregator()",
            f"for text, goal in {pairs}:",
            f"    aggregator.add_scores({one})",
            f"numpy.random.seed({SEED})  # without it, another score each time",
            "found = aggregator.aggregate()",
            *scores_of(
                (target, f"float(found[{setting.own(target)!r}].mid.{setting.part_of(target)})")
                for target in targets
            ),
        ]
    if setting.references in ("mean", "best recall"):
        lines.append(f"found = [[scorer.score(one, text) for one in goal] for text, goal in {pairs}]")
    else:
        lines.append(f"found = [{one} for text, goal in {pairs}]")
    middle = "median" if setting.over == "median" else "fmean"
    items = []
    for target in targets:
        name, part = setting.own(target), setting.part_of(target)
        value = {
            "mean": f"fmean(one[{name!r}].{part} for one in it)",
            "best recall": f"max((one[{name!r}] for one in it), key=lambda one: one.recall).{part}",
        }.get(setting.references, f"it[{name!r}].{part}")
        items.append((target, f"{middle}({value} for it in found)"))
    imports = (
        ["from statistics import fmean"] if middle == "fmean" else ["from statistics import fmean, median"]
    )
    return [*imports, *lines, *scores_of(items)]


def scores_of(items: Iterator[tuple[Target, str]] | Sequence[tuple[Target, str]]) -> list[str]:
    """The lines that make `scores`, of expressions."""
    return ["scores = {", *(f"    {target.given!r}: {value}," for target, value in items), "}"]


def _of_evaluate(stemmer: bool, summary: bool) -> Iterator[RougeSetting]:
    for over, cost in (("bootstrap", 0), ("mean", 2)):
        yield RougeSetting(
            "evaluate",
            "0.4.6",
            (
                *shared_options(stemmer, summary),
                "use_aggregator=True, a median of resamples"
                if over == "bootstrap"
                else "use_aggregator=False",
            ),
            cost + summary,
            GoogleCounts(stemmer),
            _evaluate_lines,
            over=over,
            summary=summary,
        )


def _evaluate_lines(setting: RougeSetting, targets: Sequence[Target], several: bool) -> list[str]:
    bootstrap = setting.over == "bootstrap"
    lines = [
        "import evaluate",
        f'found = evaluate.load("rouge", seed={SEED}).compute(',
        "    predictions=predictions,",
        "    references=references,",
        f"    rouge_types={list(setting.names(targets))!r},",
        f"    use_stemmer={setting.counting.stemmer},",  # type: ignore[attr-defined]
        *(() if bootstrap else ("    use_aggregator=False,",)),
        ")" + ("  # without a seed, another score each time" if bootstrap else ""),
    ]
    value = "float(found[{!r}])" if bootstrap else "fmean(found[{!r}])"
    imports = [] if bootstrap else ["from statistics import fmean"]
    return [*imports, *lines, *scores_of([(it, value.format(setting.own(it))) for it in targets])]
