"""Which fields are read: those named, else those that the usual names suggest, and the output says which."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest


def write(name: str, *records: object) -> str:
    Path(name).write_text("".join(json.dumps(record) + "\n" for record in records))
    return name


@pytest.mark.parametrize(
    ("prediction", "reference"),
    [
        ("prediction", "reference"),
        ("predictions", "references"),
        ("hypothesis", "target"),
        ("output", "summary"),
        ("generated_text", "highlights"),
        ("response", "ground_truth"),
        ("candidate", "gold"),
        ("Model Output", "Label"),
    ],
)
def test_usual_names(run, prediction: str, reference: str) -> None:
    file = write("a.jsonl", {"document": "z", reference: "a b", prediction: "a"})
    fields = run("score", file, "--format", "json").json["input"]["fields"]
    assert fields == {
        "prediction": prediction,
        "references": [reference],
        "id": None,
        "guessed": {"prediction": [], "references": []},
    }


def test_of_several_candidates_the_documented_order_decides(run) -> None:
    file = write(
        "a.jsonl", {"label": "x", "output": "y", "summary": "z", "reference": "w", "prediction": "v"}
    )
    fields = run("score", file, "--format", "json").json["input"]["fields"]
    assert (fields["prediction"], fields["references"]) == ("prediction", ["reference"])
    assert fields["guessed"] == {"prediction": ["output"], "references": ["summary", "label"]}


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_guesses_are_shown(run, format: str) -> None:
    file = write("a.jsonl", {"output": "y", "summary": "z", "prediction": "v"})
    out = run("score", file, "--format", format).out
    assert "prediction: prediction (guessed; also present: output), references: summary (guessed)" in out


def test_guesses_are_shown_beside_a_csv(run) -> None:
    file = write("a.jsonl", {"summary": "z", "prediction": "v"})
    assert "references: summary (guessed)" in run("score", file, "--format", "csv").err
    assert run("score", file, "--format", "csv", "--quiet").err == ""


def test_a_guess_leaves_the_fields_named_alone(run) -> None:
    file = write("a.jsonl", {"summary": "z", "highlights": "v"}, {"summary": "z", "highlights": "v"})
    fields = run("score", file, "--prediction", "highlights", "--format", "json").json["input"]["fields"]
    assert fields["references"] == ["summary"]
    assert fields["guessed"] == {"references": []}


def test_nothing_to_guess(run) -> None:
    file = write("a.jsonl", {"question": "x", "reply": "y", "summary": "z"})
    error = run("score", file).error
    assert error.startswith("no field looks like the predictions, name it with --prediction")
    assert "'question', 'reply', 'summary'" in error
    assert "--reference" in run("score", file, "--prediction", "summary").error


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("option", ["--prediction", "--reference", "--id"])
def test_unknown_field(run, format: str, option: str) -> None:
    columns = {"prediction": ["a"], "reference": ["b"], "text": ["c"]}
    if format == "jsonl":
        write("a.jsonl", {name: values[0] for name, values in columns.items()})
    elif format == "csv":
        Path("a.csv").write_text("prediction,reference,text\na,b,c\n")
    else:
        pa.parquet.write_table(pa.table(columns), "a.parquet")
    outcome = run("score", f"a.{format}", option, "nope")
    assert outcome.code == 2
    assert "'nope'" in outcome.error
    assert f"the fields in a.{format} are: 'prediction', 'reference', 'text'" in outcome.error


def test_several_reference_fields(run, api_figures) -> None:
    records = [
        {"prediction": "a b c", "first": "a", "second": ["b c", "a b d"]},
        {"prediction": "d e", "first": "d e f g", "second": ["d e f"]},
    ]
    file = write("a.jsonl", *records)
    found = run(
        "score", file, "--reference", "first", "--reference", "second", "-m", "rouge1", "--format", "json"
    )
    lists = [["a", "b c", "a b d"], ["d e f g", "d e f"]]
    assert found.json["metrics"] == api_figures(["a b c", "d e"], lists)
    assert found.json["input"]["fields"]["references"] == ["first", "second"]


def test_several_reference_columns_of_text(run, api_figures) -> None:
    Path("a.csv").write_text("prediction,r1,r2\na b c,a,b c\nd e,d e f g,d e f\n")
    found = run(
        "score", "a.csv", "--reference", "r1", "--reference", "r2", "-m", "rouge1", "--format", "json"
    ).json
    assert found["metrics"] == api_figures(["a b c", "d e"], [["a", "b c"], ["d e f g", "d e f"]])


def test_one_field_may_serve_twice_when_asked(run) -> None:
    file = write("a.jsonl", {"text": "a b"})
    found = run("score", file, "--prediction", "text", "--reference", "text", "--format", "json").json
    assert found["metrics"]["rouge2"]["fmeasure"] == 1.0


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_two_fields_of_one_name(run, format: str) -> None:
    if format == "csv":
        Path("a.csv").write_text("prediction,reference,prediction\na,b,c\n")
    else:
        table = pa.table([["a"], ["b"], ["c"]], names=["prediction", "reference", "prediction"])
        pa.parquet.write_table(table, "a.parquet")
    assert run("score", f"a.{format}").error == f"a.{format}: 2 fields are named 'prediction'"


def test_only_the_needed_columns_matter(run) -> None:
    table = pa.table({"prediction": ["a"], "reference": ["a"], "vector": [[1.5]], "nested": [{"x": 1}]})
    pa.parquet.write_table(table, "a.parquet")
    assert run("score", "a.parquet", "--format", "json").json["metrics"]["rouge1"]["fmeasure"] == 1.0
