"""Writes cpp/src/tokenize/tables/moses_characters.hpp: the sets of characters that Moses' scripts ask Perl for, as Perl
5.36 knows them (Unicode 14).

    python tools/moses_tables.py
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from ptb_tables import runs_of

TABLE = Path(__file__).parents[1] / "cpp" / "src" / "tokenize" / "tables" / "moses_characters.hpp"
SETS = {
    "kMosesAlnum": "IsAlnum",
    "kMosesAlpha": "IsAlpha",
    "kMosesNumber": "IsN",
    "kMosesLower": "IsLower",
    "kMosesLowerLetter": "Ll",
    "kMosesCurrency": "IsSc",
}
PROGRAM = r'for (0..0xD7FF, 0xE000..0x10FFFF) { print "$_\n" if chr =~ /\p{%s}/ }'


def main() -> None:
    version = subprocess.run(
        ["perl", "-MUnicode::UCD", "-e", "print Unicode::UCD::UnicodeVersion()"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert version == "14.0.0", f"this Perl knows Unicode {version}"
    lines = [
        "// Characters of Unicode 14: first and last of each run. Written by tools/moses_tables.py.",
        "#pragma once",
        "",
        "// clang-format off",
        "#include <cstdint>",
        "",
        "namespace gramscore::tables {",
    ]
    for name, category in SETS.items():
        found = subprocess.run(
            ["perl", "-e", PROGRAM % category], check=True, capture_output=True, text=True
        ).stdout
        lines += ["", f"inline constexpr std::uint32_t {name}[][2] = {{"]
        row = "   "
        for first, last in runs_of(sorted(map(int, found.split()))):
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
