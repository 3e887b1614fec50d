"""What a terminal would obey is shown escaped, wherever it comes from."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from gramscore.cli.streams import show

EVIL = "\x1b]0;owned\x07\x9b31m\u202ered\r"


def write(name: str, **more: str) -> None:
    record = {"prediction": f"a {EVIL} b", "reference": f"a {EVIL} c", **more}
    Path(name).write_text((json.dumps(record) + "\n") * 2)


def assert_harmless(text: str) -> None:
    assert not set(text) & set("\x1b\x07\x9b\u202e\r"), repr(text)


@pytest.mark.parametrize("format", ["table", "markdown", "csv", "json"])
def test_score(run, format: str) -> None:
    write(f"{EVIL}.jsonl", g=EVIL, **{f"id{EVIL}": "x"})
    outcome = run("score", f"{EVIL}.jsonl", "--group-by", "g", "--format", format)
    assert outcome.code == 0
    assert_harmless(outcome.out + outcome.err)
    assert "\\x1b" in outcome.out or "\\u001b" in outcome.out


def test_field_names(run) -> None:
    Path("x.jsonl").write_text(json.dumps({EVIL: "a", "r": "b"}) + "\n")
    for format in ("table", "markdown"):
        arguments = ("--prediction", EVIL, "--reference", "r", "--group-by", EVIL, "--format", format)
        assert_harmless(run("score", "x.jsonl", *arguments).out)
    assert_harmless(run("score", "x.jsonl").error)


@pytest.mark.parametrize("metrics", ["rouge1,rougeL", "bleu", "chrf", "ter"])
def test_explain(run, metrics: str) -> None:
    outcome = run("explain", "-m", metrics, f"a {EVIL} b", f"a {EVIL} c")
    assert_harmless(outcome.out)
    assert "\\x1b" in outcome.out
    write("x.jsonl")
    assert run("explain", "-m", metrics, "--file", "x.jsonl").out == outcome.out


def test_errors(run) -> None:
    assert_harmless(run("score", f"{EVIL}.jsonl").error)
    assert_harmless(run("score", f"{EVIL}*.jsonl").error)
    assert_harmless(run("score", "-m", EVIL, "x.jsonl").error)
    Path("x.csv").write_text(f"prediction,reference\n\"['{EVIL}', b]\",a\n", newline="")
    assert_harmless(run("score", "x.csv").error)
    Path("d").mkdir()
    Path(f"d/{EVIL}").touch()
    assert_harmless(run("score", "d").error)


def test_compare(run) -> None:
    write(f"{EVIL}.jsonl")
    write("x.jsonl")
    for format in ("table", "markdown", "latex", "csv", "json"):
        outcome = run("compare", "x.jsonl", f"{EVIL}.jsonl", "--samples", "10", "--format", format)
        assert outcome.code == 0, outcome.err
        assert_harmless(outcome.out)


def test_merge(run) -> None:
    write("x.jsonl")
    assert run("score", "x.jsonl", "--state", f"{EVIL}.arrow").code == 0
    for format in ("table", "markdown"):
        assert_harmless(run("merge", f"{EVIL}.arrow", "--format", format).out)


def test_explanations_as_pages(run) -> None:
    for metric in ("rouge1", "ter", "wer", "anls"):
        outcome = run("explain", "-m", metric, f"a {EVIL} b", f"a {EVIL} c", "--format", "html")
        assert outcome.code == 0
        assert_harmless(outcome.out)


def test_chosen_candidates(run) -> None:
    texts = [f"a {EVIL} b", "\ud800"]
    Path("x.jsonl").write_text(json.dumps({"texts": texts}) + "\n")
    outcome = run("mbr", "x.jsonl", "--candidates", "texts", "--best", "2")
    assert_harmless(outcome.out)
    assert "\ud800" not in outcome.out
    assert sorted(it["text"] for it in outcome.json["best"]) == sorted(texts)


@pytest.mark.parametrize(
    "arguments",
    [
        ["sacrebleu", f"--{EVIL}"],
        ["sacrebleu", EVIL, "-i", "h.txt"],
        ["sacrebleu", "h.txt", "-i", "h.txt", "-m", EVIL],
        ["sacrebleu", "h.txt", "-i", "h.txt", "-l", EVIL],
        ["rouge-score", "--target_filepattern", EVIL, "--prediction_filepattern", "h.txt", "--output_filename", "o"],
        ["rouge155", "-a", EVIL],
        ["sclite", "-r", EVIL, "-h", "h.txt", "-i", "rm"],
        ["coco", EVIL, "h.txt"],
        ["jiwer", "-r", EVIL, "-h", "h.txt"],
        ["dedup", EVIL, "--threshold", "0.7", "-o", "o.jsonl"],
        ["contamination", "h.txt", "--against", EVIL],
        ["reproduce", "h.txt", "h.txt", "--score", f"{EVIL}=1"],
        ["check", EVIL],
    ],
    ids=lambda arguments: " ".join(arguments).replace(EVIL, "EVIL"),
)  # fmt: skip
def test_errors_of_every_command(run, arguments: list[str]) -> None:
    Path("h.txt").write_text("a b\n")
    outcome = run(*arguments)
    assert outcome.code in (1, 2)
    assert_harmless(outcome.err)
    assert "\\x1b" in outcome.err
    assert outcome.err.count("\n") == 1


def test_bytes_that_a_program_prints(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are, but on a terminal."""
    show(f"{EVIL}\n".encode())
    sys.stdout.flush()
    assert capfd.readouterr().out == f"{EVIL}\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show(f"{EVIL}\n".encode() + b"\xff")
    sys.stdout.flush()
    assert_harmless(capfd.readouterr().out)


def test_names_of_files_in_what_contamination_prints(run) -> None:
    Path("\x1b[31m.jsonl").write_text('{"text": "a b"}\n')
    outcome = run("contamination", "\x1b*.jsonl", "--against", "\x1b*.jsonl", "-n", "1")
    assert "\\x1b[31m.jsonl item 0: in 1 text" in outcome.out
    assert "\x1b" not in outcome.out + outcome.err
