"""ROUGE as torchmetrics computes it: rouge-score's, but sentences for rougeLsum by NLTK, and means in float32."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import gramscore
from gramscore.compat.torchmetrics.inputs import Texts, listed, pairs
from gramscore.compat.torchmetrics.numbers import F, mean

_KEYS = (*(f"rouge{n}" for n in range(1, 10)), "rougeL", "rougeLsum")
_PARTS = ("fmeasure", "precision", "recall")


class RougeScores:
    """The scores of sentences, a list for each key and part."""

    def __init__(
        self,
        accumulate: str,
        use_stemmer: bool,
        normalizer: Callable[[str], str] | None,
        tokenizer: Callable[[str], Sequence[str]] | None,
        rouge_keys: str | tuple[str, ...],
    ) -> None:
        keys = rouge_keys if isinstance(rouge_keys, tuple) else (rouge_keys,)
        for key in keys:
            if key not in _KEYS:
                raise ValueError(f"Got unknown rouge key {key}. Expected to be one of {list(_KEYS)}")
        if accumulate not in ("avg", "best"):
            raise ValueError(
                f"Got unknown accumulate value {accumulate}. Expected to be one of ('avg', 'best')"
            )
        self.keys, self._best = keys, accumulate == "best"
        own = normalizer is not None or tokenizer is not None
        split = {"sentence_splitter": _sentences} if "rougeLsum" in keys else {}
        self._metric = gramscore.ROUGE(
            list(dict.fromkeys(keys)),
            stemmer=bool(use_stemmer) and not own,
            tokenizer=_Tokens(normalizer, tokenizer, use_stemmer) if own else "rouge",
            **split,
        )
        self.states = tuple(f"{key}_{part}" for key in keys for part in _PARTS)
        for name in self.states:
            setattr(self, name, [])

    def add(self, preds: Texts, target: Any) -> None:
        if isinstance(target, list) and all(isinstance(one, str) for one in target):
            target = [target] if isinstance(preds, str) else [[one] for one in target]
        texts = [preds] if isinstance(preds, str) else listed("preds", preds)
        lists = [[target]] if isinstance(target, str) else [list(each) for each in listed("target", target)]
        count = min(len(texts), len(lists))
        texts, lists = texts[:count], lists[:count]
        ours, theirs = pairs(texts, lists)
        if not ours:
            return
        scores = self._metric.score(ours, theirs)
        for key in self.keys:
            found = scores[key]
            columns = {part: getattr(found, part).astype(F) for part in _PARTS}
            at = 0
            for each in lists:
                rows = slice(at, at + len(each))
                at += len(each)
                best = int(np.argmax(columns["fmeasure"][rows]))
                for part, column in columns.items():
                    value = column[rows][best] if self._best else mean(column[rows])
                    getattr(self, f"{key}_{part}").append(value)

    def score(self) -> dict[str, Any]:
        return {name: mean(getattr(self, name)) for name in self.states}


class _Tokens:
    """Tokens by a user's normalizer and tokenizer, and NLTK's stems."""

    def __init__(
        self,
        normalizer: Callable[[str], str] | None,
        tokenizer: Callable[[str], Sequence[str]] | None,
        stem: bool,
    ) -> None:
        self._normalizer, self._tokenizer, self._stem = normalizer, tokenizer, stem

    def __call__(self, text: str) -> list[str]:
        import re

        text = (
            re.sub(r"[^a-z0-9]+", " ", text.lower()) if self._normalizer is None else self._normalizer(text)
        )
        tokens = re.split(r"\s+", text) if self._tokenizer is None else self._tokenizer(text)
        if self._stem:
            from gramscore.metrics.meteor import porter_stem

            tokens = [porter_stem(token) if len(token) > 3 else token for token in tokens]
        return [token for token in tokens if isinstance(token, str) and token]


def _sentences(text: str) -> list[str]:
    """NLTK's, whose data `punkt_tab` have to be there."""
    try:
        import nltk
    except ImportError as error:
        raise ModuleNotFoundError(
            "ROUGE-Lsum calculation requires that `nltk` is installed: pip install 'gramscore[nltk]'"
        ) from error
    found: list[str] = nltk.sent_tokenize(text)
    return found


def rouge_score(
    preds: Texts,
    target: Any,
    accumulate: str = "best",
    use_stemmer: bool = False,
    normalizer: Callable[[str], str] | None = None,
    tokenizer: Callable[[str], Sequence[str]] | None = None,
    rouge_keys: str | tuple[str, ...] = ("rouge1", "rouge2", "rougeL", "rougeLsum"),
) -> dict[str, Any]:
    """Means of F, precision and recall for each of the keys, 0..1; of several references the best by F, or their
    mean."""
    scores = RougeScores(accumulate, use_stemmer, normalizer, tokenizer, rouge_keys)
    scores.add(preds, target)
    return scores.score()
