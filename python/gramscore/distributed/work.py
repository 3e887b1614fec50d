"""What a worker does with its batches: Arrow tables or record batches with two columns of texts, and any others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from gramscore import BenchmarkOverlap, Contamination, State, evaluate_stream
from gramscore.corpora.columns import Columns, naming_texts
from gramscore.io.missing import missing, without_nulls
from gramscore.results.state import states_to_arrow

# Batches that are read before an error of an earlier one is known, and more.
_READ_AHEAD = 8


class Work:
    """Metrics for the columns `prediction` and `reference`. Pickles."""

    def __init__(
        self, metrics: Sequence[Any] | Mapping[str, Any], prediction: str, reference: str, threads: int
    ) -> None:
        for argument, name in (("prediction", prediction), ("reference", reference)):
            if not isinstance(name, str):
                raise TypeError(f"{argument} is {name!r}: the name of a column is expected")
        self.columns = Columns(metrics, threads=threads)  # looks at the arguments here, not in the workers
        self._metrics = metrics
        self._prediction = prediction
        self._reference = reference
        self.threads = threads

    @property
    def texts(self) -> list[str]:
        """The columns that are read."""
        return list(dict.fromkeys((self._prediction, self._reference)))

    def check(self, present: Iterable[str], per_example: bool) -> None:
        """ValueError unless the columns are there, and those that are to be added are not."""
        names = list(present)
        for argument, name in (("prediction", self._prediction), ("reference", self._reference)):
            if name not in names:
                raise ValueError(f"{argument} is {name!r}: the columns are {', '.join(names)}")
        for name in self.columns.names if per_example else ():
            if name in names:
                raise ValueError(f"there is a column {name!r} already: a mapping gives metrics other names")

    def states(self, batches: Iterable[Any]) -> pa.Table:
        """The states over all batches, in the form in which they are saved; of no examples, no rows."""
        recent: dict[int, tuple[Any, Any]] = {}

        def columns() -> Iterator[tuple[Any, Any]]:
            for number, batch in enumerate(batches):
                recent[number] = batch[self._prediction], without_nulls(batch[self._reference])
                recent.pop(number - _READ_AHEAD, None)
                yield recent[number]

        def added() -> dict[str, State]:
            found: dict[str, State] = {}
            for scores in evaluate_stream(columns(), self._metrics, threads=self.threads):
                states = {name: one.state() for name, one in scores.items()}
                found = {name: found[name] + state for name, state in states.items()} if found else states
            return found

        return states_to_arrow(naming_texts(added, recent.__getitem__))

    def with_figures(self, batch: Any) -> Any:
        """The batch with a column per score; where a text is missing, the scores are null."""
        predictions, references = batch[self._prediction], without_nulls(batch[self._reference])
        nulls = missing(predictions) | missing(references)
        if nulls.any():
            predictions, references = (it.filter(pa.array(~nulls)) for it in (predictions, references))
        schema, arrays = batch.schema, list(batch.columns)
        for name, values in self.columns.of_part(predictions, references).items():
            column = np.zeros(len(nulls))
            column[~nulls] = values
            schema = schema.append(pa.field(name, pa.float64()))
            arrays.append(pa.array(column, mask=nulls))
        return type(batch).from_arrays(arrays, schema=schema)

    def each_with_figures(self, batches: Iterable[Any]) -> Iterator[Any]:
        return map(self.with_figures, batches)


class ContaminationWork:
    """A contamination index for a column of texts. Pickles."""

    def __init__(self, index: Contamination, text: str, threads: int) -> None:
        if not isinstance(index, Contamination):
            raise TypeError(f"index is {index!r}: a gramscore.Contamination is expected")
        if not isinstance(text, str):
            raise TypeError(f"text is {text!r}: the name of a column is expected")
        self.index = index
        self.text = text
        self.threads = threads
        self.matches: Any = None

    def check(self, present: Iterable[str]) -> None:
        """ValueError unless the column of texts is there, and those that are to be added are not."""
        names = list(present)
        if self.text not in names:
            raise ValueError(f"text is {self.text!r}: the columns are {', '.join(names)}")
        for name in CONTAMINATION_COLUMNS:
            if name in names:
                raise ValueError(f"there is a column {name!r} already")

    def with_columns(self, batch: Any) -> Any:
        """The batch with what was found in each text."""
        found = self.index.scan(batch[self.text], matches=self.matches, threads=self.threads).columns()
        schema, arrays = batch.schema, list(batch.columns)
        for name, kind in CONTAMINATION_COLUMNS.items():
            schema = schema.append(pa.field(name, kind))
            arrays.append(pa.array(found[name], kind))
        return type(batch).from_arrays(arrays, schema=schema)

    def each_with_columns(self, batches: Iterable[Any]) -> Iterator[Any]:
        return map(self.with_columns, batches)

    def of_items(self, batches: Iterable[Any]) -> pa.Table:
        """What all batches together have of the benchmark, a row; none of no batches."""
        parts = [
            self.index.scan(batch[self.text], matches=self.matches, threads=self.threads).benchmark
            for batch in batches
        ]
        return benchmark_table(sum(parts[1:], parts[0])) if parts else benchmark_table(None)

    def counts(self, batches: Iterable[Any]) -> pa.Table:
        """How often all batches together have each n-gram, a row; none of no batches."""
        found = [self.index.matches(batch[self.text], threads=self.threads) for batch in batches]
        rows = [sum(found[1:], found[0]).tolist()] if found else []
        return pa.table({"counts": pa.array(rows, pa.list_(pa.int64()))})


CONTAMINATION_COLUMNS = {
    "contaminated": pa.bool_(),
    "hits": pa.int64(),
    "covered": pa.float64(),
    "longest": pa.int64(),
    "items": pa.list_(pa.int64()),
}


def benchmark_table(found: BenchmarkOverlap | None) -> pa.Table:
    """Counts by item as a row of a table; none of nothing."""
    rows = [] if found is None else [found]
    lists = {
        name: pa.array([getattr(it, name).tolist() for it in rows], pa.list_(kind))
        for name, kind in (
            ("texts", pa.int64()),
            ("first", pa.int64()),
            ("contaminated", pa.int64()),
            ("share", pa.float64()),
        )
    }
    return pa.table({**lists, "examined": pa.array([it.examined for it in rows], pa.int64())})


def benchmark_of(rows: Iterable[Mapping[str, Any]]) -> BenchmarkOverlap:
    """The sum of such rows, in their order. ValueError if there are none."""
    parts = [
        BenchmarkOverlap(
            np.array(row["texts"], np.int64),
            np.array(row["first"], np.int64),
            np.array(row["contaminated"], np.int64),
            np.array(row["share"], np.float64),
            row["examined"],
        )
        for row in rows
    ]
    if not parts:
        raise ValueError("there are no texts to look through")
    return sum(parts[1:], parts[0])


def added_counts(rows: Iterable[Mapping[str, Any]]) -> Any:
    """The sum of rows of counts. ValueError if there are none."""
    found = [np.array(row["counts"], np.int64) for row in rows]
    if not found:
        raise ValueError("there are no texts to look through")
    return sum(found[1:], found[0])


def summed(rows: Iterable[Mapping[str, Any]]) -> dict[str, State]:
    """The sums of saved states by name."""
    found: dict[str, State] = {}
    for row in rows:
        state = State.of_parts(row)
        found[row["name"]] = found[row["name"]] + state if row["name"] in found else state
    return found


def corpus(rows: Iterable[Mapping[str, Any]]) -> dict[str, State]:
    """The same of a whole corpus. ValueError if there are none."""
    found = summed(rows)
    if not found:
        raise ValueError("there are no examples to score")
    return found
