"""Writes two tables of what Moses' scripts ask Perl for, as Perl 5.36 knows it (Unicode 14): the sets of characters
into cpp/src/tokenize/tables/moses_characters.hpp, and the capitals of letters into moses_upper.hpp beside it.

    python tools/moses_tables.py
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from perl import characters
from runs import array, header

TABLES = Path(__file__).parents[1] / "cpp" / "src" / "tokenize" / "tables"
# IsAlnum is IsAlpha and Nd.
SETS = {
    "kMosesAlpha": "IsAlpha",
    "kMosesDigit": "Nd",
    "kMosesNumber": "IsN",
    "kMosesLower": "IsLower",
    "kMosesLowerLetter": "Ll",
    "kMosesCurrency": "Sc",
    "kMosesPunctuation": "XPosixPunct",
}
_UPPER = r"""
for (0..0xD7FF, 0xE000..0x10FFFF) {
    my $c = chr; utf8::upgrade($c);
    next unless $c =~ /\p{IsAlpha}/ && uc $c ne $c;
    print join(" ", $_, map ord, split //, uc $c), "\n";
}
"""


def main() -> None:
    version = subprocess.run(
        ["perl", "-MUnicode::UCD", "-e", "print Unicode::UCD::UnicodeVersion()"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert version == "14.0.0", f"this Perl knows Unicode {version}"
    alnum = characters(r"\p{IsAlnum}")
    assert alnum == characters(r"\p{IsAlpha}") | characters(r"\p{Nd}")
    arrays = [array(name, characters(rf"\p{{{category}}}"), 32) for name, category in SETS.items()]
    text = header("Characters of Unicode 14", "tools/moses_tables.py", arrays)
    (TABLES / "moses_characters.hpp").write_text(text, encoding="utf-8")
    (TABLES / "moses_upper.hpp").write_text(upper_header(), encoding="utf-8")


def upper_header() -> str:
    """Capitals of one character as runs of letters, each, or every second of which, is at the same distance from it;
    those of several one by one."""
    printed = subprocess.run(["perl", "-e", _UPPER], check=True, capture_output=True, text=True).stdout
    rows = [list(map(int, line.split())) for line in printed.splitlines()]
    runs: list[list[int]] = []  # first, last, step, distance
    for c, capital in (row for row in rows if len(row) == 2):
        run = runs[-1] if runs else [0, 0, 0, 0]
        step = c - run[1]
        if run[3] == capital - c and (step == run[2] or (run[0] == run[1] and step <= 2)):
            run[1:3] = [c, step]
        else:
            runs.append([c, c, 1, capital - c])
    specials = [[*row, 0, 0][:4] for row in rows if len(row) > 2]
    body = [
        "// Capitals of letters by Unicode 14. Written by tools/moses_tables.py.",
        "#pragma once",
        "",
        "// clang-format off",
        "#include <cstdint>",
        "",
        "namespace gramscore::tables {",
        "",
        "/// Every `step`-th character from `first` to `last` has its capital at this distance.",
        "struct MosesUpper {",
        "  std::uint32_t first;",
        "  std::uint32_t last;",
        "  std::uint32_t step;",
        "  std::int32_t distance;",
        "};",
        "",
        "inline constexpr MosesUpper kMosesUpper[] = {",
        *(
            f"    {{0x{first:04x}, 0x{last:04x}, {step}, {distance}}},"
            for first, last, step, distance in runs
        ),
        "};",
        "",
        "/// Letters, and the two or three characters of their capitals.",
        "inline constexpr std::uint32_t kMosesUpperSpecial[][4] = {",
        *("    {" + ", ".join(f"0x{c:04x}" for c in row) + "}," for row in specials),
        "};",
        "",
        "}  // namespace gramscore::tables",
        "",
    ]
    return "\n".join(body)


if __name__ == "__main__":
    main()
