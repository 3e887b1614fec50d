"""Intervals and p-values by the other packages' random numbers."""

from __future__ import annotations

import random

import numpy as np
import pytest
from plain_sum import plain_bleu
from rouge_score import rouge_scorer, scoring
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest, _bootstrap_resample

import gramscore

METRICS = [(gramscore.BLEU, BLEU), (gramscore.CHRF, CHRF), (gramscore.TER, TER)]


def corpus(n: int, systems: int) -> tuple[list[str], list[list[str]]]:
    rng = random.Random(n)

    def word() -> str:
        return f"w{int(60 * rng.random() ** 2)}"

    references = [[word() for _ in range(rng.randint(3, 15))] for _ in range(n)]
    found = [
        [" ".join(it if rng.random() < 0.9 - k / 20 else word() for it in words) for words in references]
        for k in range(systems)
    ]
    return [" ".join(words) for words in references], found


@pytest.mark.parametrize(("ours", "theirs"), METRICS)
@pytest.mark.parametrize("seed", [12345, 7])
def test_sacrebleus_interval(monkeypatch: pytest.MonkeyPatch, ours, theirs, seed: int) -> None:
    monkeypatch.setenv("SACREBLEU_SEED", str(seed))
    references, (system,) = corpus(90, 1)
    metric = theirs(references=[references])
    _, results = _bootstrap_resample(metric._extract_corpus_statistics(system, None), metric, 300)
    score_of = plain_bleu if ours is gramscore.BLEU else lambda score: score.score
    ordered = np.sort([score_of(result) for result in results])
    found = ours().score(system, references).confidence(samples=300, seed=seed, stream="sacrebleu")
    assert found.estimate == score_of(metric.corpus_score(system, None))
    assert (found.low, found.mid, found.high) == (ordered[7], ordered.mean(), ordered[292])


@pytest.mark.parametrize(("test", "name"), [("bs", "bootstrap"), ("ar", "randomization")])
@pytest.mark.parametrize(("ours", "theirs"), METRICS)
def test_sacrebleus_p_values(monkeypatch: pytest.MonkeyPatch, ours, theirs, test: str, name: str) -> None:
    monkeypatch.setenv("SACREBLEU_SEED", "99")
    references, systems = corpus(70, 4)
    named = [(f"system {k}", system) for k, system in enumerate(systems)]
    _, scores = PairedTest(
        named, {"m": theirs(references=[references])}, None, test_type=test, n_samples=200
    )()
    (expected,) = (results for key, results in scores.items() if key != "System")
    metric = ours()
    found = gramscore.compare(
        {key: metric.score(system, references) for key, system in named},
        test=name,
        samples=200,
        seed=99,
        stream="sacrebleu",
        correction=None,
    )
    assert [row.p_value for row in found] == [result.p_value for result in expected]
    assert [row.score.estimate for row in found] == [result.score for result in expected]


@pytest.mark.parametrize("n", [1, 40, 9001])
def test_rouge_scores_intervals(n: int) -> None:
    references, (system,) = corpus(n, 1)
    scorer = rouge_scorer.RougeScorer(["rouge1", "rougeL"])
    aggregator = scoring.BootstrapAggregator(confidence_interval=0.9, n_samples=30)
    for prediction, reference in zip(system, references, strict=True):
        aggregator.add_scores(scorer.score(reference, prediction))
    np.random.seed(77)
    expected = aggregator.aggregate()
    scores = gramscore.ROUGE(["rouge1", "rougeL"]).score(system, references)
    found = scores.confidence(level=0.9, samples=30, seed=77, stream="rouge-score")
    for name, bounds in expected.items():
        for figure in ("precision", "recall", "fmeasure"):
            interval = getattr(found[name], figure)
            theirs = tuple(getattr(bound, figure) for bound in bounds)
            assert (interval.low, interval.mid, interval.high) == theirs
