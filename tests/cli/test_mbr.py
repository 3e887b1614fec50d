"""`gramscore mbr`: what it prints is what `gramscore.mbr` returns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gramscore
from gramscore.cli import main

GROUPS = [["the cat sat", "a cat sat", "dogs"], [], ["é"]]


def run(capsys: Any, *arguments: str) -> tuple[int, list[Any], str]:
    code = main(["mbr", *arguments])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def file_of(folder: Path, rows: list[Any]) -> str:
    path = folder / "samples.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_the_best_of_each_record(tmp_path: Path, capsys: Any) -> None:
    path = file_of(tmp_path, [{"out": group} for group in GROUPS])
    found = gramscore.mbr(GROUPS, gramscore.CHRF())
    code, lines, err = run(capsys, path, "--candidates", "out")
    assert (code, err) == (0, "")
    assert lines[0] == {"index": int(found.index[0]), "utility": found.utility[0], "text": "the cat sat"}
    assert lines[1] is None
    assert lines[2] == {"index": 0, "utility": 100.0, "text": "é"}
    _, lines, _ = run(capsys, path, "--candidates", "out", "--best", "2", "-m", "rougeL")
    assert [it["index"] for it in lines[0]["best"]] == [0, 1]


def test_references_and_utilities(tmp_path: Path, capsys: Any) -> None:
    path = file_of(tmp_path, [{"out": GROUPS[0], "refs": ["dogs", "dogs ran"]}])
    options = (
        "--candidates",
        "out",
        "--reference",
        "refs",
        "-m",
        "bleu",
        "--effective-order",
        "--utility",
        "aggregate",
    )
    code, lines, _ = run(capsys, path, *options)
    metric = gramscore.BLEU(effective_order=True)
    found = gramscore.mbr(GROUPS[:1], metric, [["dogs", "dogs ran"]], utility="aggregate")
    assert code == 0
    assert lines == [{"index": 2, "utility": found.utility[0], "text": "dogs"}]


def test_mistakes_are_one_sentence(tmp_path: Path, capsys: Any) -> None:
    path = file_of(tmp_path, [{"out": ["a"]}, {"out": ["a", None]}])
    code, _, err = run(capsys, path, "--candidates", "out")
    assert code == 2
    assert err == f"gramscore: error: {path}:2: field 'out' holds null at index 1, not text\n"
    code, _, err = run(capsys, path, "--candidates", "other")
    assert (code, err) == (2, f"gramscore: error: {path}:1: field 'other' is missing\n")
    code, _, err = run(capsys, path, "--candidates", "out", "-m", "rouge1,rouge2")
    assert (code, "one metric is expected" in err) == (2, True)
    code, _, err = run(capsys, path, "--candidates", "out", "-m", "nist")
    assert (code, err.count("\n")) == (2, 1)
    code, _, err = run(capsys, str(tmp_path / "none.jsonl"), "--candidates", "out")
    assert (code, "no such file" in err) == (2, True)
