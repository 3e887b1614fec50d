"""The long comparison, shortened: what it does with a million pairs works with some."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

for package in ("rouge_score", "sacrebleu", "nltk"):
    pytest.importorskip(package)

SCRIPT = Path(__file__).with_name("differential.py")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, encoding="utf-8"
    )


def test_some_pairs_of_each_part(rng: random.Random) -> None:
    ended = run("--pairs", "1000", "--seed", str(rng.getrandbits(32)))
    assert ended.returncode == 0, ended.stderr
    equal = re.findall(r"^(\w+): (\d+) pairs equal", ended.stdout, re.MULTILINE)
    assert equal == [("rouge", "400"), ("bleu", "300"), ("chrf", "200"), ("nltk", "100"), ("ter", "100")]


def test_a_difference_stops_the_run_and_says_how_to_repeat_it() -> None:
    broken = f"""
import runpy, sys
import gramscore
good = gramscore.GLEU.score
gramscore.CHRF.score = lambda self, *texts, **options: good(gramscore.GLEU(tokenizer="13a"), *texts)
sys.argv = ["differential.py", "--pairs", "100", "--seed", "5", "--only", "chrf"]
runpy.run_path({str(SCRIPT)!r}, run_name="__main__")
"""
    ended = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, encoding="utf-8")
    assert ended.returncode == 1
    assert "--seed 5 --only chrf:0" in ended.stderr
    assert "pairs equal" not in ended.stdout
