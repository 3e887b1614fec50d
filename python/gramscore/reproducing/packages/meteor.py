"""METEOR by NLTK, with the parameters of the metric's versions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import product
from typing import Any, Final

from gramscore.metrics.meteor import METEOR
from gramscore.reproducing.corpus_counts import MetricCounts, corpus_score
from gramscore.reproducing.settings import CorpusSetting

#: What versions of the metric have, and what they cost: that of 2005 and of NLTK; that of 2007, tuned; and the numbers
#: of METEOR 1.5, without its weights and paraphrases.
_PARAMETERS: Final[tuple[tuple[dict[str, float], int], ...]] = (
    ({}, 0),
    ({"alpha": 0.81, "beta": 0.83, "gamma": 0.28}, 2),
    ({"alpha": 0.85, "beta": 0.2, "gamma": 0.6}, 1),
)


def settings(several: bool) -> Iterator[CorpusSetting]:
    """Of words at white space; with NLTK's WordNet, if its data are there, and without one."""
    wordnets = [None] if _wordnet() is None else [_wordnet(), None]
    for (parameters, cost), lowercase in product(_PARAMETERS, (True, False)):
        for unusual, wordnet in enumerate(wordnets):
            options = {**parameters, "lowercase": lowercase, "wordnet": wordnet}
            yield CorpusSetting(
                "nltk",
                "3.10.4",
                (
                    *(f"{name}={value}" for name, value in parameters.items()),
                    *(() if lowercase else ("preprocess=str",)),
                    *(() if wordnet else ("without a WordNet",)),
                ),
                cost + 2 * (not lowercase) + unusual,
                MetricCounts(METEOR, tuple(options.items()), settles_case=lowercase),
                lambda counted, asked: corpus_score(counted),
                _expression(parameters, lowercase, wordnet is not None),
                _before,
                scale=1,
            )


def _expression(parameters: dict[str, float], lowercase: bool, wordnet: bool) -> Any:
    options = "".join(
        (
            "" if lowercase else ", preprocess=str",
            "" if wordnet else ", wordnet=NoWordNet()",
            *(f", {name}={value}" for name, value in parameters.items()),
        )
    )
    return lambda asked, several: (
        f"fmean(meteor_score(goal, text{options}) for text, goal in zip(texts, goals))"
    )


def _before(several: bool) -> list[str]:
    group = "[text.split() for text in goal]" if several else "[goal.split()]"
    return [
        "from statistics import fmean",
        "from nltk.translate.meteor_score import meteor_score",
        "class NoWordNet:",
        "    def synsets(self, word):",
        "        return []",
        "texts = [text.split() for text in predictions]",
        f"goals = [{group} for goal in references]",
    ]


@cache
def _wordnet() -> Any:
    """NLTK's, if its data are there."""
    if find_spec("nltk") is None:
        return None
    from nltk.corpus import wordnet

    try:
        wordnet.synsets("text")
    except LookupError:
        return None
    return wordnet
