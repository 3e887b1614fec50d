"""Writes cpp/src/tokenize/tables/word_characters.hpp: what the running Python's re takes for characters of words.

    python3.11 tools/word_character_tables.py

Run it with CPython 3.11: its Unicode version is the one that the table states.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

CODE_POINTS = 0x110000
TARGET = Path(__file__).parents[1] / "cpp/src/tokenize/tables/word_characters.hpp"


def runs() -> list[tuple[int, int]]:
    """The first and the last of each run of such characters beyond ASCII."""
    found: list[tuple[int, int]] = []
    for c in range(0x80, CODE_POINTS):
        if not chr(c).isalnum():
            continue
        if found and found[-1][1] == c - 1:
            found[-1] = (found[-1][0], c)
        else:
            found.append((c, c))
    return found


def main() -> None:
    if sys.version_info[:2] != (3, 11):
        sys.exit("this table states what CPython 3.11 does: run it with that")
    lines = [
        f"// Characters of words beyond ASCII by Unicode {unicodedata.unidata_version}, as CPython 3.11 has them.",
        "// Written by tools/word_character_tables.py: do not edit.",
        "#pragma once",
        "",
        "// clang-format off",
        "#include <cstdint>",
        "",
        "namespace gramscore::tables {",
        "",
        "/// The first and the last of each run.",
        "inline constexpr std::uint32_t kWordCharacters[][2] = {",
    ]
    entries = [f"{{{first:#x}, {last:#x}}}," for first, last in runs()]
    line = "   "
    for entry in entries:
        if len(line) + 1 + len(entry) > 120:
            lines.append(line)
            line = "   "
        line += " " + entry
    lines += [line, "};", "", "}  // namespace gramscore::tables", "// clang-format on", ""]
    TARGET.write_text("\n".join(lines))


if __name__ == "__main__":
    main()
