"""A reference that is not there: null in one of several fields or in a list, an absent field, a cell of --null."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

import gramscore

PREDICTIONS = ["the cat sat", "a dog", "it rained"]
ROWS: list[tuple[Any, Any]] = [("the cat", None), ("a dog ran", "dog"), (None, "it rains")]
REFERENCES = [[text for text in row if text is not None] for row in ROWS]
BOTH = ["--reference", "r1", "--reference", "r2"]


def expected(references: list[list[str]] = REFERENCES) -> float:
    return float(gramscore.CHRF().score(PREDICTIONS[: len(references)], references).corpus.score)


def score(run, *arguments: str) -> float:
    return float(run("score", *arguments, "-m", "chrf", "--format", "json").json["metrics"]["chrf"]["score"])


def write_lines(records: list[dict[str, Any]]) -> None:
    Path("x.jsonl").write_text("".join(json.dumps(it) + "\n" for it in records))


@pytest.mark.parametrize("absent", [False, True])
def test_several_fields_of_json(run, absent: bool) -> None:
    records = [
        {"prediction": p, "r1": one, "r2": two} for p, (one, two) in zip(PREDICTIONS, ROWS, strict=True)
    ]
    if absent:
        records = [{name: it for name, it in record.items() if it is not None} for record in records]
    write_lines(records)
    assert score(run, "x.jsonl", *BOTH) == expected()
    Path("x.jsonl").write_text(Path("x.jsonl").read_text() + '{"prediction": "a", "r1": null}\n')
    assert (
        run("score", "x.jsonl", *BOTH).error == "x.jsonl:4: none of the fields 'r1', 'r2' holds a reference"
    )


def test_nulls_in_lists(run) -> None:
    write_lines([{"prediction": p, "refs": list(row)} for p, row in zip(PREDICTIONS, ROWS, strict=True)])
    assert score(run, "x.jsonl") == expected()
    pa.parquet.write_table(pa.table({"prediction": PREDICTIONS, "refs": list(map(list, ROWS))}), "x.parquet")
    assert score(run, "x.parquet") == expected()
    write_lines([{"prediction": "a", "refs": [None]}])
    assert (
        run("score", "x.jsonl").error
        == "x.jsonl:1: field 'refs' holds null alone: at least one reference is needed"
    )


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())])
def test_several_columns_of_parquet(run, kind: pa.DataType) -> None:
    columns = [pa.array(column).cast(kind) for column in zip(*ROWS, strict=True)]
    pa.parquet.write_table(pa.table([PREDICTIONS, *columns], ["prediction", "r1", "r2"]), "x.parquet")
    assert score(run, "x.parquet", *BOTH) == expected()
    nothing = pa.table({"prediction": ["a"], "r1": pa.nulls(1), "r2": [None]})
    pa.parquet.write_table(nothing, "y.parquet")
    assert (
        run("score", "y.parquet", *BOTH).error
        == "y.parquet, row 1: none of the fields 'r1', 'r2' holds a reference"
    )


@pytest.mark.parametrize("null", ["", "NA"])
@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_cells_that_are_null(run, null: str, ending: str) -> None:
    between = "," if ending == "csv" else "\t"
    rows = [("prediction", "r1", "r2")] + [(p, *row) for p, row in zip(PREDICTIONS, ROWS, strict=True)]
    lines = (between.join(null if it is None else it for it in row) + "\n" for row in rows)
    Path(f"x.{ending}").write_text("".join(lines))
    assert score(run, f"x.{ending}", *BOTH, "--null", null) == expected()
    with_texts = [[null if it is None else it for it in row] for row in ROWS]
    assert score(run, f"x.{ending}", *BOTH) == expected(with_texts)


def test_empty_cells_are_remarked_on(run) -> None:
    Path("x.csv").write_text("prediction,reference\na,a\nb,\n,c\n")
    outcome = run("score", "x.csv")
    assert outcome.err == (
        "gramscore: 1 of 3 predictions is empty (first predictions[2])\n"
        "gramscore: 1 of 3 references is empty (first references[1])\n"
        "gramscore: x.csv: 1 cell of 'reference' is empty and scored as an empty text; --null '' says that no "
        "reference is there\n"
    )
    assert run("score", "x.csv", "--null", "").error == "x.csv:3: field 'reference' holds no reference"
    skipped = run("score", "x.csv", "--null", "", "--on-error", "skip", "--format", "json").json["skipped"]
    assert skipped["listed"][1] == "x.csv:4: field 'prediction' is null"
