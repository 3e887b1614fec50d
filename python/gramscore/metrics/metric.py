"""What all metrics have in common."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore._core import AggregateFormula, MatrixPlan, PoolPlan, PreparedTexts
from gramscore.options.checks import check_threads, progress_callback
from gramscore.options.foreign_names import hinting
from gramscore.resampling.resampling import check_count
from gramscore.results.input_remarks import seen_of
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.many.compute import Computation
    from gramscore.many.matrix import Best, Groups, Matrices, ScoreMatrix

# Matrices, and reading ahead, are imported by the methods that need them: most who score do not.

_S = TypeVar("_S", bound=Scores)


def callback_of(progress: bool | Callable[[int, int], object]) -> Callable[[int, int], object] | None:
    """The option as the core takes it."""
    return None if progress is False else progress_callback(progress)


def wanting_tokens(error: TypeError, metric: object) -> TypeError | None:
    """What to say instead, if texts were given to a metric that takes tokens: how it takes texts."""
    if not str(error).endswith("is a str: a list of tokens is expected"):
        return None
    name = type(metric).__name__
    usual = "rouge" if name == "ROUGE" else "13a"
    return TypeError(
        f'{error}: {name} takes tokens unless it has a tokenizer, as in {name}(tokenizer="{usual}")'
    )


class Metric(Generic[_S]):
    """A configured metric: a subclass sets it up and makes scores of its statistics. Pickles; safe to share."""

    #: Whether the parts of a corpus may be scored apart.
    separable: ClassVar[bool] = True
    #: Whether what an example adds to the score of a corpus may depend on its place there.
    placed: ClassVar[bool] = False
    #: Whether `score` takes the sources of the predictions, too.
    needs_sources: ClassVar[bool] = False

    _core: _core.Metric
    #: What is made of statistics: the class, and what its objects have besides: columns, signature and formula.
    _results: tuple[type[_S], tuple[str, ...], str, Any]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__init__" in vars(cls):
            cls.__init__ = hinting(cls.__init__)  # type: ignore[method-assign]

    @property
    def signature(self) -> str:
        """All options, and the version: what can change a score."""
        return self._results[2]

    def score(
        self,
        predictions: Any,
        references: Any,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> _S:
        """Score N predictions against their references.

        predictions: N texts: a list, tuple, NumPy array, Series, or anything that exports Arrow strings, which
            are read without a copy.
        references: N texts, or N lists of one or more texts; what becomes of several is the metric's business.
        threads: how many to use; None means every CPU this process may use. No score depends on it.
        progress: True shows a bar on stderr (needs rich); a callable receives (done, total).

        Raises TypeError for what is no text (naming the argument and the index), ValueError for unequal
        lengths, for no examples and for an example without references.
        """
        # Written out, not by callback_of(): a call with one pair takes a microsecond or two.
        try:
            found: _S = self._core.scores(
                predictions,
                references,
                0 if threads is None else check_threads(threads),
                None if progress is False else progress_callback(progress),
                self._results,
            )
        except TypeError as error:
            if (advised := wanting_tokens(error, self)) is None:
                raise
            raise advised from None
        if found._seen:
            found._seen = seen_of(predictions, references)
        return found

    def score_stream(
        self,
        batches: Iterable[Any],
        *,
        prediction: str = "prediction",
        reference: str = "reference",
        batch_size: int | None = None,
        threads: int | None = None,
    ) -> Iterator[_S]:
        """Score a corpus batch by batch: an iterator of the Scores of each, which scores when it is asked for them.

        batches: tuples (predictions, references), each as `score` takes them, or tables with columns of these: Arrow
            record batches and tables, data frames, dicts. A thread reads the next batch while one is scored, so that at
            most three are in memory. Batches without examples are passed over.
        prediction, reference: the names of the columns in tables, and of the keys of dicts.
        batch_size: given, `batches` are examples instead: pairs (prediction, reference) or dicts, of which so many
            are scored at a time.
        threads: as for `score`.

        Raises what `score` does, naming the batch, and what `batches` raises.

        >>> import gramscore
        >>> metric = gramscore.BLEU(max_order=1)
        >>> batches = [(["the cat sat"], ["the cat slept"]), (["a dog"], ["the dog"])]
        >>> sum(scores.state() for scores in metric.score_stream(batches)).corpus.counts
        [3]
        """
        from gramscore.metrics.stream import score_batches

        if threads is not None:
            check_threads(threads)
        return score_batches(
            batches,
            prediction,
            reference,
            lambda texts, others: self.score(texts, others, threads=threads),
            batch_size,
        )

    def prepare(self, texts: Any, *, progress: bool | Callable[[int, int], object] = False) -> PreparedTexts:
        """Read N texts once, for any number of calls: what is returned goes wherever this metric takes texts.

        texts: as `score` takes predictions or references: N texts, or N lists of one or more texts (which are
            references then); texts given as tokens, too.
        progress: as for `score`.

        Prepared texts have a length, an attribute `nbytes` (the memory that they take) and slices, and pickle. A metric
        with other options refuses them with a ValueError that names both.

        Raises what `score` raises for texts.

        >>> import gramscore
        >>> metric = gramscore.BLEU(max_order=1)
        >>> references = metric.prepare(["the cat sat", "a dog ran"])
        >>> metric.score(["the cat slept", "a dog"], references).corpus.counts
        [4]
        """
        return self._core.prepare(texts, "texts", True, callback_of(progress), self.signature)

    def prepare_single(self, texts: Any) -> PreparedTexts:
        """The same of N texts, none of which is a list of several."""
        return self._core.prepare(texts, "texts", False, None, self.signature)

    def matrix(
        self,
        predictions: Any,
        references: Any = None,
        *,
        out: npt.NDArray[Any] | None = None,
        dtype: npt.DTypeLike = np.float64,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> Any:
        """Score each of M predictions with each of N references: a ScoreMatrix, of ROUGE a RougeMatrix.

        predictions: M texts, or texts prepared by this metric.
        references: N of them; None means the predictions, each with each.
        out: an array (M, N) in C order, float64 or float32, that the scores are written to. Of ROUGE: uint32
            (types, M, N) for the matches, of which its measures are computed when they are read.
        dtype: float64, or float32: scores are rounded to it.
        threads, progress: as for `score`; progress counts pairs.

        Each entry is, to the last bit, what `score` gives for that pair.

        Raises what `score` raises for texts, and MemoryError, before anything is computed, for a matrix that
        has no room.

        >>> import gramscore
        >>> matrix = gramscore.CHRF().matrix(["the cat sat", "a dog ran"], ["the cat", "dogs ran", "it sat"])
        >>> matrix.shape, matrix.scores.argmax(axis=1).tolist()
        ((2, 3), [0, 1])
        >>> matrix = gramscore.ROUGE(["rouge1"]).matrix(["the cat sat", "the cat", "a dog"])
        >>> matrix["rouge1"].recall[1].tolist()
        [0.6666666666666666, 1.0, 0.0]
        """
        from gramscore.many.compute import score_matrix

        rows, columns = self._sides(predictions, references)
        return score_matrix(self._computation(self._plan(), rows, columns, threads, progress), out, dtype)

    def matrices(
        self,
        groups: Iterable[Any],
        references: Iterable[Any] | None = None,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> Matrices[Any]:
        """The matrices of many groups, such as samples for many prompts: a sequence of what `matrix` returns.

        groups: lists of texts, of any lengths, also of none.
        references: as many lists, with which the groups are compared; None means each group with itself.
        threads, progress: as for `matrix`.

        All matrices lie in one array, `flat`.

        Raises TypeError for what is no list of groups, and what `matrix` raises; ValueError if there is
        another number of lists of references than of groups.

        >>> import gramscore
        >>> found = gramscore.CHRF().matrices([["the cat", "a cat"], [], ["it ran"]])
        >>> [matrix.shape for matrix in found], len(found.flat)
        ([(2, 2), (0, 0), (1, 1)], 5)
        """
        from gramscore.many.compute import score_matrices

        rows, columns, shape = self._group_sides(groups, references)
        return score_matrices(self._computation(self._plan(), rows, columns, threads, progress), shape)

    def top_k(
        self,
        predictions: Any,
        references: Any = None,
        k: int = 10,
        *,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> Best:
        """The k references with which each prediction scores best, without the memory of a matrix.

        predictions, references, threads, progress: as for `matrix`. Without references, each prediction's others are
            looked at, not itself.
        k: how many; all, if there are not as many.

        Best is lowest for error rates. ROUGE has to have one type, whose F counts.

        Raises what `matrix` raises, and ValueError for a k that is not possible.

        >>> import gramscore
        >>> best = gramscore.CHRF().top_k(["the cat sat"], ["a dog", "the cat", "the cats sat"], k=2)
        >>> best.indices.tolist()
        [[1, 2]]
        """
        from gramscore.many.compute import best_of_rows

        rows, columns = self._sides(predictions, references)
        others = len(rows) - 1 if columns is None else len(columns)
        kept = min(check_count("k", k), max(others, 0))
        work = self._computation(self._best_plan("top_k()"), rows, columns, threads, progress)
        return best_of_rows(work, kept, self.higher_is_better, skip_self=columns is None)

    def leave_one_out(self, texts: Any, *, threads: int | None = None) -> Any:
        """The score of each of N texts with all others as its references, float64 (N,): how much they are alike.

        texts: at least two, or texts prepared by this metric.
        threads: as for `score`.

        With BLEU this is self-BLEU as Zhu et al. (2018, "Texygen") and NLTK have it; BLEU.nltk() has their smoothing
        methods, and with several sets of weights scores for several orders. The other meaning, the mean over pairs, is
        `matrix(texts).mean_of_pairs()`.

        Raises what `score` raises for texts, and ValueError for fewer than two.

        >>> import gramscore
        >>> gramscore.BLEU(max_order=1).leave_one_out(["the cat sat", "the cat ran", "the dog ran"]).round(2).tolist()
        [66.67, 100.0, 66.67]
        """
        own = self._at_least_two(texts)
        return self._best_other(own, self._best_plan("leave_one_out()"), threads).scores[:, 0]

    @property
    def higher_is_better(self) -> bool:
        """False for error rates."""
        return self._results[0].higher_is_better

    def utility_matrices(
        self, groups: Iterable[Any], references: Iterable[Any] | None = None, *, threads: int | None = None
    ) -> Matrices[ScoreMatrix]:
        """The matrices of groups, of one score for each pair: as `matrices`, of ROUGE with one type its F."""
        from gramscore.many.compute import score_matrices

        rows, columns, shape = self._group_sides(groups, references)
        work = self._computation(self._best_plan("a single score"), rows, columns, threads)
        return score_matrices(work, shape)

    def utility_matrix(self, predictions: Any, references: Any, *, threads: int | None = None) -> ScoreMatrix:
        """The same of one group: as `matrix`."""
        from gramscore.many.compute import score_matrix

        rows, columns = self._sides(predictions, references)
        return score_matrix(self._computation(self._best_plan("a single score"), rows, columns, threads))

    def prepare_groups(self, groups: Iterable[Any], argument: str = "groups") -> list[PreparedTexts]:
        """Each group prepared. Errors name `argument`."""
        from gramscore.many.groups import list_of_groups

        texts, sizes = self._core.prepare_groups(list_of_groups(argument, groups), argument, self.signature)
        ends = np.cumsum(sizes).tolist()
        return [texts[end - size : end] for end, size in zip(ends, sizes.tolist(), strict=True)]

    def aggregate_scores(
        self,
        groups: Iterable[Any],
        references: Iterable[Any] | None = None,
        weights: Sequence[npt.NDArray[np.float64] | None] | None = None,
    ) -> list[npt.NDArray[np.float64]]:
        """The scores of each group's texts with all its references as one, whose n-gram counts are their means.

        groups, references: as for `matrices`.
        weights: of the references of each group, adding up to 1, in place of equal ones.

        BLEU (sacrebleu's) and CHRF have such scores, as mbrs and fastchrf define them; others raise TypeError.

        >>> import gramscore
        >>> gramscore.CHRF(1).aggregate_scores([["ab", "ac"]], [["ab", "ad"]])
        [array([75., 50.])]
        """
        formula = self._aggregate_formula()
        rows, columns, shape = self._group_sides(groups, references)
        others = rows if columns is None else columns
        return _core.aggregate_scores(formula, rows, others, shape.prediction_sizes, shape.columns, weights)

    def _aggregate_formula(self) -> AggregateFormula:
        raise TypeError(f"{type(self).__name__} has no scores with aggregated references: BLEU and CHRF have")

    def _plan(self) -> MatrixPlan:
        """How the core computes matrices of this metric."""
        raise TypeError(f"{type(self).__name__} has no matrices")

    def _best_plan(self, what: str) -> MatrixPlan:
        """The same of one score for each pair, for a method called `what`."""
        return self._plan()

    def pool_plan(self) -> PoolPlan | None:
        """How a pool of texts finds those that come into question; None if it has to look at all."""
        self._best_plan("a pool")
        return None

    @property
    def score_range(self) -> tuple[float, float]:
        """The lowest and the highest score that there can be."""
        return 0.0, 1.0 if self.higher_is_better else math.inf

    def _computation(
        self,
        plan: MatrixPlan,
        rows: PreparedTexts,
        columns: PreparedTexts | None,
        threads: int | None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> Computation:
        from gramscore.many.compute import Computation

        count = 0 if threads is None else check_threads(threads)
        return Computation(plan, self.signature, rows, columns, count, callback_of(progress))

    def _best_other(self, texts: PreparedTexts, plan: MatrixPlan, threads: int | None) -> Best:
        """Of each text the best of the others."""
        from gramscore.many.compute import best_of_rows

        work = self._computation(plan, texts, None, threads)
        return best_of_rows(work, 1, self.higher_is_better, skip_self=True)

    def _at_least_two(self, texts: Any) -> PreparedTexts:
        own = self._core.prepare(texts, "texts", False, None, self.signature)
        if len(own) < 2:
            raise ValueError(f"texts has {len(own)}: each needs others as its references")
        return own

    def _sides(self, predictions: Any, references: Any) -> tuple[PreparedTexts, PreparedTexts | None]:
        rows = self._core.prepare(predictions, "predictions", False, None, self.signature)
        if references is None:
            return rows, None
        return rows, self._core.prepare(references, "references", False, None, self.signature)

    def _group_sides(
        self, groups: Any, references: Any
    ) -> tuple[PreparedTexts, PreparedTexts | None, Groups]:
        from gramscore.many.groups import check_as_many, list_of_groups
        from gramscore.many.matrix import Groups

        rows, sizes = self._core.prepare_groups(list_of_groups("groups", groups), "groups", self.signature)
        if references is None:
            return rows, None, Groups(sizes, None)
        listed = list_of_groups("references", references)
        check_as_many(listed, len(sizes))
        columns, column_sizes = self._core.prepare_groups(listed, "references", self.signature)
        return rows, columns, Groups(sizes, column_sizes)

    def _scores(self, stats: npt.NDArray[np.int64]) -> _S:
        kind, *shared = self._results
        return kind(stats, *shared)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.signature}>"
