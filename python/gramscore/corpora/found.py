"""What `evaluate` returns: scores by name, for people and for loggers."""

from __future__ import annotations

from typing import Any

from gramscore.results.remarks import Remark
from gramscore.results.score_table import html_tables, numbers_of
from gramscore.results.scores import Scores


class Evaluation(dict[str, Scores]):
    """The scores of several metrics by name: a dict that shows itself in notebooks."""

    def to_dict(self) -> dict[str, float]:
        """The corpus scores as plain floats, by names such as rouge1_fmeasure and bleu_score.

        >>> import gramscore
        >>> gramscore.evaluate(["a b"], ["a c"], ["rouge1", "ter"]).to_dict()
        {'rouge1_precision': 0.5, 'rouge1_recall': 0.5, 'rouge1_fmeasure': 0.5, 'ter_score': 50.0}
        """
        found = {}
        for name, scores in self.items():
            for metric, numbers in numbers_of(name, scores.corpus).items():  # type: ignore[attr-defined]
                found.update({f"{metric}_{figure}": float(number) for figure, number in numbers.items()})
        return found

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is probably not meant, as `scores.remarks` of each metric has it; what several say is said once.

        >>> import gramscore
        >>> [it.kind for it in gramscore.evaluate(["", "a"], ["a", "b"], ["bleu", "rouge1"]).remarks]
        ['predictions-without-tokens', 'predictions-without-tokens']
        """
        return tuple({it: None for scores in self.values() for it in scores.remarks})

    def _repr_html_(self) -> str:
        return html_tables(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Evaluation, (dict(self),))
