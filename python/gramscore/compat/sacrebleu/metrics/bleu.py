"""BLEU."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, ClassVar

import numpy as np

from gramscore import _core
from gramscore.compat.hooks import Hooks
from gramscore.compat.python_sum import COMPENSATES
from gramscore.compat.sacrebleu.metrics.base import Metric as Metric
from gramscore.compat.sacrebleu.metrics.base import Score, Signature, Streams, sacrelogger
from gramscore.compat.sacrebleu.metrics.core_metric import FLOW, CoreMetric, CoreRows
from gramscore.compat.sacrebleu.metrics.helpers import extract_all_word_ngrams
from gramscore.compat.sacrebleu.tokenizers.core_names import core_name
from gramscore.compat.sacrebleu.utils import my_log, sum_of_lists

MAX_NGRAM_ORDER = 4

# The module, in the package of tokenizers or of its own, and the class of each tokenizer.
_TOKENIZERS = {
    "none": "tokenizer_none.NoneTokenizer",
    "zh": "tokenizer_zh.TokenizerZh",
    "13a": "tokenizer_13a.Tokenizer13a",
    "intl": "tokenizer_intl.TokenizerV14International",
    "char": "tokenizer_char.TokenizerChar",
    "ja-mecab": "tokenizer_ja_mecab.TokenizerJaMecab",
    "ko-mecab": "tokenizer_ko_mecab.TokenizerKoMecab",
    "spm": "tokenizer_spm.TokenizerSPM",
    "flores101": "tokenizer_spm.Flores101Tokenizer",
    "flores200": "tokenizer_spm.Flores200Tokenizer",
    "spBLEU-1K": "tokenizer_spm.spBLEU1KTokenizer",
}


def _get_tokenizer(name: str) -> Any:
    module, kind = _TOKENIZERS[name].rsplit(".", 1)
    own = f"gramscore.compat.sacrebleu.tokenizers.{module}"
    try:
        return getattr(import_module(own), kind)
    except ModuleNotFoundError as error:
        if not own.startswith(str(error.name)):
            raise
    return getattr(import_module(module), kind)


class BLEUSignature(Signature):
    """The signature of BLEU."""

    def __init__(self, args: Mapping[str, Any]) -> None:
        super().__init__(args)
        self._abbr |= {"case": "c", "eff": "e", "tok": "tok", "smooth": "s"}
        smooth = args["smooth_method"]
        default = BLEU.SMOOTH_DEFAULTS[smooth]
        if default is not None:
            value = default if args["smooth_value"] is None else args["smooth_value"]
            smooth = f"{smooth}[{value:.2f}]"
        self.info |= {
            "case": "lc" if args["lowercase"] else "mixed",
            "eff": "yes" if args["effective_order"] else "no",
            "tok": args["tokenizer_signature"],
            "smooth": smooth,
        }


class BLEUScore(Score):
    """BLEU, with the n-grams that match and all n-grams by order, their precisions (0..100), the brevity penalty,
    and the lengths of the system's output and of the references."""

    def __init__(
        self,
        score: float,
        counts: list[Any],
        totals: list[Any],
        precisions: list[float],
        bp: float,
        sys_len: int,
        ref_len: int,
    ) -> None:
        super().__init__("BLEU", score)
        self.bp = bp
        self.counts = counts
        self.totals = totals
        self.sys_len = sys_len
        self.ref_len = ref_len
        self.precisions = precisions
        self.prec_str = "/".join(f"{precision:.1f}" for precision in precisions)
        self.ratio = sys_len / ref_len if ref_len else 0
        self._verbose = (
            f"{self.prec_str} (BP = {bp:.3f} ratio = {self.ratio:.3f} "
            f"hyp_len = {sys_len:d} ref_len = {ref_len:d})"
        )


class BLEU(CoreMetric):
    """BLEU.

    lowercase: compare lower-cased texts.
    force: no warning about texts that look tokenized.
    tokenize: a tokenizer's name; None chooses it by `trg_lang`, or else 13a.
    smooth_method, smooth_value: exp, floor, add-k or none, and the value that floor and add-k need.
    max_ngram_order: the longest n-grams.
    effective_order: average over the orders that the hypothesis has n-grams of.
    trg_lang: the code of the target language.
    references: streams to keep, for calls of corpus_score() with None.
    """

    SMOOTH_DEFAULTS: ClassVar[dict[str, float | None]] = {
        "none": None,
        "floor": 0.1,
        "add-k": 1,
        "exp": None,
    }
    TOKENIZERS = _TOKENIZERS.keys()
    TOKENIZER_DEFAULT = "13a"
    _TOKENIZER_MAP: ClassVar[dict[str, str]] = {"zh": "zh", "ja": "ja-mecab", "ko": "ko-mecab"}
    _SIGNATURE_TYPE = BLEUSignature

    def __init__(
        self,
        lowercase: bool = False,
        force: bool = False,
        tokenize: str | None = None,
        smooth_method: str = "exp",
        smooth_value: float | None = None,
        max_ngram_order: int = MAX_NGRAM_ORDER,
        effective_order: bool = False,
        trg_lang: str = "",
        references: Streams | None = None,
    ) -> None:
        super().__init__()
        self._force = force
        self.trg_lang = trg_lang
        self.lowercase = lowercase
        self.smooth_value = smooth_value
        self.smooth_method = smooth_method
        self.max_ngram_order = max_ngram_order
        self.effective_order = effective_order
        assert smooth_method in self.SMOOTH_DEFAULTS, f"unknown smooth_method {smooth_method!r}"
        usual = self._TOKENIZER_MAP.get(trg_lang, self.TOKENIZER_DEFAULT)
        if tokenize is not None and trg_lang in self._TOKENIZER_MAP and tokenize != usual:
            sacrelogger.warning(
                "For texts in %r the tokenizer %r or 'spm' is the usual one.", trg_lang, usual
            )
        self.tokenizer = _get_tokenizer(usual if tokenize is None else tokenize)()
        self.tokenizer_signature = self.tokenizer.signature()
        self._keep(references)

    @staticmethod
    def compute_bleu(
        correct: list[Any],
        total: list[Any],
        sys_len: int,
        ref_len: int,
        smooth_method: str = "none",
        smooth_value: float | None = None,
        effective_order: bool = False,
        max_ngram_order: int = MAX_NGRAM_ORDER,
    ) -> BLEUScore:
        """BLEU from counts of n-grams that match and of all n-grams, numbers of any kind. add-k adds to both lists."""
        assert smooth_method in BLEU.SMOOTH_DEFAULTS, f"unknown smooth_method {smooth_method!r}"
        value: Any = BLEU.SMOOTH_DEFAULTS[smooth_method] if smooth_value is None else smooth_value
        bp = 1.0
        if sys_len < ref_len:
            bp = math.exp(1 - ref_len / sys_len) if sys_len > 0 else 0.0
        precisions = [0.0] * max_ngram_order
        if not any(correct):
            return BLEUScore(0.0, correct, total, precisions, bp, sys_len, ref_len)
        halving = 1.0
        orders = max_ngram_order
        for i in range(max_ngram_order):
            if smooth_method == "add-k" and i > 0:
                correct[i] += value
                total[i] += value
            if total[i] == 0:
                break
            if effective_order:
                orders = i + 1
            if correct[i] != 0:
                precisions[i] = 100.0 * correct[i] / total[i]
            elif smooth_method == "exp":
                halving *= 2
                precisions[i] = 100.0 / (halving * total[i])
            elif smooth_method == "floor":
                precisions[i] = 100.0 * value / total[i]
        score = bp * math.exp(sum([my_log(precision) for precision in precisions[:orders]]) / orders)
        return BLEUScore(score, correct, total, precisions, bp, sys_len, ref_len)

    def _preprocess_segment(self, sent: str) -> str:
        """A text as its tokens, separated by spaces."""
        return self.tokenizer((sent.lower() if self.lowercase else sent).rstrip())  # type: ignore[no-any-return]

    def _compute_score_from_stats(self, stats: list[Any]) -> BLEUScore:
        """The score of sums of statistics."""
        end = 2 + self.max_ngram_order
        return self.compute_bleu(
            correct=stats[2:end],
            total=stats[end:],
            sys_len=int(stats[0]),
            ref_len=int(stats[1]),
            smooth_method=self.smooth_method,
            smooth_value=self.smooth_value,
            effective_order=self.effective_order,
            max_ngram_order=self.max_ngram_order,
        )

    def _aggregate_and_compute(self, stats: list[list[Any]]) -> BLEUScore:
        """The score of the sum of rows of statistics."""
        return self._compute_score_from_stats(sum_of_lists(stats))

    def _get_closest_ref_len(self, hyp_len: int, ref_lens: Sequence[int]) -> int:
        """The length that is closest to another, the shorter of two; -1 if there is none."""
        return min(ref_lens, key=lambda length: (abs(hyp_len - length), length), default=-1)

    def _extract_reference_info(self, refs: Sequence[str]) -> dict[str, Any]:
        """The most that a reference has of each n-gram (None without references), and the references' lengths."""
        ngrams = None
        lengths = []
        for ref in refs:
            counts, length = extract_all_word_ngrams(ref, 1, self.max_ngram_order)
            lengths.append(length)
            if ngrams is None:
                ngrams = counts
            else:
                for ngram, count in counts.items():
                    ngrams[ngram] = max(ngrams[ngram], count)
        return {"ref_ngrams": ngrams, "ref_lens": lengths}

    def _compute_segment_statistics(self, hypothesis: str, ref_kwargs: dict[str, Any]) -> list[int]:
        """The lengths of the text and of the closest reference; by order the n-grams that match, and all of them."""
        ref_ngrams, ref_lens = ref_kwargs["ref_ngrams"], ref_kwargs["ref_lens"]
        ngrams, length = extract_all_word_ngrams(hypothesis, 1, self.max_ngram_order)
        ref_len = self._get_closest_ref_len(length, ref_lens)
        correct = [0] * self.max_ngram_order
        total = [0] * self.max_ngram_order
        for ngram, count in ngrams.items():
            order = len(ngram) - 1
            total[order] += count
            if ngram in ref_ngrams:
                correct[order] += min(count, ref_ngrams[ngram])
        return [length, ref_len, *correct, *total]

    def _engine_of_texts(self) -> _core.Bleu | None:
        name = core_name(self.tokenizer)
        if name is None or not _TEXTS.untouched(self) or not self._has_orders():
            return None
        return _engine(self.max_ngram_order, name, bool(self.lowercase))

    def _engine_of_segments(self) -> _core.Bleu | None:
        if not _SEGMENTS.untouched(self) or not self._has_orders():
            return None
        return _engine(self.max_ngram_order, "none", False)

    def _has_orders(self) -> bool:
        return type(self.max_ngram_order) is int and self.max_ngram_order > 0

    def _options(self) -> tuple[str, float, bool, bool] | None:
        """The options of the core's formula, if it is what is asked for."""
        value: Any = (
            BLEU.SMOOTH_DEFAULTS.get(self.smooth_method) if self.smooth_value is None else self.smooth_value
        )
        if self.smooth_method in ("none", "exp"):
            value = 0
        if type(value) not in (int, float) or not 0 <= value <= 2**53 or not self._has_orders():
            return None
        if not _FORMULA.untouched(self):
            return None
        return self.smooth_method, float(value), bool(self.effective_order), COMPENSATES

    def _formula(self) -> _core.ScoreOfSums | None:
        options = self._options()
        return None if options is None else _core.bleu_of_sums(self.max_ngram_order, *options)

    def _lists(self, rows: CoreRows) -> list[list[Any]]:
        return rows.tolist()  # type: ignore[no-any-return]

    def _score_of(self, stats: Any) -> BLEUScore:
        if not isinstance(stats, np.ndarray):
            return self._aggregate_and_compute(stats)
        options = self._options()
        if not _AGGREGATE.untouched(self):
            return self._aggregate_and_compute(stats.tolist())
        if options is None or (
            options[0] == "add-k" and type(self.smooth_value) is float
        ):  # which makes floats of counts
            return self._compute_score_from_stats(stats.sum(0).tolist())
        return BLEUScore(*_core.bleu_corpus(stats, *options))

    def sentence_score(self, hypothesis: str, references: Sequence[str]) -> BLEUScore:
        """The score of one text against its references."""
        if not self.effective_order:
            sacrelogger.warning("For single sentences `effective_order` is recommended.")
        return super().sentence_score(hypothesis, references)  # type: ignore[no-any-return]


_MODULE = sys.modules[__name__]
_SEGMENTS = Hooks(
    BLEU,
    *(*FLOW, "_extract_reference_info", "_compute_segment_statistics", "_get_closest_ref_len"),
    names={_MODULE: ("extract_all_word_ngrams",)},
)
_TEXTS = Hooks(BLEU, "_preprocess_segment", extends=_SEGMENTS)
_AGGREGATE = Hooks(BLEU, "_aggregate_and_compute", names={_MODULE: ("sum_of_lists",)})
_FORMULA = Hooks(
    BLEU, "_compute_score_from_stats", "compute_bleu", names={_MODULE: ("my_log",)}, extends=_AGGREGATE
)


@lru_cache
def _engine(max_order: int, tokenizer: str, lowercase: bool) -> _core.Bleu:
    return _core.Bleu(max_order, tokenizer, lowercase, "sacrebleu")
