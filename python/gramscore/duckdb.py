"""Metrics as functions of SQL in DuckDB. Needs the packages duckdb and pyarrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import numpy as np

from gramscore.corpora.columns import Columns
from gramscore.options.optional import optional

if TYPE_CHECKING:
    import duckdb

_DEFAULT: Final = {
    "rouge1": "rouge1",
    "rouge2": "rouge2",
    "rouge_l": "rougeL",
    "rouge_lsum": "rougeLsum",
    "bleu": "bleu",
    "chrf": "chrf",
    "ter": "ter",
}

# The functions that register() gave to connections, by name.
_REGISTERED: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def register(
    connection: duckdb.DuckDBPyConnection,
    metrics: Mapping[str, Any] = _DEFAULT,
    *,
    threads: int = 1,
) -> None:
    """Gives a connection functions of (prediction, reference), VARCHAR each, or VARCHAR[] for several references.

    metrics: what the functions are called, and what they compute: names of metrics or metrics, as for
        `gramscore.evaluate`, but for NIST. By default rouge1, rouge2, rouge_l, rouge_lsum, bleu, chrf and ter.
    threads: how many a function uses for the 2048 rows that it is given at a time.

    A name of a ROUGE type computes F, 0..1, and other metrics their score: DOUBLE. A ROUGE of one's own, whose scores
    are many, returns a STRUCT with `rouge1_precision`, `rouge1_recall`, `rouge1_fmeasure` and so on. NULL gives NULL,
    and so does a list of references that is empty or holds a NULL. To register again replaces what was there before.

    These are scores of examples. `avg(bleu(...))` is no corpus BLEU; `avg(rouge_l(...))` is what people quote, up to
    the last bits, which depend on the order in which DuckDB adds.

    Raises ImportError without pyarrow, ValueError or TypeError for metrics as `evaluate` does; DuckDB's own for names
    that are taken, and for texts that cannot be scored, which they name.

    >>> import duckdb
    >>> import gramscore.duckdb
    >>> connection = duckdb.connect()
    >>> gramscore.duckdb.register(connection)
    >>> connection.sql("SELECT rouge_l('a b c d', 'a b x y'), ter('a', NULL), chrf('a', ['b', 'a'])").fetchall()
    [(0.5, None, 100.0)]
    """
    if not hasattr(connection, "create_function"):
        raise TypeError(f"connection is {connection!r}: a connection to DuckDB is expected")
    if not isinstance(metrics, Mapping):
        raise TypeError(f"metrics is {metrics!r}: a mapping from names of functions to metrics is expected")
    pyarrow = optional("pyarrow", "gramscore[duckdb]", "gramscore.duckdb")
    made = {name: _figures(metric, threads) for name, metric in metrics.items()}
    create: Any = (
        connection.create_function
    )  # its stubs know types by their enumerations only, and vary in where these are
    ours = _REGISTERED.setdefault(connection, set())
    for name, (columns, figures) in made.items():
        if name in ours:
            connection.remove_function(name)
        ours.discard(name)
        fields = ", ".join(f"{figure} DOUBLE" for figure in figures)
        kind = "DOUBLE" if len(figures) == 1 else f"STRUCT({fields})"
        scored = _function(columns, figures, pyarrow)
        create(name, scored, None, kind, type="arrow", null_handling="special")
        ours.add(name)


def _figures(metric: Any, threads: int) -> tuple[Columns, tuple[str, ...]]:
    columns = Columns([metric], threads=threads)
    if isinstance(metric, str) and metric.startswith("rouge"):
        return columns, (f"{metric}_fmeasure",)
    return columns, columns.names


def _function(columns: Columns, figures: tuple[str, ...], pyarrow: Any) -> Any:
    """What DuckDB calls with Arrow columns."""
    from gramscore.io.missing import missing

    def scored(predictions: Any, references: Any) -> Any:
        nulls = missing(predictions) | missing(references)
        if nulls.any():
            predictions, references = (it.filter(pyarrow.array(~nulls)) for it in (predictions, references))
        found = columns.of_part(predictions, references)
        arrays = []
        for figure in figures:
            values = np.zeros(len(nulls))
            values[~nulls] = found[figure]
            arrays.append(pyarrow.array(values, mask=nulls))
        if len(arrays) == 1:
            return arrays[0]
        return pyarrow.StructArray.from_arrays(arrays, figures, mask=pyarrow.array(nulls))

    return scored
