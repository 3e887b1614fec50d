"""BLEU's score of a corpus, and the formulas for it: sacrebleu's, NLTK's, Hugging Face's and those of other tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_matches, counts_of

_Stats = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]

#: sacrebleu's smoothing methods, and the values they have by default.
SMOOTHINGS: dict[str, float | None] = {"exp": None, "floor": 0.1, "add-k": 1, "none": None}


class BleuScore(NamedTuple):
    """BLEU of a corpus.

    score: 0..100, or 0..1 in the profiles of NLTK, Hugging Face, COCO, mteval and torchmetrics; of NLTK with several
        weight sets a list.
    counts, totals: by order, the n-grams that match and all n-grams of the predictions; sacrebleu's smoothing "add-k"
        has added to them.
    precisions: by order, smoothed, on the scale of the score.
    bp: the brevity penalty, 0..1.
    sys_len, ref_len: tokens of the predictions and of the references that they are compared with in length.
    """

    score: float | list[float]
    counts: list[int] | list[float]
    totals: list[int] | list[float]
    precisions: list[float]
    bp: float
    sys_len: int
    ref_len: int


class Formula(Protocol):
    """From rows of statistics, and sums over them, to scores. Equal formulas give equal scores."""

    @property
    def signature(self) -> tuple[str, ...]:
        """Everything that can change a score, apart from the statistics."""

    def examples(self, stats: _Stats) -> _Floats:
        """The score of each row."""

    def corpus(self, stats: _Stats) -> BleuScore:
        """The score of all rows together."""

    def sums(self, stats: _Stats) -> _core.CorpusSums:
        """What the score of all rows together is made of."""

    def corpus_of(self, sums: _core.CorpusSums) -> BleuScore:
        """That score."""

    def of_sums(self, max_order: int) -> _core.ScoreOfSums:
        """The score as a formula of sums of rows; ValueError if it is none."""

    def plan(self, max_order: int) -> _core.MatrixPlan:
        """For matrices of the score; ValueError if there are several."""


class _OfSummedColumns:
    """The score of rows is that of their sum."""

    def sums(self, stats: _Stats) -> _core.CorpusSums:
        return _core.column_sums(stats)

    def corpus_of(self: Formula, sums: _core.CorpusSums) -> BleuScore:
        return self.corpus(sums.whole())

    def check(self: Formula, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no texts have."""
        self.corpus_of(sums)
        sys_len, _, *counts = counts_of(sums)
        matches, totals = counts[: len(counts) // 2], counts[len(counts) // 2 :]
        check_matches(matches, totals)
        check_matches(matches, [sys_len] * len(matches))


@formula("bleu")
@dataclass(frozen=True)
class SacrebleuFormula(_OfSummedColumns):
    """sacrebleu's."""

    smoothing: str
    value: float
    effective_order: bool

    @property
    def signature(self) -> tuple[str, ...]:
        value = "" if SMOOTHINGS[self.smoothing] is None else f"[{repr(self.value).removesuffix('.0')}]"
        return (f"eff:{'yes' if self.effective_order else 'no'}", f"smooth:{self.smoothing}{value}")

    def examples(self, stats: _Stats) -> _Floats:
        return _core.bleu_scores(stats, self.smoothing, self.value, self.effective_order)

    def corpus(self, stats: _Stats) -> BleuScore:
        return BleuScore(*_core.bleu_corpus(stats, self.smoothing, self.value, self.effective_order))

    def of_sums(self, max_order: int) -> _core.ScoreOfSums:
        return _core.bleu_of_sums(max_order, self.smoothing, self.value, self.effective_order)

    def plan(self, max_order: int) -> _core.MatrixPlan:
        return _core.bleu_plan(max_order, self.smoothing, self.value, self.effective_order)


@formula("bleu-huggingface")
@dataclass(frozen=True)
class HuggingFaceFormula(_OfSummedColumns):
    """Hugging Face's."""

    smooth: bool

    @property
    def signature(self) -> tuple[str, ...]:
        return (f"smooth:{'add-1' if self.smooth else 'no'}",)

    def examples(self, stats: _Stats) -> _Floats:
        return _core.huggingface_bleu_scores(stats, self.smooth)

    def corpus(self, stats: _Stats) -> BleuScore:
        return BleuScore(*_core.huggingface_bleu_corpus(stats, self.smooth))

    def of_sums(self, max_order: int) -> _core.ScoreOfSums:
        return _core.huggingface_bleu_of_sums(max_order, self.smooth)

    def plan(self, max_order: int) -> _core.MatrixPlan:
        return _core.huggingface_bleu_plan(max_order, self.smooth)


@formula("bleu-tool")
@dataclass(frozen=True)
class ToolFormula(_OfSummedColumns):
    """Another tool's: "coco", "multi-bleu", "mteval", "torchmetrics" or "fairseq"."""

    tool: str
    smooth: bool = False
    weights: tuple[float, ...] = ()

    @property
    def signature(self) -> tuple[str, ...]:
        smooth = (
            (f"smooth:{'yes' if self.smooth else 'no'}",) if self.tool in ("mteval", "torchmetrics") else ()
        )
        weights = (f"weights:{','.join(map(repr, self.weights))}",) if self.weights else ()
        return ("", *smooth, *weights)

    def examples(self, stats: _Stats) -> _Floats:
        return _core.tool_bleu_scores(stats, self.tool, self.smooth, self.weights)

    def corpus(self, stats: _Stats) -> BleuScore:
        return BleuScore(*_core.tool_bleu_corpus(stats, self.tool, self.smooth, self.weights))

    def of_sums(self, max_order: int) -> _core.ScoreOfSums:
        return _core.tool_bleu_of_sums(max_order, self.tool, self.smooth, self.weights)

    def plan(self, max_order: int) -> _core.MatrixPlan:
        raise TypeError(f"BLEU of {self.tool} has no matrices: those of sacrebleu, NLTK and evaluate have")


@formula("bleu-nltk")
@dataclass(frozen=True)
class NltkFormula(_OfSummedColumns):
    """NLTK's. `weights` are one set of weights, or several (`several`)."""

    weights: tuple[tuple[float, ...], ...]
    several: bool
    method: int
    auto_reweigh: bool
    epsilon: float
    alpha: float
    k: float

    #: The weights that auto_reweigh replaces.
    REPLACED: ClassVar[tuple[float, ...]] = (0.25, 0.25, 0.25, 0.25)

    @property
    def signature(self) -> tuple[str, ...]:
        sets = ";".join(",".join(f"{weight!r}" for weight in weights) for weights in self.weights)
        parameters = {
            1: f"[{self.epsilon!r}]",
            4: f"[{self.k!r}]",
            6: f"[{self.alpha!r}]",
            7: f"[{self.k!r}]",
        }
        return (
            f"weights:{sets}",
            f"smooth:method{self.method}{parameters.get(self.method, '')}",
            f"reweigh:{'yes' if self.auto_reweigh else 'no'}",
        )

    @property
    def core(self) -> Any:
        reweigh = [self.auto_reweigh and weights == self.REPLACED for weights in self.weights]
        sets = [list(weights) for weights in self.weights]
        return _core.NltkBleuFormula(sets, reweigh, self.method, self.epsilon, self.alpha, self.k)

    def examples(self, stats: _Stats) -> _Floats:
        scores: _Floats = self.core.scores(stats)
        return scores if self.several else scores[:, 0]

    def corpus(self, stats: _Stats) -> BleuScore:
        scores, *fields = self.core.corpus(stats)
        return BleuScore(scores if self.several else scores[0], *fields)

    def sums(self, stats: _Stats) -> _core.CorpusSums:
        if self.method >= 5:
            raise ValueError(
                f"the corpus score of NLTK's smoothing 'method{self.method}' depends on which example is the last: "
                "it does not follow from sums"
            )
        return super().sums(stats)

    def of_sums(self, max_order: int) -> _core.ScoreOfSums:
        formula: _core.ScoreOfSums = self.core.of_sums()
        return formula

    def plan(self, max_order: int) -> _core.MatrixPlan:
        plan: _core.MatrixPlan = self.core.plan()
        return plan
