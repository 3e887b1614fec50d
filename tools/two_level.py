"""Tables of code points for C++: a block number per run of code points, and the blocks that differ."""

from __future__ import annotations

from collections.abc import Sequence

CODE_POINTS = 0x110000


def two_level(values: Sequence[int], block: int) -> tuple[list[int], list[int]]:
    """The numbers of the blocks, and the blocks one after another, each only once."""
    numbers: dict[tuple[int, ...], int] = {}
    index = [
        numbers.setdefault(tuple(values[start : start + block]), len(numbers))
        for start in range(0, len(values), block)
    ]
    return index, [value for values in numbers for value in values]


def array(name: str, values: Sequence[int], comment: str) -> str:
    """The C++ definition of an array of unsigned values in the smallest type that holds them."""
    bits = next(bits for bits in (8, 16, 32) if max(values) < 1 << bits)
    lines, line = [], " "
    for value in values:
        if len(line) + len(str(value)) + 2 > 120:
            lines.append(line)
            line = " "
        line += f" {value},"
    lines.append(line)
    body = "\n".join(lines)
    return f"/// {comment}\ninline constexpr std::uint{bits}_t {name}[] = {{\n{body}\n}};\n"


def header(title: str, script: str, parts: Sequence[str]) -> str:
    return "\n".join(
        [
            f"// {title}",
            f"// Written by {script}: do not edit.",
            "#pragma once\n",
            "// clang-format off",
            "#include <cstdint>\n",
            "namespace gramscore::tables {\n",
            *parts,
            "}  // namespace gramscore::tables\n",
        ]
    )
