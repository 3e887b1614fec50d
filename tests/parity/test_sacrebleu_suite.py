"""sacrebleu's own tests, with the import swapped.

They are not in the installed package, so the source distribution is fetched with pip. test_api and test_dataset are of
test sets, which are downloaded.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

SUITES = {"bleu": 27, "chrf": 25, "ter": 7, "sentence_bleu": 30, "significance": 30, "tokenizer_ter": 11}

# Every module of the drop-in under sacrebleu's name.
ALIASES = """
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


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sacrebleu")
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    fetched = subprocess.run(
        [*fetch, "sacrebleu==2.6.0"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    archive = folder / "sacrebleu-2.6.0.tar.gz"
    if fetched.returncode != 0 or not archive.exists():
        pytest.skip("sacrebleu's source distribution cannot be fetched")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "sacrebleu-2.6.0"


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(ALIASES)
    (tmp_path / "test").mkdir()
    shutil.copy(source / "test" / f"test_{suite}.py", tmp_path / "test")
    for data in (source / "test").glob("*.bz2"):
        shutil.copy(data, tmp_path / "test")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *(f"--rootdir={tmp_path}", f"test/test_{suite}.py"),
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
