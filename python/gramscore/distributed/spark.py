"""Metrics over a Spark DataFrame. Needs pyspark, and pyarrow in the driver and the workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from gramscore.distributed.entry import check_table, typed, worker
from gramscore.options.optional import optional

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from gramscore import BenchmarkOverlap, Contamination, State

# Of the tables that State.to_arrow() makes, in Spark's words.
_SCHEMA: Final = (
    "name string, signature string, configuration string, "
    "examples long, whole array<long>, exact array<binary>"
)


@typed
def score(
    dataframe: DataFrame,
    metrics: Sequence[Any] | Mapping[str, Any],
    *,
    prediction: str = "prediction",
    reference: str = "reference",
    per_example: bool = False,
    threads: int = 1,
) -> dict[str, State] | DataFrame:
    """The states of a whole DataFrame by metric: `found["rouge1"].corpus` is what `gramscore.evaluate` would find.

    metrics: as for `gramscore.evaluate`, but for NIST and CIDEr. They go to the workers pickled.
    prediction, reference: columns of text; the references may be arrays of one or more texts.
    per_example: return the DataFrame with a column of doubles for each score instead, called as
        `gramscore score --per-example` calls them. Where a text is null, or a list of references
        empty or with a null in it, so are the scores.
    threads: how many a task uses; `spark.task.cpus` should be no less.

    The scores depend neither on the partitions nor on what Spark repeats after a loss. Each partition hands on one row
    of sums per metric, which the driver adds.

    Raises ImportError without PySpark or pyarrow, TypeError for what is no DataFrame, ValueError for a column that is
    not there and for no rows, and what `evaluate` raises for metrics. What is wrong with a text (a null is no text)
    comes wrapped by Spark.
    """
    types = optional("pyspark.sql.types", "gramscore[spark]", "gramscore.distributed.spark")
    check_table("dataframe", dataframe, "mapInArrow", "Spark DataFrame")
    work = worker("spark")
    job = work.Work(metrics, prediction, reference, threads)
    job.check(dataframe.columns, per_example)
    if per_example:
        figures = [types.StructField(name, types.DoubleType()) for name in job.columns.names]
        return dataframe.mapInArrow(
            job.each_with_figures, types.StructType([*dataframe.schema.fields, *figures])
        )

    def states(batches: Iterable[Any]) -> Iterator[Any]:
        yield from job.states(batches).to_batches()

    parts = dataframe.select(*job.texts).mapInArrow(states, _SCHEMA).collect()
    found: dict[str, State] = work.corpus(
        {**part.asDict(), "exact": list(map(bytes, part["exact"]))} for part in parts
    )
    return found


# Of the tables of benchmark_table(), and of the columns of ContaminationWork, in Spark's words.
_BENCHMARK_SCHEMA: Final = (
    "texts array<long>, first array<long>, contaminated array<long>, share array<double>, examined long"
)


def contamination(
    dataframe: DataFrame,
    index: Contamination,
    *,
    text: str = "text",
    per_text: bool = False,
    threads: int = 1,
) -> BenchmarkOverlap | DataFrame:
    """What the texts of a whole DataFrame have of each benchmark item: what `index.scan(...).benchmark` would say of
    them.

    index: broadcast to the workers.
    text: the column of texts.
    per_text: return the DataFrame with the columns contaminated, hits, covered, longest and items instead.
    threads: how many a task uses; `spark.task.cpus` should be no less.

    Raises as score() does.
    """
    types = optional("pyspark.sql.types", "gramscore[spark]", "gramscore.distributed.spark")
    check_table("dataframe", dataframe, "mapInArrow", "Spark DataFrame")
    work = worker("spark")
    job = work.ContaminationWork(index, text, threads)
    job.check(dataframe.columns)
    context = dataframe.sparkSession.sparkContext

    def rows(method: str, schema: str) -> list[Any]:
        shared = context.broadcast(job)

        def of_partition(batches: Iterable[Any]) -> Iterator[Any]:
            yield from getattr(shared.value, method)(batches).to_batches()

        return [part.asDict() for part in dataframe.select(text).mapInArrow(of_partition, schema).collect()]

    if index.profile.most_matches is not None:
        job.matches = work.added_counts(rows("counts", "counts array<long>"))
    if per_text:
        shared = context.broadcast(job)

        def with_columns(batches: Iterable[Any]) -> Iterator[Any]:
            return shared.value.each_with_columns(batches)  # type: ignore[no-any-return]

        long, double = types.LongType(), types.DoubleType()
        kinds = [types.BooleanType(), long, double, long, types.ArrayType(long)]
        added = [types.StructField(*it) for it in zip(work.CONTAMINATION_COLUMNS, kinds, strict=True)]
        return dataframe.mapInArrow(with_columns, types.StructType([*dataframe.schema.fields, *added]))
    found: BenchmarkOverlap = work.benchmark_of(rows("of_items", _BENCHMARK_SCHEMA))
    return found
