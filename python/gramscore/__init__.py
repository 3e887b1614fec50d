"""ROUGE, BLEU, chrF and TER with the exact scores of the reference packages, from a C++ core.

>>> import gramscore
>>> scores = gramscore.ROUGE(["rouge1", "rougeL"]).score(["the cat sat"], ["the cat sat down"])
>>> float(scores["rouge1"].recall[0])
0.75
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import numpy as _numpy  # noqa: F401 (first: what is raised meanwhile, the core would turn into an ImportError)

from gramscore._core import PreparedTexts, RougeArrays, __version__, unicode_versions
from gramscore.former import keep_former_names

if TYPE_CHECKING:
    from gramscore.comparing.compare import compare
    from gramscore.comparing.comparison import Comparison, ComparisonRow
    from gramscore.corpora.accumulator import Accumulator
    from gramscore.corpora.evaluation import evaluate, evaluate_stream
    from gramscore.corpora.files import FileScores, score_files
    from gramscore.corpora.found import Evaluation
    from gramscore.corpora.trainer import compute_metrics
    from gramscore.decoding.mbr import MbrResult, mbr
    from gramscore.decoding.pruning import Pruning
    from gramscore.figures.answers import ExactMatchScore, SimilarityScore, TokenF1Score
    from gramscore.figures.bleu import BleuScore
    from gramscore.figures.character import CharacTERScore
    from gramscore.figures.chrf import ChrfScore
    from gramscore.figures.cider import CiderScore
    from gramscore.figures.distinct import DistinctScore
    from gramscore.figures.eed import EEDScore
    from gramscore.figures.extractiveness import ExtractivenessScore
    from gramscore.figures.gec_gleu import GecGleuScore
    from gramscore.figures.gleu import GleuScore
    from gramscore.figures.jaccard import JaccardScore
    from gramscore.figures.meteor import MeteorScore
    from gramscore.figures.ribes import RibesScore
    from gramscore.figures.rouge import RougeIntervals, RougeScore
    from gramscore.figures.rouge155 import Rouge155Average, Rouge155Score
    from gramscore.figures.sari import SariScore
    from gramscore.figures.ter import TerScore
    from gramscore.figures.wer import CerScore, WerScore
    from gramscore.many.matrix import Best, Matrices, RougeMatrix, ScoreMatrix
    from gramscore.metrics.answers import (
        ANLS,
        EditSimilarity,
        ExactMatch,
        ExactMatchScores,
        SimilarityScores,
        TokenF1,
        TokenF1Scores,
    )
    from gramscore.metrics.bleu import BLEU, BleuScores
    from gramscore.metrics.character import CharacTER, CharacTERScores
    from gramscore.metrics.chrf import CHRF, ChrfScores
    from gramscore.metrics.cider import CIDEr, CiderScores
    from gramscore.metrics.distinct import Distinct, DistinctScores
    from gramscore.metrics.document_frequencies import DocumentFrequencies
    from gramscore.metrics.eed import EED, EEDScores
    from gramscore.metrics.extractiveness import Extractiveness, ExtractivenessScores
    from gramscore.metrics.gec_gleu import GECGLEU, GecGleuScores
    from gramscore.metrics.gleu import GLEU, GleuScores
    from gramscore.metrics.jaccard import Jaccard, JaccardScores
    from gramscore.metrics.meteor import METEOR, MeteorScores
    from gramscore.metrics.nist import NIST, NistScores
    from gramscore.metrics.ribes import RIBES, RibesScores
    from gramscore.metrics.rouge import ROUGE, RougeScores
    from gramscore.metrics.rouge155 import ROUGE155, Rouge155Scores
    from gramscore.metrics.sari import SARI, SariScores
    from gramscore.metrics.ter import TER, TerScores
    from gramscore.metrics.wer import CER, WER, CerScores, WerScores
    from gramscore.options.detokenizing import detokenize
    from gramscore.overlap.contamination import BenchmarkOverlap, Contaminated, Contamination, ItemOverlap
    from gramscore.overlap.extractive_oracle import Extracts, extractive_oracle
    from gramscore.overlap.fragments import Fragment, Fragments, fragments
    from gramscore.overlap.profiles import Profile
    from gramscore.pools.pool import Judged, Pool, Sifted
    from gramscore.reproducing.difference import Difference, difference
    from gramscore.reproducing.found import Found, Reproduction
    from gramscore.reproducing.ranking import RankingSpread, ranking_spread
    from gramscore.reproducing.reproduce import reproduce
    from gramscore.reproducing.spread import Spread, spread
    from gramscore.resampling.intervals import Interval
    from gramscore.results.remarks import Remark
    from gramscore.results.scores import Scores
    from gramscore.results.state import State

__all__ = [
    "ANLS",
    "BLEU",
    "CER",
    "CHRF",
    "EED",
    "GECGLEU",
    "GLEU",
    "METEOR",
    "NIST",
    "RIBES",
    "ROUGE",
    "ROUGE155",
    "SARI",
    "TER",
    "WER",
    "Accumulator",
    "BenchmarkOverlap",
    "Best",
    "BleuScore",
    "BleuScores",
    "CIDEr",
    "CerScore",
    "CerScores",
    "CharacTER",
    "CharacTERScore",
    "CharacTERScores",
    "ChrfScore",
    "ChrfScores",
    "CiderScore",
    "CiderScores",
    "Comparison",
    "ComparisonRow",
    "Contaminated",
    "Contamination",
    "Difference",
    "Distinct",
    "DistinctScore",
    "DistinctScores",
    "DocumentFrequencies",
    "EEDScore",
    "EEDScores",
    "EditSimilarity",
    "Evaluation",
    "ExactMatch",
    "ExactMatchScore",
    "ExactMatchScores",
    "Extractiveness",
    "ExtractivenessScore",
    "ExtractivenessScores",
    "Extracts",
    "FileScores",
    "Found",
    "Fragment",
    "Fragments",
    "GecGleuScore",
    "GecGleuScores",
    "GleuScore",
    "GleuScores",
    "Interval",
    "ItemOverlap",
    "Jaccard",
    "JaccardScore",
    "JaccardScores",
    "Judged",
    "Matrices",
    "MbrResult",
    "MeteorScore",
    "MeteorScores",
    "NistScores",
    "Pool",
    "PreparedTexts",
    "Profile",
    "Pruning",
    "RankingSpread",
    "Remark",
    "Reproduction",
    "RibesScore",
    "RibesScores",
    "Rouge155Average",
    "Rouge155Score",
    "Rouge155Scores",
    "RougeArrays",
    "RougeIntervals",
    "RougeMatrix",
    "RougeScore",
    "RougeScores",
    "SariScore",
    "SariScores",
    "ScoreMatrix",
    "Scores",
    "Sifted",
    "SimilarityScore",
    "SimilarityScores",
    "Spread",
    "State",
    "TerScore",
    "TerScores",
    "TokenF1",
    "TokenF1Score",
    "TokenF1Scores",
    "WerScore",
    "WerScores",
    "__version__",
    "compare",
    "compute_metrics",
    "detokenize",
    "difference",
    "evaluate",
    "evaluate_stream",
    "extractive_oracle",
    "fragments",
    "mbr",
    "ranking_spread",
    "reproduce",
    "score_files",
    "spread",
    "unicode_versions",
]

# The modules of the public names, each imported when one of its names is first used: who scores with one metric does
# not wait for the others.
_MODULE_OF: Final = {
    name: module
    for module, names in {
        "comparing.compare": ("compare",),
        "comparing.comparison": ("Comparison", "ComparisonRow"),
        "corpora.accumulator": ("Accumulator",),
        "corpora.evaluation": ("evaluate", "evaluate_stream"),
        "corpora.files": ("FileScores", "score_files"),
        "corpora.found": ("Evaluation",),
        "corpora.trainer": ("compute_metrics",),
        "decoding.mbr": ("MbrResult", "mbr"),
        "decoding.pruning": ("Pruning",),
        "figures.answers": ("ExactMatchScore", "SimilarityScore", "TokenF1Score"),
        "figures.bleu": ("BleuScore",),
        "figures.character": ("CharacTERScore",),
        "figures.chrf": ("ChrfScore",),
        "figures.extractiveness": ("ExtractivenessScore",),
        "figures.cider": ("CiderScore",),
        "figures.distinct": ("DistinctScore",),
        "figures.eed": ("EEDScore",),
        "figures.gec_gleu": ("GecGleuScore",),
        "figures.gleu": ("GleuScore",),
        "figures.jaccard": ("JaccardScore",),
        "figures.meteor": ("MeteorScore",),
        "figures.ribes": ("RibesScore",),
        "figures.rouge": ("RougeIntervals", "RougeScore"),
        "figures.rouge155": ("Rouge155Average", "Rouge155Score"),
        "figures.sari": ("SariScore",),
        "figures.ter": ("TerScore",),
        "figures.wer": ("CerScore", "WerScore"),
        "many.matrix": ("Best", "Matrices", "RougeMatrix", "ScoreMatrix"),
        "metrics.answers": (
            "ANLS",
            "EditSimilarity",
            "ExactMatch",
            "ExactMatchScores",
            "SimilarityScores",
            "TokenF1",
            "TokenF1Scores",
        ),
        "metrics.bleu": ("BLEU", "BleuScores"),
        "metrics.character": ("CharacTER", "CharacTERScores"),
        "metrics.chrf": ("CHRF", "ChrfScores"),
        "metrics.extractiveness": ("Extractiveness", "ExtractivenessScores"),
        "metrics.cider": ("CIDEr", "CiderScores"),
        "metrics.document_frequencies": ("DocumentFrequencies",),
        "metrics.distinct": ("Distinct", "DistinctScores"),
        "metrics.eed": ("EED", "EEDScores"),
        "metrics.gec_gleu": ("GECGLEU", "GecGleuScores"),
        "metrics.gleu": ("GLEU", "GleuScores"),
        "metrics.jaccard": ("Jaccard", "JaccardScores"),
        "metrics.meteor": ("METEOR", "MeteorScores"),
        "metrics.nist": ("NIST", "NistScores"),
        "metrics.ribes": ("RIBES", "RibesScores"),
        "metrics.rouge": ("ROUGE", "RougeScores"),
        "metrics.rouge155": ("ROUGE155", "Rouge155Scores"),
        "metrics.sari": ("SARI", "SariScores"),
        "metrics.ter": ("TER", "TerScores"),
        "metrics.wer": ("CER", "WER", "CerScores", "WerScores"),
        "options.detokenizing": ("detokenize",),
        "overlap.contamination": ("BenchmarkOverlap", "Contaminated", "Contamination", "ItemOverlap"),
        "overlap.extractive_oracle": ("Extracts", "extractive_oracle"),
        "overlap.fragments": ("Fragment", "Fragments", "fragments"),
        "overlap.profiles": ("Profile",),
        "pools.pool": ("Judged", "Pool", "Sifted"),
        "reproducing.difference": ("Difference", "difference"),
        "reproducing.found": ("Found", "Reproduction"),
        "reproducing.ranking": ("RankingSpread", "ranking_spread"),
        "reproducing.reproduce": ("reproduce",),
        "reproducing.spread": ("Spread", "spread"),
        "resampling.intervals": ("Interval",),
        "results.remarks": ("Remark",),
        "results.scores": ("Scores",),
        "results.state": ("State",),
    }.items()
    for name in names
}

if not TYPE_CHECKING:  # with which type checkers would take any name for one of ours

    def __getattr__(name: str) -> Any:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


keep_former_names()
