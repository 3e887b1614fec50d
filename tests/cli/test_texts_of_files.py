"""The commands that read texts rather than examples: other encodings, and files without any text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

ROWS = [{"text": "né à Rome un soir", "out": ["né", "à Rome"]}, {"text": "un autre été", "out": ["été"]}]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
BENCHMARK = ["--against", "bench.jsonl", "--profile", "custom", "--tokenizer", "whitespace", "-n", "2"]

# What each does with texts.jsonl.
COMMANDS = {
    "dedup": ["--threshold", "0.5", "-o", "kept.jsonl"],
    "dedup, verifying": ["--threshold", "0", "-o", "kept.jsonl", "--verify", "pairs.txt"],
    "contamination": [*BENCHMARK, "--clean", "kept.jsonl"],
    "mbr": ["--candidates", "out"],
}


def write(folder: Path, encoding: str, lines: str = LINES) -> None:
    (folder / "texts.jsonl").write_bytes(lines.encode(encoding))
    (folder / "bench.jsonl").write_bytes('{"text": "à Rome"}\n'.encode(encoding))
    (folder / "pairs.txt").write_bytes("0,1\n".encode(encoding))


def call(run: Callable[..., Any], name: str, *more: str) -> Any:
    return run(name.partition(",")[0], "texts.jsonl", *COMMANDS[name], *more)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_other_encodings(run: Callable[..., Any], tmp_path: Path, name: str, encoding: str) -> None:
    found = []
    for used in ("utf-8", encoding):
        write(tmp_path, used)
        done = call(run, name, "--encoding", used)
        assert done.code == 0, done.err
        written = tmp_path / "kept.jsonl"
        found.append((done.out, written.read_bytes() if written.exists() else None))
    assert found[0] == found[1]
    assert "é" in found[0][0] or found[0][1]


@pytest.mark.parametrize("name", COMMANDS)
def test_what_an_encoding_is_needed_for(run: Callable[..., Any], tmp_path: Path, name: str) -> None:
    write(tmp_path, "utf-16")
    before = set(tmp_path.iterdir())
    # Benchmarks and pairs of rows are read first.
    first = {"contamination": "bench.jsonl", "dedup, verifying": "pairs.txt"}.get(name, "texts.jsonl")
    assert call(run, name).error == f"{first}: is in UTF-16, not UTF-8: give --encoding UTF-16"
    assert call(run, name, "--encoding", "utf-9").error == "the encoding 'utf-9' is unknown"
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("lines", ["", "\n\n"])
def test_no_texts(run: Callable[..., Any], tmp_path: Path, name: str, lines: str) -> None:
    write(tmp_path, "utf-8", lines)
    before = set(tmp_path.iterdir())
    task = {"contamination": "look through", "mbr": "choose from"}.get(name, "compare")
    done = call(run, name)
    assert (done.code, done.error) == (2, f"texts.jsonl is empty: there is nothing to {task}")
    assert set(tmp_path.iterdir()) == before


def test_no_benchmark(run: Callable[..., Any], tmp_path: Path) -> None:
    write(tmp_path, "utf-8")
    (tmp_path / "bench.jsonl").write_text("")
    assert call(run, "contamination").error == "bench.jsonl is empty: there is nothing to look for"


def test_an_empty_file_among_others(run: Callable[..., Any], tmp_path: Path) -> None:
    write(tmp_path, "utf-8")
    (tmp_path / "empty.jsonl").write_text("")
    done = run("dedup", "empty.jsonl", "texts.jsonl", *COMMANDS["dedup"])
    assert done.out.startswith("2 of 2 texts are kept")
    done = run("dedup", "empty.jsonl", "empty.jsonl", *COMMANDS["dedup"])
    assert done.error == "empty.jsonl and the other files are empty: there is nothing to compare"
