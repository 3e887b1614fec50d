"""Writes the tables of the tokenizers "unicode" and "grapheme" from the properties that the package regex knows.

    python tools/break_tables.py [DIRECTORY]

DIRECTORY is where the headers go, by default where they are checked in. They say the version of Unicode.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from two_level import CODE_POINTS, array, header, two_level
from unicode_data import VERSION, full_case_folding, members

TABLES = Path(__file__).parents[1] / "cpp" / "src" / "tokenize" / "tables"

BLOCK = 128

# In the order of GraphemeBreak: Grapheme_Cluster_Break, but for what Extended_Pictographic and Indic_Conjunct_Break
# (InCB) tell apart.
GRAPHEME_CLASSES = {
    "Other": r"[\p{GCB=Other}--\p{Extended_Pictographic}--\p{InCB=Consonant}--\p{InCB=Linker}]",
    "CR": r"\p{GCB=CR}",
    "LF": r"\p{GCB=LF}",
    "Control": r"\p{GCB=Control}",
    "Extend": r"[\p{GCB=Extend}&&\p{InCB=Extend}]",
    "ZWJ": r"[\p{GCB=ZWJ}&&\p{InCB=Extend}]",
    "Regional_Indicator": r"\p{GCB=Regional_Indicator}",
    "Prepend": r"\p{GCB=Prepend}",
    "SpacingMark": r"\p{GCB=SpacingMark}",
    "L": r"\p{GCB=L}",
    "V": r"\p{GCB=V}",
    "T": r"\p{GCB=T}",
    "LV": r"\p{GCB=LV}",
    "LVT": r"\p{GCB=LVT}",
    "Extended_Pictographic": r"[\p{GCB=Other}&&\p{Extended_Pictographic}]",
    "Extend that ends conjuncts": r"[\p{GCB=Extend}&&\p{InCB=None}]",
    "Extend that links": r"[\p{GCB=Extend}&&\p{InCB=Linker}]",
    "Other that links": r"[\p{GCB=Other}&&\p{InCB=Linker}]",
    "Consonant": r"[\p{GCB=Other}&&\p{InCB=Consonant}]",
}
WORD_CLASSES = (
    "Other CR LF Newline Extend ZWJ Format Regional_Indicator Katakana Hebrew_Letter ALetter Single_Quote "
    "Double_Quote MidNumLet MidLetter MidNum Numeric ExtendNumLet WSegSpace"
).split()
SENTENCE_CLASSES = (
    "Other CR LF Sep Extend Format Sp Lower Upper OLetter Numeric ATerm SContinue STerm Close"
).split()

# Where the characters that Unicode is yet to have are ideographs: planes 2 and 3 without their last two code points,
# which are none.
FUTURE_IDEOGRAPHS = r"[\p{Cn}&&[\U00020000-\U0002fffd\U00030000-\U0003fffd]]"


def numbered(classes: Iterable[str]) -> list[int]:
    """By code point the number of its class; each has exactly one."""
    values = [-1] * CODE_POINTS
    for number, expression in enumerate(classes):
        for c in members(expression):
            assert values[c] < 0, hex(c)
            values[c] = number
    assert min(values) >= 0
    return values


def grapheme_values() -> list[int]:
    return numbered(GRAPHEME_CLASSES.values())


WordProperty = tuple[int, bool, bool, bool, bool, bool]


def word_properties() -> list[WordProperty]:
    """By code point."""
    pictographic = members(r"\p{Extended_Pictographic}")
    words = members(
        rf"[[\p{{Alphabetic}}\p{{N}}{FUTURE_IDEOGRAPHS}]--[\p{{WB=Extend}}\p{{WB=Format}}\p{{WB=ZWJ}}]]"
    )
    spacing = members(r"[\p{WB=Other}&&\p{GCB=SpacingMark}]")
    ignorable = members(r"[\p{WB=Format}&&\p{Default_Ignorable_Code_Point}]")
    return [
        (value, c in pictographic, c in words, c in spacing, c in ignorable, full_case_folding(c) != chr(c))
        for c, value in enumerate(numbered(rf"\p{{WB={name}}}" for name in WORD_CLASSES))
    ]


def lookup(name: str, about: str, values: Sequence[int]) -> str:
    """A table in two levels."""
    index, blocks = two_level(values, BLOCK)
    return "\n".join(
        [
            array(f"k{name}Index", index, f"Block of each run of {BLOCK} code points."),
            array(f"k{name}Blocks", blocks, f"Blocks of {about}."),
        ]
    )


def rows(type: str, name: str, values: Iterable[str]) -> str:
    lines = "".join(f"  {value},\n" for value in values)
    return f"inline constexpr {type} {name}[] = {{\n{lines}}};\n"


def made(title: str, parts: Sequence[str]) -> str:
    return header(f"{title} of Unicode {VERSION}.", "tools/break_tables.py", parts)


def grapheme_header() -> str:
    parts = [lookup("Grapheme", "the number of a GraphemeBreak", grapheme_values())]
    return made("Grapheme_Cluster_Break, Extended_Pictographic and Indic_Conjunct_Break", parts)


def word_header() -> str:
    numbers: dict[WordProperty, int] = {}
    values = [numbers.setdefault(found, len(numbers)) for found in word_properties()]

    def shown(found: WordProperty) -> str:
        value, *flags = found
        return f"{{{value}, {', '.join(str(flag).lower() for flag in flags)}}}"

    parts = [
        f'inline constexpr char kBreaksUnicode[] = "{VERSION}";\n',
        "/// What code points have in common.\n"
        "struct WordProperty {\n"
        "  std::uint8_t word_break;  // the number of a WordBreak\n"
        "  bool pictographic;        // Extended_Pictographic\n"
        "  bool word;                // Alphabetic, a number or an ideograph to come, and no mark\n"
        "  bool spacing;             // a mark that is SpacingMark to graphemes and Other to words\n"
        "  bool ignorable;           // Format and Default_Ignorable_Code_Point\n"
        "  bool folds;               // changed by case folding\n"
        "};\n",
        rows("WordProperty", "kWordProperties", map(shown, numbers)),
        lookup("Word", "indices into kWordProperties", values),
    ]
    return made("Word_Break, and what else words are made by,", parts)


def sentence_header() -> str:
    values = numbered(rf"\p{{SB={name}}}" for name in SENTENCE_CLASSES)
    return made("Sentence_Break", [lookup("Sentence", "the number of a SentenceBreak", values)])


def folding_header() -> str:
    texts = {c: full_case_folding(c) for c in range(CODE_POINTS) if not 0xD800 <= c < 0xE000}
    folds = {c: text.encode("utf-8") for c, text in texts.items() if text != chr(c)}
    # What the bounds in unicode_tokens.cpp rely on.
    for c, folded in folds.items():
        size = len(chr(c).encode("utf-8"))
        assert len(folded) <= (1 if size == 1 else 3 * size if size == 2 else 6), hex(c)
    values = [0] * ((max(folds) // BLOCK + 1) * BLOCK)
    for number, c in enumerate(folds, start=1):
        values[c] = number

    def shown(folded: bytes) -> str:
        return f"{{{len(folded)}, {{{', '.join(map(str, folded))}}}}}"

    parts = [
        "/// What a code point folds to, in UTF-8.\nstruct Folded {\n  std::uint8_t size;\n"
        "  std::uint8_t bytes[7];\n};\n",
        rows("Folded", "kFolded", map(shown, [b"", *folds.values()])),
        lookup("Fold", "indices into kFolded, 0 for what stays", values),
    ]
    return made("Full case foldings (C and F of CaseFolding.txt)", parts)


HEADERS: dict[str, Callable[[], str]] = {
    "grapheme_break.hpp": grapheme_header,
    "word_break.hpp": word_header,
    "sentence_break.hpp": sentence_header,
    "case_folding.hpp": folding_header,
}


def main(arguments: Sequence[str]) -> None:
    (directory,) = map(Path, arguments or [TABLES])
    for name, make in HEADERS.items():
        (directory / name).write_text(make(), encoding="utf-8")
    print(f"Unicode {VERSION}: {', '.join(HEADERS)}")


if __name__ == "__main__":
    main(sys.argv[1:])
