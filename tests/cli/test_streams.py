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
    "help": ["score", "--help"],
    "version": ["--version"],
}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams are closed as POSIX has it")


@pytest.fixture(autouse=True)
def corpus(run) -> None:
    Path("x.jsonl").write_text(LINE * 2)
    Path("y.jsonl").write_text(LINE * 2)
    assert run("score", "x.jsonl", "-m", "rouge1", "--state", "x.parquet").code == 0


def closed(number: int, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    script = f'exec "$@" {number}{"<" if number == 0 else ">"}&-'
    return subprocess.run(
        ["sh", "-c", script, "sh", *COMMAND, *arguments], capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_closed(name: str) -> None:
    arguments = COMMANDS[name]
    for number in (0, 1, 2):
        done = closed(number, arguments)
        assert "Traceback" not in done.stderr + done.stdout
        if number == 1:
            assert done.returncode == 1
            assert (
                done.stderr
                == "gramscore: error: standard output is closed: there is nowhere to write the result\n"
            )
        else:
            assert done.returncode == 0, done.stderr
            assert done.stdout
            assert done.stderr == ""


def test_input_that_is_closed() -> None:
    done = closed(0, ["score", "-"])
    assert (done.returncode, done.stderr) == (2, "gramscore: error: standard input is closed\n")


def test_an_error_without_standard_error() -> None:
    done = closed(2, ["score", "nothing.jsonl"])
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
