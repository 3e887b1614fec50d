"""What a metric returns: integer statistics per example, and the scores that follow from them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.options.checks import check_flag
from gramscore.options.optional import optional
from gramscore.resampling.resampling import (
    Drawing,
    Figures,
    Means,
    check_draws,
    check_level,
    intervals_of,
    resampled,
)
from gramscore.results.input_remarks import remarks_on
from gramscore.results.remarks import Remark, remarks_of

if TYPE_CHECKING:
    from gramscore.results.state import State

_S = TypeVar("_S", bound="Scores")
_NAN: Final = float("nan")


class Scores(_core.Statistics):
    """The result of scoring N examples.

    stats: int64 array (N, K), the sufficient statistics of each example.
    columns: the K names of the statistics.
    signature: everything that can change a score: metric, options, version.
    formula: what makes scores of statistics, and of sums of them. It follows from the signature.

    single_reference: whether each example is known to have had one reference.
    higher_is_better: False for error rates.

    Scores of equal signature join with `+`; len() is N; equality compares signature and statistics.
    """

    __slots__ = ()

    higher_is_better: ClassVar[bool] = True
    #: How the columns end that depend on nothing but the references, if there is one for each example.
    _of_reference: ClassVar[tuple[str, ...]] = ()

    def __len__(self) -> int:
        return len(self.stats)

    def __add__(self: _S, other: _S) -> _S:
        if not isinstance(other, Scores):
            return NotImplemented
        if other.signature != self.signature:
            raise ValueError(
                f"scores of different signatures cannot be added: {self.signature} and {other.signature}"
            )
        joined = self._with_stats(np.concatenate([self.stats, other.stats]))
        joined.single_reference = self.single_reference and other.single_reference
        return joined

    def confidence(
        self,
        level: float = 0.95,
        samples: int = 1000,
        seed: int = 12345,
        *,
        mean: bool = False,
        stream: str = "gramscore",
        threads: int | None = None,
    ) -> Any:
        """How far the corpus score would move with other examples: an Interval by the percentile bootstrap.

        level: the share of resampled scores inside, between 0 and 1.
        samples: how many times as many examples as there are are drawn from them, with replacement.
        seed: a whole number. Equal seeds draw the same examples, whatever the metric and its scores.
        mean: take the mean of the examples' scores, instead of the corpus score.
        stream: "gramscore", numbers of our own (cpp/include/gramscore/resampling/replicates.hpp says which);
            "sacrebleu", those of sacrebleu 2.6.0 with its precision and bounds, for BLEU, chrF and TER; "rouge-score",
            those that rouge-score 0.1.2 draws after numpy.random.seed(seed), for means.
        threads: how many to use; None means every CPU this process may use. No score depends on it.

        For ROUGE, whose scores are means, the result has Intervals of precision, recall and F for each type.

        Raises ValueError for values that are not possible, for a stream that has no such score, and for scores that
        are not finite.

        >>> import gramscore
        >>> scores = gramscore.BLEU().score(["The cat sat here.", "A dog ran."], ["The cat sat.", "A dog ran."])
        >>> interval = scores.confidence(samples=200)
        >>> round(interval.estimate, 2), round(interval.low, 2), round(interval.high, 2)
        (59.69, 35.93, 100.0)
        >>> rouge = gramscore.ROUGE(["rouge1"]).score(["The cat sat here.", "A dog ran."], ["The cat sat.", "A dog."])
        >>> rouge.confidence()["rouge1"].recall.high
        1.0
        """
        (found,) = self._intervals(level, samples, seed, mean, stream, threads).values()
        return found[0]

    def _intervals(
        self, level: float, samples: int, seed: int, mean: bool, stream: str, threads: int | None
    ) -> dict[str, Any]:
        check_level(level)
        check_flag("mean", mean)
        check_draws("samples", samples)
        drawing = Drawing(stream, seed, threads)
        figures = self._figures(mean)
        replicates = resampled(figures, drawing, samples)
        return {
            name: intervals_of(it.estimates, replicates[name], level, drawing, self.signature)
            for name, it in figures.items()
        }

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        """The scores that can be resampled, by the name of what they are of; of the means of examples if `mean`."""
        if mean:
            return {"": self._mean(cast(Any, self).examples)}  # which every kind of scores has
        raise ValueError(f"the corpus score cannot be resampled: {self.signature}")

    @staticmethod
    def _mean(examples: npt.NDArray[np.float64]) -> Means:
        if examples.ndim > 1:
            raise ValueError("several sets of weights give several scores: one set can be resampled")
        for index in np.flatnonzero(~np.isfinite(examples))[:1]:
            raise ValueError(f"examples[{index}] is {examples[index]}: the mean needs finite scores")
        return Means(("score",), (_core.exact_sum(examples) / len(examples),), (examples,))

    @property
    def has_state(self) -> bool:
        """Whether `state` is possible."""
        return True

    def state(self) -> State:
        """What the corpus score is made of: sums that can be saved, and added to those of other examples.

        Raises ValueError where the score of a whole does not follow from sums over its parts.

        >>> import gramscore
        >>> metric = gramscore.TER()
        >>> first = metric.score(["a b"], ["a c"]).state()
        >>> (first + metric.score(["d"], ["d"]).state()).corpus.ref_length
        3.0
        """
        from gramscore.results.state import State

        return State(self.signature, self.formula, self.formula.sums(self.stats))

    def states(self, by: Sequence[Hashable]) -> dict[Any, State]:
        """A state for each distinct value of `by`, which has one per example, in order of first appearance.

        Numbers that are equal, as 1 and True are, are one value, and so are NaNs. Raises TypeError for what cannot
        be keys of a dictionary.

        >>> import gramscore
        >>> scores = gramscore.TER().score(["a b", "c", "d"], ["a c", "c", "e"])
        >>> {word: state.corpus.score for word, state in scores.states(by=["x", "y", "x"]).items()}
        {'x': 66.66666666666666, 'y': 0.0}
        """
        if len(by) != len(self):
            raise ValueError(f"by has {len(by)} values for {len(self)} examples")
        number: dict[Any, int] = {}
        numbers = np.fromiter((number.setdefault(key, len(number)) for key in _keys(by)), np.intp, len(by))
        rows = np.split(np.argsort(numbers, kind="stable"), np.cumsum(np.bincount(numbers))[:-1])
        return {value: self._of_rows(own).state() for value, own in zip(number, rows, strict=True)}

    def per_example(self) -> dict[str, npt.NDArray[np.float64]]:
        """The scores of the examples by the names of columns, float64 (N,) each: `rouge1_precision`, `rouge1_recall`,
        `rouge1_fmeasure` and so on for ROUGE, one such as `bleu_score` or `chrf++_score` for the others, or
        `bleu_score_1`, `bleu_score_2`, ... with several sets of weights.

        These are the columns that `gramscore score --per-example` writes.

        >>> import gramscore
        >>> gramscore.ROUGE(["rouge1"]).score(["a b"], ["a c"]).per_example()
        {'rouge1_precision': array([0.5]), 'rouge1_recall': array([0.5]), 'rouge1_fmeasure': array([0.5])}
        """
        name = f"{self._figure}_score"
        scores: npt.NDArray[np.float64] = cast(Any, self).examples  # which every kind of scores has
        if scores.ndim == 1:
            return {name: scores}
        return {f"{name}_{n}": column for n, column in enumerate(scores.T, 1)}

    @property
    def _figure(self) -> str:
        """What the score is called in the names of columns."""
        return self.signature.partition("|")[0].partition("-")[0]

    def to_arrow(self) -> Any:
        """A pyarrow.Table with a row per example: the columns of per_example(), float64, then the statistics, int64.

        The signature is in the schema's metadata, under b"gramscore.signature". Raises ImportError without pyarrow.

        >>> import gramscore
        >>> gramscore.TER().score(["a b"], ["a c"]).to_arrow().to_pylist()
        [{'ter_score': 50.0, 'num_edits': 1, ...}]
        """
        pyarrow = optional("pyarrow", "pyarrow", "to_arrow()")
        return pyarrow.table(self._table(), metadata={"gramscore.signature": self.signature})

    def to_pandas(self) -> Any:
        """The table of to_arrow() as a pandas.DataFrame, whose `attrs["signature"]` is the signature.

        Raises ImportError without pandas.

        >>> import gramscore
        >>> gramscore.CHRF().score(["a b", "a"], ["a b", "b"]).to_pandas()["chrf_score"].tolist()
        [100.0, 0.0]
        """
        frame = optional("pandas", "pandas", "to_pandas()").DataFrame(self._table())
        frame.attrs["signature"] = self.signature
        return frame

    def to_polars(self) -> Any:
        """The table of to_arrow() as a polars.DataFrame, which has no place for the signature.

        Raises ImportError without Polars.

        >>> import gramscore
        >>> gramscore.CHRF().score(["a b", "a"], ["a b", "b"]).to_polars()["chrf_score"].to_list()
        [100.0, 0.0]
        """
        return optional("polars", "polars", "to_polars()").DataFrame(self._table())

    def _table(self) -> dict[str, npt.NDArray[Any]]:
        """The columns of per_example() and the statistics by name."""
        return {**self.per_example(), **dict(zip(self.columns, self.stats.T, strict=True))}

    def _of_rows(self: _S, rows: npt.NDArray[np.intp]) -> _S:
        """The scores of some of the examples."""
        return self._with_stats(self.stats[rows])

    def _with_stats(self: _S, stats: npt.NDArray[np.int64]) -> _S:
        """The same kind of scores with other statistics."""
        return type(self)(stats, self.columns, self.signature, self.formula)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is probably not meant, as the statistics tell: predictions without tokens, lengths far apart, one
        example that outweighs the corpus; and of the first 256 examples that `score` was given: texts that the
        tokenizer sees in part, texts that are equal or tokenized already, padding among token ids, references that look
        transposed. No remark changes a score. `gramscore check` and `score_files` look at all texts.

        >>> import gramscore
        >>> for remark in gramscore.BLEU().score(["the cat sat", ""], ["the cat sat", "a dog"]).remarks:
        ...     print(remark.kind, remark.first)
        predictions-without-tokens 1
        """
        found = [*remarks_of(self), *self._own_remarks()]
        if self._seen:
            from gramscore.results.text_remarks import remarks_on_texts

            kinds = {remark.kind for remark in found}
            if any(kind.endswith("-without-tokens") for kind in kinds):
                kinds |= {"empty-predictions", "empty-references", "unseen-text"}
            found += remarks_on(self._seen)
            found += (it for it in remarks_on_texts(self._seen, self) if it.kind not in kinds)
        return tuple(found)

    def _own_remarks(self) -> tuple[Remark, ...]:
        """What is to be said of scores of this kind alone."""
        return ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scores):
            return NotImplemented
        return self.signature == other.signature and np.array_equal(self.stats, other.stats)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        from gramscore.results.score_table import line_of

        corpus: Any = self.corpus if len(self) else None  # type: ignore[attr-defined]
        score = "" if corpus is None else line_of(corpus)
        count = f"{len(self)} example{'s' if len(self) != 1 else ''}"
        return f"<{type(self).__name__} {score}{' of ' if score else 'of '}{count}, {self.signature}>"

    def _repr_html_(self) -> str:
        from gramscore.results.score_table import html_table

        corpus: Any = self.corpus  # type: ignore[attr-defined]
        return html_table(corpus, len(self), self.signature)

    def __reduce_ex__(self, protocol: Any) -> Any:
        # The older protocols make objects of types like _core's in another way.
        return super().__reduce_ex__(max(2, protocol))

    def __getstate__(self) -> dict[str, Any]:
        return {
            "stats": self.stats,
            "columns": self.columns,
            "signature": self.signature,
            "formula": self.formula,
            "single_reference": self.single_reference,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        single_reference = state.pop("single_reference")
        self.__init__(**state)  # type: ignore[misc]
        self.single_reference = single_reference


def _keys(values: Iterable[Any]) -> Iterator[Hashable]:
    """What can be keys of a dictionary, NaN the same each time. Raises TypeError with the place of what cannot."""
    for index, value in enumerate(values):
        try:
            hash(value)
        except TypeError:
            what = "is masked" if value is np.ma.masked else f"is a {type(value).__name__}"
            raise TypeError(f"by[{index}] {what}, which cannot be the key of a group") from None
        yield _NAN if isinstance(value, (float, np.floating)) and value != value else value
