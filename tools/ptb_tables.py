"""Writes cpp/src/tokenize/tables/ptb_characters.hpp: letters, digits and capitals of the BMP as of Unicode 6.3, the
version by which the Penn Treebank tokenizer of COCO's evaluation knows characters.

    python tools/ptb_tables.py

Perl knows which characters a version of Unicode had.
"""

from __future__ import annotations

from pathlib import Path

from perl import characters
from runs import array, header

TABLE = Path(__file__).parents[1] / "cpp" / "src" / "tokenize" / "tables" / "ptb_characters.hpp"
SETS = {"kPtbLetters": "L", "kPtbDigits": "Nd", "kPtbCapitals": "Uppercase", "kPtbCased": "Cased"}
# What later versions made letters, or of letters something else.
LATER = {*range(0x19B0, 0x19C1), 0x19C8, 0x19C9, 0x1CF2, 0x1CF3}
EARLIER = {0x1885, 0x1886}


def main() -> None:
    arrays = []
    for name, category in SETS.items():
        found = characters(rf"\p{{{category}}}", r"\p{Present_In: 6.3}")
        if name == "kPtbLetters":
            found = (found - LATER) | EARLIER
        arrays.append(array(name, (c for c in found if c < 0x10000), 16))
    title = "Characters of Unicode 6.3 within the BMP"
    TABLE.write_text(header(title, "tools/ptb_tables.py", arrays), encoding="utf-8")


if __name__ == "__main__":
    main()
