"""Lists in cells of CSV and TSV, as programs write them, and texts that only look like lists."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

from gramscore.io.cells import list_of

LISTS = {
    "pandas": str(["the cat sat on it", "a dog ran"]),
    "a tuple": str(("the cat sat on it", "a dog ran")),
    "numpy": str(np.array(["the cat sat on it", "a dog ran"])),
    "numpy over lines": "['the cat sat on it'\n 'a dog ran']",
    "numpy in a list": repr([np.str_("the cat sat on it"), np.str_("a dog ran")]),
    "an array": repr(np.array(["the cat sat on it", "a dog ran"], dtype=object)),
    "JSON": '["the cat sat on it", "a dog ran"]',
    "R": 'c("the cat sat on it", "a dog ran")',
    "PostgreSQL": '{"the cat sat on it","a dog ran"}',
    "a set": "{'the cat sat on it', 'a dog ran'}",
    "polars": """shape: (2,)\nSeries: 'x' [str]\n[\n\t"the cat sat on it"\n\t"a dog ran"\n]""",
    "a pandas array": "<ArrowStringArray>\n['the cat sat on it', 'a dog ran']\nLength: 2, dtype: string",
    "an index": "Index(['the cat sat on it', 'a dog ran'], dtype='object')",
    "Julia": 'Any["the cat sat on it", "a dog ran"]',
    "a missing one in Julia": 'Union{Missing, String}["the cat sat on it", missing]',
    "a null": "['the cat sat on it', None]",
    "of one": "['the cat sat on it']",
}


def write(path: str, predictions: list[str], references: list[str], **options: Any) -> None:
    with open(path, "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter="\t" if path.endswith(".tsv") else ",", **options)
        writer.writerow(["prediction", "references"])
        writer.writerows(zip(predictions, references, strict=True))


@pytest.mark.parametrize("cell", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("path", ["x.csv", "x.tsv"])
def test_lists_are_references(run, cell: str, path: str) -> None:
    write(path, ["the cat sat on it"] * 2, [cell] * 2, quoting=csv.QUOTE_ALL)
    found = run("score", path, "-m", "rouge1,bleu", "--format", "json").json["metrics"]
    assert (found["rouge1"]["fmeasure"], found["bleu"]["score"]) == (1.0, 100.00000000000004)


def test_what_pandas_writes(run) -> None:
    frame = pandas.DataFrame({"prediction": ['it\'s, "so"\n'], "references": [['it\'s, "so"\n', "b"]]})
    frame.to_csv("x.csv", index=False)
    found = run("score", "x.csv", "-m", "ter", "--format", "json").json
    assert found["metrics"]["ter"]["score"] == 0


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        (r"""['it\'s', "it's"]""", ["it's", "it's"]),
        ("['a, b', 'c] d']", ["a, b", "c] d"]),
        (r"['a\nb']", ["a\nb"]),
        (r'["\ud83d\ude00 \/"]', ["😀 /"]),
        ("('a',)", ["a"]),
        ("['a', nan]", ["a", None]),
        ("[]", []),
        ('{a,"b c",NULL}', ["a", "b c", None]),
        ("[a, b]", None),
        ("['a''b']", None),
        ("['a' 'b' ... 'c']", None),
        ('("Yes.")', None),
        ("[1, 2]", None),
        ("[['a']]", None),
        ("plain", None),
    ],
)
def test_lists_taken_apart(cell: str, texts: list[str | None] | None) -> None:
    assert list_of(cell) == texts


@pytest.mark.parametrize("cell", ["[a, b]", "['a' 'b' ... 'c']", "['it''s', 'b']", "[1, 2]", "List(a, b)"])
def test_lists_that_cannot_be_taken_apart(run, cell: str) -> None:
    write("x.csv", ["a", "b"], [cell, ""])
    error = run("score", "x.csv").error
    assert error.startswith("x.csv: field 'references' seems to hold lists")
    assert "--cells text" in error
    assert run("score", "x.csv", "--cells", "text").code == 0


@pytest.mark.parametrize("cell", ["{'text': ['a', 'b'], 'answer_start': [1]}", "b'a'", "{'role': x}"])
def test_records_and_bytes_are_no_texts(run, cell: str) -> None:
    write("x.csv", ["a"], [cell])
    assert "field 'references' seems to hold records or bytes" in run("score", "x.csv").error
    assert run("score", "x.csv", "--cells", "text").code == 0
    write("x.csv", ["a", "b"], [cell, "and a text"])
    assert run("score", "x.csv").code == 0


def test_predictions_are_no_lists(run) -> None:
    write("x.csv", ["['a']"], ["['a', 'b']"])
    assert "field 'prediction' seems to hold lists" in run("score", "x.csv").error


def test_lists_among_texts_have_a_place(run) -> None:
    write("x.csv", ["a", "b", "c"], ["a", "plain [b]", "['c']"])
    assert run("score", "x.csv").error.startswith("x.csv:4: field 'references' seems to hold a list")
    write("x.csv", ["a", "b"], ["['a']", "plain"])
    assert run("score", "x.csv").error.startswith("x.csv:3: field 'references' holds no list")
    found = run("score", "x.csv", "--on-error", "skip", "--format", "json").json
    assert (found["examples"], found["skipped"]["count"]) == (1, 1)


@pytest.mark.parametrize("text", ["[laughs] so", "so [laughs]", "(so)", '("So.")', "{so}", "[]", "f(x)"])
def test_texts_with_brackets_stay_texts(run, text: str) -> None:
    write("x.csv", [text, "a"], [text, "b"])
    assert run("score", "x.csv", "-m", "chrf", "--format", "json").json["metrics"]["chrf"]["score"] > 0
    assert "[" not in run("score", "x.csv").err


def test_lists_written_as_texts_elsewhere(run) -> None:
    Path("x.jsonl").write_text('{"prediction": "a", "reference": "[\'a\', \'b\']"}\n')
    assert "the references are texts that look like lists" in run("score", "x.jsonl").err
    Path("x.jsonl").write_text('{"prediction": "[\\"a\\"]", "reference": "[\\"b\\"]"}\n')
    assert run("score", "x.jsonl").err == ""


def test_blocks_do_not_show(run, monkeypatch: pytest.MonkeyPatch) -> None:
    from gramscore.io import delimited

    write("x.csv", ["a", "b", "c"], ["['a', 'x']", "['x', 'b']", "['c']"])
    monkeypatch.setattr(delimited, "_BLOCK_BYTES", 8)
    found = run("score", "x.csv", "-m", "rouge1", "--format", "json").json
    assert found["metrics"]["rouge1"]["fmeasure"] == 1.0


def test_an_option_of_tables_alone(run) -> None:
    Path("x.jsonl").write_text('{"prediction": "a", "reference": "a"}\n')
    for option in (("--cells", "text"), ("--quoting", "none"), ("--null", "")):
        assert (
            run("score", "x.jsonl", *option).error == f"{option[0]} is about CSV and TSV, the input is jsonl"
        )
