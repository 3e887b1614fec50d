"""What ROUGE-1.5.5 itself printed, recorded by tests/support/rouge155_runs.py --record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("click")

from rouge155_runs import ours_here

RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("rouge155.json").read_text(encoding="ascii"))


@pytest.mark.parametrize("number", range(len(RECORDED["runs"])))
def test_the_same_bytes_as_the_program(number: int, tmp_path: Path) -> None:
    run = RECORDED["runs"][number]
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "smart_common_words.txt").write_text(RECORDED["stop_words"], encoding="ascii")
    for name, text in run["files"].items():
        (tmp_path / name).write_bytes(text.encode("latin-1"))
    printed = ours_here(run["arguments"], tmp_path, tmp_path / "home")
    assert printed.out.decode("latin-1") == run["out"]
    assert printed.code == run["code"]
