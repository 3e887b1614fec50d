"""The table of a comparison as text to paste elsewhere."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gramscore.comparing.comparison import Comparison


def copies_of(comparison: Comparison) -> dict[str, str]:
    """By format, every digit in CSV."""
    table = io.StringIO()
    rows = [row.to_dict() for row in comparison]
    writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return {"Markdown": comparison.to_markdown(), "LaTeX": comparison.to_latex(), "CSV": table.getvalue()}
