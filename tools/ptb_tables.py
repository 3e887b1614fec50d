"""Writes cpp/src/tokenize/tables/ptb_characters.hpp: letters, digits and capitals of the BMP as of Unicode 6.3, the
version by which the Penn Treebank tokenizer of COCO's evaluation knows characters.

    python tools/ptb_tables.py

Perl knows which characters a version of Unicode had.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

TABLE = Path(__file__).parents[1] / "cpp" / "src" / "tokenize" / "tables" / "ptb_characters.hpp"
SETS = {"kPtbLetters": "L", "kPtbDigits": "Nd", "kPtbCapitals": "Uppercase", "kPtbCased": "Cased"}
# What later versions made letters, or of letters something else.
LATER = {*range(0x19B0, 0x19C1), 0x19C8, 0x19C9, 0x1CF2, 0x1CF3}
EARLIER = {0x1885, 0x1886}
PROGRAM = (
    r'for (0..0xD7FF, 0xE000..0xFFFF) { print "$_\n" if chr =~ /\p{%s}/ && chr =~ /\p{Present_In: 6.3}/ }'
)


def runs_of(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def main() -> None:
    lines = [
        "// Characters of Unicode 6.3 within the BMP: first and last of each run. Written by tools/ptb_tables.py.",
        "#pragma once",
        "",
        "#include <cstdint>",
        "",
        "namespace gramscore::tables {",
    ]
    for name, category in SETS.items():
        found = subprocess.run(
            ["perl", "-e", PROGRAM % category], check=True, capture_output=True, text=True
        ).stdout
        lines += ["", f"inline constexpr std::uint16_t {name}[][2] = {{"]
        numbers = {int(number) for number in found.split()}
        if name == "kPtbLetters":
            numbers = (numbers - LATER) | EARLIER
        row = "   "
        for first, last in runs_of(sorted(numbers)):
            pair = f" {{0x{first:04x}, 0x{last:04x}}},"
            if len(row) + len(pair) > 118:
                lines.append(row)
                row = "   "
            row += pair
        lines += [row, "};"]
    lines += ["", "}  // namespace gramscore::tables", ""]
    TABLE.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
