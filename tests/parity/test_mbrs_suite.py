"""mbrs' own tests of BLEU, chrF and TER, with sacrebleu swapped for the drop-in.

The tests are in the source distribution, which is fetched with pip. Only what they need of mbrs is taken: with its
neural metrics it needs much more.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

for package in ("torch", "fastchrf"):
    pytest.importorskip(package, reason="pip install torch==2.13.0 fastchrf==0.2.1")

# How many of each suite pass with sacrebleu itself.
SUITES = {"bleu": 8, "chrf": 12, "ter": 5}

PARTS = ["functional.py", "registry.py", "timer.py", "modules/kmeans.py", "metrics/base.py"]

# A package of that name, so that the processes that mbrs starts find it, too: every module of the drop-in.
SACREBLEU = """
import importlib
import pkgutil
import sys

import gramscore.compat.sacrebleu as drop_in

for module in pkgutil.walk_packages(drop_in.__path__, drop_in.__name__ + "."):
    importlib.import_module(module.name)
for name in list(sys.modules):
    if name.startswith("gramscore.compat.sacrebleu"):
        sys.modules[name.removeprefix("gramscore.compat.")] = sys.modules[name]
"""

METRICS = "from .base import Metric, MetricAggregatable, register"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "mbrs"]
    fetched = subprocess.run(
        [*fetch, "mbrs==0.1.8"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    archive = folder / "mbrs-0.1.8.tar.gz"
    if fetched.returncode != 0 or not archive.exists():
        pytest.skip("mbrs' source distribution cannot be fetched")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "mbrs-0.1.8" / "mbrs"


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str, source: Path, tmp_path: Path) -> None:
    for part in [*PARTS, f"metrics/{suite}.py", f"metrics/{suite}_test.py"]:
        copy = tmp_path / "mbrs" / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        (copy.parent / "__init__.py").touch()
        copy.write_text((source / part).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "mbrs" / "metrics" / "__init__.py").write_text(METRICS)
    (tmp_path / "sacrebleu").mkdir()
    (tmp_path / "sacrebleu" / "__init__.py").write_text(SACREBLEU)
    (tmp_path / "conftest.py").touch()
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *(f"--rootdir={tmp_path}", f"mbrs/metrics/{suite}_test.py"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    passed = re.search(r"(\d+) passed", run.stdout)
    assert passed is not None
    assert int(passed.group(1)) >= SUITES[suite]
