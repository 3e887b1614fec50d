"""Corpora in many files: patterns, directories, partitions, groups, and states of parts."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

import gramscore

PREDICTIONS = [
    f"the {animal} sat on mat {number}" for number, animal in enumerate("cat dog otter hen bee ant".split())
]
REFERENCES = [f"a {animal} sat on the mat" for animal in "cat cow otter hen bug ant".split()]
LANGUAGES = ["de", "en", "de", None, "fr", "en"]


def rows(numbers: Sequence[int] = range(6)) -> list[dict[str, Any]]:
    return [
        {"id": n, "prediction": PREDICTIONS[n], "reference": REFERENCES[n], "lang": LANGUAGES[n]}
        for n in numbers
    ]


def write(
    path: str, numbers: Sequence[int], fields: Sequence[str] = ("id", "prediction", "reference", "lang")
) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    chosen = [{name: row[name] for name in fields} for row in rows(numbers)]
    if path.endswith(".parquet"):
        pa.parquet.write_table(pa.Table.from_pylist(chosen), path)
    elif path.endswith(".csv"):
        text = io.StringIO()
        writer = csv.DictWriter(text, fields)
        writer.writeheader()
        writer.writerows(chosen)
        Path(path).write_text(text.getvalue(), newline="")
    else:
        data = "".join(json.dumps(row) + "\n" for row in chosen).encode()
        Path(path).write_bytes(gzip.compress(data) if path.endswith(".gz") else data)


def figures(numbers: Sequence[int] = range(6)) -> dict[str, float]:
    scores = gramscore.CHRF().score([PREDICTIONS[n] for n in numbers], [REFERENCES[n] for n in numbers])
    return dict(scores.corpus._asdict())


def chrf(run: Any, *arguments: str) -> Any:
    return run("score", *arguments, "-m", "chrf", "--format", "json").json


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "csv", "parquet"])
@pytest.mark.parametrize(
    "inputs", [["d/a.{}", "d/b.{}", "d/e/c.{}"], ["d/*.{}", "d/e/*.{}"], ["d/**/*.{}"], ["d"]]
)
def test_files_patterns_and_directories(run, ending: str, inputs: list[str]) -> None:
    for path, numbers in (("d/a", [0, 1]), ("d/b", [2]), ("d/e/c", [3, 4, 5])):
        write(f"{path}.{ending}", numbers)
    Path("d/_SUCCESS").write_text("")
    Path("d/notes.txt").write_text("not data")
    found = chrf(run, *[it.format(ending) for it in inputs])
    assert found["metrics"]["chrf"] == figures()
    assert found["input"]["files"] == [f"d/{name}.{ending}" for name in ("a", "b", "e/c")]


def test_patterns_and_directories_without_files(run) -> None:
    Path("d").mkdir()
    assert run("score", "d").error == "d: no file in this directory has a name that tells its format"
    assert run("score", "d/*.csv").error == "d/*.csv: no file matches"
    write("a.csv", [0])
    assert run("score", "a.csv", "none.csv").error == "none.csv: no such file"


def test_a_name_with_brackets_is_a_file_if_there_is_one(run) -> None:
    write("a[1].jsonl", [0, 1])
    assert chrf(run, "a[1].jsonl")["examples"] == 2


def test_fields_are_those_of_the_first_file(run) -> None:
    write("a.csv", [0, 1])
    write("b.csv", [2, 3], ["lang", "reference", "prediction", "id"])
    assert chrf(run, "a.csv", "b.csv")["metrics"]["chrf"] == figures(range(4))
    write("c.csv", [4], ["prediction", "lang"])
    error = run("score", "a.csv", "c.csv").error
    assert error == "there is no field 'reference'; the fields in c.csv are: 'prediction', 'lang'"
    Path("empty.csv").write_text("")
    assert chrf(run, "empty.csv", "a.csv", "empty.csv")["examples"] == 2


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_per_example_goes_on_from_file_to_file(run, ending: str) -> None:
    fields = ["prediction", "reference"]
    for name, numbers in (("a", [0, 1]), ("b", [2, 3, 4]), ("c", [5])):
        write(f"d/{name}.{ending}", numbers, fields)
    assert run("score", "d", "-m", "chrf", "--per-example", f"out.{ending}").code == 0
    if ending == "parquet":
        found = pa.parquet.read_table("out.parquet").to_pylist()
    elif ending == "csv":
        found = [
            {"index": int(row["index"]), "chrf_score": float(row["chrf_score"])}
            for row in csv.DictReader(Path("out.csv").read_text().splitlines())
        ]
    else:
        found = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    expected = gramscore.CHRF().score(PREDICTIONS, REFERENCES).examples.tolist()
    assert found == [{"index": n, "chrf_score": score} for n, score in enumerate(expected)]


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_groups_by_a_field(run, ending: str) -> None:
    write(f"a.{ending}", [0, 1, 2])
    write(f"b.{ending}", [3, 4, 5])
    null = "" if ending == "csv" else None
    found = chrf(run, f"a.{ending}", f"b.{ending}", "--group-by", "lang")
    assert found["metrics"]["chrf"] == figures()
    groups = {group["by"]["lang"]: (group["examples"], group["metrics"]["chrf"]) for group in found["groups"]}
    assert groups == {
        "de": (2, figures([0, 2])),
        "en": (2, figures([1, 5])),
        "fr": (1, figures([4])),
        null: (1, figures([3])),
    }


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_groups_by_partition(run, ending: str) -> None:
    fields = ["prediction", "reference"]
    write(f"d/lang=de/year=2024/a.{ending}", [0, 1], fields)
    write(f"d/lang=de/year=2025/a.{ending}", [2], fields)
    write(f"d/lang=x%20y/year=2024/a.{ending}", [3, 4], fields)
    write(f"d/lang=__HIVE_DEFAULT_PARTITION__/year=2024/a.{ending}", [5], fields)
    found = chrf(run, "d", "--group-by", "lang", "--group-by", "year")
    groups = [(*group["by"].values(), group["metrics"]["chrf"]) for group in found["groups"]]
    assert groups == [
        ("de", "2024", figures([0, 1])),
        ("de", "2025", figures([2])),
        ("x y", "2024", figures([3, 4])),
        (None, "2024", figures([5])),
    ]
    assert found["metrics"]["chrf"] == figures()
    error = run("score", "d", "--group-by", "task").error
    assert error.startswith("there is no field 'task' to group by; the fields in d/lang=__HIVE")


def test_groups_of_numbers_and_what_cannot_name_one(run) -> None:
    lines = [{"prediction": "a", "reference": "a", "n": value} for value in (1, 2.5, True, "1", None)]
    Path("a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = chrf(run, "a.jsonl", "--group-by", "n")["groups"]
    assert {group["by"]["n"]: group["examples"] for group in found} == {
        1: 1,
        2.5: 1,
        "1": 1,
        None: 1,
    }  # True is 1, too
    Path("a.jsonl").write_text('{"prediction": "a", "reference": "a", "n": [1]}\n')
    assert "a.jsonl:1: field 'n' is an array" in run("score", "a.jsonl", "--group-by", "n").error
    pa.parquet.write_table(pa.table({"prediction": ["a"], "reference": ["a"], "n": [[1]]}), "a.parquet")
    assert "a.parquet: field 'n' has type" in run("score", "a.parquet", "--group-by", "n").error


def test_groups_in_every_format(run) -> None:
    write("a.jsonl", range(6))
    score = figures([4])["score"]
    for format, expected in (
        ("csv", f"fr,1,chrf,{score!r},6,0,2"),
        ("markdown", f"| fr | 1 | chrf | {score:.4f} |"),
        ("table", f"fr 1 chrf {score:.4f}"),
    ):
        out = run("score", "a.jsonl", "-m", "chrf", "--group-by", "lang", "--format", format, "-q").out
        assert expected in [" ".join(line.split()) for line in out.splitlines()]
    lines = run(
        "score", "a.jsonl", "-m", "chrf", "--group-by", "lang", "--format", "csv", "-q"
    ).out.splitlines()
    assert lines[0] == "lang,examples,metric,score,char_order,word_order,beta"
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["de", "2"],
        ["en", "2"],
        ["fr", "1"],
        ["null", "1"],
        ["(all)", "6"],
    ]


METRICS = ["-m", "rouge1,rougeL", "-m", "bleu,chrf++,ter"]


def test_states_of_parts_are_merged(run) -> None:
    write("a.jsonl", [0, 1])
    write("b.jsonl", [2, 3, 4])
    write("c.jsonl", [5])
    whole = run(
        "score", "a.jsonl", "b.jsonl", "c.jsonl", *METRICS, "--state", "whole.arrow", "--format", "json"
    ).json
    for name in "cab":
        assert run("score", f"{name}.jsonl", *METRICS, "--state", f"{name}.parquet").code == 0
    merged = run(
        "merge", "c.parquet", "a.parquet", "b.parquet", "-o", "merged.arrow", "--format", "json"
    ).json
    for key in ("metrics", "signatures", "examples"):
        assert merged[key] == whole[key]
    assert merged["input"]["files"] == ["c.parquet", "a.parquet", "b.parquet"]
    again = run("merge", "merged.arrow", "--format", "json").json
    assert (
        again["metrics"]
        == run("merge", "whole.arrow", "--format", "json").json["metrics"]
        == whole["metrics"]
    )
    for format in ("table", "csv", "markdown"):
        assert "chrf++" in run("merge", "merged.arrow", "--format", format).out


def test_states_from_python(run) -> None:
    metric = gramscore.BLEU.nltk(weights=[(1.0,), (0.5, 0.5)], tokenizer="none")
    scores = metric.score(PREDICTIONS, [[text] for text in REFERENCES])
    scores.state().save("a.parquet")
    found = run("merge", "a.parquet", "--format", "json").json
    assert found["metrics"]["bleu-nltk"]["score"] == scores.corpus.score
    both = ", ".join(f"{score:.4f}" for score in scores.corpus.score)
    assert both in run("merge", "a.parquet").out


def test_what_cannot_be_merged(run) -> None:
    write("a.jsonl", [0, 1])
    assert run("score", "a.jsonl", "-m", "bleu", "--state", "a.parquet").code == 0
    assert run("score", "a.jsonl", "-m", "bleu", "--lowercase", "--state", "b.parquet").code == 0
    error = run("merge", "a.parquet", "b.parquet").error
    assert "a.parquet has bleu|order:4|case:mixed" in error
    assert "b.parquet has bleu|order:4|case:lc" in error
    assert run("merge", "none.parquet").error == "none.parquet: no such file"
    assert run("merge", "a.jsonl").error == "a.jsonl is no file of states"
    assert "must end with one of .parquet, .arrow" in run("merge", "a.parquet", "-o", "x.csv").error
    outcome = run("merge", "a.parquet", "-o", "none/x.arrow")
    assert (outcome.code, outcome.error.startswith("none/x.arrow: cannot be written")) == (1, True)


def test_where_a_state_cannot_be_saved(run) -> None:
    write("a.parquet", [0])
    assert "must end with one of" in run("score", "a.parquet", "--state", "x.json").error
    assert (
        run("score", "a.parquet", "--state", "a.parquet").error == "--state a.parquet would replace an input"
    )
    assert run("score", "a.parquet", "--state", "none/x.arrow").code == 1


def test_standard_input_comes_once(run) -> None:
    data = "".join(json.dumps(row) + "\n" for row in rows()).encode()
    found = run("score", "-", "-m", "chrf", "--group-by", "lang", "--format", "json", stdin=data).json
    assert (found["metrics"]["chrf"], len(found["groups"])) == (figures(), 4)


def test_batches_do_not_show(run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of one example, or of all: the same figures, files and remarks."""
    from gramscore.io import jsonl

    write("a.jsonl", range(6))
    outcomes = []
    for size in (1, 1 << 20):
        monkeypatch.setattr(jsonl, "_BLOCK_BYTES", size)
        outcome = run(
            "score", "a.jsonl", "--group-by", "lang", *METRICS, "--per-example", "out.csv", "--format", "json"
        )
        outcomes.append((outcome.json, outcome.err, Path("out.csv").read_text()))
    assert outcomes[0] == outcomes[1]
