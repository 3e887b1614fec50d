"""For the documentation site: docstrings as Markdown.

Docstrings here are for people with a terminal: `name: what it means` on a line, continued on indented ones, and `>>>`
for examples. Markdown wants a list and a fence.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_NAMED = re.compile(r"([a-z_]+(?:, [a-z_]+)*): (.+(?:\n {4}.+)*)")


def markdown(docstring: str) -> str:
    """The same as Markdown.

    >>> print(markdown("Adds.\\n\\nx: a number,\\n    or two.\\ny: one more.\\n\\n>>> 1 + 1\\n2"))
    Adds.
    <BLANKLINE>
    - **x**: a number,
        or two.
    - **y**: one more.
    <BLANKLINE>
    ```pycon
    >>> 1 + 1
    2
    ```
    """
    return "\n\n".join(map(_paragraph, docstring.split("\n\n")))


def _paragraph(text: str) -> str:
    if text.startswith(">>> "):
        return f"```pycon\n{text}\n```"
    if _NAMED.match(text):
        return re.sub(rf"^{_NAMED.pattern}", r"- **\1**: \2", text, flags=re.MULTILINE)
    return text


class DocstringMarkdown(griffe.Extension):
    """Turns every docstring that is read."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = markdown(obj.docstring.value)
