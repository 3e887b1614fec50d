"""Metrics over a Spark DataFrame, in a local session with several workers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import gramscore

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'gramscore[spark]'")
pytest.importorskip("pyarrow")
if shutil.which("java") is None or subprocess.run(["java", "-version"], capture_output=True).returncode != 0:
    pytest.skip("Spark needs a Java, and there is none", allow_module_level=True)

import cluster_corpus as corpus  # noqa: E402 - in tests/support, after what may skip all of this

from gramscore.distributed.spark import contamination, score  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")  # Spark's own are none of our business


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    monkeypatch = pytest.MonkeyPatch()
    paths = [str(Path(gramscore.__file__).parents[1]), str(Path(corpus.__file__).parent)]
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", ":".join(paths))
    session = (
        SparkSession.builder.master("local[2, 4]")  # workers, and how often a task may fail
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()
    monkeypatch.undo()


@pytest.fixture(scope="module")
def frame(session: Any) -> Any:
    rows = [tuple(row.values()) for row in corpus.rows()]
    return session.createDataFrame(rows, "row long, output string, targets array<string>").repartition(4)


def test_equal_to_the_local_states(frame: Any) -> None:
    found = score(frame, corpus.METRICS, prediction="output", reference="targets")
    assert found == corpus.local()
    whole = gramscore.evaluate(corpus.PREDICTIONS, corpus.REFERENCES, corpus.METRICS)
    assert {name: state.corpus for name, state in found.items()} == {
        name: scores.corpus for name, scores in whole.items()
    }


def test_figures_beside_the_texts(frame: Any) -> None:
    scored = score(frame, ["rougeL", "ter"], prediction="output", reference="targets", per_example=True)
    assert scored.columns == [
        *frame.columns, "rougeL_precision", "rougeL_recall", "rougeL_fmeasure", "ter_score",
    ]  # fmt: skip
    rows = scored.orderBy("row").collect()
    local = gramscore.evaluate(corpus.PREDICTIONS, corpus.REFERENCES, ["rougeL", "ter"])
    assert [row["output"] for row in rows] == corpus.PREDICTIONS
    assert [row["targets"] for row in rows] == corpus.REFERENCES
    assert [row["rougeL_fmeasure"] for row in rows] == local["rougeL"]["rougeL"].fmeasure.tolist()
    assert [row["ter_score"] for row in rows] == local["ter"].examples.tolist()


def test_null_texts_have_null_figures(session: Any) -> None:
    frame = session.createDataFrame([("a b", "a c"), (None, "a")], "prediction string, reference string")
    scored = score(frame, ["ter"], per_example=True)
    assert sorted((row["ter_score"] for row in scored.collect()), key=str) == [50.0, None]


def test_a_worker_that_is_killed(frame: Any, tmp_path: Path) -> None:
    tokenizer = corpus.DeadlyTokenizer(tmp_path / "killed", corpus.ROWS // 2)
    found = score(
        frame, {"bleu": gramscore.BLEU(tokenizer=tokenizer)}, prediction="output", reference="targets"
    )
    assert tokenizer.trace.exists()  # so that the metric does not kill this process
    whole = gramscore.BLEU(tokenizer=tokenizer).score(corpus.PREDICTIONS, corpus.REFERENCES)
    assert found == {"bleu": whole.state()}


def test_errors(frame: Any) -> None:
    from pyspark.errors import PySparkException

    with pytest.raises(TypeError, match="dataframe is 5"):
        score(5, ["ter"])
    with pytest.raises(ValueError, match="prediction is 'prediction': the columns are row, output, targets"):
        score(frame, ["ter"])
    with pytest.raises(ValueError, match="no examples"):
        score(frame.where("row < 0"), ["ter"], prediction="output", reference="targets")
    with pytest.raises(PySparkException, match=r"predictions\[0\] is \d+ \(int\): a str is expected"):
        score(frame.coalesce(1), ["ter"], prediction="row", reference="targets")


@pytest.mark.parametrize("name", corpus.INDICES)
def test_contamination(frame: Any, name: str) -> None:
    index = corpus.INDICES[name]
    texts = [row["output"] for row in frame.select("output").collect()]
    found = contamination(frame, index, text="output")
    assert corpus.overlap_of(found) == corpus.found_locally(index, texts)
    rows = contamination(frame, index, text="output", per_text=True).collect()
    local = index.scan([row["output"] for row in rows]).columns()
    assert [row["contaminated"] for row in rows] == local["contaminated"].tolist()
    assert [row["covered"] for row in rows] == local["covered"].tolist()
    assert [row["items"] for row in rows] == local["items"]


def test_contamination_errors(frame: Any) -> None:
    index = corpus.INDICES["any"]
    with pytest.raises(TypeError, match="index is 5"):
        contamination(frame, 5)
    with pytest.raises(ValueError, match="text is 'text': the columns are row, output, targets"):
        contamination(frame, index)
