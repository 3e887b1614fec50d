"""chrF and chrF++."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import gramscore
from gramscore import _core
from gramscore.compat.sacrebleu.metrics.base import Metric, Score, Signature, Stats


class CHRFSignature(Signature):
    """The signature of chrF."""

    def __init__(self, args: Mapping[str, Any]) -> None:
        super().__init__(args)
        self._abbr |= {"case": "c", "eff": "e", "nc": "nc", "nw": "nw", "space": "s"}
        self.info |= {
            "case": "lc" if args["lowercase"] else "mixed",
            "eff": "no" if args["eps_smoothing"] else "yes",
            "nc": args["char_order"],
            "nw": args["word_order"],
            "space": "yes" if args["whitespace"] else "no",
        }


class CHRFScore(Score):
    """chrF, with the orders and the weight of recall that it was computed with."""

    def __init__(self, score: float, char_order: int, word_order: int, beta: int) -> None:
        self.beta = beta
        self.char_order = char_order
        self.word_order = word_order
        super().__init__(f"chrF{beta}{'+' * word_order}", score)


class CHRF(Metric[CHRFScore]):
    """chrF; with word_order=2, chrF++.

    char_order, word_order: the longest n-grams of characters and of words.
    beta: the weight of recall over precision.
    lowercase: compare lower-cased texts.
    whitespace: n-grams of characters include white space.
    eps_smoothing: a tiny number stands for what is missing, and all orders count.
    references: streams to keep, for calls of corpus_score() with None.
    """

    CHAR_ORDER = 6
    WORD_ORDER = 0
    BETA = 2
    _SIGNATURE_TYPE = CHRFSignature

    def __init__(
        self,
        char_order: int = CHAR_ORDER,
        word_order: int = WORD_ORDER,
        beta: int = BETA,
        lowercase: bool = False,
        whitespace: bool = False,
        eps_smoothing: bool = False,
        references: Sequence[Sequence[str | None]] | None = None,
    ) -> None:
        super().__init__(references)
        self.beta = beta
        self.char_order = char_order
        self.word_order = word_order
        self.order = char_order + word_order
        self.lowercase = lowercase
        self.whitespace = whitespace
        self.eps_smoothing = eps_smoothing

    def _row_statistics(self, hypotheses: list[str], references: list[Any]) -> Stats:
        engine = _engine(
            self.char_order,
            self.word_order,
            self.beta,
            bool(self.lowercase),
            bool(self.whitespace),
            bool(self.eps_smoothing),
        )
        return engine.score(hypotheses, references).stats

    def _refuse_missing(self, examples: int) -> None:
        kind = ValueError if examples == 1 else IndexError
        raise kind("chrF: a hypothesis has no reference: all of its references are None")

    def _aggregate_and_compute(self, stats: Stats) -> CHRFScore:
        score = _core.chrf_corpus(stats, self.beta, bool(self.eps_smoothing))
        return CHRFScore(score, self.char_order, self.word_order, self.beta)

    def _of_sums(self) -> _core.ScoreOfSums:
        return _core.chrf_of_sums(self.order, self.beta, bool(self.eps_smoothing))


@lru_cache
def _engine(
    char_order: int, word_order: int, beta: int, lowercase: bool, whitespace: bool, eps_smoothing: bool
) -> gramscore.CHRF:
    return gramscore.CHRF(
        char_order,
        word_order,
        beta,
        lowercase=lowercase,
        whitespace=whitespace,
        eps_smoothing=eps_smoothing,
    )
