"""An explanation as HTML, for notebooks: one fragment that brings its style with it and asks for nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gramscore.explain.layers import MATCH, MEANINGS, Layered, Mark, pieces

# Translucent backgrounds under the notebook's own colours, so that light and dark themes are both readable.
STYLE = """
.gramscore-explanation .gs-text { white-space: pre-wrap; overflow-wrap: anywhere; }
.gramscore-explanation mark { color: inherit; border-radius: 0.2em; padding: 0 0.1em; }
.gramscore-explanation dt { font-size: 85%; opacity: 0.75; }
.gramscore-explanation dd { margin: 0 0 0.4em 1em; }
.gramscore-explanation mark.gs-match { background: rgba(46, 160, 67, 0.3); }
.gramscore-explanation mark.gs-surplus { background: rgba(210, 153, 34, 0.3); text-decoration: underline dotted; }
.gramscore-explanation mark.gs-substituted { background: rgba(163, 113, 247, 0.35); }
.gramscore-explanation mark.gs-deleted { background: rgba(248, 81, 73, 0.3); text-decoration: line-through; }
.gramscore-explanation mark.gs-inserted { background: rgba(57, 197, 207, 0.35); text-decoration: underline; }
.gramscore-explanation mark.gs-shifted { background: rgba(56, 139, 253, 0.35); border-bottom: 2px solid; }
"""
_MOST_NOTES = 30


def marked(text: str, marks: Sequence[Mark]) -> str:
    """The text as HTML with its marks; what is in it stays text."""
    return "".join(
        escape(part)
        if kind is None
        else f'<mark class="gs-{kind}" title="{MEANINGS[kind]}">{escape(part)}</mark>'
        for part, kind in pieces(text, marks)
    )


def shown(explanation: Layered) -> str:
    parts = [
        f'<div class="gramscore-explanation"><style>{STYLE}</style><p><strong>{escape(explanation.title)}</strong></p>'
    ]
    kinds: set[str] = set()
    for layer in explanation.layers:
        parts.append(f"<p><strong>{escape(layer.title)}</strong>: {escape(layer.figures)}</p><dl>")
        for name, text, marks in explanation.texts(layer):
            parts.append(f'<dt>{name}</dt><dd class="gs-text">{marked(text, marks)}</dd>')
            kinds.update(mark.kind for mark in marks)
        parts.append("</dl>")
        notes = list(layer.notes[:_MOST_NOTES])
        if len(layer.notes) > _MOST_NOTES:
            notes.append(f"and {len(layer.notes) - _MOST_NOTES} more")
        if notes:
            parts.append(f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in notes)}</ul>")
    if kinds - {MATCH}:
        legend = " ".join(
            f'<mark class="gs-{kind}">{meaning}</mark>' for kind, meaning in MEANINGS.items() if kind in kinds
        )
        parts.append(f"<p>{legend}</p>")
    parts.append(f"<p><small>{escape(explanation.signature)}</small></p></div>")
    return "".join(parts)
