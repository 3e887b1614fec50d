"""References as sacrebleu takes them: streams, with None where an example has fewer than others."""

from __future__ import annotations

from collections.abc import Sequence


def streams(references: Sequence[Sequence[str]]) -> list[list[str | None]]:
    """Lists of references per example, turned into one list per reference."""
    most = max(len(one) for one in references)
    return [[one[k] if k < len(one) else None for one in references] for k in range(most)]
