"""ROUGE, BLEU, chrF and TER with the exact figures of the reference packages, from a C++ core.

>>> import gramscore
>>> scores = gramscore.ROUGE(["rouge1", "rougeL"]).score(["the cat sat"], ["the cat sat down"])
>>> float(scores["rouge1"].recall[0])
0.75
"""

from gramscore._core import RougeArrays, __version__
from gramscore.bleu import BLEU, BleuScores
from gramscore.bleu_formulas import BleuScore
from gramscore.chrf import CHRF, ChrfScore, ChrfScores
from gramscore.comparison import Comparison, ComparisonRow
from gramscore.evaluation import evaluate, evaluate_stream
from gramscore.gleu import GLEU, GleuScore, GleuScores
from gramscore.intervals import Interval
from gramscore.nist import NIST, NistScores
from gramscore.rouge import ROUGE, RougeIntervals, RougeScore, RougeScores
from gramscore.scores import Scores
from gramscore.significance import compare
from gramscore.state import State
from gramscore.ter import TER, TerScore, TerScores

__all__ = [
    "BLEU",
    "CHRF",
    "GLEU",
    "NIST",
    "ROUGE",
    "TER",
    "BleuScore",
    "BleuScores",
    "ChrfScore",
    "ChrfScores",
    "Comparison",
    "ComparisonRow",
    "GleuScore",
    "GleuScores",
    "Interval",
    "NistScores",
    "RougeArrays",
    "RougeIntervals",
    "RougeScore",
    "RougeScores",
    "Scores",
    "State",
    "TerScore",
    "TerScores",
    "__version__",
    "compare",
    "evaluate",
    "evaluate_stream",
]
