"""gramscore compare: files of systems in, a comparison out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import gramscore

REFERENCES = ["the otter swims", "a red lamp glows", "one two three"] * 4
BASE = ["an otter swims", "a lamp", "one two"] * 4
BETTER = ["the otter swims", "a red lamp", "one two three"] * 4


def write(path: str, predictions: Sequence[str], references: Sequence[Any] = REFERENCES) -> str:
    rows = zip(predictions, references, strict=True)
    Path(path).write_text("".join(json.dumps({"prediction": p, "reference": r}) + "\n" for p, r in rows))
    return path


@pytest.fixture
def files(run) -> list[str]:
    return [write("base.jsonl", BASE), write("better.jsonl", BETTER)]


def expected(names: Sequence[str], metrics: Any, **options: Any) -> gramscore.Comparison:
    scored = [gramscore.evaluate(it, REFERENCES, metrics) for it in (BASE, BETTER)]
    return gramscore.compare(dict(zip(names, scored, strict=True)), **options)


def test_json(run, files) -> None:
    found = run(
        "compare", *files, "-m", "bleu,ter", "--samples", "99", "--seed", "5", "--format", "json"
    ).json
    comparison = expected(("base", "better"), ["bleu", "ter"], samples=99, seed=5)
    assert found == {"version": gramscore.__version__, **comparison.to_dict()}


def test_options(run, files) -> None:
    options = ["--test", "randomization", "--correction", "none", "--level", "0.9", "--stream", "sacrebleu"]
    found = run("compare", *files, "-m", "chrf", *options, "--samples", "50", "--format", "json").json
    comparison = expected(
        ("base", "better"),
        ["chrf"],
        test="randomization",
        correction=None,
        level=0.9,
        stream="sacrebleu",
        samples=50,
    )
    assert found["rows"] == comparison.to_dict()["rows"]


def test_csv_has_every_digit(run, files) -> None:
    found = list(csv.DictReader(io.StringIO(run("compare", *files, "-m", "bleu", "--format", "csv").out)))
    rows = expected(("base", "better"), ["bleu"]).rows
    assert [float(row["score"]) for row in found] == [row.score.estimate for row in rows]
    assert [found[0]["p_value"], float(found[1]["p_value"])] == ["", rows[1].p_value]


def test_for_people(run, files) -> None:
    comparison = expected(("base", "better"), ["bleu"])
    arguments = ("compare", *files, "-m", "bleu", "--format")
    assert run(*arguments, "markdown").out == comparison.to_markdown() + "\n"
    assert run(*arguments, "latex").out == comparison.to_latex() + "\n"
    table = run(*arguments, "table").out
    assert "12 examples, differences from base" in table
    assert "better" in table


def test_systems_in_one_file(run) -> None:
    with open("all.csv", "w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["base", "other", "gold"])
        writer.writerows(zip(BASE, BETTER, REFERENCES, strict=True))
    found = run(
        "compare",
        "all.csv",
        "--prediction",
        "base,other",
        "--reference",
        "gold",
        "-m",
        "bleu",
        "--format",
        "json",
    ).json
    assert found["rows"] == expected(("base", "other"), ["bleu"]).to_dict()["rows"]


def test_files_of_one_name(run) -> None:
    paths = []
    for folder, texts in (("x", BASE), ("y", BETTER)):
        Path(folder).mkdir()
        paths.append(write(f"{folder}/out.jsonl", texts))
    assert run("compare", *paths, "-m", "bleu", "--format", "json").json["systems"] == paths


def test_other_references(run, files) -> None:
    changed = [*REFERENCES[:6], "another", *REFERENCES[7:]]
    write("other.jsonl", BETTER, changed)
    Path("other.jsonl").write_text("\n" + Path("other.jsonl").read_text())
    outcome = run("compare", "base.jsonl", "other.jsonl")
    assert outcome.code == 2
    assert outcome.error == (
        "other.jsonl:8: other references than base.jsonl:7: a paired test needs the same references; "
        "--id FIELD matches examples in another order"
    )


def test_one_reference_is_a_list_of_one(run, files) -> None:
    write("lists.jsonl", BETTER, [[it] for it in REFERENCES])
    found = run("compare", "base.jsonl", "lists.jsonl", "-m", "bleu", "--format", "json").json
    assert found["rows"][1]["score"] == expected(("a", "b"), ["bleu"]).rows[1].score.estimate


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["base.jsonl"], "one INPUT needs a field of predictions for each system"),
        (["base.jsonl", "short.jsonl"], "short.jsonl has 2 examples, but base.jsonl has 12"),
        (["base.jsonl", "base.jsonl"], "base.jsonl is given twice"),
        (["base.jsonl", "better.jsonl", "--prediction", "a,b"], "several INPUTs have one field"),
        (["base.jsonl", "better.jsonl", "--level", "95"], "level is 95.0: a number between 0 and 1"),
        (["base.jsonl", "better.jsonl", "--stream", "sacrebleu"], "sacrebleu resamples no means"),
        (["base.jsonl", "better.jsonl", "--report", "x.txt"], "--report x.txt: the name must end with .html"),
        (["base.jsonl", "missing.jsonl"], "missing.jsonl: no such file"),
        (["base.jsonl", "better.jsonl", "-m", "x"], "unknown metric 'x'"),
        (["-", "-"], "standard input can be given only once"),
        (["-", "--prediction", "a,b"], "standard input is read once"),
    ],
)
def test_refusals(run, files, arguments: list[str], message: str) -> None:
    write("short.jsonl", BASE[:2], REFERENCES[:2])
    outcome = run("compare", *arguments)
    assert outcome.code == 2
    assert message in outcome.error


def test_report(run, files) -> None:
    pytest.importorskip("jinja2")
    outcome = run(
        "compare", *files, "-m", "bleu", "--samples", "20", "--report", "out.html", "--format", "csv"
    )
    assert outcome.code == 0
    assert outcome.err == ""
    page = Path("out.html").read_text(encoding="utf-8")
    assert "All 12 examples." in page
    assert BETTER[0] in page
    outcome = run("compare", *files, "--report", "missing/out.html")
    assert (outcome.code, Path("missing").exists()) == (1, False)
    outcome = run("compare", *files, "--report", "base.jsonl")
    assert outcome.code == 2
