"""The tables of breaks are what their script makes of the properties that the package regex knows."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import gramscore

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "cpp" / "src" / "tokenize" / "tables"
VERSION = gramscore.unicode_versions()["unicode"]


def test_the_script_writes_the_tables_that_are_there(tmp_path: Path) -> None:
    try:
        stated = re.search(r"supports Unicode (\d+\.\d+)", str(metadata.metadata("regex").get_payload()))
    except metadata.PackageNotFoundError:
        stated = None
    if stated is None or stated[1] != VERSION:
        pytest.skip(f"no regex of Unicode {VERSION}: pip install regex==2026.11.19")
    subprocess.run(
        [sys.executable, ROOT / "tools" / "break_tables.py", tmp_path], check=True, stdout=subprocess.DEVNULL
    )
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(written) == {"case_folding.hpp", "grapheme_break.hpp", "sentence_break.hpp", "word_break.hpp"}
    for name, content in written.items():
        assert content == (TABLES / name).read_bytes(), name
