"""Batches scored as they come."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

import gramscore
from gramscore import BLEU, NIST, ROUGE, TER
from gramscore.metrics.stream import read_ahead

PREDICTIONS = ["the kettle is on", "a tea, please", "", "seven green frogs", "it rains"]
REFERENCES = ["the kettle was on", "some tea, please", "nothing", "seven small green frogs", "it rained"]
CUTS = [slice(0, 2), slice(2, 3), slice(3, 5)]


def pairs() -> Iterator[tuple[list[str], list[str]]]:
    for cut in CUTS:
        yield PREDICTIONS[cut], REFERENCES[cut]


@pytest.mark.parametrize(
    "metric", [ROUGE(["rouge1", "rougeL"]), BLEU(), TER()], ids=lambda it: type(it).__name__
)
def test_states_add_up_to_the_whole(metric: Any) -> None:
    whole = metric.score(PREDICTIONS, REFERENCES)
    batches = list(metric.score_stream(pairs(), threads=1))
    assert [len(scores) for scores in batches] == [2, 1, 2]
    assert batches[0] + batches[1] + batches[2] == whole
    assert sum(scores.state() for scores in batches) == whole.state()


def test_several_metrics() -> None:
    metrics = {"mine": "rouge1", "bleu": BLEU(2)}
    found = list(gramscore.evaluate_stream(pairs(), metrics))
    for name, whole in gramscore.evaluate(PREDICTIONS, REFERENCES, metrics).items():
        assert sum(scores[name].state() for scores in found) == whole.state()


def test_tables() -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"p": PREDICTIONS, "r": REFERENCES, "prediction": REFERENCES, "reference": REFERENCES})
    metric = BLEU(2)
    whole = metric.score(PREDICTIONS, REFERENCES).state()

    def state(batches: Any, prediction: str = "p", reference: str = "r") -> Any:
        stream = metric.score_stream(batches, prediction=prediction, reference=reference)
        return sum(scores.state() for scores in stream)

    assert state(table.to_batches(max_chunksize=2)) == whole
    assert state([table]) == whole
    assert state(pa.RecordBatchReader.from_batches(table.schema, table.to_batches(2))) == whole
    assert state([table.slice(0, 0), table, table.slice(5)]) == whole
    assert state([{"p": PREDICTIONS, "r": REFERENCES}]) == whole
    for module, convert in (("pandas", "to_pandas"), ("polars", None)):
        library = pytest.importorskip(module)
        frame = library.from_arrow(table) if convert is None else table.to_pandas()
        assert state([frame]) == whole
        with pytest.raises(ValueError, match=r"batches\[0\]: there is no column 'x'"):
            state([frame], prediction="x")
    perfect = sum(scores.state() for scores in metric.score_stream([table])).corpus.score
    assert perfect == metric.score(REFERENCES, REFERENCES).corpus.score


def test_it_is_lazy_and_at_most_three_batches_are_in_memory() -> None:
    given: list[int] = []

    def batches() -> Iterator[tuple[list[str], list[str]]]:
        for number in range(20):
            given.append(number)
            yield ["a"], ["a"]

    stream = TER().score_stream(batches())
    assert given == []
    for number, _ in enumerate(stream):
        assert len(given) <= number + 4  # in use, ready, and waiting for room; the list is told before


def test_empty() -> None:
    assert list(TER().score_stream([])) == []
    assert list(TER().score_stream([([], []), ((), ())])) == []


def test_errors_name_the_batch() -> None:
    def failing() -> Iterator[Any]:
        yield ["a"], ["a"]
        raise RuntimeError("the disk is gone")

    with pytest.raises(RuntimeError, match="the disk is gone"):
        list(TER().score_stream(failing()))
    good = (["a"], ["a"])
    with pytest.raises(TypeError, match=r"^batches\[1\]: predictions\[0\] is "):
        list(TER().score_stream([good, ([None], ["a"])]))
    with pytest.raises(ValueError, match=r"^batches\[1\]: "):
        list(TER().score_stream([good, (["a"], ["a", "b"])]))
    with pytest.raises(ValueError, match=r"^batches\[0\]: a tuple of 3"):
        list(TER().score_stream([(1, 2, 3)]))
    for batch in (["a", "b"], "ab", 3):
        with pytest.raises(TypeError, match=r"^batches\[0\]: a (list|str|int): a tuple"):
            list(TER().score_stream([batch]))
    for batches in ("ab", 3):
        with pytest.raises(TypeError, match="batches is "):
            TER().score_stream(batches)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="threads is 0"):
        TER().score_stream([good], threads=0)
    with pytest.raises(ValueError, match="the NIST 'nist'"):
        gramscore.evaluate_stream([good], [NIST(tokenizer="none")])


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "gramscore-reader"]


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_the_reader_ends_with_the_stream(taken: int) -> None:
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    before = readers()
    stream = read_ahead(endless())
    for _ in range(taken):
        next(stream)
    new = [thread for thread in readers() if thread not in before]
    assert len(new) == min(taken, 1)
    stream.close()  # type: ignore[attr-defined]
    for thread in new:
        thread.join(timeout=60)
        assert not thread.is_alive()
        assert closed.is_set()
