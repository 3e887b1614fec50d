"""TER."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

import gramscore
from gramscore import _core
from gramscore.compat.sacrebleu.metrics.base import Metric, Score, Signature, Stats
from gramscore.compat.sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer


class TERSignature(Signature):
    """The signature of TER."""

    def __init__(self, args: Mapping[str, Any]) -> None:
        super().__init__(args)
        self._abbr |= {"case": "c", "tok": "t", "norm": "nr", "punct": "pn", "asian": "as"}
        self.info |= {
            "case": "mixed" if args["case_sensitive"] else "lc",
            "tok": args["tokenizer_signature"],
            "norm": args["normalized"],
            "punct": not args["no_punct"],
            "asian": args["asian_support"],
        }


class TERScore(Score):
    """TER, with the edits and the (average) reference lengths summed over the corpus."""

    def __init__(self, score: float, num_edits: float, ref_length: float) -> None:
        super().__init__("TER", score)
        self.num_edits = int(num_edits)
        self.ref_length = ref_length


class TER(Metric[TERScore]):
    """Translation edit rate, as the program tercom computes it.

    normalized: separate punctuation and decode entities first.
    no_punct: leave out punctuation.
    asian_support: with either, treat East Asian characters and punctuation too.
    case_sensitive: do not lower-case.
    references: streams to keep, for calls of corpus_score() with None.
    """

    _SIGNATURE_TYPE = TERSignature

    def __init__(
        self,
        normalized: bool = False,
        no_punct: bool = False,
        asian_support: bool = False,
        case_sensitive: bool = False,
        references: Sequence[Sequence[str | None]] | None = None,
    ) -> None:
        super().__init__(references)
        self.no_punct = no_punct
        self.normalized = normalized
        self.asian_support = asian_support
        self.case_sensitive = case_sensitive
        self.tokenizer = TercomTokenizer(normalized, no_punct, asian_support, case_sensitive)
        self.tokenizer_signature = self.tokenizer.signature()

    def _row_statistics(self, hypotheses: list[str], references: list[Any]) -> Stats:
        engine = _engine(
            bool(self.normalized), bool(self.no_punct), bool(self.asian_support), bool(self.case_sensitive)
        )
        return engine.score(hypotheses, references).stats

    def _refuse_missing(self, examples: int) -> None:
        raise ZeroDivisionError("TER: a hypothesis has no reference: all of its references are None")

    def _aggregate_and_compute(self, stats: Stats) -> TERScore:
        return TERScore(*_core.ter_corpus(stats))

    def _compute_score_from_stats(self, stats: Any) -> TERScore:
        edits, length = stats
        return TERScore(*_core.ter_corpus(np.array([[edits, length, 1]]).astype(np.int64)))

    def _of_sums(self) -> _core.ScoreOfSums:
        return _core.ter_of_sums()


@lru_cache
def _engine(normalized: bool, no_punct: bool, asian_support: bool, case_sensitive: bool) -> gramscore.TER:
    return gramscore.TER(
        normalized=normalized, no_punct=no_punct, asian_support=asian_support, case_sensitive=case_sensitive
    )
