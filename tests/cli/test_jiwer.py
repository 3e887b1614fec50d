"""`gramscore jiwer` prints what jiwer's own command prints."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from gramscore.cli.app import app

theirs = pytest.importorskip("jiwer.cli", reason="jiwer 4.0.0 is the original: pip install '.[test]'")

REFERENCES = "the cat sat\n\na\nhello  world\nsame here\n"
HYPOTHESES = "the bat sat down\nb\n\nhello\tworld\nsame here"


@pytest.mark.parametrize("options", list(product(["", "-c"], ["", "-a"], ["", "-g"])))
def test_output(options: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "r").write_text(REFERENCES)
    (tmp_path / "h").write_text(HYPOTHESES)
    given = ["-r", str(tmp_path / "r"), "-h", str(tmp_path / "h"), *filter(None, options)]
    expected = CliRunner().invoke(theirs.cli, given)
    found = CliRunner().invoke(app, ["jiwer", *given])
    assert found.output == expected.output
    assert found.exit_code == 0


def test_different_numbers_of_lines(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("one two\n")
    (tmp_path / "h").write_text("one two\nthree\n")
    found = CliRunner().invoke(app, ["jiwer", "-r", str(tmp_path / "r"), "-h", str(tmp_path / "h")])
    assert found.exit_code == 2
    assert "has 1 lines and" in found.output
