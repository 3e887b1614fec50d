"""rouge-score's own tests, with the import swapped.

The package brings its tests but not the texts that some of them read. Those that only need some text get ours; those
that compare with ROUGE-1.5.5's figures for the missing texts are left out.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from original_suites import passing

rouge_score = pytest.importorskip("rouge_score")
pytest.importorskip("absl.testing", reason="rouge-score's tests use absl-py")

MISSING_TEXTS = ["Rouge155", "testRougeLsumLarge"]
MISSING_MODELS = ["testRougeLSumSentenceSplitting"]  # NLTK downloads its sentence splitter's model
LINES = [
    "The cat sat on the mat.",
    "It is cold outside.",
    "A dog ran home.",
    "Snow fell.",
    "We had tea.",
    "They left.",
]


SUITES = {"rouge_scorer_test": 18, "scoring_test": 3, "tokenize_test": 1, "tokenizers_test": 1, "io_test": 4}


def swapped(module: str) -> str:
    text = Path(rouge_score.__file__).with_name(f"{module}.py").read_text()
    text = re.sub(r"^from rouge_score import test_util$", "import test_util", text, flags=re.M)
    text = re.sub(r"^from rouge_score import", "from gramscore.compat.rouge_score import", text, flags=re.M)
    assert "gramscore.compat" in text
    return text


def test_suites(tmp_path: Path) -> None:
    for module in SUITES:
        (tmp_path / f"{module}.py").write_text(swapped(module))
    files = {
        "TARGETS_FILE": LINES[:2],
        "PREDICTIONS_FILE": LINES[:2],
        "LARGE_TARGETS_FILE": LINES,
        "LARGE_PREDICTIONS_FILE": LINES,
    }
    for name, lines in files.items():
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines))
    (tmp_path / "DELIMITED_FILE").write_text("".join(f"{line}:" for line in LINES[:4]))
    paths = [f"{name} = {str(tmp_path / name)!r}" for name in (*files, "DELIMITED_FILE")]
    (tmp_path / "test_util.py").write_text("\n".join(paths))
    selected = " and ".join(f"not {name}" for name in MISSING_TEXTS + MISSING_MODELS)
    modules = [f"{module}.py" for module in SUITES]
    assert passing(tmp_path, "-W", "default", *modules, "-k", selected) >= sum(SUITES.values())
