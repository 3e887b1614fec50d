"""BLEU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, ClassVar

import numpy as np

import gramscore
from gramscore import _core
from gramscore.compat.sacrebleu.metrics.base import Metric, Score, Signature, Stats, logger

MAX_NGRAM_ORDER = 4

# The module and the class of each tokenizer.
_TOKENIZERS = {
    "none": ("tokenizer_none", "NoneTokenizer"),
    "zh": ("tokenizer_zh", "TokenizerZh"),
    "13a": ("tokenizer_13a", "Tokenizer13a"),
    "intl": ("tokenizer_intl", "TokenizerV14International"),
    "char": ("tokenizer_char", "TokenizerChar"),
    "ja-mecab": ("tokenizer_ja_mecab", "TokenizerJaMecab"),
    "ko-mecab": ("tokenizer_ko_mecab", "TokenizerKoMecab"),
    "spm": ("tokenizer_spm", "TokenizerSPM"),
    "flores101": ("tokenizer_spm", "Flores101Tokenizer"),
    "flores200": ("tokenizer_spm", "Flores200Tokenizer"),
    "spBLEU-1K": ("tokenizer_spm", "spBLEU1KTokenizer"),
}


def _get_tokenizer(name: str) -> Any:
    module, kind = _TOKENIZERS[name]
    return getattr(import_module(f"gramscore.compat.sacrebleu.tokenizers.{module}"), kind)


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


class BLEU(Metric[BLEUScore]):
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
        references: Sequence[Sequence[str | None]] | None = None,
    ) -> None:
        super().__init__(references)
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
            logger.warning("For texts in %r the tokenizer %r or 'spm' is the usual one.", trg_lang, usual)
        name = usual if tokenize is None else tokenize
        self.tokenizer = _get_tokenizer(name)()
        self.tokenizer_signature = self.tokenizer.signature()
        self._made = (name, self.tokenizer)

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
        """BLEU from counts of n-grams that match and of all n-grams. add-k adds to both lists."""
        assert smooth_method in BLEU.SMOOTH_DEFAULTS, f"unknown smooth_method {smooth_method!r}"
        row = [sys_len, ref_len, *correct[:max_ngram_order], *total[:max_ngram_order]]
        score = _score_of(np.array([row], np.int64), smooth_method, smooth_value, effective_order)
        if smooth_method == "add-k":
            correct[:], total[:] = score.counts, score.totals
        return score

    def _row_statistics(self, hypotheses: list[str], references: list[Any]) -> Stats:
        name, made = self._made
        tokenizer = self.tokenizer
        if tokenizer is not made:  # one of the user's own
            engine = gramscore.BLEU(
                self.max_ngram_order, tokenizer=lambda text: tokenizer(self._prepared(text)).split()
            )
        else:
            engine = _engine(self.max_ngram_order, name, bool(self.lowercase))
        return engine.score(hypotheses, references).stats

    def _prepared(self, text: str) -> str:
        return (text.lower() if self.lowercase else text).rstrip()

    def _preprocess_segment(self, sent: str) -> str:
        """A text as its tokens, separated by spaces."""
        return str(self.tokenizer(self._prepared(sent)))

    def _refuse_missing(self, examples: int) -> None:
        pass  # hypotheses without tokens may do without references

    def _without_references(self, stats: Stats, missing: list[int]) -> Stats:
        if stats[missing, 0].any():
            raise TypeError("BLEU: a hypothesis has no reference: all of its references are None")
        stats[missing, 1] = -1
        return stats

    def _aggregate_and_compute(self, stats: Stats) -> BLEUScore:
        return _score_of(stats, self.smooth_method, self.smooth_value, self.effective_order)

    def _of_sums(self) -> _core.ScoreOfSums:
        value = _smooth_value(self.smooth_method, self.smooth_value)
        return _core.bleu_of_sums(self.max_ngram_order, self.smooth_method, value, bool(self.effective_order))

    def sentence_score(self, hypothesis: str, references: Sequence[str]) -> BLEUScore:
        """The score of one text against its references."""
        if not self.effective_order:
            logger.warning("For single sentences `effective_order` is recommended.")
        return super().sentence_score(hypothesis, references)


@lru_cache
def _engine(max_order: int, tokenizer: str, lowercase: bool) -> gramscore.BLEU:
    return gramscore.BLEU(max_order, tokenizer=tokenizer, lowercase=lowercase)


def _smooth_value(method: str, value: float | None) -> float:
    """The value of a method, its default, or 0 if the method has none."""
    default = BLEU.SMOOTH_DEFAULTS[method]
    if default is None:
        return 0.0
    return float(default if value is None else value)


def _score_of(stats: Stats, method: str, value: float | None, effective_order: bool) -> BLEUScore:
    parts = _core.bleu_corpus(stats, method, _smooth_value(method, value), bool(effective_order))
    return BLEUScore(*parts)
