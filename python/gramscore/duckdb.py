"""Metrics as functions of SQL in DuckDB. Needs the packages duckdb and pyarrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, Final
from uuid import uuid4
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

# Every function by its name. A function belongs to the database and outlives the connection that registered it, but
# DuckDB lets go of the object then, and would call what is no longer there.
_KEPT: dict[str, list[_Function]] = {}


def register(
    connection: duckdb.DuckDBPyConnection,
    metrics: Mapping[str, Any] = _DEFAULT,
    *,
    threads: int = 1,
) -> None:
    """Gives a connection functions of (prediction, reference), VARCHAR each, or VARCHAR[] for several references.

    metrics: what the functions are called, and what they compute: names of metrics or metrics, as for
        `gramscore.evaluate`, but for NIST and CIDEr. By default rouge1, rouge2, rouge_l, rouge_lsum, bleu, chrf, ter.
    threads: how many a function uses for the 2048 rows that it is given at a time.

    A name of a ROUGE type computes F, 0..1, and other metrics their score: DOUBLE. A ROUGE of one's own, whose scores
    are many, returns a STRUCT with `rouge1_precision`, `rouge1_recall`, `rouge1_fmeasure` and so on. NULL gives NULL,
    and so does a list of references that is empty or holds nothing but NULL; beside others a NULL is no reference. To
    register again replaces what was there before. All connections to one database share its functions, cursors too.

    These are scores of examples. `avg(bleu(...))` is no corpus BLEU; `avg(rouge_l(...))` is what people quote, up to
    the last bits, which depend on the order in which DuckDB adds.

    Raises ImportError without pyarrow, ValueError or TypeError for metrics as `evaluate` does; DuckDB's own for names
    that are taken, by other functions or by one of another type from another connection, and for texts that cannot be
    scored, which they name.

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
        fields = ", ".join(f'"{figure}" DOUBLE' for figure in figures)
        kind = "DOUBLE" if len(figures) == 1 else f"STRUCT({fields})"
        scored = _function(columns, figures, pyarrow)
        present = _registered_elsewhere(connection, name)
        if present is not None and present.kind != kind:
            # Some versions of DuckDB make a second function of it, and can call neither.
            raise optional("duckdb", "gramscore[duckdb]", "gramscore.duckdb").CatalogException(
                f"{name!r} exists already: another connection gave it the type {present.kind}, not {kind}"
            )
        if present is not None:
            present.scored = scored
            continue
        function = _Function(scored, kind)
        create(name, function, None, kind, type="arrow", null_handling="special")
        _KEPT.setdefault(name, []).append(function)
        ours.add(name)


class _Function:
    """What DuckDB calls. What it calls in turn can be replaced by another function of the same type."""

    asked_for: ClassVar[str | None] = None  # a prediction by which a function is to tell that it was called
    answered: ClassVar[_Function | None] = None

    def __init__(self, scored: Callable[[Any, Any], Any], kind: str) -> None:
        self.scored = scored
        self.kind = kind

    def __call__(self, predictions: Any, references: Any) -> Any:
        if _Function.asked_for is not None and _Function.asked_for == predictions[0].as_py():
            _Function.answered = self
        return self.scored(predictions, references)


_ASKING: Final = Lock()


def _registered_elsewhere(connection: duckdb.DuckDBPyConnection, name: str) -> _Function | None:
    """The function of that name that another connection gave to the same database. DuckDB tells neither which databases
    are the same nor what a function is, so it is called."""
    if name not in _KEPT:
        return None
    quoted = name.replace('"', '""')
    with _ASKING:
        _Function.asked_for, _Function.answered = uuid4().hex, None
        try:
            connection.cursor().execute(f'SELECT "{quoted}"(?, NULL)', [_Function.asked_for]).fetchall()
        except Exception:  # a function of other arguments
            return None
        finally:
            _Function.asked_for = None
        return _Function.answered


def _figures(metric: Any, threads: int) -> tuple[Columns, tuple[str, ...]]:
    columns = Columns([metric], threads=threads)
    fmeasure = f"{metric}_fmeasure" if isinstance(metric, str) else ""
    return columns, (fmeasure,) if fmeasure in columns.names else columns.names


def _function(columns: Columns, figures: tuple[str, ...], pyarrow: Any) -> Any:
    """What DuckDB calls with Arrow columns."""
    from gramscore.io.missing import missing, without_nulls

    def scored(predictions: Any, references: Any) -> Any:
        references = without_nulls(references)
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
