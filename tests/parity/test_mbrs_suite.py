"""mbrs' own tests of BLEU, chrF and TER, with sacrebleu swapped for the drop-in.

The tests are in the source distribution, which is fetched with pip. Only what they need of mbrs is taken: with its
neural metrics it needs much more.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from original_suites import aliases, passing, source_of

for package in ("torch", "fastchrf"):
    pytest.importorskip(package, reason="pip install torch==2.13.0 fastchrf==0.2.1")

# How many of each suite pass with sacrebleu itself.
SUITES = {"bleu": 8, "chrf": 12, "ter": 5}

PARTS = ["functional.py", "registry.py", "timer.py", "modules/kmeans.py", "metrics/base.py"]

METRICS = "from .base import Metric, MetricAggregatable, register"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return source_of("mbrs", "0.1.8", tmp_path_factory.mktemp("source")) / "mbrs"


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str, source: Path, tmp_path: Path) -> None:
    for part in [*PARTS, f"metrics/{suite}.py", f"metrics/{suite}_test.py"]:
        copy = tmp_path / "mbrs" / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        (copy.parent / "__init__.py").touch()
        copy.write_text((source / part).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "mbrs" / "metrics" / "__init__.py").write_text(METRICS)
    # A package of that name, so that the processes that mbrs starts find it, too.
    (tmp_path / "sacrebleu").mkdir()
    (tmp_path / "sacrebleu" / "__init__.py").write_text(aliases("sacrebleu"))
    (tmp_path / "conftest.py").touch()
    assert passing(tmp_path, f"mbrs/metrics/{suite}_test.py") >= SUITES[suite]
