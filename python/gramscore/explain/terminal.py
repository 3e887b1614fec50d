"""An explanation in a terminal, for rich."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gramscore.explain.explanation import Explanation
from gramscore.explain.layers import MATCH, MEANINGS, Mark, pieces

_STYLES = {
    "match": "bold green",
    "surplus": "yellow underline",
    "substituted": "magenta",
    "deleted": "red strike",
    "inserted": "cyan underline",
    "shifted": "bold blue",
}
_MOST_NOTES = 30


def shown(explanation: Explanation) -> Any:
    """Layers one below another; kinds of marks differ in more than colour where they can."""
    from rich.console import Group
    from rich.text import Text

    def line(label: str, text: str, marks: Sequence[Mark]) -> Text:
        made = Text(f"  {label:<12}")
        for part, kind in pieces(text, marks):
            made.append(part, style=None if kind is None else _STYLES[kind])
        return made

    parts = [Text(explanation.title, style="bold")]
    kinds: dict[str, None] = {}
    for layer in explanation.layers:
        reference = explanation.references[layer.reference].text
        label = "reference" if len(explanation.references) == 1 else f"reference {layer.reference + 1}"
        parts.append(Text(""))
        parts.append(Text.assemble((layer.title, "bold"), ": ", layer.figures))
        parts.append(line("prediction", explanation.prediction.text, layer.prediction_marks))
        parts.append(line(label, reference, layer.reference_marks))
        parts.extend(Text(f"  {note}", style="italic") for note in layer.notes[:_MOST_NOTES])
        if len(layer.notes) > _MOST_NOTES:
            parts.append(Text(f"  and {len(layer.notes) - _MOST_NOTES} more", style="italic"))
        kinds.update(dict.fromkeys(mark.kind for mark in (*layer.prediction_marks, *layer.reference_marks)))
    parts.append(Text(""))
    if set(kinds) - {MATCH}:
        legend = Text("  ").join(Text(MEANINGS[kind], style=_STYLES[kind]) for kind in MEANINGS if kind in kinds)
        parts.append(legend)
    parts.append(Text(explanation.signature, style="dim"))
    return Group(*parts)
