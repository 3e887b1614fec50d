"""`gramscore sclite` against NIST's program: reports that it was recorded to print, and the program itself, byte for
byte."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from sclite_program import PROGRAM, REMEDY, any_files
from sclite_program import run as run_program

from gramscore.compat.sclite.arguments import parse
from gramscore.compat.sclite.program import run

RECORDED = json.loads(
    Path(__file__).with_name("recorded").joinpath("sclite_reports.json").read_text(encoding="utf-8")
)


def printed(arguments: list[str]) -> bytes:
    out = io.BytesIO()
    run(parse(arguments), out.write, lambda remark: None)
    return out.getvalue()


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: " ".join(case["arguments"][4:]))
def test_recorded(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("r.trn", "h.trn"):
        (tmp_path / name).write_bytes(case[name].encode())
    assert printed(case["arguments"]) == case["printed"].encode("latin-1")


@pytest.mark.skipif(PROGRAM is None, reason=REMEDY)
@pytest.mark.parametrize("part", range(20))
def test_random_files(part: int, tmp_path: Path, rng: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = any_files(rng, tmp_path)
    done = run_program(arguments, tmp_path)
    assert done.returncode == 0, done.stderr
    assert printed(arguments) == done.stdout


@pytest.mark.skipif(PROGRAM is None, reason=REMEDY)
@pytest.mark.parametrize("options", [[], ["-n", "name"], ["-O", "out"], ["-O", "out/", "-f", "0"], ["-s"]])
def test_files(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports beside the hypotheses, of several of them."""
    results = []
    for program in (True, False):
        folder = tmp_path / str(program)
        (folder / "in").mkdir(parents=True)
        (folder / "out").mkdir()
        (folder / "r.trn").write_text("a b (x-1)\nc (y-1)\n", encoding="utf-8")
        (folder / "in" / "h.trn").write_text("a (x-1)\nc (y-1)\n", encoding="utf-8")
        (folder / "g.trn").write_text("b (x-1)\n", encoding="utf-8")
        other = [] if "-n" in options else ["-h", "./g.trn"]
        arguments = ["-r", "r.trn", "-h", "in/h.trn", *other, "-i", "rm", "-o", "all", *options]
        monkeypatch.chdir(folder)
        out = run_program(arguments, folder).stdout if program else printed(arguments)
        files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}
        results.append((out, files))
    assert results[0] == results[1]
    assert any(name.endswith(".pra") for name in results[1][1])
