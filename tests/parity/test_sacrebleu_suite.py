"""sacrebleu's own tests, with the import swapped.

They are not in the installed package, so the source distribution is fetched with pip. test_api and test_dataset are of
test sets, which are downloaded.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from original_suites import aliases, passing, source_of

SUITES = {"bleu": 27, "chrf": 25, "ter": 7, "sentence_bleu": 30, "significance": 30, "tokenizer_ter": 11}


def test_suites(tmp_path: Path) -> None:
    source = source_of("sacrebleu", "2.6.0", tmp_path)
    folder = tmp_path / "swapped"
    (folder / "test").mkdir(parents=True)
    (folder / "conftest.py").write_text(aliases("sacrebleu"))
    suites = [f"test/test_{suite}.py" for suite in SUITES]
    for path in (*suites, *(data.relative_to(source) for data in (source / "test").glob("*.bz2"))):
        shutil.copy(source / path, folder / path)
    assert passing(folder, *suites) >= sum(SUITES.values())
