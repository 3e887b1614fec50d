"""Corpus scores as a table for notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any


def html_table(corpus: Any, examples: int, signature: str) -> str:
    """The scores of Scores.corpus, a row per metric: a mapping has several, anything else one."""
    rows = dict(corpus) if isinstance(corpus, Mapping) else {signature.partition("|")[0]: corpus}
    rows = {name: it._asdict() if hasattr(it, "_asdict") else {"score": it} for name, it in rows.items()}
    names = list(dict.fromkeys(name for figures in rows.values() for name in figures))
    heading = "".join(f"<th>{escape(name)}</th>" for name in ("", *names))
    body = "".join(
        f"<tr><th>{escape(metric)}</th>{''.join(f'<td>{_shown(figures[name])}</td>' for name in names)}</tr>"
        for metric, figures in rows.items()
    )
    caption = f"{examples} example{'' if examples == 1 else 's'}, {signature}"
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_shown, value))
    return f"{value:.4f}" if isinstance(value, float) else escape(str(value))
