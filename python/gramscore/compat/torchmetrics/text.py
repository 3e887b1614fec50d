"""torchmetrics.text: the classes that the core computes, with update(), compute(), reset(), merge_state() and calls.

Where torchmetrics is installed, they are its Metrics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gramscore.compat.torchmetrics.bleu import BleuCounts, lists, sacre_tokens
from gramscore.compat.torchmetrics.chrf import ChrfCounts
from gramscore.compat.torchmetrics.edit import DistanceList, DistanceSum
from gramscore.compat.torchmetrics.eed import EedScores
from gramscore.compat.torchmetrics.metric import TextMetric
from gramscore.compat.torchmetrics.numbers import F, as_tensor
from gramscore.compat.torchmetrics.rates import RateCounts
from gramscore.compat.torchmetrics.rouge import RougeScores
from gramscore.compat.torchmetrics.squad import SquadSums
from gramscore.compat.torchmetrics.ter import TerCounts

__all__ = [
    "BLEUScore",
    "CHRFScore",
    "CharErrorRate",
    "EditDistance",
    "ExtendedEditDistance",
    "MatchErrorRate",
    "ROUGEScore",
    "SQuAD",
    "SacreBLEUScore",
    "TranslationEditRate",
    "WordErrorRate",
    "WordInfoLost",
    "WordInfoPreserved",
]


class WordErrorRate(TextMetric):
    """word_error_rate(), batch by batch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(RateCounts("wer"), **options)


class CharErrorRate(TextMetric):
    """char_error_rate(), batch by batch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(RateCounts("cer"), **options)


class MatchErrorRate(TextMetric):
    """match_error_rate(), batch by batch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(RateCounts("mer"), **options)


class WordInfoLost(TextMetric):
    """word_information_lost(), batch by batch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(RateCounts("wil"), **options)


class WordInfoPreserved(TextMetric):
    """word_information_preserved(), batch by batch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(RateCounts("wip"), **options)


class EditDistance(TextMetric):
    """edit_distance(), batch by batch."""

    plot_upper_bound = None

    def __init__(self, substitution_cost: int = 1, reduction: str | None = "mean", **options: Any) -> None:
        made = DistanceList if reduction is None or reduction == "none" else DistanceSum
        super().__init__(made(substitution_cost, reduction), **options)


class BLEUScore(TextMetric):
    """bleu_score(), batch by batch."""

    higher_is_better = True
    full_state_update = True

    def __init__(
        self, n_gram: int = 4, smooth: bool = False, weights: Sequence[float] | None = None, **options: Any
    ) -> None:
        super().__init__(BleuCounts(n_gram, smooth, weights), **options)
        self._tokens: Callable[[str], Sequence[str]] = str.split

    def _add(self, found: Any, preds: Any, target: Any) -> None:
        found.add(*lists(preds, target), self._tokens)


class SacreBLEUScore(BLEUScore):
    """sacre_bleu_score(), batch by batch."""

    def __init__(
        self,
        n_gram: int = 4,
        smooth: bool = False,
        tokenize: str = "13a",
        lowercase: bool = False,
        weights: Sequence[float] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(n_gram, smooth, weights, **options)
        self._tokens = sacre_tokens(tokenize, lowercase)


class _WithSentences(TextMetric):
    """Scores that come, on demand, with those of the sentences."""

    def __init__(self, empty: Any, sentences: bool, **options: Any) -> None:
        super().__init__(empty, **options)
        self.return_sentence_level_score = sentences

    def _score(self, found: Any) -> Any:
        if self.return_sentence_level_score:
            return found.score(), as_tensor(np.array(found.sentences, F))
        return found.score()


class CHRFScore(_WithSentences):
    """chrf_score(), batch by batch."""

    higher_is_better = True
    full_state_update = True

    def __init__(
        self,
        n_char_order: int = 6,
        n_word_order: int = 2,
        beta: float = 2.0,
        lowercase: bool = False,
        whitespace: bool = False,
        return_sentence_level_score: bool = False,
        **options: Any,
    ) -> None:
        counts = ChrfCounts(n_char_order, n_word_order, beta, lowercase, whitespace)
        super().__init__(counts, return_sentence_level_score, **options)


class TranslationEditRate(_WithSentences):
    """translation_edit_rate(), batch by batch."""

    def __init__(
        self,
        normalize: bool = False,
        no_punctuation: bool = False,
        lowercase: bool = True,
        asian_support: bool = False,
        return_sentence_level_score: bool = False,
        **options: Any,
    ) -> None:
        counts = TerCounts(normalize, no_punctuation, lowercase, asian_support)
        super().__init__(counts, return_sentence_level_score, **options)


class ExtendedEditDistance(_WithSentences):
    """extended_edit_distance(), batch by batch."""

    def __init__(
        self,
        language: str = "en",
        return_sentence_level_score: bool = False,
        alpha: float = 2.0,
        rho: float = 0.3,
        deletion: float = 0.2,
        insertion: float = 1.0,
        **options: Any,
    ) -> None:
        scores = EedScores(language, alpha, rho, deletion, insertion)
        super().__init__(scores, return_sentence_level_score, **options)


class ROUGEScore(TextMetric):
    """rouge_score(), batch by batch."""

    higher_is_better = True
    full_state_update = True

    def __init__(
        self,
        use_stemmer: bool = False,
        normalizer: Callable[[str], str] | None = None,
        tokenizer: Callable[[str], Sequence[str]] | None = None,
        accumulate: str = "best",
        rouge_keys: str | tuple[str, ...] = ("rouge1", "rouge2", "rougeL", "rougeLsum"),
        **options: Any,
    ) -> None:
        super().__init__(RougeScores(accumulate, use_stemmer, normalizer, tokenizer, rouge_keys), **options)


class SQuAD(TextMetric):
    """squad(), batch by batch."""

    higher_is_better = True
    plot_upper_bound = 100.0

    def __init__(self, **options: Any) -> None:
        super().__init__(SquadSums(), **options)
