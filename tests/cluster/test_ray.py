"""Metrics over a Ray Dataset, on a cluster of several workers in this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import gramscore

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'gramscore[ray]'")
for package in ("pandas", "pyarrow"):
    pytest.importorskip(package, reason=f"Ray Data needs {package}: pip install 'gramscore[ray]'")

import cluster_corpus as corpus  # noqa: E402 - in tests/support, after what may skip all of this

from gramscore.distributed.ray import contamination, score  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")  # Ray's own are none of our business

WORKERS = 2


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    paths = [str(Path(gramscore.__file__).parents[1]), str(Path(corpus.__file__).parent)]
    ray.init(
        num_cpus=WORKERS,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="error",
        runtime_env={"env_vars": {"PYTHONPATH": ":".join(paths)}},
    )
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


@pytest.fixture
def dataset() -> Any:
    return ray.data.from_items(corpus.rows(), override_num_blocks=9)


def test_equal_to_the_local_states(dataset: Any) -> None:
    found = score(dataset, corpus.METRICS, prediction="output", reference="targets")
    assert found == corpus.local()
    whole = gramscore.evaluate(corpus.PREDICTIONS, corpus.REFERENCES, corpus.METRICS)
    assert {name: state.corpus for name, state in found.items()} == {
        name: scores.corpus for name, scores in whole.items()
    }


def test_states_are_added_as_a_tree(dataset: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gramscore.distributed.ray._FAN_IN", 2)
    assert score(dataset, corpus.METRICS, prediction="output", reference="targets") == corpus.local()


def test_figures_beside_the_texts(dataset: Any) -> None:
    scored = score(dataset, ["rougeL", "ter"], prediction="output", reference="targets", per_example=True)
    rows = sorted(scored.take_all(), key=lambda row: row["row"])
    local = gramscore.evaluate(corpus.PREDICTIONS, corpus.REFERENCES, ["rougeL", "ter"])
    assert [row["output"] for row in rows] == corpus.PREDICTIONS
    assert [row["rougeL_fmeasure"] for row in rows] == local["rougeL"]["rougeL"].fmeasure.tolist()
    assert [row["ter_score"] for row in rows] == local["ter"].examples.tolist()


def test_a_worker_that_is_killed(dataset: Any, tmp_path: Path) -> None:
    tokenizer = corpus.DeadlyTokenizer(tmp_path / "killed", corpus.ROWS // 2)
    found = score(
        dataset, {"bleu": gramscore.BLEU(tokenizer=tokenizer)}, prediction="output", reference="targets"
    )
    assert tokenizer.trace.exists()  # so that the metric does not kill this process
    whole = gramscore.BLEU(tokenizer=tokenizer).score(corpus.PREDICTIONS, corpus.REFERENCES)
    assert found == {"bleu": whole.state()}


def test_errors(dataset: Any) -> None:
    with pytest.raises(TypeError, match="dataset is 5"):
        score(5, ["ter"])
    with pytest.raises(ValueError, match="prediction is 'prediction': the columns are row, output, targets"):
        score(dataset, ["ter"])
    with pytest.raises(ValueError, match="no examples"):
        score(dataset.limit(0), ["ter"], prediction="output", reference="targets")
    with pytest.raises(ray.exceptions.RayError, match=r"predictions\[0\] is 0 \(int\): a str is expected"):
        score(dataset, ["ter"], prediction="row", reference="targets")


@pytest.mark.parametrize("name", corpus.INDICES)
def test_contamination(dataset: Any, name: str) -> None:
    index = corpus.INDICES[name]
    found = contamination(dataset, index, text="output")
    assert corpus.overlap_of(found) == corpus.found_locally(index, corpus.PREDICTIONS)
    rows = sorted(
        contamination(dataset, index, text="output", per_text=True).take_all(), key=lambda row: row["row"]
    )
    local = index.scan(corpus.PREDICTIONS).columns()
    assert [row["contaminated"] for row in rows] == local["contaminated"].tolist()
    assert [row["covered"] for row in rows] == local["covered"].tolist()
    assert [list(row["items"]) for row in rows] == local["items"]


def test_contamination_errors(dataset: Any) -> None:
    index = corpus.INDICES["any"]
    with pytest.raises(TypeError, match="index is 5"):
        contamination(dataset, 5)
    with pytest.raises(ValueError, match="text is 'text': the columns are row, output, targets"):
        contamination(dataset, index)
    with pytest.raises(ValueError, match="no texts"):
        contamination(dataset.limit(0), index, text="output")
