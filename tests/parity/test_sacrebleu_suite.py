"""sacrebleu's own tests, with the import swapped.

They are not in the installed package, so the source distribution is fetched with pip. test_api and test_dataset are of
test sets, which are downloaded.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from original_suites import aliases, passing, source_of

SUITES = {"bleu": 27, "chrf": 25, "ter": 7, "sentence_bleu": 30, "significance": 30, "tokenizer_ter": 11}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return source_of("sacrebleu", "2.6.0", tmp_path_factory.mktemp("sacrebleu"))


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(aliases("sacrebleu"))
    (tmp_path / "test").mkdir()
    shutil.copy(source / "test" / f"test_{suite}.py", tmp_path / "test")
    for data in (source / "test").glob("*.bz2"):
        shutil.copy(data, tmp_path / "test")
    assert passing(tmp_path, f"test/test_{suite}.py") >= SUITES[suite]
