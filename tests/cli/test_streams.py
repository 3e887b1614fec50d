"""The command with each of its standard streams closed, or of no use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "gramscore.cli"]
LINE = '{"prediction": "a b", "reference": "a c"}\n'
COMMANDS = {
    "score": ["score", "x.jsonl", "--per-example", "out.jsonl", "--format", "json"],
    "score in groups": ["score", "x.jsonl", "--group-by", "file", "--format", "csv", "-q"],
    "merge": ["merge", "x.parquet"],
    "compare": ["compare", "x.jsonl", "y.jsonl", "--samples", "10", "-m", "rouge1"],
    "explain": ["explain", "a b", "a c"],
    "check": ["check", "t.jsonl", "-m", "rouge1"],
    "dedup": ["dedup", "t.jsonl", "--threshold", "0.7", "-o", "kept.jsonl", "--pool", "pool.bin"],
    "contamination": [
        "contamination",
        "t.jsonl",
        "--against",
        "t.jsonl",
        "-n",
        "2",
        "--clean",
        "c.jsonl",
        "--report",
        "r.html",
    ],
    "mbr": ["mbr", "c.jsonl", "--candidates", "c"],
    "reproduce": ["reproduce", "x.jsonl", "--score", "rouge1=50.0"],
    "rouge155": ["rouge155", "-n", "1", "-z", "SPL", "list.txt"],
    "sclite": ["sclite", "-r", "s.trn", "-h", "s.trn", "-i", "rm"],
    "sacrebleu": ["sacrebleu", "a.txt", "-i", "a.txt"],
    "jiwer": ["jiwer", "-r", "a.txt", "-h", "a.txt"],
    "coco": ["coco", "a.json", "r.json"],
    "help": ["score", "--help"],
    "version": ["--version"],
}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams are closed as POSIX has it")


@pytest.fixture(autouse=True)
def corpus(run) -> None:
    Path("x.jsonl").write_text(LINE * 2)
    Path("y.jsonl").write_text(LINE * 2)
    Path("t.jsonl").write_text('{"text": "a b", "prediction": "a b c d e f", "reference": "a b c d e f"}\n')
    Path("c.jsonl").write_text('{"c": ["a b", "a c"]}\n')
    Path("a.txt").write_text("a b c d\n")
    Path("list.txt").write_text("a.txt a.txt\n")
    Path("s.trn").write_text("a b (s-1)\n")
    images, captions = (
        [{"id": 1}, {"id": 2}],
        [{"image_id": 1, "caption": "a"}, {"image_id": 2, "caption": "b"}],
    )
    Path("a.json").write_text(json.dumps({"images": images, "annotations": captions}))
    Path("r.json").write_text(json.dumps(captions))
    assert run("score", "x.jsonl", "-m", "rouge1", "--state", "x.parquet").code == 0


def closed(arguments: list[str], *numbers: int) -> subprocess.CompletedProcess[str]:
    streams = " ".join(f"{number}{'<' if number == 0 else '>'}&-" for number in numbers)
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {streams}', "sh", *COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_closed(name: str) -> None:
    done = closed(COMMANDS[name], 0, 2)
    assert done.returncode == 0
    assert done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize("name", ["score", "merge", "rouge155"])
def test_one_closed(name: str) -> None:
    for number in (0, 1):
        done = closed(COMMANDS[name], number)
        said = "gramscore: error: standard output is closed: there is nowhere to write the result\n"
        assert (done.returncode, done.stderr) == ((1, said) if number == 1 else (0, ""))


@pytest.mark.parametrize(
    "arguments", ["score -", "mbr - --candidates c", "dedup - --threshold 0.7 -o o.jsonl"]
)
def test_input_that_is_closed(arguments: str) -> None:
    done = closed(arguments.split(), 0)
    assert (done.returncode, done.stderr) == (2, "gramscore: error: standard input is closed\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("name", ["mbr", "dedup", "rouge155"])
def test_output_that_is_full(name: str) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, *COMMANDS[name]], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120
        )
    said = "gramscore: error: standard output: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_an_error_without_standard_error() -> None:
    done = closed(["score", "nothing.jsonl"], 2)
    assert (done.returncode, done.stdout) == (2, "")


def test_remarks_without_standard_error() -> None:
    Path("x.csv").write_text("prediction,reference\na,\n")
    for redirection in ("2>&-", "2>/dev/full"):
        script = f'exec "$@" {redirection}'
        done = subprocess.run(
            ["sh", "-c", script, "sh", *COMMAND, "score", "x.csv", "--format", "json"],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0
        assert json.loads(done.stdout)["examples"] == 1


def test_nobody_reads_the_errors() -> None:
    read, write = os.pipe()
    os.close(read)
    Path("x.csv").write_text("prediction,reference\na,\n")
    done = subprocess.run(
        [*COMMAND, "score", "x.csv", "--format", "json"], stdout=subprocess.PIPE, stderr=write
    )
    os.close(write)
    assert done.returncode == 0
    assert json.loads(done.stdout)["examples"] == 1


def test_an_encoding_that_has_not_the_text() -> None:
    Path("x.jsonl").write_text('{"prediction": "a", "reference": "a", "g": "é"}\n', encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "score", "x.jsonl", "--group-by", "g", "--format", "csv"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout.splitlines()[1][:6]) == (0, "\\xe9,1")
