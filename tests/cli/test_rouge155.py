"""`gramscore rouge155`, and `gramscore score -m rouge155`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import gramscore
from gramscore.compat.rouge155.arguments import parse

PAIRS = [("the cats sat\non a mat", "a cat sat\non the mat"), ("dogs ran", "a dog ran far"), ("...", "yes")]


def test_score_gives_what_the_metric_gives(run: Any, tmp_path: Path) -> None:
    rows = [{"prediction": p, "reference": r} for p, r in PAIRS]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = run("score", "rows.jsonl", "-m", "rouge155", "--stemmer", "--format", "json").json["metrics"]
    corpus = gramscore.ROUGE155(stemmer=True).score(*zip(*PAIRS, strict=True)).corpus
    assert list(found) == ["ROUGE-1", "ROUGE-2", "ROUGE-L"]
    for name, score in corpus.items():
        for part in ("precision", "recall", "fmeasure"):
            value, low, high = getattr(score, part)
            assert (found[name][part], found[name][f"{part}_low"], found[name][f"{part}_high"]) == (
                value,
                low,
                high,
            )
    table = run("score", "rows.jsonl", "-m", "rouge155", "--per-example", "each.csv")
    assert table.code == 0
    assert "ROUGE-L" in table.out
    assert "ROUGE-2_recall" in (tmp_path / "each.csv").read_text(encoding="utf-8").split("\n")[0]


def test_help(run: Any) -> None:
    asked = run("rouge155", "--help")
    assert (asked.code, asked.err) == (0, "")
    assert asked.out.startswith("Usage: gramscore rouge155 ")
    for arguments in (["-h"], ["-H"], []):
        refused = run("rouge155", *arguments)
        assert (refused.code, refused.out) == (255, "")
        assert refused.err == asked.out
    assert "rouge155" in run("--help").out


def test_letters_may_stand_together_and_unknown_ones_are_remarked_on(tmp_path: Path) -> None:
    for name, text in zip(("p", "m"), PAIRS[0], strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "list").write_text("p m\n", encoding="utf-8")

    def printed(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "gramscore", "rouge155", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    apart = printed("-n", "1", "-m", "-d", "-z", "SPL", "list")
    together = printed("-mdn1", "-qz", "SPL", "list")
    assert apart.returncode == together.returncode == 0
    assert together.stdout == apart.stdout
    assert apart.stdout.count(b"\n") == 12
    assert together.stderr.decode().splitlines() == ["gramscore rouge155: there is no option -q"]


def test_what_is_no_number_is_remarked_on() -> None:
    settings, remarks = parse(["-n", "2x", "-2", "x", "-c", "9 ", "list", "1"], {})
    assert (settings.order, settings.gap, settings.gap_as_given, settings.confidence) == (2, 0, "x", 9)
    assert remarks == ["-2 x: no number, taken as 0", "-n 2x: no number, taken as 2"]


def test_what_is_missing_is_named(run: Any) -> None:
    prefix = "gramscore rouge155: error: "
    for arguments, message in {
        ("-n",): "-n needs a value",
        ("-l", "1.5", "list", "1"): "-l 1.5: a whole number is expected",
        ("-n", "inf", "list", "1"): "-n inf: a number is expected",
        ("-w", "x", "list", "1"): "-w x: weights from 0.1 to 30 are possible",
        ("-3", "X", "list", "1"): "-3 X: one of H, HM, HMR, HM1, HMR1, HMR2 is expected",
        ("-M", "list", "1"): "-M stems models only, and only some of them: it is not supported",
        ("-z", "SPL"): "no list of files is named: see gramscore rouge155 --help",
        ("-a",): "no configuration is named: see gramscore rouge155 --help",
        ("config",): "no system is named: give its ID after the configuration, or -a for all",
    }.items():
        refused = run("rouge155", *arguments)
        assert (refused.code, refused.out, refused.err) == (255, "", f"{prefix}{message}\n")
