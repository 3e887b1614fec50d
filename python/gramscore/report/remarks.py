"""What a report remarks on: the comparison, and the scores of each system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gramscore.results.remarks import Remark

if TYPE_CHECKING:
    from gramscore.comparing.comparison import Comparison


def remarks_on(comparison: Comparison) -> list[Remark]:
    """Those of the comparison first, then those of the scores, each with the name of its system."""
    found = list(comparison.remarks)
    for system, by_metric in comparison.scores.items():
        kinds = set()
        for scores in by_metric.values():
            for remark in scores.remarks:
                if remark.kind not in kinds:
                    kinds.add(remark.kind)
                    found.append(remark._replace(message=f"{system}: {remark.message}"))
    return found
