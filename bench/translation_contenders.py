"""BLEU, chrF and TER, and the packages that also compute them, behind the benchmarks' two calls.

Each figure is one number for the corpus, or one for each example; `columns` calls it "score".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from contenders import Columns, Contender, Texts

# bleuscore and fastchrf add in another order than sacrebleu: their last digits differ.
LAST_DIGITS = 1e-12


def own(metric: Any, name: str = "gramscore", *, examples: bool = False) -> Contender:
    def run(predictions: Texts, references: Texts) -> Any:
        scores = metric.score(predictions, references, threads=1)
        return scores.examples if examples else scores.corpus.score

    return _contender(name, run)


def arrow(metric: Any, *, examples: bool = False) -> Contender:
    import pyarrow as pa

    made = own(metric, examples=examples)
    return Contender("gramscore, Arrow", made.run, made.columns, pa.array)


def sacrebleu(metric: str, *, examples: bool = False, **options: Any) -> Contender:
    from sacrebleu.metrics import BLEU, CHRF, TER

    made = {"bleu": BLEU, "chrf": CHRF, "ter": TER}[metric](**options)

    def run(predictions: Texts, references: Texts) -> Any:
        if not examples:
            return made.corpus_score(predictions, [references]).score
        return [made.sentence_score(p, [r]).score for p, r in zip(predictions, references, strict=True)]

    return _contender("sacrebleu", run)


def bleuscore() -> Contender:
    import bleuscore

    def run(predictions: Texts, references: Texts) -> float:
        return bleuscore.compute(references=[[r] for r in references], predictions=predictions)["bleu"]

    return _contender("bleuscore", run, lambda score: 100 * score, LAST_DIGITS)


def fastchrf() -> Contender:
    import fastchrf

    def run(predictions: Texts, references: Texts) -> Any:
        return fastchrf.pairwise_chrf([[p] for p in predictions], [[r] for r in references])

    return _contender("fastchrf", run, lambda scores: np.array(scores)[:, 0, 0], LAST_DIGITS)


def together(metrics: Callable[[], list[Any]]) -> Contender:
    """All in one evaluate()."""
    import gramscore

    made = metrics()

    def run(predictions: Texts, references: Texts) -> Any:
        scores = gramscore.evaluate(predictions, references, dict(enumerate(made)), threads=1)
        return [_figure(one) for one in scores.values()]

    return _contender("gramscore, evaluate", run)


def apart(metrics: Callable[[], list[Any]]) -> Contender:
    """One after the other."""
    made = metrics()

    def run(predictions: Texts, references: Texts) -> Any:
        return [_figure(metric.score(predictions, references, threads=1)) for metric in made]

    return _contender("gramscore, one metric after the other", run)


def _figure(scores: Any) -> float:
    """The score of a corpus, of ROUGE that of its last type."""
    corpus = scores.corpus
    return corpus.score if hasattr(corpus, "score") else corpus[scores.types[-1]].fmeasure


def _contender(
    name: str,
    run: Callable[[Any, Any], Any],
    read: Callable[[Any], Any] = lambda result: result,
    tolerance: float = 0.0,
) -> Contender:
    def columns(result: Any) -> Columns:
        return {"score": np.atleast_1d(np.asarray(read(result), dtype=np.float64))}

    return Contender(name, run, columns, tolerance=tolerance)
