"""Why a score is what it is, for one prediction: what `metric.explain` returns.

An explanation holds the texts with their tokens and where these stand, what matched, and the scores of
`metric.score`. It shows itself in notebooks, in terminals by `rich.print`, and as plain data by `to_dict()`.

>>> import gramscore
>>> explanation = gramscore.ROUGE(["rouge2"]).explain("The cat sat down.", "The cat sat on the mat.")
>>> [(" ".join(found.ngram), found.matches) for found in explanation["rouge2"].ngrams]
[('the cat', 1), ('cat sat', 1)]
"""

from gramscore.explain.bleu import BleuExplanation, BleuOrder
from gramscore.explain.character import CharacterExplanation
from gramscore.explain.chrf import ChrfExplanation, ChrfOrder
from gramscore.explain.document import Document, Token
from gramscore.explain.eed import EedExplanation, EedStep
from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import Layer, Mark
from gramscore.explain.meteor import MeteorExplanation, MeteorMatch
from gramscore.explain.ngrams import NgramMatch
from gramscore.explain.rouge import RougeExplanation, RougeTypeExplanation
from gramscore.explain.rouge155 import Rouge155Explanation, Rouge155Matches, Rouge155TypeExplanation
from gramscore.explain.sari import SariExplanation, SariOrder
from gramscore.explain.ter import TerExplanation, TerShift, TerStep
from gramscore.explain.unions import UnionMatch
from gramscore.explain.wer import ErrorExplanation, ErrorStep

__all__ = [
    "BleuExplanation",
    "BleuOrder",
    "CharacterExplanation",
    "ChrfExplanation",
    "ChrfOrder",
    "Document",
    "EedExplanation",
    "EedStep",
    "ErrorExplanation",
    "ErrorStep",
    "Explanation",
    "Layer",
    "Mark",
    "MeteorExplanation",
    "MeteorMatch",
    "NgramMatch",
    "Rouge155Explanation",
    "Rouge155Matches",
    "Rouge155TypeExplanation",
    "RougeExplanation",
    "RougeTypeExplanation",
    "SariExplanation",
    "SariOrder",
    "TerExplanation",
    "TerShift",
    "TerStep",
    "Token",
    "UnionMatch",
]
