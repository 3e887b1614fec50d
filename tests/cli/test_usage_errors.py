"""Wrong usage: one sentence, exit code 2, and nothing is read."""

from __future__ import annotations

import pytest

import gramscore


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["x.jsonl", "-m", "rouge10"],
            "unknown metric 'rouge10'; did you mean rouge1? the known ones are rouge1, ",
        ),
        (["x.jsonl", "-m", "rouge1,rougels"], "unknown metric 'rougels'; did you mean rougeL? the known "),
        (["x.jsonl", "-m", ""], "the name of a metric is empty; the known ones are rouge1, "),
        (["x.jsonl", "--threads", "0"], "Invalid value for '--threads'"),
        (["x.jsonl", "--format", "yaml"], "Invalid value for '--format'"),
        (["x.jsonl", "--input-format", "yaml"], "Invalid value for '--input-format'"),
        (
            ["x.jsonl", "--per-example", "x.txt"],
            "--per-example x.txt: the name must end with one of .jsonl, .csv, ",
        ),
        (["x.jsonl", "--nope"], "No such option"),
        ([], "Missing argument 'INPUT...'"),
        (["x.jsonl", "--tokenizer", "nope"], ""),
        ([""], "the name of a file is empty"),
        (["", ""], "the name of a file is empty"),
        (["missing"], "missing: no such file"),
    ],
)
def test_usage(run, arguments: list[str], expected: str) -> None:
    outcome = run("score", *arguments)
    assert outcome.code == 2
    assert expected in outcome.error


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("score x.jsonl --samples 9", "--samples has no effect without --confidence"),
        ("score x.jsonl --seed 12345", "--seed has no effect without --confidence"),
        ("score x.jsonl --digits 2 --format csv", "--digits has no effect with --format csv"),
        ("score x.jsonl --score-only --format json", "--format has no effect with --score-only"),
        ("compare x.jsonl y.jsonl --title T", "--title has no effect without --report"),
        ("compare x.jsonl y.jsonl --spread --seed 3", "--seed has no effect with --spread"),
        ("compare x.jsonl y.jsonl --spread --report x.html", "--report has no effect with --spread"),
        ("contamination x.jsonl --against y.jsonl --action cut", "--action has no effect without --clean"),
        ("reproduce x.jsonl --spread --top 3", "--top has no effect without --score"),
        (
            "reproduce x.jsonl --score bleu=1 --no-call --format json",
            "--call has no effect with --format json",
        ),
    ],
)
def test_options_without_effect(run, arguments: str, expected: str) -> None:
    outcome = run(*arguments.split())
    assert outcome.code == 2
    assert expected in outcome.error


def test_the_known_metrics_are_all_listed(run) -> None:
    error = run("score", "x.jsonl", "-m", "bleurt").error
    for name in [*(f"rouge{order}" for order in range(1, 10)), "rougeL", "rougeLsum"]:
        assert name in error


def test_unknown_tokenizer_is_named(run) -> None:
    assert "nope" in run("score", "x.jsonl", "--tokenizer", "nope").error


@pytest.mark.parametrize("arguments", [["--version"], ["score", "--version"]])
def test_version(run, arguments: list[str]) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (0, f"gramscore {gramscore.__version__}\n")


def test_help(run) -> None:
    outcome = run("score", "--help")
    assert outcome.code == 0
    for word in ("--prediction", "--reference", "--per-example", "Examples:", "rougeLsum"):
        assert word in outcome.out


def test_no_command_shows_the_help(run) -> None:
    outcome = run()
    assert outcome.code == 2
    assert "score" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", ""),
        ("compare", "", "x.jsonl"),
        ("merge", ""),
        ("mbr", "", "--candidates", "x"),
        ("explain", "--file", ""),
    ],
)
def test_a_name_that_is_empty(run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).error == "the name of a file is empty"
