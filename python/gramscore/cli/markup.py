"""Text in Markdown."""

from __future__ import annotations

import re
from typing import Final

from gramscore.options.printable import on_one_line

_MARKS: Final = re.compile(r"[\\`*_{}\[\]<>|#~&]")


def marked_up(text: str) -> str:
    """Text in which Markdown finds nothing to obey."""
    return _MARKS.sub(r"\\\g<0>", on_one_line(text))
