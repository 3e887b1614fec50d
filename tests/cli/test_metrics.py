"""Several metrics on the command line, and their options."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import gramscore

pytestmark = pytest.mark.quick

PREDICTIONS = ["The otter swims.", "a red lamp (glows)", "one two three", "it is very cold outside"]
REFERENCES = [
    ["The otters swim."],
    ["the red Lamp glows"],
    ["one two", "three two one"],
    ["it is cold outside"],
]
NAMES = ["rouge1", "rougeL", "bleu", "chrf", "chrf++", "ter"]
ANSWERS = {
    "wer": gramscore.WER(),
    "wer-sclite": gramscore.WER.sclite(),
    "cer": gramscore.CER(),
    "exact_match": gramscore.ExactMatch(),
    "token_f1": gramscore.TokenF1(),
    "anls": gramscore.ANLS(),
    "edit_similarity": gramscore.EditSimilarity(),
}


@pytest.fixture
def file(run) -> str:
    rows = zip(PREDICTIONS, REFERENCES, strict=True)
    Path("a.jsonl").write_text(
        "".join(json.dumps({"prediction": p, "references": r}) + "\n" for p, r in rows)
    )
    return "a.jsonl"


def figures(metric: Any) -> dict[str, Any]:
    found = metric.score(PREDICTIONS, REFERENCES).corpus._asdict()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def test_json(run, api_figures, file: str) -> None:
    found = run(
        "score", file, "-m", "rouge1,rougeL", "-m", "bleu", "-m", "chrf,chrf++,ter", "--format", "json"
    ).json
    assert list(found["metrics"]) == NAMES
    assert found["metrics"] == {
        **api_figures(PREDICTIONS, REFERENCES, ["rouge1", "rougeL"]),
        "bleu": figures(gramscore.BLEU()),
        "chrf": figures(gramscore.CHRF()),
        "chrf++": figures(gramscore.CHRF(word_order=2)),
        "ter": figures(gramscore.TER()),
    }
    assert found["signatures"]["bleu"] == gramscore.BLEU().signature
    assert list(found["signatures"]) == ["rouge", "bleu", "chrf", "chrf++", "ter"]


@pytest.mark.parametrize("name", ANSWERS)
def test_errors_and_answers(run, file: str, name: str) -> None:
    found = figures(ANSWERS[name])
    assert run("score", file, "-m", name, "--format", "json").json["metrics"] == {name: found}
    (row,) = csv.DictReader(run("score", file, "-m", name, "--format", "csv").out.splitlines())
    assert float(row["score"]) == found["score"]
    assert f"{found['score']:.4f}" in run("score", file, "-m", name).out


def test_order_is_that_of_the_arguments(run, file: str) -> None:
    found = run("score", file, "-m", "ter,rouge2", "-m", "bleu,rouge1", "--format", "json").json
    assert list(found["metrics"]) == ["ter", "rouge2", "rouge1", "bleu"]


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_for_people(run, api_figures, file: str, format: str) -> None:
    out = run("score", file, "-m", ",".join(NAMES), "--format", format).out
    lines = [line.replace("|", " ").split() for line in out.splitlines()]
    assert ["metric", "precision", "recall", "fmeasure", "score"] in lines
    rouge = api_figures(PREDICTIONS, REFERENCES, ["rougeL"])["rougeL"]
    assert ["rougeL", *(f"{value:.4f}" for value in rouge.values())] in lines
    assert ["bleu", f"{gramscore.BLEU().score(PREDICTIONS, REFERENCES).corpus.score:.4f}"] in lines
    assert gramscore.CHRF(word_order=2).signature.replace("chrf|", "chrf|nrefs:var|") in out


def test_csv_has_every_digit(run, file: str) -> None:
    rows = list(
        csv.DictReader(run("score", file, "-m", "bleu,ter,rouge1", "--format", "csv").out.splitlines())
    )
    found = {row["metric"]: row for row in rows}
    bleu = gramscore.BLEU().score(PREDICTIONS, REFERENCES).corpus
    assert float(found["bleu"]["score"]) == bleu.score
    assert int(found["bleu"]["ref_len"]) == bleu.ref_len
    assert found["bleu"]["num_edits"] == ""
    assert int(found["ter"]["num_edits"]) == gramscore.TER().score(PREDICTIONS, REFERENCES).corpus.num_edits
    assert "counts" not in rows[0]


def test_per_example(run, file: str) -> None:
    assert run("score", file, "-m", "rouge1,bleu,chrf++,ter", "--per-example", "out.jsonl").code == 0
    rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    expected = {
        "bleu_score": gramscore.BLEU(),
        "chrf++_score": gramscore.CHRF(word_order=2),
        "ter_score": gramscore.TER(),
    }
    for column, metric in expected.items():
        assert [row[column] for row in rows] == metric.score(PREDICTIONS, REFERENCES).examples.tolist()
    assert list(rows[0]) == ["index", "rouge1_precision", "rouge1_recall", "rouge1_fmeasure", *expected]


@pytest.mark.parametrize(
    ("arguments", "metric"),
    [
        (["--tokenizer", "intl"], gramscore.BLEU(tokenizer="intl")),
        (["--tokenizer", "char", "--tokenizer", "bleu=none"], gramscore.BLEU(tokenizer="none")),
        (["--lowercase"], gramscore.BLEU(lowercase=True)),
        (["--smoothing", "floor=0.5"], gramscore.BLEU(smoothing="floor", smooth_value=0.5)),
        (["--smoothing", "add-k"], gramscore.BLEU(smoothing="add-k")),
        (
            ["--smoothing", "none", "--effective-order"],
            gramscore.BLEU(smoothing="none", effective_order=True),
        ),
    ],
)
def test_options_of_bleu(run, file: str, arguments: list[str], metric: Any) -> None:
    found = run("score", file, "-m", "bleu", "--format", "json", *arguments).json
    assert found["signatures"] == {"bleu": metric.signature}
    assert found["metrics"]["bleu"] == figures(metric)


def test_a_tokenizer_each(run, file: str) -> None:
    found = run(
        *("score", file, "-m", "bleu,rouge1,chrf", "--format", "json", "--lowercase"),
        *("--tokenizer", "rouge=whitespace", "--tokenizer", "bleu=zh"),
    ).json
    assert found["signatures"] == {
        "bleu": gramscore.BLEU(tokenizer="zh", lowercase=True).signature,
        "rouge": gramscore.ROUGE(["rouge1"], tokenizer="whitespace").signature,
        "chrf": gramscore.CHRF(lowercase=True).signature,
    }


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-m", "bleu", "--tokenizer", "nope"], "nope"),
        (["-m", "bleu", "--tokenizer", "rouge=whitespace"], "no metric that is computed has a use for it"),
        (["-m", "chrf", "--tokenizer", "intl"], "no metric that is computed has a use for it"),
        (
            ["-m", "bleu,ter", "--tokenizer", "ter=intl"],
            "'ter' has no tokenizer to choose, those that have are",
        ),
        (["-m", "bleu", "--smoothing", "floor=x"], "--smoothing floor=x: 'x' is no number"),
        (["-m", "bleu", "--smoothing", "nope"], "nope"),
        (
            ["-m", "bleu,chrf", "--stemmer"],
            "--stemmer: no metric that is computed has a use for it, those that have are rouge",
        ),
        (
            ["-m", "rouge1,ter", "--lowercase"],
            "--lowercase: no metric that is computed has a use for it, those that have are bleu, chrf, chrf++",
        ),
        (
            ["-m", "rouge1", "--smoothing", "floor"],
            "--smoothing: no metric that is computed has a use for it",
        ),
        (
            ["-m", "chrf", "--effective-order"],
            "--effective-order: no metric that is computed has a use for it",
        ),
    ],
)
def test_wrong_options(run, file: str, arguments: list[str], expected: str) -> None:
    outcome = run("score", file, *arguments)
    assert outcome.code == 2
    assert expected in outcome.error


def test_the_known_metrics_are_all_listed(run) -> None:
    error = run("score", "x.jsonl", "-m", "bleurt").error
    for name in NAMES:
        assert name in error


def test_gleu_and_nist(run, file: str) -> None:
    """By name they read texts with tokenizer 13a. NIST is of all examples at once."""
    found = run("score", file, "-m", "nist,gleu,rouge1", "--format", "json").json
    both = PREDICTIONS, REFERENCES
    assert list(found["metrics"]) == ["nist", "gleu", "rouge1"]
    assert found["examples"] == 4
    assert found["metrics"]["gleu"] == figures(gramscore.GLEU(tokenizer="13a"))
    assert found["metrics"]["nist"] == {"score": gramscore.NIST(tokenizer="13a").score(*both).corpus}
    assert found["signatures"]["nist"] == gramscore.NIST(tokenizer="13a").signature


def test_nist_of_many_batches(run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of a corpus are put together, ids and all, whatever their references look like."""
    lines = Path(file).read_text().splitlines()
    rows = [json.loads(line) | {"id": number} for number, line in enumerate(lines)]
    rows[0]["references"] = rows[0]["references"][0]
    Path("first.jsonl").write_text(json.dumps(rows[0]) + "\n")
    Path("rest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[1:]))
    arguments = ("-m", "nist", "--per-example", "x.jsonl", "--format", "json")
    found = run("score", "first.jsonl", "rest.jsonl", *arguments).json
    scores = gramscore.NIST(tokenizer="13a").score(PREDICTIONS, REFERENCES)
    assert found["metrics"]["nist"] == {"score": scores.corpus}
    written = [json.loads(line) for line in Path("x.jsonl").read_text().splitlines()]
    assert [row["id"] for row in written] == [0, 1, 2, 3]
    expected = [None if score != score else score for score in scores.examples.tolist()]
    assert [row["nist_score"] for row in written] == expected  # null where NLTK divides by zero


@pytest.mark.parametrize(("option", "value"), [("--group-by", "prediction"), ("--state", "x.parquet")])
def test_nist_has_no_parts(run, file: str, option: str, value: str) -> None:
    expected = f"{option}: scores of nist do not follow from those of parts: leave it out"
    assert run("score", file, "-m", "bleu,nist", option, value).error == expected
    assert not Path("x.parquet").exists()


@pytest.mark.parametrize("name", ["gleu", "nist"])
def test_what_has_no_explanation(run, name: str) -> None:
    error = run("explain", "a b", "a c", "-m", name).error
    assert error.startswith(
        f"there are no explanations of {name}, there are of rouge, rouge155, bleu, chrf, "
    )


def test_a_score_that_is_no_number_is_null(run) -> None:
    Path("a.jsonl").write_text('{"prediction": "a", "references": "a"}\n')
    found = run("score", "a.jsonl", "-m", "nist", "--format", "json")
    assert json.loads(found.out, parse_constant=pytest.fail)["metrics"]["nist"] == {"score": None}


def test_explanations_of_what_has_sources(run) -> None:
    row = {"prediction": "He is old now.", "reference": "He is old.", "source": "He is quite old."}
    Path("a.jsonl").write_text(json.dumps(row) + "\n")
    found = run("explain", "-m", "sari", "--file", "a.jsonl", "--format", "json").json["sari"]
    assert found["source"]["text"] == row["source"]
    scores = gramscore.SARI().score([row["prediction"]], [row["reference"]], [row["source"]])
    assert found["score"]["score"] == scores.corpus.score
    error = run("explain", "-m", "sari", "a b", "a c").error
    assert error == "sari: the source is needed, too, so the example has to be of a file: --file FILE"
