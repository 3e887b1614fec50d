"""NLTK: BLEU of words at white space, and of its own tokens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from gramscore.figures.bleu import Formula, NltkFormula
from gramscore.reproducing.corpus_counts import Tallied, corpus_bleu, mean_bleu, nltk_counts
from gramscore.reproducing.settings import CorpusSetting

#: Smoothings whose corpus scores follow from sums, and what they cost.
_METHODS = ((0, 0), (1, 1), (2, 2), (3, 2), (4, 2))


def settings(several: bool) -> Iterator[CorpusSetting]:
    """Of the corpus, and as means of sentences."""
    counting = nltk_counts()
    for method, cost in _METHODS:
        for order in (4, 1, 2, 3):
            for mean in (False, True):
                said = (
                    *((f"smoothing_function=method{method}",) if method else ()),
                    *((f"weights=(1 / {order},) * {order}",) if order != 4 else ()),
                    *(("the mean of sentences' scores",) if mean else ()),
                )
                yield CorpusSetting(
                    "nltk",
                    "3.10.4",
                    said,
                    1 + cost + 2 * (order != 4) + mean,
                    counting,
                    partial(_score, method, order, mean),
                    partial(_expression, method, order, mean),
                    _before,
                    scale=1,
                    plain=order == 4,
                )


def _formula(method: int, order: int) -> Formula:
    return NltkFormula(((1 / order,) * order,), False, method, False, 0.1, 5.0, 5.0)


def _score(method: int, order: int, mean: bool, counted: Tallied, asked: int | None) -> float:
    score = mean_bleu if mean else corpus_bleu
    return score(counted, _formula(method, asked or order), asked or order)


def _expression(method: int, order: int, mean: bool, asked: int | None, several: bool) -> str:
    own = asked or order
    more = "" if own == 4 else f", weights=(1 / {own},) * {own}"
    more += f", smoothing_function=SmoothingFunction().method{method}" if method else ""
    if mean:
        return f"fmean(sentence_bleu(goal, text{more}) for text, goal in zip(texts, goals))"
    return f"corpus_bleu(goals, texts{more})"


def _before(several: bool) -> list[str]:
    group = "[text.split() for text in goal]" if several else "[goal.split()]"
    return [
        "from statistics import fmean",
        "from nltk.translate.bleu_score import SmoothingFunction, corpus_bleu, sentence_bleu",
        "texts = [text.split() for text in predictions]",
        f"goals = [{group} for goal in references]",
    ]
