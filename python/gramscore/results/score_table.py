"""Corpus scores as a table for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def reported(names: Iterable[str]) -> list[str]:
    """Of the names of a corpus score's numbers those that people report: P, R and F, or its score, or what comes first.
    The last of them stands for the others."""
    names = list(names)
    return [it for it in ("precision", "recall", "fmeasure", "score") if it in names] or names[:1]


def numbers_of(name: str, corpus: Any) -> dict[str, dict[str, float]]:
    """By metric what people report of a corpus score: its P, R and F, or its score, or its rate."""
    by_metric = dict(corpus) if isinstance(corpus, Mapping) else {name: corpus}
    found = {}
    for metric, score in by_metric.items():
        fields = score._asdict() if hasattr(score, "_asdict") else {"score": score}
        numbers = {field: getattr(fields[field], "value", fields[field]) for field in reported(fields)}
        found[metric] = {field: value for field, value in numbers.items() if isinstance(value, (int, float))}
    return found


def line_of(corpus: Any) -> str:
    """A corpus score in few words: its score, or the F of each metric."""
    words = []
    for metric, numbers in numbers_of("", corpus).items():
        for value in [*numbers.values()][-1:]:
            words.append(f"{metric} F {value:.4f}" if metric else f"{value:.4f}")
    return ", ".join(words)


def html_tables(by_name: Mapping[str, Any]) -> str:
    """Those of several metrics, one below the other."""
    return "".join(html_table(scores.corpus, len(scores), scores.signature) for scores in by_name.values())


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_shown, value))
    return f"{value:.4f}" if isinstance(value, float) else escape(str(value))
