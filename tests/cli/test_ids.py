"""Ids of any type are written as they are; a guessed one never fails or skips anything."""

from __future__ import annotations

import csv
import datetime
import decimal
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

VALUES: list[list[Any]] = [
    [1, "x"],
    ["x", 1],
    [1, None],
    [True, False],
    [1.5, 2.5],
    [2**70, 1],
    [{"a": [1]}, [2]],
    [None, None],
    ["a", "a"],
    ["é\x1b", "\ud800"],
    ["\ud800", 2],
]


def write(values: list[Any], path: str = "x.jsonl", field: str = "id") -> None:
    lines = (
        {"prediction": "a b", "reference": "a c" if n else "a b", field: it} for n, it in enumerate(values)
    )
    Path(path).write_text("".join(json.dumps(line) + "\n" for line in lines))


def ids(name: str = "out.jsonl", field: str = "id") -> list[Any]:
    if name.endswith(".jsonl"):
        return [json.loads(line)[field] for line in Path(name).read_text("utf-8").splitlines()]
    if name.endswith(".csv"):
        with open(name, newline="", encoding="utf-8") as stream:
            return [row[field] for row in csv.DictReader(stream)]
    return pa.parquet.read_table(name)[field].to_pylist()


@pytest.mark.parametrize("values", VALUES, ids=repr)
@pytest.mark.parametrize("skip", ["stop", "skip"])
@pytest.mark.parametrize("asked", [[], ["--id", "id"]])
def test_json(run, values: list[Any], skip: str, asked: list[str]) -> None:
    write(values)
    for ending in ("jsonl", "csv", "parquet"):
        arguments = ["-m", "rouge1", "--per-example", f"out.{ending}", "--on-error", skip, "--format", "json"]
        found = run("score", "x.jsonl", *arguments, *asked).json
        assert found["metrics"]["rouge1"]["fmeasure"] == 0.75
    assert ids() == values
    assert len(ids("out.csv")) == len(ids("out.parquet")) == 2
    if (
        len({type(it) for it in values}) == 1
        and values != [None, None]
        and "\ud800" not in values
        and 2**70 not in values
    ):
        assert isinstance(values[0], (dict, list)) or ids("out.parquet") == values


@pytest.mark.parametrize("first", ["1", '"x"'])
def test_the_type_changes_in_a_later_file(run, first: str) -> None:
    for name, value in (("a", first), ("b", "true"), ("c", '"y"'), ("d", "2")):
        Path(f"{name}.jsonl").write_text(f'{{"prediction": "a", "reference": "{name}", "id": {value}}}\n')
    inputs = [f"{name}.jsonl" for name in "abcd"]
    for ending in ("jsonl", "csv", "parquet"):
        assert run("score", *inputs, "--per-example", f"out.{ending}").code == 0
    assert ids() == [json.loads(first), True, "y", 2]
    text = str(json.loads(first))
    assert ids("out.csv") == ids("out.parquet") == [text, "true", "y", "2"]


def test_guessed_ids_may_be_absent(run) -> None:
    Path("x.jsonl").write_text(
        '{"id": 1, "prediction": "a", "reference": "a"}\n{"prediction": "a", "reference": "b"}\n'
    )
    assert run("score", "x.jsonl", "--per-example", "out.jsonl").code == 0
    assert ids() == [1, None]
    assert (
        "field 'id' is missing" in run("score", "x.jsonl", "--per-example", "out.jsonl", "--id", "id").error
    )
    for name, text in (("a", "id,prediction,reference\n1,a,a\n"), ("b", "prediction,reference\na,b\n")):
        Path(f"{name}.csv").write_text(text)
    assert run("score", "a.csv", "b.csv", "--per-example", "out.jsonl").code == 0
    assert ids() == ["1", None]


def test_none_switches_ids_off(run) -> None:
    write([1, "x"])
    assert run("score", "x.jsonl", "--per-example", "out.jsonl", "--id", "none").code == 0
    assert ids(field="index") == [0, 1]


def test_an_id_called_like_a_score(run) -> None:
    write([1, 2], field="rouge1_recall")
    arguments = ("score", "x.jsonl", "-m", "rouge1", "--id", "rouge1_recall")
    assert (
        "is called 'rouge1_recall', as a column of scores"
        in run(*arguments, "--per-example", "out.csv").error
    )
    assert "--per-example, which is not given" in run(*arguments).error


def test_long_integers(run) -> None:
    digits = "9" * 5000
    Path("x.jsonl").write_text(f'{{"prediction": "a", "reference": "a", "id": {digits}}}\n')
    assert run("score", "x.jsonl", "-m", "rouge1", "--per-example", "out.jsonl").code == 0
    assert Path("out.jsonl").read_text().startswith(f'{{"id": {digits}, ')


ARROW = {
    "uint64": (pa.array([2**64 - 1, 1], pa.uint64()), [2**64 - 1, 1]),
    "double": (pa.array([1.5, float("nan")]), [1.5, None]),
    "bool": (pa.array([True, None]), [True, None]),
    "null": (pa.nulls(2), [None, None]),
    "timestamp": (pa.array([0, 1], pa.timestamp("s")), ["1970-01-01T00:00:00", "1970-01-01T00:00:01"]),
    "far timestamp": (pa.array([2**62, 1], pa.timestamp("us")), None),
    "date": (pa.array([datetime.date(2024, 2, 29)] * 2), ["2024-02-29"] * 2),
    "decimal": (pa.array([decimal.Decimal("1.50")] * 2), ["1.50"] * 2),
    "list": (pa.array([[1], None]), [[1], None]),
    "struct": (pa.array([{"a": 1}, {"a": 2}]), [{"a": 1}, {"a": 2}]),
    "binary": (pa.array([b"a", b"\xff"]), ["a", "\\xff"]),
    "bad text": (pa.array([b"a", b"\xff"]).view(pa.string()), ["a", "\\xff"]),
    "dictionary": (pa.array(["a", "b"]).dictionary_encode(), ["a", "b"]),
    "large string": (pa.array(["a", None], pa.large_string()), ["a", None]),
}


@pytest.mark.parametrize("case", ARROW)
def test_arrow(run, case: str) -> None:
    column, expected = ARROW[case]
    table = pa.table({"prediction": ["a", "b"], "reference": ["a", "c"], "id": column})
    pa.parquet.write_table(table, "x.parquet")
    for ending in ("jsonl", "csv", "parquet"):
        found = run(
            "score", "x.parquet", "-m", "rouge1", "--per-example", f"out.{ending}", "--format", "json"
        ).json
        assert (found["examples"], found["metrics"]["rouge1"]["fmeasure"]) == (2, 0.5)
    assert expected is None or ids() == expected
    assert len(ids("out.csv")) == 2
    if case not in ("bad text", "far timestamp", "double"):
        assert pa.parquet.read_table("out.parquet")["id"].to_pylist() == column.to_pylist()


def test_files_of_several_arrow_types(run) -> None:
    for name, column in (
        ("a", pa.array([1], pa.uint64())),
        ("b", pa.array([2], pa.int8())),
        ("c", pa.array(["x"])),
    ):
        pa.parquet.write_table(
            pa.table({"prediction": ["a"], "reference": [name], "id": column}), f"{name}.parquet"
        )
    inputs = ("a.parquet", "b.parquet", "c.parquet")
    for ending in ("jsonl", "csv", "parquet"):
        assert run("score", *inputs, "--per-example", f"out.{ending}").code == 0
    assert ids() == [1, 2, "x"]
    assert ids("out.csv") == ids("out.parquet") == ["1", "2", "x"]
