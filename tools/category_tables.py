"""Writes cpp/src/tokenize/tables/categories.hpp: numbers, punctuation and symbols as the package regex has them.

    python tools/category_tables.py

The table states the Unicode version of the installed regex package.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import regex
from two_level import CODE_POINTS, array, header, two_level

BLOCK = 128
TARGET = Path(__file__).parents[1] / "cpp/src/tokenize/tables/categories.hpp"


def main() -> None:
    about = metadata.metadata("regex")
    stated = re.search(r"supports Unicode (\d+\.\d+)", about.get_payload() or about["Description"])
    assert stated is not None, "the regex package does not say which Unicode it supports"
    of = [0] * CODE_POINTS
    everything = "".join(map(chr, range(CODE_POINTS)))
    for value, category in enumerate("NPS", start=1):
        for c in regex.findall(rf"\p{{{category}}}", everything):
            of[ord(c)] = value
    index, blocks = two_level(of, BLOCK)
    parts = [
        f'inline constexpr char kCategoriesUnicode[] = "{stated[1]}";\n',
        f"inline constexpr unsigned kCategoriesBlock = {BLOCK};\n",
        array("kCategoriesIndex", index, "Block of each run of kCategoriesBlock code points."),
        array("kCategoriesBlocks", blocks, "Blocks of categories: 0 any other, 1 N, 2 P, 3 S."),
    ]
    title = f"General categories of Unicode {stated[1]}, as regex {about['Version']} has them."
    TARGET.write_text(header(title, "tools/category_tables.py", parts), encoding="utf-8")


main()
