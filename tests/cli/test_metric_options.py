"""Every option of every metric on the command line, and how scores are shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import gramscore

PREDICTIONS = ["the otter swims. it dives.", "a red lamp glows here", "one two three four", "it is cold"] * 6
REFERENCES = ["the otters swim. it dived.", "the red lamp glows here", "one two three", "it is very cold"] * 6


@pytest.fixture
def file(run) -> str:
    rows = enumerate(zip(PREDICTIONS, REFERENCES, strict=True))
    Path("a.jsonl").write_text(
        "".join(json.dumps({"prediction": p, "reference": r, "half": n % 2}) + "\n" for n, (p, r) in rows)
    )
    return "a.jsonl"


@pytest.mark.parametrize(
    ("name", "options", "metric"),
    [
        ("bleu", ["bleu.max_order=2"], gramscore.BLEU(2)),
        (
            "bleu",
            ["bleu.smoothing=floor", "bleu.smooth_value=0.5"],
            gramscore.BLEU(smoothing="floor", smooth_value=0.5),
        ),
        (
            "chrf",
            ["chrf.char_order=4", "chrf.beta=3", "chrf.whitespace"],
            gramscore.CHRF(4, beta=3, whitespace=True),
        ),
        ("chrf", ["chrf.eps_smoothing=true"], gramscore.CHRF(eps_smoothing=True)),
        ("chrf++", ["chrf++.word_order=1"], gramscore.CHRF(word_order=1)),
        (
            "ter",
            ["ter.normalized", "ter.no_punct", "ter.asian_support", "ter.case_sensitive"],
            gramscore.TER(True, True, True, True),
        ),
        ("gleu", ["gleu.max_len=2"], gramscore.GLEU(max_len=2, tokenizer="13a")),
        (
            "bleu-nltk",
            ["bleu-nltk.smoothing=method1"],
            gramscore.BLEU.nltk(smoothing="method1", tokenizer="13a"),
        ),
        ("bleu-hf", ["bleu-hf.smooth"], gramscore.BLEU.huggingface(smooth=True)),
        ("bleu2", [], gramscore.BLEU(2)),
    ],
)
def test_options(run, file: str, name: str, options: list[str], metric: Any) -> None:
    given = [word for option in options for word in ("--option", option)]
    found = run("score", file, "-m", name, *given, "--format", "json").json
    expected = metric.score(PREDICTIONS, REFERENCES).corpus
    assert found["metrics"][name]["score"] == expected.score
    assert list(found["signatures"].values()) == [metric.signature]


@pytest.mark.parametrize(
    ("option", "error"),
    [
        ("max_order=2", "--option max_order=2: METRIC.NAME=VALUE is expected, as bleu.max_order=2"),
        ("ter.normalized", "--option ter.normalized: 'ter' is not computed, what is is bleu"),
        (
            "bleu.maxorder=2",
            "--option bleu.maxorder=2: did you mean max_order? the options of bleu are max_order, lowercase, "
            "smoothing, smooth_value, effective_order",
        ),
        ("bleu.tokenizer=zh", "--option bleu.tokenizer=zh: give --tokenizer"),
        ("bleu.max_order=x", "max_order is 'x': a number is expected"),
    ],
)
def test_options_that_are_none(run, file: str, option: str, error: str) -> None:
    assert run("score", file, "-m", "bleu", "--option", option).error == error


def test_a_tokenizer_that_one_metric_does_not_know(run, file: str) -> None:
    error = run("score", file, "-m", "rouge1,bleu", "--tokenizer", "unicode").error
    assert error.endswith(
        "; bleu is computed, too: give each metric its own, as in --tokenizer rouge=unicode"
    )


@pytest.mark.parametrize("separator", ["<q>", "<n>", "||"])
def test_separators_of_sentences(run, separator: str) -> None:
    text = "the cat sat{}a dog ran"
    Path("a.jsonl").write_text(
        json.dumps({"prediction": text.format(separator), "reference": text.format(separator)[::-1]}) + "\n"
    )
    found = run(
        "score", "a.jsonl", "-m", "rougeLsum", "--sentence-splitter", separator, "--format", "json"
    ).json
    assert f"|sent:{separator!r}|" in found["signatures"]["rouge"]
    metric = gramscore.ROUGE(["rougeLsum"])
    expected = metric.score([text.format("\n")], [text.format(separator)[::-1].replace(separator, "\n")])
    assert found["metrics"]["rougeLsum"]["precision"] == expected.corpus["rougeLsum"].precision


def test_unknown_splitters(run, file: str) -> None:
    assert "unknown sentence_splitter 'punkt'" in run("score", file, "--sentence-splitter", "punkt").error


def test_confidence(run, file: str) -> None:
    options = ("-m", "rouge1,bleu", "--confidence", "--samples", "50", "--seed", "3", "--level", "0.9")
    found = run("score", file, *options, "--group-by", "half", "--format", "json").json
    rouge, bleu = gramscore.ROUGE(["rouge1"]), gramscore.BLEU()
    expected = rouge.score(PREDICTIONS, REFERENCES).confidence(0.9, 50, 3)["rouge1"].recall
    assert (found["metrics"]["rouge1"]["recall_low"], found["metrics"]["rouge1"]["recall_high"]) == (
        expected.low,
        expected.high,
    )
    group = bleu.score(PREDICTIONS[::2], REFERENCES[::2]).confidence(0.9, 50, 3)
    assert found["groups"][0]["metrics"]["bleu"]["score_low"] == group.low
    shown = run("score", file, *options, "--format", "markdown").out
    assert f"{expected.estimate:.4f} \\[{expected.low:.4f}, {expected.high:.4f}\\]" in shown


def test_intervals_stand_below_where_there_is_no_room(run, file: str) -> None:
    options = ("--confidence", "--samples", "20")
    for more, below in (("-m", "bleu"), False), (("-m", "rouge1", "--group-by", "half"), True):
        figures = run("score", file, *options, *more, "--format", "json").json["metrics"][more[1]]
        lines = run("score", file, *options, *more).out.splitlines()
        at = max(at for at, line in enumerate(lines) if f" {more[1]} " in line)
        name = "recall" if below else "score"
        assert f"{figures[name]:.4f}" in lines[at]
        assert f"[{figures[f'{name}_low']:.4f}, {figures[f'{name}_high']:.4f}]" in lines[at + below]


def test_how_scores_are_shown(run, file: str) -> None:
    score = gramscore.BLEU().score(PREDICTIONS, REFERENCES).corpus
    out = run("score", file, "-m", "bleu", "--digits", "1").out
    assert f"{score.score:.1f}" in out
    assert (
        f"bleu: precisions {'/'.join(f'{it:.1f}' for it in score.precisions)}, BP {score.bp:.3f}, ratio "
        in out
    )
    assert f"({score.sys_len}/{score.ref_len})" in out
    fmeasure = gramscore.ROUGE(["rouge1"]).score(PREDICTIONS, REFERENCES).corpus["rouge1"].fmeasure
    out = run("score", file, "-m", "rouge1,bleu", "--scale", "100", "--digits", "2", "--score-only").out
    assert out == f"{100 * fmeasure:.2f}\n{score.score:.2f}\n"
    found = run(
        "score", file, "-m", "rouge1", "--scale", "100", "--group-by", "half", "--format", "json"
    ).json
    assert found["metrics"]["rouge1"]["fmeasure"] == 100 * fmeasure
    assert found["groups"][0]["metrics"]["rouge1"]["fmeasure"] > 1


@pytest.mark.parametrize(
    ("gate", "code", "said"),
    [
        ("rougeL=0.1", 0, ""),
        ("ROUGE-L=0.99", 1, "under 0.99"),
        ("ter=99", 0, ""),
        ("ter=1", 1, "over 1"),
    ],
)
def test_gates(run, file: str, gate: str, code: int, said: str) -> None:
    outcome = run("score", file, "-m", "rougeL,ter", "--fail-under", gate)
    assert outcome.code == code
    assert said in outcome.err
    assert "rougeL" in outcome.out


def test_gates_that_are_none(run, file: str) -> None:
    for gate, error in (
        ("rougeL", "METRIC=NUMBER"),
        ("bleu=3", "bleu is not computed"),
        ("rougeL=x", "'x' is no number"),
        ("rougeL=nan", "no score is under or over nan"),
    ):
        assert error in run("score", file, "-m", "rougeL", "--fail-under", gate).error


def test_a_gate_needs_one_score(run, file: str) -> None:
    error = run("score", file, "-m", "rouge155", "--fail-under", "rouge155=1").error
    assert error == "--fail-under rouge155=1: rouge155 has scores of several names, not one"


@pytest.mark.parametrize("name", ["nist", "distinct"])
def test_what_has_no_paired_test(run, file: str, name: str) -> None:
    error = run("compare", f"a={file}", f"b={file}", "-m", f"rouge1,{name}").error
    assert error.startswith(
        f"{name} cannot be compared: a corpus score that does not follow from those of parts"
    )
