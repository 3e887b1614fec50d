"""Pools keep what the loops of Self-Instruct and Alpaca keep, and know the same scores of them."""

from __future__ import annotations

import random

import pytest

import gramscore

rouge_scorer = pytest.importorskip("rouge_score.rouge_scorer", reason="pip install rouge-score")
rouge_score = pytest.importorskip("rouge_score.scoring", reason="pip install rouge-score")

VERBS = "write list explain describe summarize translate compare find".split()
NOUNS = (
    "a poem the river two recipes an old story some lakes your friend's house Müller's law 東京 city".split()
)


def instructions(seed: int, count: int, longest: int = 13) -> list[str]:
    draw = random.Random(seed)
    texts: list[str] = []
    for _ in range(count):
        words = [draw.choice(VERBS), *draw.choices(NOUNS, k=draw.randint(0, longest))]
        if texts and draw.random() < 0.5:
            words = [w if draw.random() < 0.8 else draw.choice(NOUNS) for w in draw.choice(texts).split()]
        texts.append(" ".join(words))
    return texts


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.75, 1.0])
@pytest.mark.parametrize("longest", [3, 13, 80])
def test_self_instruct(threshold: float, longest: int) -> None:
    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
    texts = instructions(int(threshold * 100) + longest, 80 if longest < 80 else 30, longest)
    kept: list[str] = []
    flags, means, highest = [], [], []
    for text in texts:
        # As Self-Instruct calls it: score(new, old), of which F is the same either way.
        scores = [scorer.score(text, old)["rougeL"].fmeasure for old in kept]
        flags.append(not scores or max(scores) <= threshold)
        highest.append(sorted(scores, reverse=True)[:10])
        means.append(scores)
        if flags[-1]:
            kept.append(text)
    metric = gramscore.ROUGE(["rougeL"])
    assert gramscore.Pool(metric, threshold).filter(texts).tolist() == flags
    judged = gramscore.Pool(metric, threshold).judge(texts, k=10)
    assert judged.kept.tolist() == flags
    for n, scores in enumerate(means):
        assert judged.scores[n][: len(scores)].tolist() == highest[n]
        if scores:
            assert judged.means[n] == gramscore._core.exact_sum(scores) / len(scores)


def test_alpaca() -> None:
    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
    texts = instructions(4, 90)
    kept: list[list[str]] = []
    flags = []
    for text in texts:
        tokens = scorer._tokenizer.tokenize(text)
        scores = [rouge_scorer._score_lcs(tokens, old).fmeasure for old in kept]
        flags.append(not scores or max(scores) <= 0.7)
        if flags[-1]:
            kept.append(tokens)
    assert gramscore.Pool(gramscore.ROUGE(["rougeL"]), 0.7).filter(texts).tolist() == flags
