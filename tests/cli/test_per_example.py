"""Per-example results beside the ids, equal to the last bit, and a file that is whole or absent."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

import gramscore

PREDICTIONS = ["the boat left at nine", "rain and more rain", "", "seven small green frogs"]
REFERENCES = ["the boat leaves at nine", "it rained", "nothing", "seven frogs of green"]
IDS = ["a", 'b,"c"\n', "été", "%s"]


def read_jsonl(path: str) -> dict[str, list[Any]]:
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n")[:-1]]
    return {name: [row[name] for row in rows] for name in rows[0]}


READERS: dict[str, Callable[[str], dict[str, list[Any]]]] = {
    "jsonl": read_jsonl,
    "csv": lambda path: pa.csv.read_csv(
        path, parse_options=pa.csv.ParseOptions(newlines_in_values=True)
    ).to_pydict(),
    "parquet": lambda path: pa.parquet.read_table(path).to_pydict(),
}


def corpus(**ids: list[Any]) -> str:
    columns = {"prediction": PREDICTIONS, "reference": REFERENCES, **ids}
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return "in.jsonl"


def expected(types: list[str]) -> dict[str, list[float]]:
    scores = gramscore.ROUGE(types).score(PREDICTIONS, REFERENCES)
    return {
        f"{kind}_{name}": getattr(scores[kind], name).tolist()
        for kind in types
        for name in ("precision", "recall", "fmeasure")
    }


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("ids", [IDS, [10, -2, 2**62, 0]], ids=["text", "integers"])
def test_figures_beside_ids(run, format: str, ids: list[Any]) -> None:
    outcome = run(
        "score", corpus(uid=ids), "-m", "rouge1,rougeL", "--per-example", f"out.{format}", "--format", "json"
    )
    assert outcome.json["input"]["fields"]["id"] == "uid"
    found = READERS[format](f"out.{format}")
    assert list(found) == ["uid", *expected(["rouge1", "rougeL"])]
    assert found == {"uid": ids, **expected(["rouge1", "rougeL"])}
    assert sorted(os.listdir()) == ["in.jsonl", f"out.{format}"]


@pytest.mark.parametrize("format", READERS)
def test_index_without_ids(run, format: str) -> None:
    assert run("score", corpus(), "-m", "rouge2", "--per-example", f"out.{format}").code == 0
    assert READERS[format](f"out.{format}") == {"index": [0, 1, 2, 3], **expected(["rouge2"])}


def test_index_of_lines(run) -> None:
    Path("hyp.txt").write_text("".join(f"{text}\n" for text in PREDICTIONS))
    Path("ref.txt").write_text("".join(f"{text}\n" for text in REFERENCES))
    assert run("score", "hyp.txt", "ref.txt", "-m", "rouge2", "--per-example", "out.jsonl").code == 0
    assert read_jsonl("out.jsonl") == {"index": [0, 1, 2, 3], **expected(["rouge2"])}


def test_chosen_id(run) -> None:
    file = corpus(id=[1, 2, 3, 4], name=IDS)
    assert run("score", file, "-m", "rouge1", "--id", "name", "--per-example", "out.jsonl").code == 0
    assert read_jsonl("out.jsonl") == {"name": IDS, **expected(["rouge1"])}


def test_ids_of_csv_are_text(run) -> None:
    Path("in.csv").write_text("id,prediction,reference\n007,a,b\n8,c,d\n")
    assert run("score", "in.csv", "--per-example", "out.jsonl").code == 0
    assert read_jsonl("out.jsonl")["id"] == ["007", "8"]


def test_ids_of_parquet(run) -> None:
    pa.parquet.write_table(
        pa.table({"id": pa.array([5, 6], pa.int32()), "prediction": ["a", "b"], "reference": ["a", "b"]}),
        "in.parquet",
    )
    assert run("score", "in.parquet", "--per-example", "out.parquet").code == 0
    assert pa.parquet.read_table("out.parquet")["id"].to_pylist() == [5, 6]


def test_ids_are_not_needed_without_the_file(run) -> None:
    assert run("score", corpus(id=[1, None, "x", {}])).code == 0


def test_an_old_result_is_replaced(run) -> None:
    Path("out.csv").write_text("old")
    assert run("score", corpus(), "--per-example", "out.csv").code == 0
    assert Path("out.csv").read_text().startswith('"index"')


def test_an_old_result_survives_a_failure(run) -> None:
    Path("out.csv").write_text("old")
    Path("in.jsonl").write_text("oops\n")
    assert run("score", "in.jsonl", "--per-example", "out.csv").code == 2
    assert Path("out.csv").read_text() == "old"
    assert sorted(os.listdir()) == ["in.jsonl", "out.csv"]


def test_nothing_is_left_when_writing_fails(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pa.parquet.ParquetWriter, "write_table", fail)
    outcome = run("score", corpus(), "--per-example", "out.parquet")
    assert outcome.code == 1
    assert outcome.error == "out.parquet: cannot be written (No space left on device)"
    assert os.listdir() == ["in.jsonl"]


def test_nothing_is_left_when_scoring_is_interrupted(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gramscore.ROUGE, "score", interrupt)
    outcome = run("score", corpus(), "--per-example", "out.csv")
    assert outcome.code == 130
    assert outcome.err.strip() == "gramscore: error: interrupted"
    assert os.listdir() == ["in.jsonl"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("none/out.csv", "No such file or directory"),
        ("in.jsonl/out.csv", "Not a directory"),
        ("dir.csv", "it is not a"),
    ],
)
def test_unwritable_output_is_told_before_scoring(
    run, monkeypatch: pytest.MonkeyPatch, path: str, reason: str
) -> None:
    monkeypatch.setattr(gramscore.ROUGE, "score", lambda *_, **__: pytest.fail("scored in vain"))
    file = corpus()
    Path("dir.csv").mkdir()
    outcome = run("score", file, "--per-example", path)
    assert outcome.code == 1
    assert outcome.error.startswith(f"{path}: cannot be written ({reason}")


def test_an_input_is_not_overwritten(run) -> None:
    Path("in.csv").write_text("prediction,reference\na,b\n")
    os.link("in.csv", "same.csv")
    outcome = run("score", "in.csv", "--per-example", "same.csv")
    assert outcome.code == 2
    assert outcome.error == "--per-example same.csv would replace an input"


def test_a_link_is_followed(run) -> None:
    Path("far").mkdir()
    os.symlink("far/out.csv", "out.csv")
    assert run("score", corpus(), "--per-example", "out.csv").code == 0
    assert Path("out.csv").is_symlink()
    assert os.listdir("far") == ["out.csv"]


def test_permissions_follow_the_umask(run) -> None:
    before = os.umask(0o027)
    try:
        assert run("score", corpus(), "--per-example", "out.csv").code == 0
    finally:
        os.umask(before)
    assert Path("out.csv").stat().st_mode & 0o777 == 0o640
