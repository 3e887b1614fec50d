"""`--help`: options under headings, said in the same words by all commands that have them."""

from __future__ import annotations

import re

import pytest

_OPTION = re.compile(r"^  (?:-\w, )?(--[a-z0-9-]+)", re.MULTILINE)


def _sections(text: str) -> dict[str, list[str]]:
    """The options of a help text by heading."""
    parts = re.split(r"^(\w[\w ]+):$", text.partition("Examples:")[0], flags=re.MULTILINE)[1:]
    return {head: _OPTION.findall(body) for head, body in zip(parts[::2], parts[1::2], strict=True)}


def test_options_stand_under_headings(run) -> None:
    found = _sections(run("score", "--help").out)
    assert list(found) == ["Input", "Metrics", "Result", "Intervals and tests", "Other options"]
    assert found["Metrics"] == [
        *("--metric", "--stemmer", "--tokenizer", "--lowercase", "--sentence-splitter"),
        *("--smoothing", "--effective-order", "--option"),
    ]
    assert "--reference" in found["Input"]
    assert "--samples" in found["Intervals and tests"]
    assert "--version" in found["Other options"]


@pytest.mark.parametrize("command", ["check", "compare", "explain", "mbr"])
def test_every_command_that_scores_has_all_options_of_metrics(run, command: str) -> None:
    ours, theirs = (_sections(run(name, "--help").out) for name in (command, "score"))
    assert set(theirs["Metrics"]) <= set(ours["Metrics"])


def test_a_command_of_few_options_has_one_heading(run) -> None:
    assert list(_sections(run("merge", "--help").out)) == ["Options"]


def test_smoothing_is_an_option_of_compare_and_check(run, tmp_path) -> None:
    for name, text in {
        "ref": "a b c d e f\n" * 3,
        "a": "a b c d x f\n" * 3,
        "b": "a b x d x f\n" * 3,
    }.items():
        (tmp_path / f"{name}.txt").write_text(text)
    systems = ("a.txt", "b.txt", "--reference", "ref.txt", "-m", "bleu", "--format", "json")
    plain, floored = (
        run("compare", *systems, *more).json["rows"][1]["score"]
        for more in ((), ("--smoothing", "floor=0.01"))
    )
    assert plain != floored
    refused = run("check", "a.txt", "ref.txt", "-m", "chrf", "--smoothing", "exp")
    assert refused.error.startswith("--smoothing: no metric that is computed has a use for it")
