"""ROUGE scores of one prediction against one or several targets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from gramscore import _core
from gramscore.compat.rouge_score import scoring, tokenizers
from gramscore.compat.rouge_score.scoring import Score
from gramscore.compat.rouge_score.tokenize import as_str

_NGRAM_TYPE = re.compile("rouge[0-9]$")


class RougeScorer(scoring.BaseScorer):
    """Scores a prediction with ROUGE.

    rouge_types: any of rouge1..rouge9, rougeL and rougeLsum. Others are a ValueError in score().
    use_stemmer: stem tokens of over three characters. Without effect beside a `tokenizer`.
    split_summaries: rougeLsum takes the sentences that NLTK finds, instead of lines.
    tokenizer: an object whose method tokenize() takes a text and returns a list of tokens.
    """

    _plan: _Plan | None = None

    def __init__(
        self,
        rouge_types: Sequence[str],
        use_stemmer: bool = False,
        split_summaries: bool = False,
        tokenizer: Any = None,
    ) -> None:
        self.rouge_types = rouge_types
        self._tokenizer = tokenizer if tokenizer else tokenizers.DefaultTokenizer(use_stemmer)
        self._split_summaries = split_summaries

    def score(self, target: Any, prediction: Any) -> dict[str, Score]:
        """The scores by type, in the order of `rouge_types`."""
        plan = self._plan
        types = self.rouge_types
        if plan is None or plan.rouge_types != (types if type(types) is list else list(types)):
            plan = self._make_plan()
        if plan.in_core and isinstance(target, str) and isinstance(prediction, str):
            return plan.score(target, prediction)
        return self._score_in_python(target, prediction)

    def score_multi(self, targets: Iterable[Any], prediction: Any) -> dict[str, Score]:
        """The scores by type, each against the target that gives the highest F, the first of equals."""
        targets = list(targets)
        plan = self._plan
        if plan is None or plan.rouge_types != list(self.rouge_types):
            plan = self._make_plan()
        if (
            plan.in_core
            and targets
            and isinstance(prediction, str)
            and all(isinstance(target, str) for target in targets)
            and type(self).score is RougeScorer.score
        ):
            return plan.score(targets, prediction)
        scores = [self.score(target, prediction) for target in targets]
        if not scores and len(self.rouge_types) > 0:
            raise ValueError("targets is empty: at least one target is needed")
        return {name: max((s[name] for s in scores), key=_f) for name in self.rouge_types}

    def _make_plan(self) -> _Plan:
        self._plan = _Plan(self.rouge_types, self._tokenizer, self._split_summaries)
        return self._plan

    def _score_in_python(self, target: Any, prediction: Any) -> dict[str, Score]:
        """Scores the tokens that tokenize() returns. Calls it as often as rouge-score does, in that order."""
        types = self.rouge_types
        numbers: defaultdict[Any, int] = defaultdict(count().__next__)

        def tokens(text: Any) -> list[int]:
            return [numbers[token] for token in self._tokenizer.tokenize(text)]

        texts: tuple[list[int], list[int]] = ([], [])
        if not (len(types) == 1 and types[0] == "rougeLsum"):
            texts = (tokens(target), tokens(prediction))
        result = {}
        for rouge_type in types:
            name = _core_name(rouge_type)
            if name == "rougeLsum":
                target_sentences = [tokens(sentence) for sentence in self._sentences(target)]
                prediction_sentences = [tokens(sentence) for sentence in self._sentences(prediction)]
                result[rouge_type] = _score_tokens(name, prediction_sentences, target_sentences)
            else:
                result[rouge_type] = _score_tokens(name, texts[1], texts[0])
        return result

    def _sentences(self, text: Any) -> list[Any]:
        if not self._split_summaries:
            return [line for line in as_str(text).split("\n") if line]
        try:
            import nltk
        except ImportError as error:
            raise ImportError("split_summaries=True needs NLTK: pip install 'gramscore[nltk]'") from error
        return [sentence for sentence in nltk.sent_tokenize(text) if len(sentence)]

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name != "_plan":
            self.__dict__.pop("_plan", None)  # it was made from attributes that may be others now

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_plan"}


class _Plan:
    """What a scorer's options come down to: which of its scores the core computes from the texts, and how."""

    __slots__ = ("_engine", "_keys", "in_core", "rouge_types")

    def __init__(self, rouge_types: Sequence[str], tokenizer: Any, split_summaries: bool) -> None:
        self.rouge_types = list(rouge_types)
        self.in_core = False
        if type(tokenizer) is not tokenizers.DefaultTokenizer or not self.rouge_types:
            return
        try:
            names = tuple(map(_core_name, rouge_types))
        except (TypeError, ValueError):
            return  # the error is due when something is scored, after those about the texts
        if split_summaries and "rougeLsum" in names:
            return
        self.in_core = True
        engine_names = list(dict.fromkeys(names))
        self._keys = None if engine_names == self.rouge_types else tuple(zip(rouge_types, names, strict=True))
        self._engine = _core.Rouge(engine_names, tokenizer.use_stemmer, "rouge", "newline")

    def score(self, targets: str | list[str], prediction: str) -> dict[str, Score]:
        scores = self._engine.score_one(prediction, targets, Score)
        if self._keys is None:
            return scores
        return {key: scores[name] for key, name in self._keys}


def _score_tokens(name: str, prediction: Any, target: Any) -> Score:
    """One score of lists of tokens, or sentences of them. LCS types have whole zeros for an empty side."""
    if name == "rougeL" and not (prediction and target):
        return Score(0, 0, 0)
    if name == "rougeLsum" and not (any(prediction) and any(target)):
        return Score(0, 0, 0)
    stats = _token_engine(name).score([prediction], [target], 1, None)
    return _core.rouge_means(stats, (name,), Score)[name]


@lru_cache
def _token_engine(name: str) -> _core.Rouge:
    """Scores documents that are lists of tokens; for rougeLsum lists of sentences of tokens."""
    return _core.Rouge([name], False, None, None if name == "rougeLsum" else "newline")


def _core_name(rouge_type: Any) -> str:
    """The core's name for a type. rouge-score accepts b"rouge1" and "rouge1\\n" as well."""
    if rouge_type == "rougeL" or rouge_type == "rougeLsum":
        return str(rouge_type)
    if not _NGRAM_TYPE.match(as_str(rouge_type)):
        raise ValueError(
            f"unknown ROUGE type {rouge_type!r}: known are rouge1 to rouge9, rougeL and rougeLsum"
        )
    order = int(rouge_type[5:])
    if order == 0:
        raise ValueError(f"unknown ROUGE type {rouge_type!r}: n-grams have at least one token")
    return f"rouge{order}"


def _f(score: Score) -> float:
    return score.fmeasure
