"""ROUGE, BLEU, chrF and TER with the exact scores of the reference packages, from a C++ core.

>>> import gramscore
>>> scores = gramscore.ROUGE(["rouge1", "rougeL"]).score(["the cat sat"], ["the cat sat down"])
>>> float(scores["rouge1"].recall[0])
0.75
"""

from gramscore._core import PreparedTexts, RougeArrays, __version__, unicode_versions
from gramscore.comparing.compare import compare
from gramscore.comparing.comparison import Comparison, ComparisonRow
from gramscore.corpora.evaluation import evaluate, evaluate_stream
from gramscore.decoding.mbr import MbrResult, mbr
from gramscore.decoding.pruning import Pruning
from gramscore.figures.bleu import BleuScore
from gramscore.figures.chrf import ChrfScore
from gramscore.figures.gleu import GleuScore
from gramscore.figures.rouge import RougeIntervals, RougeScore
from gramscore.figures.rouge155 import Rouge155Average, Rouge155Score
from gramscore.figures.ter import TerScore
from gramscore.former import keep_former_names
from gramscore.many.matrix import Best, Matrices, RougeMatrix, ScoreMatrix
from gramscore.metrics.bleu import BLEU, BleuScores
from gramscore.metrics.chrf import CHRF, ChrfScores
from gramscore.metrics.gleu import GLEU, GleuScores
from gramscore.metrics.nist import NIST, NistScores
from gramscore.metrics.rouge import ROUGE, RougeScores
from gramscore.metrics.rouge155 import ROUGE155, Rouge155Scores
from gramscore.metrics.ter import TER, TerScores
from gramscore.resampling.intervals import Interval
from gramscore.results.scores import Scores
from gramscore.results.state import State

__all__ = [
    "BLEU",
    "CHRF",
    "GLEU",
    "NIST",
    "ROUGE",
    "ROUGE155",
    "TER",
    "Best",
    "BleuScore",
    "BleuScores",
    "ChrfScore",
    "ChrfScores",
    "Comparison",
    "ComparisonRow",
    "GleuScore",
    "GleuScores",
    "Interval",
    "Matrices",
    "MbrResult",
    "NistScores",
    "PreparedTexts",
    "Pruning",
    "Rouge155Average",
    "Rouge155Score",
    "Rouge155Scores",
    "RougeArrays",
    "RougeIntervals",
    "RougeMatrix",
    "RougeScore",
    "RougeScores",
    "ScoreMatrix",
    "Scores",
    "State",
    "TerScore",
    "TerScores",
    "__version__",
    "compare",
    "evaluate",
    "evaluate_stream",
    "mbr",
    "unicode_versions",
]

keep_former_names()
