"""Tables in the documents that follow from the code and from what was measured."""

from __future__ import annotations

import re
import runpy
from collections.abc import Sequence
from pathlib import Path

import pytest

from gramscore.metrics.registry import FAMILIES, Family

ROOT = Path(__file__).parents[2]
HEADER = "| metric | class | command name | scale | equals |"

PUBLISHED: dict[Path, str] = runpy.run_path(str(ROOT / "bench" / "publish.py"))["documents"]()


def code(text: str) -> str:
    return f"`{text}`"


def class_cell(family: Family) -> str:
    """The class, with the options that the names stand for."""
    options = ", ".join(f"{name}={value!r}" for name, value in family.options.items()).replace("'", '"')
    return code(f"{family.kind.__name__}({options})" if options else family.kind.__name__)


def names_cell(names: Sequence[str]) -> str:
    """The names, and of three or more that differ in a number which grows by one, the first and the last."""
    cells: list[str] = []
    runs: list[list[str]] = []
    for name in names:
        stem, number = re.fullmatch(r"(.*?)(\d*)", name).groups()  # type: ignore[union-attr]
        if number and runs and runs[-1][-1] == f"{stem}{int(number) - 1}":
            runs[-1].append(name)
        else:
            runs.append([name])
    for run in runs:
        cells += [f"{code(run[0])} to {code(run[-1])}"] if len(run) > 2 else map(code, run)
    return ", ".join(cells)


def test_readme_lists_the_metrics_of_the_registry() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").split("\n")
    first = lines.index(HEADER) + 2
    rows = lines[first : lines.index("", first)]
    stated = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows]
    expected = [(class_cell(it), names_cell(it.names), it.scale, it.equals) for it in FAMILIES]
    assert [row[1:] for row in stated] == expected, "a row for each of FAMILIES, in their order"
    assert all(row[0] for row in stated)


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_speed_is_what_was_measured(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PUBLISHED[path], "python bench/publish.py writes the tables"


@pytest.mark.parametrize(
    ("names", "cell"),
    [
        (["bleu"], "`bleu`"),
        (["rouge1", "rouge2"], "`rouge1`, `rouge2`"),
        (["rouge1", "rouge2", "rouge3", "rougeL"], "`rouge1` to `rouge3`, `rougeL`"),
    ],
)
def test_names_are_shortened(names: list[str], cell: str) -> None:
    assert names_cell(names) == cell
