"""Tables of runs of code points for C++: the first and the last of each."""

from __future__ import annotations

from collections.abc import Iterable


def runs_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The runs of numbers that follow each other."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def array(name: str, numbers: Iterable[int], bits: int) -> list[str]:
    """The lines of the C++ definition of an array of the runs."""
    lines = [f"inline constexpr std::uint{bits}_t {name}[][2] = {{"]
    row = "   "
    for first, last in runs_of(numbers):
        pair = f" {{0x{first:04x}, 0x{last:04x}}},"
        if len(row) + len(pair) > 118:
            lines.append(row)
            row = "   "
        row += pair
    return [*lines, row, "};"]


def header(title: str, script: str, arrays: Iterable[list[str]]) -> str:
    """The text of a file with such arrays."""
    lines = [
        f"// {title}: first and last of each run. Written by {script}.",
        "#pragma once",
        "",
        "// clang-format off",
        "#include <cstdint>",
        "",
        "namespace gramscore::tables {",
    ]
    for array_lines in arrays:
        lines += ["", *array_lines]
    return "\n".join([*lines, "", "}  // namespace gramscore::tables", ""])
