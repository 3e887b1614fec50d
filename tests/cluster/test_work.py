"""What a worker does, without a cluster."""

from __future__ import annotations

import pickle
from itertools import pairwise
from typing import Any

import pytest

import gramscore

pa = pytest.importorskip("pyarrow")

from gramscore.distributed.work import ContaminationWork, Work, added_counts, benchmark_of, corpus, summed  # noqa: E402 - needs pyarrow

PREDICTIONS = ["a b", "c", "", "d e f"]
REFERENCES = [["a c", "a b"], ["c"], ["x"], ["d f", "e"]]
METRICS = {"rouge": gramscore.ROUGE(["rouge1", "rougeL"], stemmer=True), "bleu": "bleu", "ter": "ter"}


def batch(first: int, end: int) -> Any:
    return pa.record_batch(
        {"p": PREDICTIONS[first:end], "r": REFERENCES[first:end], "row": list(range(first, end))}
    )


def local() -> dict[str, gramscore.State]:
    return {name: it.state() for name, it in gramscore.evaluate(PREDICTIONS, REFERENCES, METRICS).items()}


@pytest.mark.parametrize("cuts", [[0, 4], [0, 1, 4], [0, 0, 2, 3, 4, 4]])
def test_states_of_parts_add_up(cuts: list[int]) -> None:
    work = pickle.loads(pickle.dumps(Work(METRICS, "p", "r", 1)))
    parts = [work.states([batch(first, end)]) for first, end in pairwise(cuts)]
    found = corpus(row for part in reversed(parts) for row in part.to_pylist())
    assert found == local()
    assert {name: state.corpus for name, state in found.items()} == {
        name: scores.corpus for name, scores in gramscore.evaluate(PREDICTIONS, REFERENCES, METRICS).items()
    }
    together = work.states([batch(first, end) for first, end in pairwise(cuts)])
    assert summed(together.to_pylist()) == local()


def test_no_examples() -> None:
    none = Work(METRICS, "p", "r", 1).states([batch(0, 0)])
    assert none.to_pylist() == []
    assert none.schema == Work(METRICS, "p", "r", 1).states([batch(0, 1)]).schema
    with pytest.raises(ValueError, match="no examples"):
        corpus([])


@pytest.mark.parametrize("as_table", [False, True])
def test_figures_beside_what_is_there(as_table: bool) -> None:
    found = pa.record_batch(
        {"row": [0, 1, 2], "p": ["a b", None, "c"], "r": pa.array(["a c", "x", None], pa.large_string())}
    )
    found = found.replace_schema_metadata({"of": "theirs"})
    if as_table:
        found = pa.Table.from_batches([found, found])
    scored = Work(["rouge1", "ter"], "p", "r", 1).with_figures(found)
    assert type(scored) is type(found)
    assert scored.schema.metadata == {b"of": b"theirs"}
    assert scored.select(found.schema.names).equals(found)
    names = ["rouge1_precision", "rouge1_recall", "rouge1_fmeasure", "ter_score"]
    assert scored.schema.names == [*found.schema.names, *names]
    for name, value in zip(names, (0.5, 0.5, 0.5, 50.0), strict=True):
        assert scored[name].to_pylist() == [value, None, None] * (1 + as_table)


def test_arguments_are_checked_where_they_are_given() -> None:
    with pytest.raises(ValueError, match="unknown metric"):
        Work(["terr"], "p", "r", 1)
    with pytest.raises(ValueError, match="NIST"):
        Work([gramscore.NIST(tokenizer="13a")], "p", "r", 1)
    with pytest.raises(TypeError, match="reference is 5"):
        Work(["ter"], "p", 5, 1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="threads"):
        Work(["ter"], "p", "r", 0)
    work = Work(["ter"], "p", "r", 1)
    with pytest.raises(ValueError, match="reference is 'r': the columns are p, q"):
        work.check(["p", "q"], per_example=False)
    work.check(["p", "r", "ter_score"], per_example=False)
    with pytest.raises(ValueError, match="there is a column 'ter_score' already"):
        work.check(["p", "r", "ter_score"], per_example=True)


@pytest.mark.parametrize("most", [None, 1])
@pytest.mark.parametrize("cuts", [[0, 4], [0, 1, 4], [0, 0, 2, 3, 4, 4]])
def test_contamination_of_parts_adds_up(cuts: list[int], most: int | None) -> None:
    index = gramscore.Contamination(["a b", "e f x", "q"], "custom", n=1, most_matches=most)
    work = pickle.loads(pickle.dumps(ContaminationWork(index, "p", 1)))
    parts = [[batch(first, end)] for first, end in pairwise(cuts)]
    work.matches = added_counts(row for part in parts for row in work.counts(part).to_pylist())
    found = benchmark_of(row for part in parts for row in work.of_items(part).to_pylist())
    whole = index.scan(PREDICTIONS)
    for name, column in whole.benchmark.columns().items():
        assert found.columns()[name].tolist() == column.tolist()
    assert found.examined == 4
    tables = [table for part in parts for table in work.each_with_columns(part)]
    assert [it for table in tables for it in table["items"].to_pylist()] == whole.columns()["items"]
