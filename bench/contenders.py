"""The packages that the benchmarks run, each behind the same two calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Texts = list[str]
Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class Contender:
    """`run` scores pairs and leaves the results read; `columns` turns what it returns into F per type, to compare."""

    name: str
    run: Callable[[Any, Any], Any]
    columns: Callable[[Any], Columns]
    prepare: Callable[[Texts], Any] = list
    tolerance: float = 0.0  # relative, where a package's last digits are its own


def gramscore(types: Sequence[str], stemmer: bool) -> Contender:
    import gramscore

    metric = gramscore.ROUGE(types, stemmer=stemmer)

    def run(predictions: Texts, references: Texts) -> Columns:
        scores = metric.score(predictions, references, threads=1)
        return {name: scores[name].fmeasure for name in types}

    return Contender("gramscore", run, lambda result: result)


def gramscore_arrow(types: Sequence[str], stemmer: bool) -> Contender:
    import pyarrow as pa

    return Contender("gramscore, Arrow", gramscore(types, stemmer).run, lambda result: result, pa.array)


def gramscore_one_by_one(types: Sequence[str], stemmer: bool) -> Contender:
    import gramscore

    metric = gramscore.ROUGE(types, stemmer=stemmer)

    def run(predictions: Texts, references: Texts) -> list[list[float]]:
        out = []
        for prediction, reference in zip(predictions, references, strict=True):
            scores = metric.score([prediction], [reference])
            out.append([scores[name].fmeasure[0] for name in types])
        return out

    return Contender("gramscore, one pair a call", run, lambda result: _transpose(types, result))


def drop_in_one_by_one(types: Sequence[str], stemmer: bool) -> Contender:
    from gramscore.compat.rouge_score import rouge_scorer

    return _one_by_one("gramscore.compat, one pair a call", rouge_scorer.RougeScorer(types, stemmer), types)


def rouge_score(types: Sequence[str], stemmer: bool) -> Contender:
    from rouge_score import rouge_scorer

    return _one_by_one("rouge-score", rouge_scorer.RougeScorer(types, stemmer), types)


def rouge_score_rs_one_by_one(types: Sequence[str], stemmer: bool) -> Contender:
    from rouge_score_rs import rouge_scorer

    return _one_by_one("rouge-score-rs, one pair a call", rouge_scorer.RougeScorer(types, stemmer), types)


def _one_by_one(name: str, scorer: Any, types: Sequence[str]) -> Contender:
    def run(predictions: Texts, references: Texts) -> list[list[float]]:
        out = []
        for prediction, reference in zip(predictions, references, strict=True):
            scores = scorer.score(reference, prediction)
            out.append([scores[name].fmeasure for name in types])
        return out

    return Contender(name, run, lambda result: _transpose(types, result))


def rouge_score_rs(types: Sequence[str], stemmer: bool) -> Contender:
    from rouge_score_rs import rouge_scorer

    scorer = rouge_scorer.RougeScorer(types, use_stemmer=stemmer)

    def run(predictions: Texts, references: Texts) -> Any:
        return scorer.score_batch(references, predictions)

    return Contender(
        "rouge-score-rs",
        run,
        lambda result: _transpose(types, [[row[t].fmeasure for t in types] for row in result]),
    )


def rouge_rust(types: Sequence[str], stemmer: bool) -> Contender:
    import fast_rouge

    if stemmer or list(types) != ["rouge1", "rouge2", "rougeL"]:
        raise ValueError("rouge-rust scores rouge1, rouge2 and rougeL without stemming")

    def run(predictions: Texts, references: Texts) -> Columns:
        flat = fast_rouge.score_batch_flat(references, predictions)
        return {name: getattr(flat, f"{name}_fmeasure") for name in types}

    return Contender(
        "rouge-rust", run, lambda result: {name: np.array(column) for name, column in result.items()}
    )


def rapidfuzz_lcs(types: Sequence[str], stemmer: bool) -> Contender:
    """Only the LCS, on tokens that are ready; compared through the F that follows from its length."""
    from rapidfuzz.distance import LCSseq
    from rouge_score import scoring
    from rouge_score.tokenize import tokenize

    def run(predictions: list[Texts], references: list[Texts]) -> list[float]:
        return [LCSseq.similarity(p, r) for p, r in zip(predictions, references, strict=True)]

    sizes: dict[str, list[int]] = {}

    def columns(lengths: list[float]) -> Columns:
        pairs = zip(lengths, sizes["predictions"], sizes["references"], strict=True)
        return {"rougeL": np.array([scoring.fmeasure(n / p, n / r) for n, p, r in pairs])}

    def prepare(texts: Texts) -> list[Texts]:
        tokens = [tokenize(text, None) for text in texts]
        sizes["references" if "predictions" in sizes and len(sizes) % 2 else "predictions"] = [
            len(t) for t in tokens
        ]
        return tokens

    return Contender("rapidfuzz, ready tokens", run, columns, prepare)


def _transpose(types: Sequence[str], rows: list[list[float]]) -> Columns:
    return {name: np.array([row[k] for row in rows]) for k, name in enumerate(types)}
