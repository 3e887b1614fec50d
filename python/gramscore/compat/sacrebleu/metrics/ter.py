"""TER."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from gramscore import _core
from gramscore.compat.hooks import Hooks
from gramscore.compat.sacrebleu.metrics import lib_ter
from gramscore.compat.sacrebleu.metrics.base import Metric as Metric
from gramscore.compat.sacrebleu.metrics.base import Score, Signature, Streams
from gramscore.compat.sacrebleu.metrics.core_metric import FLOW, CoreMetric, CoreRows
from gramscore.compat.sacrebleu.metrics.lib_ter import translation_edit_rate
from gramscore.compat.sacrebleu.tokenizers.core_names import core_tercom
from gramscore.compat.sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer
from gramscore.compat.sacrebleu.utils import sum_of_lists


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


class TER(CoreMetric):
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
        references: Streams | None = None,
    ) -> None:
        super().__init__()
        self.no_punct = no_punct
        self.normalized = normalized
        self.asian_support = asian_support
        self.case_sensitive = case_sensitive
        self.tokenizer = TercomTokenizer(normalized, no_punct, asian_support, case_sensitive)
        self.tokenizer_signature = self.tokenizer.signature()
        self._keep(references)

    def _preprocess_segment(self, sent: str) -> str:
        """A text as its tokens, separated by spaces."""
        return self.tokenizer(sent.rstrip())

    def _compute_score_from_stats(self, stats: list[Any]) -> TERScore:
        """The score of sums of statistics: without words in the references it is 0 or 100."""
        edits, length = stats[0], stats[1]
        rate = edits / length if length > 0 else float(edits > 0)
        return TERScore(100 * rate, edits, length)

    def _aggregate_and_compute(self, stats: list[list[Any]]) -> TERScore:
        """The score of the sum of rows of statistics."""
        return self._compute_score_from_stats(sum_of_lists(stats))

    def _extract_reference_info(self, refs: Sequence[str]) -> dict[str, Any]:
        """The words of each reference, which is preprocessed once more."""
        return {"ref_words": [self._preprocess_segment(ref).split() for ref in refs]}

    def _compute_segment_statistics(self, hypothesis: str, ref_kwargs: dict[str, Any]) -> list[float]:
        """The fewest edits that make a reference of the text, and the average length of the references."""
        words = hypothesis.split()
        ref_words = ref_kwargs["ref_words"]
        found = [translation_edit_rate(words, ref) for ref in ref_words]
        edits = min((edits for edits, _ in found), default=0)
        return [edits, sum(length for _, length in found) / len(ref_words)]

    def _engine_of_texts(self) -> _core.Ter | None:
        flags = core_tercom(self.tokenizer)
        return _engine(*flags) if flags is not None and _TEXTS.untouched(self) else None

    def _engine_of_segments(self) -> _core.Ter | None:
        return _engine(False, False, False, True) if _SEGMENTS.untouched(self) else None

    def _segments_of(self, references: list[str]) -> list[Any]:
        return list(map(self._preprocess_segment, super()._segments_of(references)))

    def _formula(self) -> _core.ScoreOfSums | None:
        return _core.ter_of_sums() if _FORMULA.untouched(self) else None

    def _lists(self, rows: CoreRows) -> list[list[Any]]:
        edits, lengths, references = rows.T
        return [list(row) for row in zip(edits.tolist(), (lengths / references).tolist(), strict=True)]

    def _score_of(self, stats: Any) -> TERScore:
        if not isinstance(stats, np.ndarray):
            return self._aggregate_and_compute(stats)
        if not _FORMULA.untouched(self):
            return self._aggregate_and_compute(self._lists(stats))
        return TERScore(*_core.ter_corpus(stats))


_MODULE = sys.modules[__name__]
_SEGMENTS = Hooks(
    TER,
    *(*FLOW, "_extract_reference_info", "_compute_segment_statistics"),
    names={
        _MODULE: ("translation_edit_rate",),
        lib_ter: tuple(name for name in vars(lib_ter) if not name.startswith("__")),
    },
)
_TEXTS = Hooks(TER, "_preprocess_segment", extends=_SEGMENTS)
_FORMULA = Hooks(
    TER, "_aggregate_and_compute", "_compute_score_from_stats", names={_MODULE: ("sum_of_lists",)}
)


@lru_cache
def _engine(normalized: bool, no_punct: bool, asian_support: bool, case_sensitive: bool) -> _core.Ter:
    return _core.Ter(normalized, no_punct, asian_support, case_sensitive)
