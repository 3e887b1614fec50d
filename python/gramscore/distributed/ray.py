"""Metrics over a Ray Dataset. Needs ray[data]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from gramscore.distributed.entry import check_table, typed, worker
from gramscore.options.optional import optional

if TYPE_CHECKING:
    from ray.data import Dataset

    from gramscore import BenchmarkOverlap, Contamination, State

_FAN_IN: Final = 64


@typed
def score(
    dataset: Dataset,
    metrics: Sequence[Any] | Mapping[str, Any],
    *,
    prediction: str = "prediction",
    reference: str = "reference",
    per_example: bool = False,
    threads: int = 1,
) -> dict[str, State] | Dataset:
    """The states of a whole dataset by metric: `found["rouge1"].corpus` is what `gramscore.evaluate` would find.

    metrics: as for `gramscore.evaluate`, but for NIST and CIDEr. They go to the workers pickled.
    prediction, reference: columns of text; the references may be lists of one or more texts.
    per_example: return the dataset with a column for each score instead, called as `gramscore score --per-example`
        calls them. Where a text is null, or a list of references
        empty or with a null in it, so are the scores.
    threads: how many a task uses, and so how many CPUs it asks Ray for.

    The scores depend neither on the blocks nor on what Ray repeats after a loss. States are added in the workers, up
    to 64 blocks at a time.

    Raises ImportError without Ray or pyarrow, TypeError for what is no Dataset, ValueError for an empty one and for
    columns that it is known not to have, and what `evaluate` raises for metrics. What happens in the workers comes
    wrapped by Ray: that there is no such column after all, or what is wrong with a text (a null is no text).
    """
    ray = optional("ray", "gramscore[ray]", "gramscore.distributed.ray")
    check_table("dataset", dataset, "map_batches", "Ray Dataset")
    work = worker("ray")
    job = work.Work(metrics, prediction, reference, threads)
    known = dataset.columns(fetch_if_missing=False)
    if known is not None:
        job.check(known, per_example)
    # A batch is a block: nothing is copied to make others.
    whole: Any = {"batch_format": "pyarrow", "batch_size": None, "zero_copy_batch": True, "num_cpus": threads}
    if per_example:
        return dataset.map_batches(job.with_figures, **whole)

    def states(batch: Any) -> Any:
        return job.states([batch])

    def added(*tables: Any) -> Any:
        return work.states_to_arrow(work.summed(row for table in tables for row in table.to_pylist()))

    add = ray.remote(added)
    parts = dataset.select_columns(job.texts).map_batches(states, **whole).to_arrow_refs()
    while len(parts) > _FAN_IN:
        parts = [add.remote(*parts[at : at + _FAN_IN]) for at in range(0, len(parts), _FAN_IN)]
    found: dict[str, State] = work.corpus(row for table in ray.get(parts) for row in table.to_pylist())
    return found


def contamination(
    dataset: Dataset,
    index: Contamination,
    *,
    text: str = "text",
    per_text: bool = False,
    threads: int = 1,
) -> BenchmarkOverlap | Dataset:
    """What the texts of a whole dataset have of each benchmark item: what `index.scan(...).benchmark` would say of
    them.

    index: put into Ray's store once, from which the workers take it.
    text: the column of texts.
    per_text: return the dataset with the columns contaminated, hits, covered, longest and items instead.
    threads: how many a task uses, and so how many CPUs it asks Ray for.

    Raises as score() does.
    """
    ray = optional("ray", "gramscore[ray]", "gramscore.distributed.ray")
    check_table("dataset", dataset, "map_batches", "Ray Dataset")
    work = worker("ray")
    job = work.ContaminationWork(index, text, threads)
    known = dataset.columns(fetch_if_missing=False)
    if known is not None:
        job.check(known)
    whole: Any = {"batch_format": "pyarrow", "batch_size": None, "zero_copy_batch": True, "num_cpus": threads}

    def rows(method: str) -> list[Any]:
        shared = ray.put(job)
        parts = dataset.select_columns([text]).map_batches(
            lambda batch: getattr(ray.get(shared), method)([batch]), **whole
        )
        return [row for table in ray.get(parts.to_arrow_refs()) for row in table.to_pylist()]

    if index.profile.most_matches is not None:
        job.matches = work.added_counts(rows("counts"))
    if per_text:
        shared = ray.put(job)
        return dataset.map_batches(lambda batch: ray.get(shared).with_columns(batch), **whole)
    found: BenchmarkOverlap = work.benchmark_of(rows("of_items"))
    return found
