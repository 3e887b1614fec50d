"""Timings of our own code for pytest-benchmark, to compare with an earlier commit: pytest bench --benchmark-compare."""

from __future__ import annotations

import corpora
import pytest

import gramscore

CORPUS = corpora.synthetic("summaries", 2_000, 19, 5_000, 1)


@pytest.mark.parametrize("stemmer", [False, True])
@pytest.mark.parametrize("types", [["rouge1", "rouge2", "rougeL"], ["rougeLsum"]], ids=",".join)
def test_summaries(benchmark, types, stemmer):
    metric = gramscore.ROUGE(types, stemmer=stemmer)
    scores = benchmark(metric.score, CORPUS.predictions, CORPUS.references, threads=1)
    assert len(scores) == len(CORPUS)


def test_one_pair(benchmark):
    metric = gramscore.ROUGE()
    scores = benchmark(metric.score, CORPUS.predictions[:1], CORPUS.references[:1])
    assert scores.stats.shape == (1, 12)
