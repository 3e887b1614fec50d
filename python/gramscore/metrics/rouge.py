"""ROUGE: overlap of n-grams and longest common subsequences with reference texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore._core import MatrixPlan, PoolPlan, RougeArrays
from gramscore.figures.rouge import ByType, RougeIntervals, RougeMeans, RougeScore
from gramscore.metrics.metric import Metric
from gramscore.options.callables import callable_name
from gramscore.options.checks import check_flag
from gramscore.options.moses import native
from gramscore.options.sentences import choose_splitter
from gramscore.options.tokenizers import tokenizer_signature
from gramscore.resampling.resampling import Figures, Means
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.explain import RougeExplanation
    from gramscore.many.matrix import Matrices, RougeMatrix

# Tokenizers whose English tokens can be stemmed.
_STEMMED = ("rouge", "unicode")


class ROUGE(Metric["RougeScores"]):
    """ROUGE as the package rouge-score 0.1.2 computes it (Lin, 2004), to the last bit.

    types: any of rouge1..rouge9 (n-grams), rougeL (longest common subsequence) and rougeLsum (its union over
        sentences). All are computed from one tokenization.
    stemmer: stem tokens of over three characters, all ASCII letters and digits (Porter, as NLTK has it). With
        tokenizer "rouge" or "unicode" only.
    tokenizer: "rouge" (lower case, runs of ASCII letters and digits), "unicode" (words of any script, case
        folded; of ASCII text the same tokens as "rouge"), "grapheme" (characters as people see them),
        "whitespace" (as str.split()), a callable from str to a list of tokens (str or integers), or None: the
        texts are given as tokens, each a list of str or integers or an integer array. Words and characters are
        those of Unicode Standard Annex #29; docs/definitions.md has the details.
    sentence_splitter: what rougeLsum takes for sentences: "newline" (lines), "unicode" (those of Unicode Standard
        Annex #29), "nltk" (its sent_tokenize()), a separator such as "<q>", a callable from str to a list of str,
        or None: each text is given as a list of its sentences. A text given as tokens is one sentence, with None a
        list of them.

    Of several references each type takes the one with the highest F, the first of equals.

    Raises TypeError or ValueError for options that are unknown, have no effect or do not go together.

    >>> metric = ROUGE(["rouge1", "rouge2"], stemmer=True)
    >>> scores = metric.score(["The cats sat."], [["A cat sits.", "The cat sat down."]])
    >>> scores.corpus["rouge1"]
    RougeScore(precision=1.0, recall=0.75, fmeasure=0.8571428571428571)
    >>> hindi = ROUGE(["rouge1"], tokenizer="unicode")
    >>> hindi.score(["मौसम अच्छा है"], ["आज मौसम अच्छा है।"]).corpus["rouge1"].recall
    0.75
    """

    _core: _core.Rouge

    def __init__(
        self,
        types: Sequence[str] = ("rouge1", "rouge2", "rougeL", "rougeLsum"),
        *,
        stemmer: bool = False,
        tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "rouge",
        sentence_splitter: str | Callable[[str], Sequence[str]] | None = "newline",
    ) -> None:
        if isinstance(types, (str, bytes)):
            raise TypeError(
                f"types is {types!r}: a list of ROUGE types is expected, such as ['rouge1', 'rougeL']"
            )
        if not isinstance(types, Iterable):
            raise TypeError(f"types is {types!r}: a list of ROUGE types is expected")
        names = tuple(types)
        for name in names:
            if not isinstance(name, str):
                raise TypeError(f"types holds {name!r}: ROUGE types are str")
        if not names:
            raise ValueError("types is empty: at least one ROUGE type is needed")
        if len(set(names)) != len(names):
            raise ValueError(f"types lists a ROUGE type twice: {', '.join(names)}")
        if not (tokenizer is None or isinstance(tokenizer, str) or callable(tokenizer)):
            raise TypeError(f"tokenizer is {tokenizer!r}: a name, a callable or None is expected")
        if check_flag("stemmer", stemmer) and not (isinstance(tokenizer, str) and tokenizer in _STEMMED):
            raise ValueError("stemmer=True goes with tokenizer='rouge' or tokenizer='unicode' only")
        sentence_splitter = choose_splitter(sentence_splitter)
        if not (sentence_splitter is None or sentence_splitter == "newline" or callable(sentence_splitter)):
            raise ValueError(
                f"sentence_splitter is {sentence_splitter!r}: 'newline', a callable or None is expected"
            )
        if tokenizer is None and callable(sentence_splitter):
            raise ValueError(
                "a sentence_splitter callable needs texts, but tokenizer=None says that tokens are given"
            )
        if callable(sentence_splitter) and "rougeLsum" not in names:
            raise ValueError(
                "sentence_splitter has no effect: it is about rougeLsum, which types does not list"
            )
        self._set_up(names, stemmer, tokenizer, sentence_splitter)

    def _set_up(self, names: tuple[str, ...], stemmer: bool, tokenizer: Any, sentence_splitter: Any) -> None:
        self._options = (names, stemmer, tokenizer, sentence_splitter)
        chosen = native(tokenizer)
        self._core = _core.Rouge(list(names), stemmer, chosen, sentence_splitter)
        columns = tuple(f"{name}_{part}" for name in names for part in ("match", "prediction", "reference"))
        signature = "|".join(
            (
                "rouge",
                f"types:{','.join(names)}",
                f"stem:{'porter' if stemmer else 'no'}",
                f"tok:{tokenizer_signature(chosen)}",
                f"sent:{'given' if sentence_splitter is None else callable_name(sentence_splitter)}",
                f"version:{_core.__version__}",
            )
        )
        self._results = (RougeScores, columns, signature, RougeMeans(names))

    @property
    def types(self) -> tuple[str, ...]:
        """The ROUGE types, in the order in which they were given."""
        return self._options[0]

    def matrix(
        self,
        predictions: Any,
        references: Any = None,
        *,
        out: npt.NDArray[Any] | None = None,
        dtype: npt.DTypeLike = np.float64,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> RougeMatrix:
        from gramscore.many.compute import rouge_matrix

        rows, columns = self._sides(predictions, references)
        work = self._computation(self._core.matches_plan(), rows, columns, threads, progress)
        return rouge_matrix(work, self.types, out, dtype)

    matrix.__doc__ = Metric.matrix.__doc__

    def matrices(
        self,
        groups: Iterable[Any],
        references: Iterable[Any] | None = None,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> Matrices[RougeMatrix]:
        from gramscore.many.compute import rouge_matrices

        rows, columns, shape = self._group_sides(groups, references)
        work = self._computation(self._core.matches_plan(), rows, columns, threads, progress)
        return rouge_matrices(work, self.types, shape)

    matrices.__doc__ = Metric.matrices.__doc__

    def leave_one_out(self, texts: Any, *, threads: int | None = None) -> Mapping[str, RougeArrays]:
        """The scores of each of N texts with all others as its references, by type: precision, recall and F,
        each float64 (N,), with the reference of highest F.

        Otherwise as Metric.leave_one_out() has it.

        >>> rest = ROUGE(["rouge1"]).leave_one_out(["the cat sat", "the cat ran", "the dog"])
        >>> rest["rouge1"].recall.tolist()
        [0.6666666666666666, 0.6666666666666666, 0.3333333333333333]
        """
        own = self._at_least_two(texts)
        found = {}
        for index, name in enumerate(self.types):
            best = self._best_other(own, self._core.f_plan(index), threads)
            found[name] = self.score(own, own.take(best.indices[:, 0]), threads=threads)[name]
        return ByType(found)

    def _best_plan(self, what: str) -> MatrixPlan:
        if len(self.types) > 1:
            raise ValueError(f"{what} takes ROUGE with one type, not with {', '.join(self.types)}")
        return self._core.f_plan(0)

    def pool_plan(self) -> PoolPlan | None:
        self._best_plan("a pool")
        (name,) = self.types
        if name == "rougeLsum":
            return None
        return _core.rouge_pool(0 if name == "rougeL" else int(name.removeprefix("rouge")))

    def explain(self, prediction: Any, reference: Any) -> RougeExplanation:
        """Why one prediction has the score that it has: what matches, and where.

        prediction: one text, as `score` takes N of.
        reference: one text, or a list of one or more.

        The scores are those of `score`. What is returned is described in gramscore.explain; it shows itself in
        notebooks, and in terminals by rich.print().

        Raises what `score` raises; ValueError for an empty list of references.

        >>> explanation = ROUGE(["rouge1", "rougeL"]).explain("The cats sat.", ["A dog.", "The cat sat."])
        >>> explanation["rougeL"].reference, explanation["rougeL"].pairs
        (1, ((0, 0), (2, 2)))
        >>> [explanation.prediction.tokens[mine] for mine, _ in explanation["rougeL"].pairs]
        [Token(token='the', begin=0, end=3), Token(token='sat', begin=9, end=12)]
        """
        from gramscore.explain.rouge import explain

        return explain(self, *self._options, prediction, reference)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._options)


def _restore(types: Sequence[str], stemmer: bool, tokenizer: Any, sentence_splitter: Any) -> ROUGE:
    metric = ROUGE.__new__(ROUGE)
    metric._set_up(tuple(types), stemmer, tokenizer, sentence_splitter)
    return metric


def _restore_arrays(stats: npt.NDArray[np.int64]) -> RougeArrays:
    return RougeScores(stats, (), "", RougeMeans(("restored",)))["restored"]


class RougeScores(_core.RougeStatistics, Scores):
    """Scores of ROUGE: `scores["rouge1"]` per example, `scores.corpus["rouge1"]` the means.

    Per type there are three statistics: clipped matches, and the number of n-grams (or tokens) in the prediction and in
    the reference that was chosen. `scores[name]` is a KeyError for a type that was not scored.
    """

    __slots__ = ()

    _of_reference = ("_reference",)

    formula: RougeMeans
    _corpus: Mapping[str, RougeScore] | None

    @property
    def types(self) -> tuple[str, ...]:
        """The ROUGE types, in order."""
        return self.formula.types

    def per_example(self) -> dict[str, npt.NDArray[np.float64]]:
        parts = ("precision", "recall", "fmeasure")
        return {f"{name}_{part}": getattr(self[name], part) for name in self.types for part in parts}

    @property
    def examples(self) -> Mapping[str, RougeArrays]:
        """Per-example scores by type, arrays of N, each computed when it is first read."""
        return ByType({name: self[name] for name in self.types})

    @property
    def corpus(self) -> Mapping[str, RougeScore]:
        """Mean scores by type: exact sums divided by N, so that the order of examples does not matter."""
        if self._corpus is None:
            self._corpus = ByType(_core.rouge_means(self.stats, self.types, RougeScore))
        return self._corpus

    def confidence(
        self,
        level: float = 0.95,
        samples: int = 1000,
        seed: int = 12345,
        *,
        mean: bool = False,
        stream: str = "gramscore",
        threads: int | None = None,
    ) -> dict[str, RougeIntervals]:
        """How far the means would move with other examples: intervals by type, as Scores.confidence() describes them.

        `mean` makes no difference: ROUGE's scores are means.

        >>> scores = ROUGE(["rouge1"]).score(["the cat sat", "a dog ran"], ["the cat sat", "a dog slept"])
        >>> interval = scores.confidence(level=0.9, samples=100)["rouge1"].recall
        >>> interval.low, interval.estimate, interval.high
        (0.6666666666666666, 0.8333333333333333, 1.0)
        """
        found = self._intervals(level, samples, seed, mean, stream, threads)
        return {name: RougeIntervals(*intervals) for name, intervals in found.items()}

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        return {
            name: Means(RougeScore._fields, tuple(self.corpus[name]), tuple(self[name]))
            for name in self.types
        }
