"""`gramscore score` of several systems, side by side; and how many references its signatures say there are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import gramscore

REFERENCES = ["the otter swims", "a red lamp glows", "one two three four"] * 2
OURS = ["the otter swims", "a red lamp", "one two three four"] * 2
THEIRS = ["an otter swims", "a lamp", "one two"] * 2
SYSTEMS = {"ours": OURS, "theirs": THEIRS}


def lines(path: str, texts: Sequence[str]) -> str:
    Path(path).write_text("".join(f"{text}\n" for text in texts))
    return path


def records(path: str, rows: Sequence[dict[str, Any]]) -> str:
    Path(path).write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def expected(metric: Any) -> dict[str, float]:
    return {name: metric.score(texts, REFERENCES).corpus.score for name, texts in SYSTEMS.items()}


@pytest.fixture
def as_lines(run) -> list[str]:
    lines("ref.txt", REFERENCES)
    return [lines(f"{name}.txt", texts) for name, texts in SYSTEMS.items()]


def test_lines_with_a_file_of_references(run, as_lines) -> None:
    found = table(run("score", *as_lines, "--reference", "ref.txt", "-m", "bleu,ter", "--format", "csv").out)
    assert [(row["system"], row["metric"]) for row in found] == [
        (name, metric) for name in SYSTEMS for metric in ("bleu", "ter")
    ]
    for metric in (gramscore.BLEU(), gramscore.TER()):
        name = type(metric).__name__.lower()
        assert {row["system"]: float(row["score"]) for row in found if row["metric"] == name} == expected(
            metric
        )


def test_one_system_of_lines_is_what_it_is_beside_its_references(run, as_lines) -> None:
    one = run("score", as_lines[0], "--reference", "ref.txt", "-m", "bleu")
    assert (one.code, one.out) == (0, run("score", as_lines[0], "ref.txt", "-m", "bleu").out)


def test_names_of_files(run, as_lines) -> None:
    for name, texts in SYSTEMS.items():
        records(
            f"{name}.jsonl",
            [{"prediction": p, "reference": r} for p, r in zip(texts, REFERENCES, strict=True)],
        )
    document = run("score", "a=ours.jsonl", "b=theirs.jsonl", "-m", "chrf", "--format", "json").json
    assert [it["system"] for it in document["systems"]] == ["a", "b"]
    scores = [it["metrics"]["chrf"]["score"] for it in document["systems"]]
    assert scores == [*expected(gramscore.CHRF()).values()]
    lone = run("score", "ours.jsonl", "-m", "chrf", "--format", "json").json
    assert {**document["systems"][0], "version": document["version"]} == {**lone, "system": "a"}
    # Without names, files are parts of one corpus, as ever.
    assert run("score", "ours.jsonl", "theirs.jsonl", "-m", "chrf", "--format", "json").json["examples"] == 12


def test_fields_of_one_file(run) -> None:
    rows = zip(OURS, THEIRS, REFERENCES, strict=True)
    records(
        "all.jsonl", [{"ours": o, "theirs": t, "gold": r, "n": n % 2} for n, (o, t, r) in enumerate(rows)]
    )
    options = ("--prediction", "ours,theirs", "--reference", "gold", "-m", "bleu")
    found = run("score", "all.jsonl", *options, "--score-only", "--digits", "9").out
    assert found == "".join(f"{name}\t{score:.9f}\n" for name, score in expected(gramscore.BLEU()).items())
    grouped = table(run("score", "all.jsonl", *options, "--group-by", "n", "--format", "csv").out)
    assert [(row["system"], row["n"], row["examples"]) for row in grouped] == [
        (name, *group) for name in SYSTEMS for group in (("0", "3"), ("1", "3"), ("(all)", "6"))
    ]
    odd = [(o, r) for n, (o, r) in enumerate(zip(OURS, REFERENCES, strict=True)) if n % 2]
    assert (
        float(grouped[1]["score"]) == gramscore.BLEU().score(*map(list, zip(*odd, strict=True))).corpus.score
    )


def test_tables_for_people(run, as_lines) -> None:
    options = ("--reference", "ref.txt", "-m", "bleu,chrf")
    for format in ("table", "markdown"):
        out = run("score", *as_lines, *options, "--format", format).out
        rows = [line.replace("|", " ").split() for line in out.splitlines()]
        for name, score in expected(gramscore.BLEU()).items():
            assert [name, "bleu", f"{score:.4f}"] in rows
        assert out.count("bleu|nrefs:1|") + out.count("bleu\\|nrefs:1\\|") == 1
        assert "theirs: bleu: precisions" in out


def test_long_tables(run, as_lines) -> None:
    rows = zip(OURS, THEIRS, REFERENCES, strict=True)
    many = [{"a": o, "b": t, "reference": r} for o, t, r in rows] * 200
    records("all.jsonl", [{**row, "n": f"group {n}"} for n, row in enumerate(many)])
    out = run("score", "all.jsonl", "--prediction", "a,b", "-m", "bleu", "--group-by", "n").out
    assert ["b", "group", "1199", "1", "bleu"] in [line.split()[:5] for line in out.splitlines()]


def test_gates_and_remarks_name_the_system(run, as_lines) -> None:
    lines("theirs.txt", [*THEIRS[:-1], ""])
    outcome = run("score", *as_lines, "--reference", "ref.txt", "-m", "bleu", "--fail-under", "bleu=50")
    assert outcome.code == 1
    assert "gramscore: theirs: bleu is " in outcome.err
    assert "gramscore: theirs: 1 of 6 predictions is empty" in outcome.err
    assert "gramscore: ours: bleu is" not in outcome.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a=ours.txt", "a=theirs.txt"], "a is given twice: systems need names of their own"),
        (["ours.txt", "theirs.txt", "--state", "s.arrow"], "--state is for one system: there are 2"),
        (
            ["ours.txt", "theirs.txt", "--per-example", "e.csv"],
            "--per-example is for one system: there are 2",
        ),
        (["a=ours.txt", "--prediction", "x,y"], "systems that are files have one field of predictions"),
    ],
)
def test_mistakes(run, as_lines, arguments: list[str], message: str) -> None:
    assert run("score", *arguments, "--reference", "ref.txt").error.startswith(message)


def test_signatures_say_how_many_references_there_are(run, as_lines) -> None:
    assert "bleu|nrefs:1|order:4|" in run("score", "ours.txt", "ref.txt", "-m", "bleu").out
    assert "bleu|nrefs:2|order:4|" in run("score", "ours.txt", "ref.txt", "theirs.txt", "-m", "bleu").out
    records("x.jsonl", [{"prediction": "a", "references": it} for it in (["a"], ["a", "b"])])
    assert "bleu|nrefs:var|order:4|" in run("score", "x.jsonl", "-m", "bleu").out
    found = run("score", "x.jsonl", "-m", "bleu", "--format", "json").json
    assert (found["nrefs"], found["signatures"]["bleu"]) == ("var", gramscore.BLEU().signature)
