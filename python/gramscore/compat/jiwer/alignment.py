"""jiwer.alignment: alignments in lines of text, and which errors are how frequent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from gramscore.compat.jiwer.process import AlignmentChunk, CharacterOutput, WordOutput

__all__ = ["collect_error_counts", "visualize_alignment", "visualize_error_counts"]

_LETTERS = {"equal": " ", "substitute": "S", "delete": "D", "insert": "I"}


def visualize_alignment(
    output: WordOutput | CharacterOutput,
    show_measures: bool = True,
    skip_correct: bool = True,
    line_width: int | None = None,
) -> str:
    """The alignments, three lines each: reference, hypothesis, and a letter under each error.

    show_measures: add a summary. skip_correct: leave pairs without errors out. line_width: break lines that are longer,
    as far as possible.
    """
    characters = isinstance(output, CharacterOutput)
    parts = []
    pairs = zip(output.references, output.hypotheses, output.alignments)  # noqa: B905 - as the original
    for index, (reference, hypothesis, chunks) in enumerate(pairs):
        if skip_correct and (not chunks or (len(chunks) == 1 and chunks[0].type == "equal")):
            continue
        lines = _lines(reference, hypothesis, chunks, "" if characters else " ", line_width)
        parts.append(f"=== SENTENCE {index + 1} ===\n\n{lines}\n")
    shown = "".join(parts)
    if not show_measures:
        return shown[:-1]
    shown += (
        "=== SUMMARY ===\n"
        f"number of sentences: {len(output.alignments)}\n"
        f"substitutions={output.substitutions} deletions={output.deletions} "
        f"insertions={output.insertions} hits={output.hits}\n"
    )
    names = ("cer",) if characters else ("mer", "wil", "wip", "wer")
    return shown + "".join(f"\n{name}={getattr(output, name) * 100:.2f}%" for name in names) + "\n"


def _lines(
    reference: Sequence[str],
    hypothesis: Sequence[str],
    chunks: Sequence[AlignmentChunk],
    separator: str,
    line_width: int | None,
) -> str:
    heads = ("REF: ", "HYP: ", "     ")
    done = ""
    lines = list(heads)
    cut = -1 if separator else None
    for chunk in chunks:
        if chunk.type not in _LETTERS:
            raise ValueError(f"unparseable op name={chunk.type}")
        above: Sequence[str] = reference[chunk.ref_start_idx : chunk.ref_end_idx]
        below: Sequence[str] = hypothesis[chunk.hyp_start_idx : chunk.hyp_end_idx]
        if chunk.type == "delete":
            below = ["*"] * len(above)
        elif chunk.type == "insert":
            above = ["*"] * len(below)
        letter = _LETTERS[chunk.type]
        for top, bottom in zip(above, below):  # noqa: B905 - as the original
            width = max(len(top), len(bottom), 1)
            if line_width is not None and len(lines[0]) + width > line_width:
                done += "\n".join(line[:cut] for line in lines) + "\n\n"
                lines = list(heads)
            if top == "*":
                top = "*" * width
            elif bottom == "*":
                bottom = "*" * width
            for k, cell in enumerate((top, bottom, letter)):
                lines[k] += f"{cell:>{width}}{separator}"
    return done + "\n".join(line[:cut] for line in lines) + "\n"


def collect_error_counts(output: WordOutput | CharacterOutput) -> tuple[Any, Any, Any]:
    """How often what was substituted (reference, hypothesis), inserted and deleted: three dictionaries."""
    substitutions: defaultdict[tuple[str, str], int] = defaultdict(int)
    insertions: defaultdict[str, int] = defaultdict(int)
    deletions: defaultdict[str, int] = defaultdict(int)
    separator = " " if isinstance(output, WordOutput) else ""
    for index, chunks in enumerate(output.alignments):
        for chunk in chunks:
            reference = separator.join(output.references[index][chunk.ref_start_idx : chunk.ref_end_idx])
            hypothesis = separator.join(output.hypotheses[index][chunk.hyp_start_idx : chunk.hyp_end_idx])
            if chunk.type == "insert":
                insertions[hypothesis] += 1
            elif chunk.type == "delete":
                deletions[reference] += 1
            elif chunk.type == "substitute":
                substitutions[(reference, hypothesis)] += 1
    return substitutions, insertions, deletions


def visualize_error_counts(
    output: WordOutput | CharacterOutput,
    show_substitutions: bool = True,
    show_insertions: bool = True,
    show_deletions: bool = True,
    top_k: int | None = None,
) -> str:
    """The same as text, the most frequent first; of each kind the `top_k` first, if that is given."""
    wanted = (show_substitutions, show_insertions, show_deletions)
    names = ("SUBSTITUTIONS", "INSERTIONS", "DELETIONS")
    shown = ""
    for show, name, errors in zip(wanted, names, collect_error_counts(output), strict=True):
        if show:
            shown += ("\n" if shown else "") + f"=== {name} ===\n{_table(errors, top_k)}"
    return shown[:-1] if shown.endswith("\n") else shown


def _table(errors: dict[Any, int], top_k: int | None) -> str:
    if not errors:
        return "none"
    entries = sorted(errors.items(), key=lambda entry: entry[1], reverse=True)
    if top_k is not None:
        entries = entries[:top_k]
    sides = [error if isinstance(error, tuple) else (error,) for error, _ in entries]
    width = max(len(side) for error in sides for side in error)
    rows = zip(sides, entries, strict=True)
    return "".join(
        " --> ".join(f"{side:<{width}}" for side in error) + f" = {count}x\n" for error, (_, count) in rows
    )
