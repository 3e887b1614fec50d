"""Writes cpp/src/tokenize/tables/categories.hpp: numbers, punctuation and symbols as the package regex has them.

    python tools/category_tables.py

The table states the Unicode version of the installed regex package.
"""

from __future__ import annotations

from pathlib import Path

from two_level import CODE_POINTS, array, header, two_level
from unicode_data import PACKAGE, VERSION, members

BLOCK = 128
TARGET = Path(__file__).parents[1] / "cpp/src/tokenize/tables/categories.hpp"


def main() -> None:
    of = [0] * CODE_POINTS
    for value, category in enumerate("NPS", start=1):
        for c in members(rf"\p{{{category}}}"):
            of[c] = value
    index, blocks = two_level(of, BLOCK)
    parts = [
        f'inline constexpr char kCategoriesUnicode[] = "{VERSION}";\n',
        f"inline constexpr unsigned kCategoriesBlock = {BLOCK};\n",
        array("kCategoriesIndex", index, "Block of each run of kCategoriesBlock code points."),
        array("kCategoriesBlocks", blocks, "Blocks of categories: 0 any other, 1 N, 2 P, 3 S."),
    ]
    title = f"General categories of Unicode {VERSION}, as {PACKAGE} has them."
    TARGET.write_text(header(title, "tools/category_tables.py", parts), encoding="utf-8")


main()
