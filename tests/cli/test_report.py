"""The result in its four formats."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import gramscore

PREDICTIONS = ["the otter swims", "a red lamp glows", "one two three"]
REFERENCES = [["the otters swim"], ["the red lamp"], ["one two", "three two one zero"]]
TYPES = ["rouge1", "rouge2", "rougeL", "rougeLsum"]


@pytest.fixture
def file(run) -> str:
    rows = zip(PREDICTIONS, REFERENCES, strict=True)
    Path("a.jsonl").write_text(
        "".join(json.dumps({"prediction": p, "references": r}) + "\n" for p, r in rows)
    )
    return "a.jsonl"


def test_json(run, api_figures, file: str) -> None:
    found = run("score", file, "--format", "json").json
    signature = gramscore.ROUGE(TYPES).score(PREDICTIONS, REFERENCES).signature
    assert found == {
        "version": gramscore.__version__,
        "input": {
            "files": ["a.jsonl"],
            "format": "jsonl",
            "fields": {
                "prediction": "prediction",
                "references": ["references"],
                "id": None,
                "guessed": {"prediction": [], "references": []},
            },
        },
        "examples": 3,
        "metrics": api_figures(PREDICTIONS, REFERENCES, TYPES),
        "signatures": {"rouge": signature},
        "nrefs": "var",
        "remarks": [],
    }


def test_csv_has_every_digit(run, api_figures, file: str) -> None:
    rows = list(csv.reader(run("score", file, "--format", "csv").out.splitlines()))
    assert rows[0] == ["metric", "precision", "recall", "fmeasure"]
    found = {name: dict(zip(rows[0][1:], map(float, values), strict=True)) for name, *values in rows[1:]}
    assert found == api_figures(PREDICTIONS, REFERENCES, TYPES)


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_for_people(run, api_figures, file: str, format: str) -> None:
    out = run("score", file, "--format", format).out
    assert "a.jsonl: 3 examples" in out
    signature = gramscore.ROUGE(TYPES).score(PREDICTIONS, REFERENCES).signature
    assert signature.replace("rouge|", "rouge|nrefs:var|", 1) in out
    for name, figures in api_figures(PREDICTIONS, REFERENCES, TYPES).items():
        line = next(line for line in out.splitlines() if name in line.replace("|", " ").split())
        assert line.replace("|", " ").split() == [name, *(f"{value:.4f}" for value in figures.values())]


def test_table_is_the_default(run, file: str) -> None:
    assert run("score", file).out == run("score", file, "--format", "table").out


def test_metrics_in_the_order_given_once(run, file: str) -> None:
    found = run(
        "score", file, "-m", "rougeL,rouge3", "--metric", "rouge1", "-m", "rougeL", "--format", "json"
    ).json
    assert list(found["metrics"]) == ["rougeL", "rouge3", "rouge1"]


@pytest.mark.parametrize(
    ("arguments", "options"),
    [(["--stemmer"], {"stemmer": True}), (["--tokenizer", "whitespace"], {"tokenizer": "whitespace"})],
)
def test_options_reach_the_metric(run, api_figures, file: str, arguments: list[str], options: dict) -> None:
    found = run("score", file, "-m", "rouge1", "--format", "json", *arguments).json
    assert found["metrics"] == api_figures(PREDICTIONS, REFERENCES, **options)


def test_threads_change_nothing(run, file: str) -> None:
    results = [run("score", file, "--threads", n, "--format", "json").json for n in ("1", "3")]
    assert results[0] == results[1]


def test_nothing_on_stderr(run, file: str) -> None:
    assert all(run("score", file, "--format", format).err == "" for format in ("table", "json", "markdown"))
