"""Writes cpp/src/tokenize/tables/lower_case.hpp: what str.lower() of the running Python makes of code points.

    python3.11 tools/case_tables.py

Run it with CPython 3.11: its Unicode version is the one that the table states.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from two_level import CODE_POINTS, array, header, two_level

BLOCK = 128
TARGET = Path(__file__).parents[1] / "cpp/src/tokenize/tables/lower_case.hpp"
SIGMA, FINAL_SIGMA, DOTTED_I = "\u03a3", "\u03c2", "\u0130"


def properties(c: str) -> tuple[int, int]:
    """The distance to the lower-case letter, and bits: 1 cased, 2 skipped in the search for cased letters.

    Both bits show in what becomes of a capital sigma behind the character: it is final after a cased letter
    and any number of skipped characters.
    """
    after_it = (c + SIGMA).lower()[-1] == FINAL_SIGMA
    after_letter_and_it = ("a" + c + SIGMA).lower()[-1] == FINAL_SIGMA
    skipped = after_letter_and_it and not after_it
    lower = "i" if c == DOTTED_I else c.lower()
    assert len(lower) == 1, hex(ord(c))
    return ord(lower) - ord(c), int(after_it) | int(skipped) << 1


def main() -> None:
    if sys.version_info[:2] != (3, 11):
        sys.exit("this table states what CPython 3.11 does: run it with that")
    records: dict[tuple[int, int], int] = {}
    of = [records.setdefault(properties(chr(c)), len(records)) for c in range(CODE_POINTS)]
    index, blocks = two_level(of, BLOCK)
    rows = "\n".join(f"  {{{distance}, {bits}}}," for distance, bits in records)
    parts = [
        f'inline constexpr char kLowerCaseUnicode[] = "{unicodedata.unidata_version.removesuffix(".0")}";\n',
        f"inline constexpr unsigned kLowerCaseBlock = {BLOCK};\n",
        "struct LowerCase {\n"
        "  std::int32_t distance;  // to the lower-case letter; of U+0130, to the i that a dot follows\n"
        "  std::uint32_t bits;     // 1 cased, 2 skipped in the search for cased letters\n"
        "};\n",
        f"inline constexpr LowerCase kLowerCase[] = {{\n{rows}\n}};\n",
        array("kLowerCaseIndex", index, "Block of each run of kLowerCaseBlock code points."),
        array("kLowerCaseBlocks", blocks, "Blocks of indices into kLowerCase."),
    ]
    title = f"Lower case by Unicode {unicodedata.unidata_version}, as CPython 3.11 has it."
    TARGET.write_text(header(title, "tools/case_tables.py", parts), encoding="utf-8")


main()
