"""chrF and chrF++."""

from __future__ import annotations

import string
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from gramscore import _core
from gramscore.compat.hooks import Hooks
from gramscore.compat.sacrebleu.metrics.base import Metric as Metric
from gramscore.compat.sacrebleu.metrics.base import Score, Signature, Streams
from gramscore.compat.sacrebleu.metrics.core_metric import FLOW, CoreMetric, CoreRows
from gramscore.compat.sacrebleu.metrics.helpers import extract_all_char_ngrams, extract_word_ngrams
from gramscore.compat.sacrebleu.utils import sum_of_lists


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


class CHRF(CoreMetric):
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
    _PUNCTS: ClassVar[set[str]] = set(string.punctuation)
    _SIGNATURE_TYPE = CHRFSignature

    def __init__(
        self,
        char_order: int = CHAR_ORDER,
        word_order: int = WORD_ORDER,
        beta: int = BETA,
        lowercase: bool = False,
        whitespace: bool = False,
        eps_smoothing: bool = False,
        references: Streams | None = None,
    ) -> None:
        super().__init__()
        self.beta = beta
        self.char_order = char_order
        self.word_order = word_order
        self.order = char_order + word_order
        self.lowercase = lowercase
        self.whitespace = whitespace
        self.eps_smoothing = eps_smoothing
        self._keep(references)

    @staticmethod
    def _get_match_statistics(hyp_ngrams: Counter[str], ref_ngrams: Counter[str]) -> list[int]:
        """N-grams of the text (0 if the reference has none of the order), of the reference, and those that match."""
        total = matches = 0
        for ngram, count in hyp_ngrams.items():
            total += count
            if ngram in ref_ngrams:
                matches += min(count, ref_ngrams[ngram])
        return [total if ref_ngrams else 0, sum(ref_ngrams.values()), matches]

    def _remove_punctuation(self, sent: str) -> list[str]:
        """The words of a text. Punctuation at a word's end, or else at its beginning, is a word of its own."""
        words = []
        for word in sent.split():
            if len(word) > 1 and word[-1] in self._PUNCTS:
                words += [word[:-1], word[-1]]
            elif len(word) > 1 and word[0] in self._PUNCTS:
                words += [word[0], word[1:]]
            else:
                words.append(word)
        return words

    def _preprocess_segment(self, sent: str) -> str:
        """A text, in lower case if that is asked for."""
        return sent.lower() if self.lowercase else sent

    def _compute_f_score(self, statistics: Sequence[Any]) -> float:
        """chrF, 0..100, of the sums of the three columns of each order."""
        eps = 1e-16
        factor = self.beta**2
        score = 0.0
        precisions, recalls, effective = 0.0, 0.0, 0
        for i in range(self.order):
            hyp, ref, match = statistics[3 * i : 3 * i + 3]
            precision = match / hyp if hyp > 0 else eps
            recall = match / ref if ref > 0 else eps
            weighted = factor * precision + recall
            score += ((1 + factor) * precision * recall / weighted) if weighted > 0 else eps
            if hyp > 0 and ref > 0:
                precisions += precision
                recalls += recall
                effective += 1
        if self.eps_smoothing:
            return 100 * score / self.order
        if effective == 0:
            return 0.0
        precision, recall = precisions / effective, recalls / effective
        if not precision + recall:
            return 0.0
        score = (1 + factor) * precision * recall
        score /= factor * precision + recall
        return 100 * score

    def _compute_score_from_stats(self, stats: list[Any]) -> CHRFScore:
        """The score of sums of statistics."""
        return CHRFScore(self._compute_f_score(stats), self.char_order, self.word_order, self.beta)

    def _aggregate_and_compute(self, stats: list[list[Any]]) -> CHRFScore:
        """The score of the sum of rows of statistics."""
        return self._compute_score_from_stats(sum_of_lists(stats))

    def _ngrams(self, segment: str) -> list[Counter[str]]:
        """The n-grams of a text by order, those of words behind those of characters."""
        found = extract_all_char_ngrams(segment, self.char_order, self.whitespace)
        if self.word_order > 0:
            words = self._remove_punctuation(segment)
            found.extend(extract_word_ngrams(words, n) for n in range(1, self.word_order + 1))
        return found

    def _extract_reference_info(self, refs: Sequence[str]) -> dict[str, Any]:
        """The n-grams of each reference by order."""
        return {"ref_ngrams": list(map(self._ngrams, refs))}

    def _compute_segment_statistics(self, hypothesis: str, ref_kwargs: dict[str, Any]) -> list[int]:
        """By order the three columns, with the reference of the highest score, the first of equals."""
        ngrams = self._ngrams(hypothesis)
        best: list[int] = []
        best_score = -1.0
        for ref_ngrams in ref_kwargs["ref_ngrams"]:
            stats: list[int] = []
            for own, other in zip(ngrams, ref_ngrams):  # noqa: B905
                stats.extend(self._get_match_statistics(own, other))
            score = self._compute_f_score(stats)
            if score > best_score:
                best, best_score = stats, score
        return best

    def _engine_of_texts(self) -> _core.Chrf | None:
        return self._engine(bool(self.lowercase)) if _TEXTS.untouched(self) else None

    def _engine_of_segments(self) -> _core.Chrf | None:
        return self._engine(False) if _SEGMENTS.untouched(self) else None

    def _engine(self, lowercase: bool) -> _core.Chrf | None:
        if not self._has_orders() or self._PUNCTS != _PUNCTUATION:
            return None
        flags = (lowercase, bool(self.whitespace), bool(self.eps_smoothing))
        return _engine(self.char_order, self.word_order, self.beta, *flags)

    def _has_orders(self) -> bool:
        """Whether the core takes the orders and the weight."""
        orders = (self.char_order, self.word_order)
        return (
            type(self.order) is type(self.char_order) is type(self.word_order) is int
            and min(orders) >= 0
            and self.order == sum(orders) > 0
            and type(self.beta) in (int, float)
            and 0 < self.beta < 2**26
        )

    def _formula(self) -> _core.ScoreOfSums | None:
        if not _FORMULA.untouched(self) or not self._has_orders():
            return None
        return _core.chrf_of_sums(self.order, self.beta, bool(self.eps_smoothing))

    def _lists(self, rows: CoreRows) -> list[list[Any]]:
        return rows.tolist()  # type: ignore[no-any-return]

    def _score_of(self, stats: Any) -> CHRFScore:
        if not isinstance(stats, np.ndarray):
            return self._aggregate_and_compute(stats)
        if not _FORMULA.untouched(self) or not self._has_orders():
            return self._aggregate_and_compute(stats.tolist())
        score = _core.chrf_corpus(stats, self.beta, bool(self.eps_smoothing))
        return CHRFScore(score, self.char_order, self.word_order, self.beta)


_PUNCTUATION = frozenset(CHRF._PUNCTS)
_MODULE = sys.modules[__name__]
_SEGMENTS = Hooks(
    CHRF,
    *(*FLOW, "_extract_reference_info", "_compute_segment_statistics", "_get_match_statistics"),
    *("_remove_punctuation", "_compute_f_score", "_ngrams"),
    names={_MODULE: ("extract_all_char_ngrams", "extract_word_ngrams")},
)
_TEXTS = Hooks(CHRF, "_preprocess_segment", extends=_SEGMENTS)
_AGGREGATE = Hooks(CHRF, "_aggregate_and_compute", names={_MODULE: ("sum_of_lists",)})
_FORMULA = Hooks(CHRF, "_compute_score_from_stats", "_compute_f_score", extends=_AGGREGATE)


@lru_cache
def _engine(
    char_order: int, word_order: int, beta: float, lowercase: bool, whitespace: bool, eps_smoothing: bool
) -> _core.Chrf:
    return _core.Chrf(char_order, word_order, beta, lowercase, whitespace, eps_smoothing)
