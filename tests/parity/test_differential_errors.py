"""The long comparison of error rates and answers, shortened."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

for package in ("jiwer", "anls", "rapidfuzz"):
    pytest.importorskip(package, reason=f"{package} is an original: pip install '.[test]'")

SCRIPT = Path(__file__).with_name("differential_errors.py")


def test_some_pairs_of_each_part(rng: random.Random) -> None:
    command = [sys.executable, str(SCRIPT), "--pairs", "300", "--seed", str(rng.getrandbits(32))]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    equal = re.findall(r"^(\w+): 300 pairs equal", ended.stdout, re.MULTILINE)
    assert equal[:5] == ["wer", "alignments", "squad", "anls", "similarity"]
