"""ROUGE scores of one prediction against one or several targets."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from gramscore import _core
from gramscore.compat.hooks import Hooks
from gramscore.compat.rouge_score import scoring, tokenize, tokenizers
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
        if (
            plan.in_core
            and isinstance(target, str)
            and isinstance(prediction, str)
            and _STEPS.untouched(plan.tokenizer)
        ):
            return plan.score(target, prediction)
        return self._score_in_python(target, prediction)

    def score_multi(self, targets: Iterable[Any], prediction: Any) -> dict[str, Score]:
        """The scores by type, each against the target that gives the highest F, the first of equals."""
        targets = list(targets)
        if not targets:
            if len(self.rouge_types) > 0:
                raise ValueError("targets is empty: at least one target is needed")
            return {}
        plan = self._plan
        if plan is None or plan.rouge_types != list(self.rouge_types):
            plan = self._make_plan()
        if (
            plan.in_core
            and isinstance(prediction, str)
            and all(isinstance(target, str) for target in targets)
            and type(self).score is _SCORE
            and "score" not in vars(self)
            and _STEPS.untouched(plan.tokenizer)
        ):
            return plan.score(targets, prediction)
        scores = [self.score(target, prediction) for target in targets]
        return {name: max((s[name] for s in scores), key=_f) for name in self.rouge_types}

    def _make_plan(self) -> _Plan:
        self._plan = _Plan(self.rouge_types, self._tokenizer, self._split_summaries)
        return self._plan

    def _score_in_python(self, target: Any, prediction: Any) -> dict[str, Score]:
        """Scores the tokens that tokenize() returns. Calls it as often as rouge-score does, in that order."""
        types = self.rouge_types
        if not _FUNCTIONS.untouched(self):
            return self._score_by_functions(target, prediction)
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

    def _score_by_functions(self, target: Any, prediction: Any) -> dict[str, Score]:
        """Scores by the functions of this module, of which some have been replaced."""
        types = self.rouge_types
        texts: list[Any] = []
        if not (len(types) == 1 and types[0] == "rougeLsum"):
            texts = [self._tokenizer.tokenize(text) for text in (target, prediction)]
        result = {}
        for rouge_type in types:
            name = _core_name(rouge_type)
            if name == "rougeL":
                result[rouge_type] = _score_lcs(*texts)
            elif name == "rougeLsum":
                sentences = [
                    list(map(self._tokenizer.tokenize, self._sentences(text)))
                    for text in (target, prediction)
                ]
                result[rouge_type] = _summary_level_lcs(*sentences)
            else:
                result[rouge_type] = _score_ngrams(
                    *(_create_ngrams(tokens, int(name[5:])) for tokens in texts)
                )
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

    __slots__ = ("_engine", "_keys", "in_core", "rouge_types", "tokenizer")

    def __init__(self, rouge_types: Sequence[str], tokenizer: Any, split_summaries: bool) -> None:
        if len(rouge_types) == 1:
            rouge_types[
                0
            ]  # what has no first item, such as a set, is an error, but only if it has a single one
        self.rouge_types = list(rouge_types)
        self.tokenizer = tokenizer
        self.in_core = False
        if type(tokenizer) is not tokenizers.DefaultTokenizer or not self.rouge_types:
            return
        stemmer = tokenizer._stemmer
        if not (stemmer is None or type(stemmer) is tokenizers.PorterStemmer):
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
        self._engine = _core.Rouge(engine_names, stemmer is not None, "rouge", "newline")

    def score(self, targets: str | list[str], prediction: str) -> dict[str, Score]:
        scores = self._engine.score_one(prediction, targets, Score)
        if self._keys is None:
            return scores
        return {key: scores[name] for key, name in self._keys}


def _create_ngrams(tokens: Sequence[Any], n: int) -> Counter[tuple[Any, ...]]:
    """How often each n-gram occurs, as tuples of tokens."""
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def _score_ngrams(target_ngrams: Any, prediction_ngrams: Any) -> Score:
    """ROUGE-N of counters of n-grams."""
    matches = sum(min(count, prediction_ngrams[ngram]) for ngram, count in target_ngrams.items())
    precision = matches / max(sum(prediction_ngrams.values()), 1)
    recall = matches / max(sum(target_ngrams.values()), 1)
    return Score(precision, recall, scoring.fmeasure(precision, recall))


def _score_lcs(target_tokens: Sequence[Any], prediction_tokens: Sequence[Any]) -> Score:
    """ROUGE-L of lists of tokens."""
    if not target_tokens or not prediction_tokens:
        return Score(0, 0, 0)
    length = _lcs_table(target_tokens, prediction_tokens)[-1][-1]
    precision = length / len(prediction_tokens)
    recall = length / len(target_tokens)
    return Score(precision, recall, scoring.fmeasure(precision, recall))


def _lcs_table(ref: Sequence[Any], can: Sequence[Any]) -> list[list[int]]:
    """The lengths of the longest common subsequences of all beginnings: [i][j] that of i tokens and j tokens."""
    table = [[0] * (len(can) + 1)]
    for token in ref:
        above, row = table[-1], [0]
        for j, other in enumerate(can):
            row.append(above[j] + 1 if token == other else max(above[j + 1], row[j]))
        table.append(row)
    return table


def _backtrack_norec(t: Sequence[Sequence[int]], ref: Sequence[Any], can: Sequence[Any]) -> list[int]:
    """The places in the reference of a longest common subsequence, read off its table."""
    i, j = len(ref), len(can)
    places = []
    while i > 0 and j > 0:
        if ref[i - 1] == can[j - 1]:
            places.append(i - 1)
            i, j = i - 1, j - 1
        elif t[i][j - 1] > t[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return places[::-1]


def lcs_ind(ref: Sequence[Any], can: Sequence[Any]) -> list[int]:
    """The places in the reference of a longest common subsequence."""
    return _backtrack_norec(_lcs_table(ref, can), ref, can)


def _find_union(lcs_list: Iterable[Iterable[int]]) -> list[int]:
    """All places of several lists, in order."""
    return sorted(set().union(*lcs_list))


def _union_lcs(ref: Sequence[Any], c_list: Iterable[Sequence[Any]]) -> list[Any]:
    """The tokens of a reference sentence that it has in common with any sentence of a list."""
    return [ref[i] for i in _find_union([lcs_ind(ref, can) for can in c_list])]


def _summary_level_lcs(ref_sent: Sequence[Sequence[Any]], can_sent: Sequence[Sequence[Any]]) -> Score:
    """ROUGE-Lsum of lists of sentences of tokens."""
    if not ref_sent or not can_sent:
        return Score(0, 0, 0)
    targets, predictions = sum(map(len, ref_sent)), sum(map(len, can_sent))
    if not targets or not predictions:
        return Score(0, 0, 0)
    left = [Counter(token for sentence in side for token in sentence) for side in (ref_sent, can_sent)]
    hits = 0
    for sentence in ref_sent:
        for token in _union_lcs(sentence, can_sent):
            if all(counts[token] > 0 for counts in left):
                hits += 1
                for counts in left:
                    counts[token] -= 1
    recall = hits / targets
    precision = hits / predictions
    return Score(precision, recall, scoring.fmeasure(precision, recall))


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


_SCORE = RougeScorer.score
# What the core stands in for, as long as nobody has replaced it.
_FUNCTIONS = Hooks(
    RougeScorer,
    names={
        sys.modules[__name__]: (
            *("_create_ngrams", "_score_ngrams", "_score_lcs", "_lcs_table", "_summary_level_lcs"),
            *("_union_lcs", "_find_union", "lcs_ind", "_backtrack_norec"),
        ),
        scoring: ("Score", "fmeasure"),
    },
)
_STEPS = Hooks(
    tokenizers.DefaultTokenizer,
    "tokenize",
    names={
        tokenize: ("tokenize", "NON_ALPHANUM_RE", "SPACES_RE", "VALID_TOKEN_RE"),
    },
    extends=_FUNCTIONS,
)
