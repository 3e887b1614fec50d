"""Writes cpp/src/tokenize/tables/moses_characters.hpp: the sets of characters that Moses' scripts ask Perl for, as Perl
5.36 knows them (Unicode 14).

    python tools/moses_tables.py
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from perl import characters
from runs import array, header

TABLE = Path(__file__).parents[1] / "cpp" / "src" / "tokenize" / "tables" / "moses_characters.hpp"
# IsAlnum is IsAlpha and Nd.
SETS = {
    "kMosesAlpha": "IsAlpha",
    "kMosesDigit": "Nd",
    "kMosesNumber": "IsN",
    "kMosesLower": "IsLower",
    "kMosesLowerLetter": "Ll",
}


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
    TABLE.write_text(header("Characters of Unicode 14", "tools/moses_tables.py", arrays), encoding="utf-8")


if __name__ == "__main__":
    main()
