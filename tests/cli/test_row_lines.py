"""Rows of many groups are the lines that one row after another would make."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore.cli.report import Layout, Rows, cells_of, exact
from gramscore.cli.row_lines import csv_lines, padded_lines

COUNT = 1500
HOSTILE = [
    "plain",
    "a,b",
    'say "so"',
    '"',
    "",
    " spaces ",
    "été",
    "東京",
    "😀",
    "\ud800",
    "a|b",
    "\x1b",
    "tab\t",
]
NUMBERS = [0.0, -0.0, 1.0, 100.0, 0.5, 1 / 3, 2 / 3, 1e-4, 9.999e-5, 1e-5, 5e-324, 1e15, 1e16, 33.333333333333336,
           123456789012345.6, 999999999999999.9, 1.7976931348623157e308, float("inf"), float("nan")]  # fmt: skip


def rows_of(texts: Sequence[str], kind: str) -> Rows:
    random = np.random.default_rng(5)
    heads = [[texts[k] for k in random.integers(0, len(texts), COUNT)], [str(k) for k in range(COUNT)]]

    def column() -> Any:
        if kind == "array":
            numbers = random.random(COUNT)
            chosen = random.random(COUNT) < 0.5
            numbers[chosen] = random.choice(NUMBERS, chosen.sum())
            return numbers
        if kind == "whole":
            return random.integers(0, 1 << 40, COUNT).tolist()
        return [None if k % 7 == 0 else k / 3 for k in range(COUNT)]

    figures = {
        "rouge1": {"precision": column(), "fmeasure": column()},
        "a,b": {"score": column(), "fmeasure": column(), "last": column()},
    }
    return Rows(heads, figures)


NAMES = ["precision", "fmeasure", "score", "absent", "last"]


@pytest.mark.parametrize("kind", ["array", "whole", "missing"])
@pytest.mark.parametrize("texts", [HOSTILE, ["plain", "été"]])
def test_lines_of_csv(texts: list[str], kind: str) -> None:
    rows = rows_of(texts, kind)
    expected = io.StringIO()
    csv.writer(expected, lineterminator="\n").writerows(cells_of(rows, NAMES, exact))
    assert csv_lines(rows, NAMES) == expected.getvalue()
    figures = {metric: {name: it[:3] for name, it in own.items()} for metric, own in rows.figures.items()}
    few = replace(rows, heads=[it[:3] for it in rows.heads], figures=figures)
    assert csv_lines(few, NAMES) == "".join(expected.getvalue().splitlines(keepends=True)[:6])


@pytest.mark.parametrize("kind", ["array", "whole"])
def test_lines_of_columns(kind: str) -> None:
    texts = [text for text in HOSTILE if text.isprintable()]
    rows = rows_of(texts, kind)
    widths = [9, 5, 7, 9, 12, 9, 9, 11]
    show = Layout().rounded
    form = " ".join(
        [*(f"{{:<{width}}}" for width in widths[:3]), *(f"{{:>{width}}}" for width in widths[3:])]
    )
    expected = [form.format(*row).rstrip() for row in cells_of(rows, NAMES, show)]
    assert padded_lines(rows, NAMES, show, widths).split("\n") == [*expected, ""]


def test_rows_of_a_large_file(run) -> None:
    """More groups than are written row by row: each is what the group alone gets."""
    words = "the cat sat on a mat while dogs ran over many hills".split()
    random = np.random.default_rng(1)
    texts = [" ".join(random.choice(words, 6)) for _ in range(2400)]
    lines = [f"{texts[k]},{texts[-1 - k]},user {k % 1200}" for k in range(2400)]
    Path("x.csv").write_text("\n".join(["prediction,reference,g", *lines, ""]))
    out = run("score", "x.csv", "-m", "rouge1,bleu", "--group-by", "g", "--format", "csv").out
    found = list(csv.DictReader(io.StringIO(out)))
    assert len(found) == 2 * 1201
    by_group = {(row["g"], row["metric"]): row for row in found}
    for group in range(0, 1200, 97):
        own = [k for k in range(2400) if k % 1200 == group]
        pairs = [texts[k] for k in own], [texts[-1 - k] for k in own]
        row = by_group[f"user {group}", "rouge1"]
        assert row["examples"] == "2"
        assert row["fmeasure"] == repr(float(gramscore.ROUGE().score(*pairs).corpus["rouge1"].fmeasure))
        assert by_group[f"user {group}", "bleu"]["score"] == repr(gramscore.BLEU().score(*pairs).corpus.score)
    table = run("score", "x.csv", "-m", "rouge1,bleu", "--group-by", "g", "--digits", "2").out
    score = float(by_group["user 1199", "rouge1"]["fmeasure"])
    row = next(line for line in table.splitlines() if line.startswith("user 1199 ") and " rouge1 " in line)
    assert row.split()[2:5] == ["2", "rouge1", f"{score:.2f}"]
