"""SARI by evaluate, EASSE, its authors' own script and tensor2tensor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from gramscore.metrics.sari import SARI
from gramscore.reproducing.corpus_counts import MetricCounts, corpus_score
from gramscore.reproducing.settings import CorpusSetting


def settings(several: bool) -> Iterator[CorpusSetting]:
    """Cases and tokenizers are options of EASSE only."""
    yield _setting("evaluate", "0.4.6", ("sari",), 0, ("evaluate", "13a", True), _EVALUATE)
    for lowercase in (True, False):
        for tokenizer, cost in (("13a", 0), ("none", 1), ("intl", 2)):
            said = (
                *(() if lowercase else ("lowercase=False",)),
                *(() if tokenizer == "13a" else (f"tokenizer={tokenizer!r}",)),
            )
            price = 1 + (not lowercase) + cost
            options = "".join(f", {it}" for it in said)
            yield _setting(
                "easse", "0.2.4", said, price, ("easse", tokenizer, lowercase), _easse(options, tokenizer)
            )
    yield _setting("SARI.py", "", (), 1, ("original", "whitespace", True), _SCRIPT)
    yield _setting(
        "tensor2tensor",
        "1.15.7",
        ("sari_hook of words",),
        2,
        ("tensor2tensor", "whitespace", False),
        _HOOK,
    )


def _setting(
    package: str,
    version: str,
    said: tuple[str, ...],
    cost: int,
    definition: tuple[str, str, bool],
    call: tuple[Callable[[bool], list[str]], str],
) -> CorpusSetting:
    """definition: whose, its tokenizer, and whether it makes texts lower case. call: lines before the score, and it."""
    name, tokenizer, lowercase = definition
    options: dict[str, Any] = {"definition": name, "tokenizer": tokenizer, "lowercase": lowercase}
    before, expression = call
    return CorpusSetting(
        package,
        version,
        said,
        cost,
        MetricCounts(SARI, tuple(options.items()), settles_case=name != "tensor2tensor"),
        lambda counted, asked: corpus_score(counted),
        lambda asked, several: expression,
        before,
    )


def _goals(several: bool) -> str:
    return f"goals = {'references' if several else '[[goal] for goal in references]'}"


_EVALUATE: Final = (
    lambda several: ["import evaluate", _goals(several)],
    'evaluate.load("sari").compute(sources=sources, predictions=predictions, references=goals)["sari"]',
)


def _easse(options: str, tokenizer: str) -> tuple[Callable[[bool], list[str]], str]:
    return (
        lambda several: [
            "from easse.sari import corpus_sari",
            *(_NO_TOKENIZER if tokenizer == "none" else ()),
            _goals(several),
            "streams = [[goal[k] for goal in goals] for k in range(len(goals[0]))]  # as many for each",
        ],
        f"corpus_sari(sources, predictions, streams{options})",
    )


#: sacrebleu's class that EASSE takes for no tokenizer raises an error in sacrebleu 2.
_NO_TOKENIZER: Final = (
    "from sacrebleu.tokenizers.tokenizer_base import BaseTokenizer",
    "BaseTokenizer.__call__ = lambda self, line: line  # what EASSE expects of it",
)

_SCRIPT: Final = (
    lambda several: [
        "from statistics import fmean",
        "from SARI import SARIsent  # of github.com/cocoxu/simplification",
        _goals(several),
    ],
    "100 * fmean(SARIsent(*it) for it in zip(sources, predictions, goals))",
)
_HOOK: Final = (
    lambda several: [
        "from statistics import fmean",
        "from tensor2tensor.utils.sari_hook import get_sari_score",
        _goals(several),
        "def score(source, text, goal):",
        "    return get_sari_score(source.split(), text.split(), [one.split() for one in goal])[0]",
    ],
    "100 * fmean(score(*it) for it in zip(sources, predictions, goals))",
)
