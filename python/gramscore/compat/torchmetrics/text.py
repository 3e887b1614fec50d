"""torchmetrics.text: the classes that the core computes, with update(), compute(), reset(), merge_state() and calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import numpy as np

from gramscore.compat.torchmetrics.bleu import BleuCounts, lists, sacre_tokens
from gramscore.compat.torchmetrics.chrf import ChrfCounts
from gramscore.compat.torchmetrics.eed import EedScores
from gramscore.compat.torchmetrics.numbers import F, as_tensor
from gramscore.compat.torchmetrics.rates import RATES, counts_of, rate_of
from gramscore.compat.torchmetrics.rouge import RougeScores
from gramscore.compat.torchmetrics.squad import SquadSums
from gramscore.compat.torchmetrics.ter import TerCounts

__all__ = [
    "BLEUScore",
    "CHRFScore",
    "CharErrorRate",
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


class TextMetric:
    """A metric that is given texts batch by batch. Options that torchmetrics has for all its metrics are taken and have
    no effect: there is one process."""

    def __init__(self, empty: Any, **options: Any) -> None:
        self._empty = empty
        self.reset()

    def reset(self) -> None:
        """Forgets all texts."""
        self._found = deepcopy(self._empty)

    def update(self, preds: Any, target: Any) -> None:
        """Adds texts."""
        self._add(self._found, preds, target)

    def compute(self) -> Any:
        """The score of all texts since reset()."""
        return self._score(self._found)

    def __call__(self, preds: Any, target: Any) -> Any:
        """Adds texts, and returns their own score."""
        own = deepcopy(self._empty)
        self._add(own, preds, target)
        self._found = self._merged(self._found, own)
        return self._score(own)

    forward = __call__

    def merge_state(self, other: TextMetric) -> None:
        """Adds the texts of another metric of this kind, behind its own."""
        if type(other) is not type(self):
            raise ValueError(f"a {type(other).__name__} cannot be merged into a {type(self).__name__}")
        self._found = self._merged(self._found, other._found)

    @staticmethod
    def _add(found: Any, preds: Any, target: Any) -> None:
        found.add(preds, target)

    @staticmethod
    def _score(found: Any) -> Any:
        return found.score()

    @staticmethod
    def _merged(first: Any, second: Any) -> Any:
        raise NotImplementedError


class _Rate(TextMetric):
    _name: str

    def __init__(self, **options: Any) -> None:
        super().__init__([np.zeros(4, np.int64)], **options)

    def _add(self, found: Any, preds: Any, target: Any) -> None:  # type: ignore[override]
        found[0] = found[0] + counts_of(preds, target, RATES[self._name][0])

    def _score(self, found: Any) -> Any:  # type: ignore[override]
        return rate_of(self._name, found[0])

    @staticmethod
    def _merged(first: Any, second: Any) -> Any:
        return [first[0] + second[0]]


class WordErrorRate(_Rate):
    """word_error_rate(), batch by batch."""

    _name = "wer"


class CharErrorRate(_Rate):
    """char_error_rate(), batch by batch."""

    _name = "cer"


class MatchErrorRate(_Rate):
    """match_error_rate(), batch by batch."""

    _name = "mer"


class WordInfoLost(_Rate):
    """word_information_lost(), batch by batch."""

    _name = "wil"


class WordInfoPreserved(_Rate):
    """word_information_preserved(), batch by batch."""

    _name = "wip"


class BLEUScore(TextMetric):
    """bleu_score(), batch by batch."""

    def __init__(
        self, n_gram: int = 4, smooth: bool = False, weights: Sequence[float] | None = None, **options: Any
    ) -> None:
        self._tokens: Callable[[str], Sequence[str]] = str.split
        super().__init__(BleuCounts(n_gram, smooth, weights), **options)

    def _add(self, found: Any, preds: Any, target: Any) -> None:  # type: ignore[override]
        found.add(*lists(preds, target), self._tokens)

    @staticmethod
    def _merged(first: Any, second: Any) -> Any:
        found = deepcopy(first)
        found.sums = first.sums + second.sums
        return found


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


class CHRFScore(TextMetric):
    """chrf_score(), batch by batch."""

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
        self._sentences = return_sentence_level_score
        super().__init__(ChrfCounts(n_char_order, n_word_order, beta, lowercase, whitespace), **options)

    def _score(self, found: Any) -> Any:  # type: ignore[override]
        if self._sentences:
            return found.score(), as_tensor(np.array(found.sentences, F))
        return found.score()

    @staticmethod
    def _merged(first: Any, second: Any) -> Any:
        found = deepcopy(first)
        found.sums = first.sums + second.sums
        found.sentences = [*first.sentences, *second.sentences]
        return found


class TranslationEditRate(TextMetric):
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
        self._sentences = return_sentence_level_score
        super().__init__(TerCounts(normalize, no_punctuation, lowercase, asian_support), **options)

    def _score(self, found: Any) -> Any:  # type: ignore[override]
        if self._sentences:
            return found.score(), as_tensor(np.array(found.sentences, F))
        return found.score()

    @staticmethod
    def _merged(first: Any, second: Any) -> Any:
        found = deepcopy(first)
        found.edits, found.length = F(first.edits + second.edits), F(first.length + second.length)
        found.sentences = [*first.sentences, *second.sentences]
        return found


class ExtendedEditDistance(TextMetric):
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
        self._sentences = return_sentence_level_score
        super().__init__(EedScores(language, alpha, rho, deletion, insertion), **options)

    def _score(self, found: Any) -> Any:  # type: ignore[override]
        if self._sentences:
            return found.score(), as_tensor(np.array(found.sentences, F))
        return found.score()

    @staticmethod
    def _merged(first: Any, second: Any) -> Any:
        found = deepcopy(first)
        found.sentences = [*first.sentences, *second.sentences]
        return found


class ROUGEScore(TextMetric):
    """rouge_score(), batch by batch."""

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

    @staticmethod
    def _merged(first: Any, second: Any) -> Any:
        found = deepcopy(first)
        found.parts = {name: [*values, *second.parts[name]] for name, values in first.parts.items()}
        return found


class SQuAD(TextMetric):
    """squad(), batch by batch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(SquadSums(), **options)

    @staticmethod
    def _merged(first: Any, second: Any) -> Any:
        return first + second
