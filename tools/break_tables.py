"""Writes the tables of the tokenizers "unicode" and "grapheme" from the Unicode Character Database.

    python tools/break_tables.py [DATABASE [DIRECTORY]]

DATABASE holds the files of one version of the database (https://www.unicode.org/Public/), with its folders `auxiliary`,
`emoji` and `extracted`; by default where Debian's package unicode-data puts them. DIRECTORY is where the headers go, by
default where they are checked in. They say the version of the database.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from two_level import CODE_POINTS, array, header, two_level

DEFAULT_DATABASE = Path("/usr/share/unicode")
TABLES = Path(__file__).parents[1] / "cpp" / "src" / "tokenize" / "tables"

BLOCK = 128

# In the order of the enumerations in grapheme_break.hpp and word_break.hpp.
GRAPHEME_CLASSES = (
    "Other CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT Extended_Pictographic"
).split()
WORD_CLASSES = (
    "Other CR LF Newline Extend ZWJ Format Regional_Indicator Katakana Hebrew_Letter ALetter Single_Quote "
    "Double_Quote MidNumLet MidLetter MidNum Numeric ExtendNumLet WSegSpace"
).split()


def records(path: Path) -> Iterator[list[str]]:
    """The fields of each line, comments dropped."""
    for line in path.read_text(encoding="utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if content:
            yield [field.strip() for field in content.split(";")]


def code_points(field: str) -> range:
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def values_of(path: Path) -> dict[int, str]:
    """The value of an enumerated property per code point, where it is not the default."""
    return {c: value for field, value, *_ in records(path) for c in code_points(field)}


def members_of(path: Path, name: str) -> set[int]:
    """The code points with a binary property."""
    return {c for field, value, *_ in records(path) if value == name for c in code_points(field)}


def version_of(path: Path) -> str:
    """As in `# WordBreakProperty-15.0.0.txt`."""
    found = re.match(r"# \w+-(\d+\.\d+)\.\d+\.txt", path.read_text(encoding="utf-8"))
    assert found is not None, f"{path} does not start with its version"
    return found[1]


class Database:
    """What the tables are made of, from the files in `folder`."""

    def __init__(self, folder: Path) -> None:
        auxiliary = folder / "auxiliary"
        self.version = version_of(auxiliary / "WordBreakProperty.txt")
        assert version_of(auxiliary / "GraphemeBreakProperty.txt") == self.version
        assert version_of(folder / "CaseFolding.txt") == self.version
        self.grapheme = values_of(auxiliary / "GraphemeBreakProperty.txt")
        self.word = values_of(auxiliary / "WordBreakProperty.txt")
        self.pictographic = members_of(folder / "emoji" / "emoji-data.txt", "Extended_Pictographic")
        derived = folder / "DerivedCoreProperties.txt"
        self.alphabetic = members_of(derived, "Alphabetic")
        self.ignorable = members_of(derived, "Default_Ignorable_Code_Point")
        categories = values_of(folder / "extracted" / "DerivedGeneralCategory.txt")
        self.numbers = {c for c, category in categories.items() if category.startswith("N")}
        self.folds = {
            int(c, 16): "".join(chr(int(part, 16)) for part in mapping.split())
            for c, status, mapping, *_ in records(folder / "CaseFolding.txt")
            if status in "CF"  # full case folding, without the Turkic exceptions
        }


def grapheme_values(database: Database) -> list[int]:
    # Pictographs are a class of their own: they have no other.
    assert not database.pictographic & set(database.grapheme)
    classes = {name: index for index, name in enumerate(GRAPHEME_CLASSES)}
    values = [0] * CODE_POINTS
    for c, value in database.grapheme.items():
        values[c] = classes[value]
    for c in database.pictographic:
        values[c] = classes["Extended_Pictographic"]
    return values


WordProperty = tuple[int, bool, bool, bool, bool, bool]


def word_property(database: Database, c: int) -> WordProperty:
    value = database.word.get(c, "Other")
    return (
        WORD_CLASSES.index(value),
        c in database.pictographic,
        value not in ("Extend", "Format", "ZWJ") and (c in database.alphabetic or c in database.numbers),
        value == "Other" and database.grapheme.get(c) == "SpacingMark",
        value == "Format" and c in database.ignorable,
        c in database.folds,
    )


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


def made(database: Database, title: str, parts: Sequence[str]) -> str:
    return header(f"{title} of Unicode {database.version}.", "tools/break_tables.py", parts)


def grapheme_header(database: Database) -> str:
    parts = [lookup("Grapheme", "the number of a GraphemeBreak", grapheme_values(database))]
    return made(database, "Grapheme_Cluster_Break and Extended_Pictographic", parts)


def word_header(database: Database) -> str:
    numbers: dict[WordProperty, int] = {}
    values = [numbers.setdefault(word_property(database, c), len(numbers)) for c in range(CODE_POINTS)]

    def shown(found: WordProperty) -> str:
        value, *flags = found
        return f"{{{value}, {', '.join(str(flag).lower() for flag in flags)}}}"

    parts = [
        f'inline constexpr char kBreaksUnicode[] = "{database.version}";\n',
        "/// What code points have in common.\n"
        "struct WordProperty {\n"
        "  std::uint8_t word_break;  // the number of a WordBreak\n"
        "  bool pictographic;        // Extended_Pictographic\n"
        "  bool word;                // Alphabetic or a number, and no mark\n"
        "  bool spacing;             // a mark that is SpacingMark to graphemes and Other to words\n"
        "  bool ignorable;           // Format and Default_Ignorable_Code_Point\n"
        "  bool folds;               // changed by case folding\n"
        "};\n",
        rows("WordProperty", "kWordProperties", map(shown, numbers)),
        lookup("Word", "indices into kWordProperties", values),
    ]
    return made(database, "Word_Break, and what else words are made by,", parts)


def folding_header(database: Database) -> str:
    folds = {c: text.encode("utf-8") for c, text in sorted(database.folds.items())}
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
    return made(database, "Full case folding (C and F of CaseFolding.txt)", parts)


HEADERS: dict[str, Callable[[Database], str]] = {
    "grapheme_break.hpp": grapheme_header,
    "word_break.hpp": word_header,
    "case_folding.hpp": folding_header,
}


def main(arguments: Sequence[str]) -> None:
    folder, directory = [*map(Path, arguments), *(DEFAULT_DATABASE, TABLES)[len(arguments) :]]
    database = Database(folder)
    for name, make in HEADERS.items():
        (directory / name).write_text(make(database), encoding="utf-8")
    print(f"Unicode {database.version}: {', '.join(HEADERS)}")


if __name__ == "__main__":
    main(sys.argv[1:])
