"""What summaries took over from their articles, fragment by fragment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.metrics.extractiveness import Extractiveness
from gramscore.options.checks import check_order, check_threads
from gramscore.options.optional import optional

_Floats = npt.NDArray[np.float64]


class Fragment(NamedTuple):
    """Tokens that a summary and its article share in a row: where they begin in each, and how many they are."""

    summary: int
    article: int
    length: int


@dataclass(frozen=True, eq=False)
class Fragments:
    """What N summaries have of their articles.

    coverage, density, compression: as Newsroom's program computes them, float64 (N,).
    novel: by order of n-grams, from 1: of a summary's different n-grams the share that its article has not,
        float64 (N,).
    distinct: likewise: different n-grams of the summary by all of them.
    repetition: likewise: 1 less that, from counts.
    summary_tokens, article_tokens: how many there are, int64 (N,).
    spans: all fragments, int64 (F, 3): where each begins in the summary, in the article, and its length, in tokens.
        Those of pair i are spans[ends[i - 1]:ends[i]].
    signature: how tokens come about.
    """

    coverage: _Floats
    density: _Floats
    compression: _Floats
    novel: Mapping[int, _Floats]
    distinct: Mapping[int, _Floats]
    repetition: Mapping[int, _Floats]
    summary_tokens: npt.NDArray[np.int64]
    article_tokens: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    signature: str

    def __len__(self) -> int:
        return len(self.coverage)

    def fragments(self, index: int) -> list[Fragment]:
        """Those of a pair, in the order of the summary. IndexError for a pair that is not there."""
        index = range(len(self))[index]
        begin = self.ends[index - 1] if index else 0
        return [Fragment(*span) for span in self.spans[begin : self.ends[index]].tolist()]

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """All that there is one number of for each pair, by name: coverage, density, compression, novel1 and so on."""
        named = {
            f"{name}{order}": column
            for name in ("novel", "distinct", "repetition")
            for order, column in getattr(self, name).items()
        }
        lengths = {"summary_tokens": self.summary_tokens, "article_tokens": self.article_tokens}
        measures = {"coverage": self.coverage, "density": self.density, "compression": self.compression}
        return {**measures, **named, **lengths}

    def to_arrow(self) -> Any:
        """The columns as a pyarrow.Table. Raises ImportError without pyarrow."""
        return optional("pyarrow", "pyarrow", "to_arrow()").table(self.columns())

    def to_pandas(self) -> Any:
        """The columns as a pandas.DataFrame. Raises ImportError without pandas."""
        return optional("pandas", "pandas", "to_pandas()").DataFrame(self.columns())

    def __repr__(self) -> str:
        return f"<Fragments of {len(self)} pairs, {self.signature}>"


def fragments(
    articles: Any,
    summaries: Any,
    *,
    tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] | None = "13a",
    lowercase: bool = True,
    max_order: int = 4,
    threads: int | None = None,
) -> Fragments:
    """Measure how extractive N summaries are: coverage, density and compression (Grusky et al., 2018) with the
    fragments behind them, novel n-grams (See et al., 2017), distinct n-grams and repetition.

    articles, summaries: N texts each.
    tokenizer, lowercase: as for gramscore.Extractiveness, which has the definitions.
    max_order: n-grams of 1 to so many tokens.
    threads: how many to use; None means every CPU this process may use.

    Raises TypeError for what is no text, ValueError for unequal lengths and options that are not possible.

    >>> import gramscore
    >>> found = gramscore.fragments(["The cat sat on the mat all day."], ["A cat sat on a mat."])
    >>> found.fragments(0)[0]
    Fragment(summary=1, article=1, length=3)
    >>> found.coverage.tolist(), found.density.tolist()
    ([0.7142857142857143], [1.5714285714285714])
    >>> found.novel[2].tolist()
    [0.6666666666666666]
    """
    check_order("max_order", max_order)
    metric = Extractiveness(tokenizer=tokenizer, lowercase=lowercase)
    own = metric._core.prepare(summaries, "summaries", False, None, metric.signature)
    theirs = metric._core.prepare(articles, "articles", False, None, metric.signature)
    if len(own) != len(theirs):
        raise ValueError(f"{len(theirs)} articles, but {len(own)} summaries: one for each is needed")
    spans, ends, grams, summary_tokens, article_tokens = _core.fragments_of(
        own, theirs, max_order, 0 if threads is None else check_threads(threads)
    )
    lengths = spans[:, 2]

    def per_pair(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        sums = np.concatenate([[0], np.cumsum(values)])
        parts: npt.NDArray[np.int64] = np.diff(sums[np.concatenate([[0], ends])])
        return parts

    def quotients(numerator: npt.NDArray[np.int64], denominator: npt.NDArray[np.int64]) -> _Floats:
        return _core.extract_scores(np.ascontiguousarray(np.stack([numerator, denominator], axis=1)))

    total, distinct, novel = np.moveaxis(grams, 2, 0)
    orders = range(1, max_order + 1)
    return Fragments(
        coverage=quotients(per_pair(lengths), summary_tokens),
        density=quotients(per_pair(lengths**2), summary_tokens),
        compression=quotients(article_tokens, summary_tokens),
        novel={n: quotients(novel[:, n - 1], distinct[:, n - 1]) for n in orders},
        distinct={n: quotients(distinct[:, n - 1], total[:, n - 1]) for n in orders},
        repetition={n: quotients((total - distinct)[:, n - 1], total[:, n - 1]) for n in orders},
        summary_tokens=summary_tokens,
        article_tokens=article_tokens,
        spans=spans,
        ends=ends,
        signature=metric.signature.partition("|")[2],
    )
