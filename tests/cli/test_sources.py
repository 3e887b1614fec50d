"""What predictions are made of, for the metrics that look at it: a field, or a file of lines."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import gramscore

SOURCES = ["About 95 species are currently accepted .", 'He "have" went home .', "It rained , again ."] * 2
PREDICTIONS = ["About 95 species are now known .", 'He "has" went home .', "It rained ."] * 2
REFERENCES = ["About 95 species are now accepted .", 'He "has" gone home .', "It rained again ."] * 2
ROWS = [
    {"src": s, "prediction": p, "reference": r}
    for s, p, r in zip(SOURCES, PREDICTIONS, REFERENCES, strict=True)
]
SEVERAL = [[r, s] for s, r in zip(SOURCES, REFERENCES, strict=True)]


def lines(path: str, texts: list[str]) -> str:
    Path(path).write_text("".join(f"{text}\n" for text in texts))
    return path


def jsonl(path: str, rows: list[dict[str, Any]]) -> str:
    return lines(path, list(map(json.dumps, rows)))


def corpus(metric: Any, references: Any = REFERENCES) -> float:
    found: float = metric.score(PREDICTIONS, references, sources=SOURCES).corpus.score
    return found


def written(kind: str) -> str:
    import pyarrow as pa
    import pyarrow.feather
    import pyarrow.parquet

    path = f"a.{kind}"
    if kind == "jsonl":
        return jsonl(path, ROWS)
    if kind == "json":
        Path(path).write_text(json.dumps(ROWS, indent=1))
    elif kind in ("csv", "tsv"):
        with open(path, "w", newline="") as stream:
            rows = csv.DictWriter(
                stream,
                ["src", "prediction", "reference"],
                delimiter="," if kind == "csv" else "\t",
                quoting=csv.QUOTE_ALL,
            )
            rows.writeheader()
            rows.writerows(ROWS)
    elif kind == "parquet":
        pyarrow.parquet.write_table(pa.Table.from_pylist(ROWS), path)
    else:
        pyarrow.feather.write_feather(pa.Table.from_pylist(ROWS), path)
    return path


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "tsv", "parquet", "arrow"])
@pytest.mark.parametrize("option", [(), ("--source", "src")])
def test_a_field_of_each_format(run, kind: str, option: tuple[str, ...]) -> None:
    outcome = run("score", written(kind), *option, "-m", "sari,gec-gleu,bleu", "--format", "json")
    scores = {name: it["score"] for name, it in outcome.json["metrics"].items()}
    assert scores == {
        "sari": corpus(gramscore.SARI()),
        "gec-gleu": corpus(gramscore.GECGLEU()),
        "bleu": gramscore.BLEU().score(PREDICTIONS, REFERENCES).corpus.score,
    }
    fields = outcome.json["input"]["fields"]
    assert (fields["source"], "source" in fields["guessed"]) == ("src", not option)


def test_lines(run) -> None:
    paths = lines("p.txt", PREDICTIONS), lines("r.txt", REFERENCES), lines("t.txt", SOURCES)
    lines("s.txt", SOURCES)
    one = run("score", *paths[:2], "--source", "s.txt", "-m", "sari", "--format", "json").json
    assert one["metrics"]["sari"]["score"] == corpus(gramscore.SARI())
    two = run("score", *paths, "--source", "s.txt", "-m", "sari,gec-gleu", "--format", "json").json
    assert two["nrefs"] == "2"
    assert two["metrics"]["sari"]["score"] == corpus(gramscore.SARI(), SEVERAL)
    assert two["metrics"]["gec-gleu"]["score"] == corpus(gramscore.GECGLEU(), SEVERAL)
    piped = run(
        "score",
        *paths[:2],
        *("--source", "-", "-m", "sari", "--format", "json"),
        stdin=Path("s.txt").read_bytes(),
    ).json
    assert piped["metrics"] == one["metrics"]


def test_nested_sources_and_long_files(run) -> None:
    rows = [{"meta": {"text": it["src"]}, "filler": "x" * 3000, **it} for it in ROWS] * 500
    path = jsonl("a.jsonl", rows)
    outcome = run("score", path, "--source", "meta.text", "-m", "sari", "--format", "json", "-q")
    expected = gramscore.SARI().score(PREDICTIONS * 500, REFERENCES * 500, sources=SOURCES * 500)
    assert outcome.json["metrics"]["sari"]["score"] == expected.corpus.score


def test_systems_and_comparisons(run) -> None:
    rows = [{**row, "other": row["reference"]} for row in ROWS]
    path = jsonl("a.jsonl", rows)
    found = run("compare", path, "--prediction", "prediction,other", "-m", "sari", "--format", "json").json
    scores = {
        "prediction": gramscore.SARI().score(PREDICTIONS, REFERENCES, sources=SOURCES),
        "other": gramscore.SARI().score(REFERENCES, REFERENCES, sources=SOURCES),
    }
    expected = [*gramscore.compare({name: {"sari": it} for name, it in scores.items()})]
    assert found["rows"][1]["p_value"] == expected[1].p_value
    assert found["rows"][1]["difference"] == expected[1].difference.estimate
    lines("p.txt", PREDICTIONS), lines("q.txt", REFERENCES), lines("r.txt", REFERENCES)
    by_lines = run(
        "compare",
        *("p.txt", "q.txt", "--reference", "r.txt", "--source", lines("s.txt", SOURCES)),
        *("-m", "sari", "--format", "json"),
    ).json
    assert by_lines["rows"][1]["difference"] == expected[1].difference.estimate


def test_sources_follow_ids_and_what_is_skipped(run) -> None:
    first = jsonl("a.jsonl", [{"id": n, **row} for n, row in enumerate(ROWS)] + [{"id": 99, "src": None}])
    second = jsonl("b.jsonl", [{"id": n, **row} for n, row in reversed([*enumerate(ROWS)])])
    found = run(
        *("compare", second, first, "--id", "id", "--baseline", "a", "--on-error", "skip"),
        *("-m", "sari", "--format", "json"),
    ).json
    assert found["rows"][1]["difference"] == 0
    outcome = run("score", first, "-m", "sari", "--format", "json", "--on-error", "skip").json
    assert outcome["metrics"]["sari"]["score"] == corpus(gramscore.SARI())


def test_what_needs_one_reference(run) -> None:
    path = jsonl(
        "a.jsonl", [{**row, "reference": several} for row, several in zip(ROWS, SEVERAL, strict=True)]
    )
    ok = run("score", path, "-m", "gec-gleu", "--format", "json", "--per-example", "x.jsonl")
    assert ok.json["metrics"]["gec-gleu"]["score"] == corpus(gramscore.GECGLEU(), SEVERAL)
    assert len(Path("x.jsonl").read_text().splitlines()) == len(ROWS)
    refused = run("score", path, "-m", "gec-gleu", "--state", "s.parquet", "--per-example", "y.jsonl")
    assert refused.error.startswith("--state: scores of gec-gleu with several references do not follow")
    assert not Path("y.jsonl").exists()
    single = jsonl("b.jsonl", ROWS)
    assert run("score", single, "-m", "gec-gleu,sari", "--state", "s.parquet").code == 0
    merged = run("merge", "s.parquet", "--format", "json").json["metrics"]
    assert merged["gec-gleu"]["score"] == corpus(gramscore.GECGLEU())


@pytest.mark.parametrize(
    ("rows", "arguments", "error"),
    [
        ([{"prediction": "a", "reference": "b"}], (), "compare predictions with their sources, and no field"),
        (ROWS, ("--source", "x"), "there is no field 'x'"),
        ([{**ROWS[0], "source": "x"}], (), "several fields may hold the sources: 'source', 'src'"),
        ([*ROWS, {**ROWS[0], "src": None}], (), "a.jsonl:7: field 'src' holds no text"),
        ([*ROWS, {**ROWS[0], "src": 3}], (), "a.jsonl:7: field 'src'"),
        ([{**ROWS[0], "src": ["a", "b"]}], (), "a.jsonl:1: field 'src'"),
    ],
)
def test_errors_of_fields(run, rows: list[dict[str, Any]], arguments: tuple[str, ...], error: str) -> None:
    assert error in run("score", jsonl("a.jsonl", rows), "-m", "sari", *arguments).error


def test_errors_of_tables(run) -> None:
    import pyarrow as pa
    import pyarrow.parquet

    pyarrow.parquet.write_table(pa.Table.from_pylist([*ROWS, {**ROWS[0], "src": None}]), "a.parquet")
    assert run("score", "a.parquet", "-m", "sari").error == "a.parquet, row 7: field 'src' is null"
    lines("a.csv", ["src,prediction,reference", "a,b,c", "NA,b,c"])
    assert run("score", "a.csv", "-m", "sari", "--null", "NA").error == "a.csv:3: field 'src' is null"


def test_errors_of_lines(run) -> None:
    lines("p.txt", PREDICTIONS), lines("r.txt", REFERENCES), lines("s.txt", SOURCES[1:])
    assert "give the file of these lines with --source" in run("score", "p.txt", "r.txt", "-m", "sari").error
    unequal = run("score", "p.txt", "r.txt", "-m", "sari", "--source", "s.txt")
    assert unequal.error == "unequal numbers of lines: p.txt has 6, s.txt has 5"
    assert "no such file" in run("score", "p.txt", "r.txt", "-m", "sari", "--source", "x.txt").error.lower()
    twice = run("score", "-", "r.txt", "-m", "sari", "--source", "-", "--input-format", "text")
    assert twice.error == "standard input can be given only once"
    outcome = run("score", "p.txt", "r.txt", "-m", "bleu", "--source", "s.txt", "--per-example", "s.txt")
    assert outcome.code != 0


def test_copies_are_remarked_on(run) -> None:
    path = jsonl("a.jsonl", [{**row, "src": row["prediction"]} for row in ROWS])
    said = run("score", path, "--source", "src", "-m", "chrf")
    assert "in 6 of 6 examples the prediction is a copy of the source" in said.err


def test_in_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = jsonl("a.jsonl", ROWS)
    for options in ({}, {"source": "src"}):
        found = gramscore.score_files(path, ["sari", "gec-gleu", "bleu"], **options)
        assert found["sari"].corpus.score == corpus(gramscore.SARI())
        assert found["gec-gleu"].corpus.score == corpus(gramscore.GECGLEU())
        assert found.fields.source == "src"
    with pytest.raises(TypeError, match=r"^source is given, which no metric looks at: bleu"):
        gramscore.score_files(path, ["bleu"], source="src")
    seen = gramscore.Accumulator(["sari", "bleu"])
    seen.update(PREDICTIONS[:2], REFERENCES[:2], SOURCES[:2])
    seen.update(PREDICTIONS[2:], REFERENCES[2:], SOURCES[2:])
    assert seen.compute()["sari"].score == corpus(gramscore.SARI())
    with pytest.raises(TypeError, match=r"^sources is missing"):
        seen.update(PREDICTIONS, REFERENCES)
    assert seen.examples == len(ROWS)
