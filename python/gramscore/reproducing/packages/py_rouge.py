"""The package py-rouge, which follows ROUGE-1.5.5."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gramscore.reproducing.packages.rouge_score import scores_of
from gramscore.reproducing.py_rouge_words import PyRougeCounts
from gramscore.reproducing.settings import RougeSetting
from gramscore.reproducing.targets import Target

#: Its limit of length: the default, none, and what its example has; what they cost.
_LIMITS: tuple[tuple[int | None, str, int], ...] = ((665, "bytes", 0), (None, "bytes", 1), (100, "words", 1))


def settings(several: bool) -> Iterator[RougeSetting]:
    """Of several references apply_avg adds up the counts, apply_best takes the one of best recall."""
    for stemmer in (True, False):
        for limit, unit, cost in _LIMITS:
            for best in (False, True) if several else (False,):
                for part, extra in (("fmeasure", 0), ("recall", 2), ("precision", 3)):
                    yield RougeSetting(
                        "py-rouge",
                        "1.1",
                        (
                            f"stemming={stemmer}",
                            f"the first {limit} {unit}" if limit else "limit_length=False",
                            *(("apply_best=True",) if best else ("apply_avg=True",) if several else ()),
                            *((f"{part} reported",) if part != "fmeasure" else ()),
                        ),
                        3 + cost + extra + best,
                        PyRougeCounts(stemmer, limit, unit),
                        _lines,
                        "best recall" if best else "pooled",
                        "alpha",
                        "running mean",
                        part,
                        True,
                    )


def _lines(setting: RougeSetting, targets: Sequence[Target], several: bool) -> list[str]:
    counting = setting.counting
    assert isinstance(counting, PyRougeCounts)
    best = setting.references == "best recall"
    orders = [int(it.name[-1]) for it in targets if it.name[-1].isdigit()]
    kinds = [*(["rouge-n"] if orders else []), *(["rouge-l"] if len(orders) < len(targets) else [])]
    limit = (
        f"limit_length=True, length_limit={counting.limit}, length_limit_type={counting.unit!r}"
        if counting.limit
        else "limit_length=False"
    )
    names = {it: f"rouge-{it.name[5:6].lower()}" for it in targets}
    return [
        "from rouge import Rouge  # of the package py-rouge",
        "metric = Rouge(",
        f"    metrics={kinds!r},",
        *((f"    max_n={max(orders)},",) if orders else ()),
        f"    {limit},",
        f"    apply_avg={not best}, apply_best={best},",
        f"    stemming={counting.stemmer},",
        ")",
        "found = metric.get_scores(list(predictions), list(references))",
        *scores_of([(it, f'found["{names[it]}"]["{setting.part_of(it)[0]}"]') for it in targets]),
    ]
