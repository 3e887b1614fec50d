"""ROUGE with the exact figures of the reference package, from a C++ core.

>>> import gramscore
>>> scores = gramscore.ROUGE(["rouge1", "rougeL"]).score(["the cat sat"], ["the cat sat down"])
>>> float(scores["rouge1"].recall[0])
0.75
"""

from gramscore._core import __version__
from gramscore.chrf import CHRF, ChrfScore, ChrfScores
from gramscore.rouge import ROUGE, RougeArrays, RougeScore, RougeScores
from gramscore.scores import Scores
from gramscore.ter import TER, TerScore, TerScores

__all__ = [
    "CHRF",
    "ROUGE",
    "TER",
    "ChrfScore",
    "ChrfScores",
    "RougeArrays",
    "RougeScore",
    "RougeScores",
    "Scores",
    "TerScore",
    "TerScores",
    "__version__",
]
