"""Groups that look alike are apart, and shown as what they are."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

VALUES = [
    1,
    "1",
    1.0,
    None,
    "null",
    True,
    "true",
    "",
    "(all)",
    '"1"',
    "a|b",
    "a\nb",
    " a",
    "\x1b[31m",
    "\ud800",
    2**70,
]
SHOWN = ["1", '"1"', "1.0", "null", '"null"', "true", '"true"', '""', '"(all)"', '"\\"1\\""', "a|b", '"a\\nb"', '" a"',
         '"\\u001b[31m"', '"\\ud800"', str(2**70)]  # fmt: skip


def write(values: list[Any], path: str = "x.jsonl") -> None:
    lines = ({"prediction": "a", "reference": "a", "g": it} for it in values)
    Path(path).write_text("".join(json.dumps(line) + "\n" for line in lines))


def score(run, format: str, *more: str) -> Any:
    outcome = run("score", "x.jsonl", "-m", "rouge1", "--group-by", "g", "--format", format, *more)
    assert outcome.code == 0, outcome.err
    return outcome


@pytest.mark.parametrize("block", [1, 1 << 20])
def test_types_stay_apart(run, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    from gramscore.io import jsonl

    monkeypatch.setattr(jsonl, "_BLOCK_BYTES", block)
    write(VALUES * 2)
    found = score(run, "json").json["groups"]
    assert all(it["examples"] == 2 for it in found)
    assert sorted(repr(it["by"]["g"]) for it in found) == sorted(map(repr, VALUES))
    rows = list(csv.reader(io.StringIO(score(run, "csv").out)))[1:]
    assert sorted(row[0] for row in rows[:-1]) == sorted(SHOWN)
    assert rows[-1][:2] == ["(all)", str(2 * len(VALUES))]


def test_texts_alone_are_as_they_are(run) -> None:
    write(["1", "null", "b"])
    rows = list(csv.reader(io.StringIO(score(run, "csv").out)))[1:]
    assert [row[0] for row in rows] == ["1", "b", "null", "(all)"]


def test_order(run) -> None:
    write(["b", 10, None, 9, "a", 1.5])
    assert [it["by"]["g"] for it in score(run, "json").json["groups"]] == [1.5, 9, 10, "a", "b", None]


def test_markdown(run) -> None:
    write(["a|b", "*c*", "<d>\n"])
    lines = score(run, "markdown").out.splitlines()
    assert any(line.startswith(r"| a\|b | 1 |") for line in lines)
    assert any(line.startswith(r"| \*c\* | 1 |") for line in lines)
    assert any(line.startswith(r'| "\<d\>\\n" | 1 |') for line in lines)


def test_parquet_and_folders(run) -> None:
    Path("d/g=1").mkdir(parents=True)
    texts = {"prediction": ["a"], "reference": ["a"]}
    pa.parquet.write_table(pa.table(texts), "d/g=1/x.parquet")
    pa.parquet.write_table(pa.table({**texts, "g": pa.array([1], pa.int8())}), "d/y.parquet")
    pa.parquet.write_table(pa.table({**texts, "g": pa.array([1.0])}), "d/z.parquet")
    found = run("score", "d", "--group-by", "g", "--format", "json").json["groups"]
    assert [(repr(it["by"]["g"]), it["examples"]) for it in found] == [("1", 1), ("1.0", 1), ("'1'", 1)]


def test_very_many_groups(run) -> None:
    write([f"group {n}" for n in range(1500)])
    lines = score(run, "table").out.splitlines()
    assert "group 1499 1        rouge1    1.0000    1.0000    1.0000" in lines
    assert any(line.startswith("(all)      1500") for line in lines)
    assert len(score(run, "json").json["groups"]) == 1500


@pytest.mark.parametrize("metrics", ["rouge1,rougeL", "bleu,chrf++", "ter"])
def test_groups_have_the_scores_of_their_rows(run, metrics: str) -> None:
    pairs = [
        (f"the cat {n % 3} sat", ["the cat sat", f"a cat {n % 5}"][: 1 + n % 2], n % 4) for n in range(20)
    ]
    for group in (*range(4), "x"):
        lines = ({"prediction": p, "references": r, "g": g} for p, r, g in pairs if group in (g, "x"))
        Path(f"{group}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = run("score", "x.jsonl", "-m", metrics, "--group-by", "g", "--format", "json").json["groups"]
    for group in range(4):
        alone = run("score", f"{group}.jsonl", "-m", metrics, "--format", "json").json
        assert found[group] == {"by": {"g": group}, "examples": 5, "metrics": alone["metrics"]}


def test_a_number_that_json_has_not_is_not_its_name(run) -> None:
    """NaN, the text "NaN" and null are three groups, in every format."""
    lines = [f'{{"prediction": "a", "reference": "a", "loss": {it}}}\n' for it in ("NaN", '"NaN"', "null")]
    Path("a.jsonl").write_text("".join(lines))
    found = run("score", "a.jsonl", "-m", "bleu", "--group-by", "loss", "--format", "json").json
    values = [group["by"]["loss"] for group in found["groups"]]
    assert sorted(map(str, values)) == sorted(map(str, ["NaN", {"number": "NaN"}, None]))


def test_metrics_whose_parts_do_not_add_up(run) -> None:
    """Each group is scored as a corpus of its own."""
    import gramscore

    rows = [
        {
            "prediction": f"a {word} runs",
            "references": [f"the {word} runs", "a cat ran"],
            "source": f"a {word} run",
            "g": g,
        }
        for word, g in [("dog", 1), ("cat", 2), ("bird", 1), ("cow", 2), ("dog", 1)]
    ]
    Path("x.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    outcome = run("score", "x.jsonl", "-m", "cider,gec-gleu,bleu", "--group-by", "g", "--format", "json")
    assert outcome.code == 0, outcome.err
    groups = outcome.json["groups"]
    assert [it["by"]["g"] for it in groups] == [1, 2]
    for found in groups:
        own = [row for row in rows if row["g"] == found["by"]["g"]]
        assert found["examples"] == len(own)
        texts = [row["prediction"] for row in own], [row["references"] for row in own]
        sources = [row["source"] for row in own]
        assert found["metrics"]["cider"]["score"] == gramscore.CIDEr().score(*texts).corpus.score
        assert (
            found["metrics"]["gec-gleu"]["score"] == gramscore.GECGLEU().score(*texts, sources).corpus.score
        )
        assert found["metrics"]["bleu"]["score"] == gramscore.BLEU().score(*texts).corpus.score


@pytest.mark.parametrize("metric", ["rouge1,rougeL", "bleu", "ter", "chrf", "cider", "wer", "gleu"])
def test_states_do_not_depend_on_groups(run, metric: str) -> None:
    lines = [f"the cat {'sat ' * (k % 5)}on {k % 7},the cat sat on {k % 3},{k % 11}" for k in range(60)]
    Path("x.csv").write_text("\n".join(["prediction,reference,g", *lines, ""]))
    whole = run("score", "x.csv", "-m", metric, "--format", "json", "--state", "whole.arrow")
    parts = run(
        "score", "x.csv", "-m", metric, "--format", "json", "--state", "parts.arrow", "--group-by", "g"
    )
    assert (whole.code, parts.code) == (0, 0), (whole.err, parts.err)
    assert whole.json["metrics"] == parts.json["metrics"]
    assert whole.json["examples"] == parts.json["examples"] == 60
    assert Path("whole.arrow").read_bytes() == Path("parts.arrow").read_bytes()
