"""Writes cpp/src/tokenize/tables/word_characters.hpp: what the running Python's re takes for characters of words.

    python3.11 tools/word_character_tables.py

Run it with CPython 3.11: its Unicode version is the one that the table states.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from runs import array, header

CODE_POINTS = 0x110000
TARGET = Path(__file__).parents[1] / "cpp/src/tokenize/tables/word_characters.hpp"


def main() -> None:
    if sys.version_info[:2] != (3, 11):
        sys.exit("this table states what CPython 3.11 does: run it with that")
    found = array("kWordCharacters", (c for c in range(0x80, CODE_POINTS) if chr(c).isalnum()), 32)
    title = (
        f"Characters of words beyond ASCII by Unicode {unicodedata.unidata_version}, as CPython 3.11 has them"
    )
    TARGET.write_text(header(title, "tools/word_character_tables.py", [found]), encoding="utf-8")


if __name__ == "__main__":
    main()
