"""Metrics as expressions of Polars. Needs the package polars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gramscore.corpora.columns import Columns
from gramscore.options.optional import optional

if TYPE_CHECKING:
    import polars as pl
    from polars import Expr


def score(
    metrics: Sequence[Any] | Mapping[str, Any],
    prediction: str | Expr = "prediction",
    reference: str | Expr = "reference",
    *,
    threads: int | None = None,
) -> Expr:
    """An expression: a struct per row, with a Float64 field per score.

    metrics: as for `gramscore.evaluate`, but for NIST and CIDEr; all are computed in one pass. The fields are called as
        the columns of `gramscore score --per-example`: rouge1_precision, bleu_score and so on. Of a mapping from names
        to metrics, each begins with the name and `_`.
    prediction, reference: names of columns, or expressions: text, or a list of text for several references per row.
    threads: how many to use; None means every CPU this process may use.

    As in Polars' own expressions, the first column gives its name to the struct: `.alias()` gives it another, and
    `.struct.unnest()` leaves the fields.

    Where the prediction or the reference is null, the scores are null; so they are where a list of references is empty
    or holds nothing but nulls. Beside others a null is no reference. Text is read in place, unless there are such rows.
    Errors name the text at fault: Polars does not say which rows of the column it passes.

    Raises ImportError without Polars, and what `evaluate` raises for metrics at once, for texts when it is collected.

    >>> import polars as pl
    >>> import gramscore.polars
    >>> frame = pl.DataFrame({"prediction": ["a b", None, "c"], "reference": ["a c", "a", "c"]})
    >>> figures = gramscore.polars.score(["rouge1", "chrf"])
    >>> frame.select(figures.struct.unnest()).columns
    ['rouge1_precision', 'rouge1_recall', 'rouge1_fmeasure', 'chrf_score']
    >>> frame.select(figures.struct.field("rouge1_recall")).to_series().to_list()
    [0.5, None, 1.0]
    """
    pl = optional("polars", "gramscore[polars]", "gramscore.polars")
    columns = Columns(metrics, threads=threads)

    def scored(texts: Sequence[Any]) -> Any:
        predictions, references = _of_one_length(*texts)
        references = _without_nulls(references)
        nulls = (predictions.is_null() | _missing(references)).to_numpy()
        rows = ~nulls
        if nulls.any():
            predictions, references = predictions.filter(rows), references.filter(rows)
        made = []
        for name, values in columns.of_part(predictions, references).items():
            column = np.zeros(len(rows))
            column[rows] = values
            made.append(pl.Series(name, column).set(pl.Series(nulls), None))
        return pl.DataFrame(made).to_struct("scores")

    expression: Expr = pl.map_batches(
        [prediction, reference],
        scored,
        return_dtype=pl.Struct(dict.fromkeys(columns.names, pl.Float64)),
        is_elementwise=True,
    )
    return expression


def _without_nulls(references: pl.Series) -> pl.Series:
    """Lists hold no null: what is null among several references is no reference."""
    kind = references.dtype.base_type().__name__
    if kind not in ("List", "Array"):
        return references
    lists = references if kind == "List" else references.arr.to_list()
    return lists.list.drop_nulls()


def _missing(references: pl.Series) -> pl.Series:
    """Where there is no reference."""
    if references.dtype.base_type().__name__ != "List":
        return references.is_null()
    return references.is_null() | (references.list.len() == 0).fill_null(True)


def _of_one_length(predictions: pl.Series, references: pl.Series) -> Sequence[pl.Series]:
    """A literal comes as a series of one, which stands for every row."""
    if len(predictions) == 1:
        return predictions.new_from_index(0, len(references)), references
    if len(references) == 1:
        return predictions, references.new_from_index(0, len(predictions))
    return predictions, references
