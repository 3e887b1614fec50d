"""An explanation in a terminal, for rich."""

from __future__ import annotations

from typing import Any

from gramscore.explain.layers import MATCH, MEANINGS, Layered, pieces
from gramscore.options.printable import on_one_line, printable

# Kinds differ in more than colour, but for what terminals cannot show otherwise.
_STYLES = {
    "match": "bold green",
    "surplus": "yellow underline",
    "substituted": "italic magenta",
    "deleted": "red strike",
    "inserted": "cyan underline",
    "shifted": "bold reverse blue",
}
_MOST_NOTES = 30


def shown(explanation: Layered) -> Any:
    """The layers one below another."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    parts: list[Any] = [Text(explanation.title, style="bold")]
    kinds: set[str] = set()
    for layer in explanation.layers:
        parts += [Text(""), Text.assemble((layer.title, "bold"), ": ", layer.figures)]
        texts = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
        texts.add_column(style="dim", no_wrap=True)
        texts.add_column(overflow="fold")
        for label, text, marks in explanation.texts(layer):
            made = Text()
            for part, kind in pieces(text, marks):
                made.append(printable(part), style=None if kind is None else _STYLES[kind])
            texts.add_row(label, made)
            kinds.update(mark.kind for mark in marks)
        parts.append(Padding(texts, (0, 0, 0, 2)))
        notes = list(layer.notes[:_MOST_NOTES])
        if len(layer.notes) > _MOST_NOTES:
            notes.append(f"and {len(layer.notes) - _MOST_NOTES} more")
        parts += [Padding(Text(on_one_line(note), style="italic"), (0, 0, 0, 2)) for note in notes]
    parts.append(Text(""))
    if kinds - {MATCH}:
        legend = (Text(meaning, style=_STYLES[kind]) for kind, meaning in MEANINGS.items() if kind in kinds)
        parts.append(Text("   ").join(legend))
    parts.append(Text(explanation.signature, style="dim"))
    return Group(*parts)
