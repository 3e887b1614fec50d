"""The includes of C++ files."""

import re
from pathlib import Path


def includes_of(path: Path) -> list[tuple[str, str]]:
    """The includes as pairs of the opening delimiter and the name."""
    return re.findall(
        r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)', path.read_text(encoding="utf-8"), re.MULTILINE
    )
