"""Quotes in TSV are text, unless every field has them around it or --quoting says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import gramscore

PREDICTIONS = ['"Go," she said', 'he said "go"', '"', "a"]
REFERENCES = ['"Go", she said', '"he" said "go"', '"b', '"a"']


def pasted(rows: list[tuple[str, str]]) -> str:
    return "".join(f"{one}\t{other}\n" for one, other in [("prediction", "reference"), *rows])


def test_pasted_columns(run) -> None:
    Path("x.tsv").write_text(pasted(list(zip(PREDICTIONS, REFERENCES, strict=True))))
    found = run("score", "x.tsv", "-m", "bleu,chrf", "--format", "json").json
    assert found["examples"] == 4
    expected = gramscore.BLEU().score(PREDICTIONS, REFERENCES).corpus.score
    assert found["metrics"]["bleu"]["score"] == expected
    assert found["metrics"]["chrf"]["score"] == gramscore.CHRF().score(PREDICTIONS, REFERENCES).corpus.score


def test_quotes_around_whole_fields_are_remarked_on(run) -> None:
    Path("x.tsv").write_text(pasted([('"a"', "a")]))
    outcome = run("score", "x.tsv", "-m", "chrf", "--format", "json")
    assert outcome.json["metrics"]["chrf"]["score"] < 100
    assert "--quoting csv takes them away" in outcome.err
    found = run("score", "x.tsv", "-m", "chrf", "--format", "json", "--quoting", "csv")
    assert (found.json["metrics"]["chrf"]["score"], found.err) == (100, "")


@pytest.mark.parametrize("block", [40, 1 << 20])
def test_every_field_is_quoted(run, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    from gramscore.io import delimited

    monkeypatch.setattr(delimited, "_BLOCK_BYTES", block)
    with open("x.tsv", "w", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t", quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(["prediction", "reference", "n"])
        writer.writerows([['a\t"b"\nc', 'a\t"b"\nc', 1], ["d", "d", 2]])
    found = run("score", "x.tsv", "-m", "ter", "--format", "json").json
    assert (found["examples"], found["metrics"]["ter"]["score"]) == (2, 0)


def test_csv_without_quotes(run) -> None:
    Path("x.csv").write_text('prediction,reference\n"a,"a\n')
    assert run("score", "x.csv").code == 2
    found = run("score", "x.csv", "-m", "chrf", "--quoting", "none", "--format", "json").json
    assert found["metrics"]["chrf"]["score"] == 100


def test_a_tab_too_many_names_the_option(run) -> None:
    Path("x.tsv").write_text(pasted([('"a\tb"', "a")]))
    error = run("score", "x.tsv").error
    assert error == "x.tsv:2: expected 2 fields, found 3 (quotes are read as text: --quoting csv?)"


def test_carriage_returns_are_text(run) -> None:
    Path("x.tsv").write_bytes(b"prediction\treference\r\na\rb\ta\rb\r\n")
    assert run("score", "x.tsv", "-m", "chrf", "--format", "json").json["metrics"]["chrf"]["score"] == 100


def test_skipped_records(run) -> None:
    Path("x.tsv").write_bytes(b'prediction\treference\na\tb\nc\n"\xff"\tb\nd\t"e\nf\tg\n')
    found = run("score", "x.tsv", "--on-error", "skip", "--format", "json").json
    assert [it.split(": ")[0] for it in found["skipped"]["listed"]] == ["x.tsv:3", "x.tsv:4"]
    assert found["examples"] == 3
