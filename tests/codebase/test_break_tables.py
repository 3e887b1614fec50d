"""The tables of breaks are what their script makes of the database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gramscore import _core

ROOT = Path(__file__).parents[2]
# Where Debian's package unicode-data puts it, which is where the script looks.
DATABASE = Path("/usr/share/unicode")
VERSION = _core.tokenizer_signature("unicode").partition("-")[2]


def test_the_script_writes_the_tables_that_are_there(tmp_path: Path) -> None:
    stated = DATABASE / "auxiliary" / "WordBreakProperty.txt"
    if not stated.is_file() or f"-{VERSION}." not in stated.read_text(encoding="utf-8").partition("\n")[0]:
        pytest.skip(f"no database of Unicode {VERSION} in {DATABASE}")
    subprocess.run(
        [sys.executable, ROOT / "tools" / "break_tables.py", DATABASE, tmp_path],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(written) == {"case_folding.hpp", "grapheme_break.hpp", "word_break.hpp"}
    for name, content in written.items():
        assert content == (ROOT / "cpp" / "src" / "tokenize" / "tables" / name).read_bytes(), name
