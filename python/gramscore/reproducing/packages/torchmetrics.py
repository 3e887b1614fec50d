"""torchmetrics: its ROUGE, which counts as rouge-score does, and its BLEU. Both compute in single precision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from gramscore.figures.bleu import ToolFormula
from gramscore.metrics.bleu import BLEU
from gramscore.reproducing.corpus_counts import Tallied, corpus_bleu, tool_counts
from gramscore.reproducing.packages.rouge_score import scores_of
from gramscore.reproducing.rouge import GoogleCounts
from gramscore.reproducing.settings import CorpusSetting, RougeSetting
from gramscore.reproducing.targets import Target

_ACCUMULATE = {"best": "best F in single precision", "avg": "mean"}


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
        f"    rouge_keys={setting.names(targets)!r},",
        ")",
        *scores_of([(it, f'float(found["{setting.own(it)}_{setting.part_of(it)}"])') for it in targets]),
    ]


def bleu_settings(several: bool) -> Iterator[CorpusSetting]:
    """Its bleu_score, of words at white space, and its sacre_bleu_score."""
    for function, tokenizer in (("bleu_score", "none"), ("sacre_bleu_score", "13a")):
        for smooth in (False, True):
            for order in (4, 1, 2, 3):
                given = {
                    **({"n_gram": order} if order != 4 else {}),
                    **({"smooth": True} if smooth else {}),
                }
                formula = ToolFormula("torchmetrics", smooth)
                yield CorpusSetting(
                    "torchmetrics",
                    "1.9.0",
                    (function, *(f"{name}={it!r}" for name, it in given.items())),
                    1 + 2 * smooth + 2 * (order != 4),
                    tool_counts(BLEU.torchmetrics, tokenizer),
                    partial(_bleu, formula, order),
                    partial(_bleu_call, function, "".join(f", {name}={it!r}" for name, it in given.items())),
                    partial(_bleu_lines, function),
                    scale=1,
                    plain=order == 4,
                    only_order=order,
                )


def _bleu(formula: ToolFormula, order: int, counted: Tallied, asked: int | None) -> float:
    return corpus_bleu(counted, formula, order)


def _bleu_call(function: str, options: str, asked: int | None, several: bool) -> str:
    return f"float({function}(predictions, goals{options}))"


def _bleu_lines(function: str, several: bool) -> list[str]:
    return [
        f"from torchmetrics.functional.text import {function}",
        f"goals = {'references' if several else '[[goal] for goal in references]'}",
    ]
