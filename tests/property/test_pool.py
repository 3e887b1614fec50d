"""Pools of any metric keep what the plain loop keeps, at thresholds that scores hit exactly."""

from __future__ import annotations

import pickle
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import gramscore
from gramscore.metrics.metric import Metric

SCRIPTS = (
    "the a river lake city song poem write name explain two big".split(),
    "река озеро город песня стих напиши объясни два большой и в на".split(),
    "河 湖 城市 歌 诗 写 解释 二 大 的 在 和".split(),
)
METRICS: dict[str, Metric[Any]] = {
    "rougeL": gramscore.ROUGE(["rougeL"], tokenizer="unicode"),
    "rouge1": gramscore.ROUGE(["rouge1"], tokenizer="unicode"),
    "rouge2": gramscore.ROUGE(["rouge2"], tokenizer="whitespace"),
    "bleu": gramscore.BLEU(effective_order=True),
    "chrf": gramscore.CHRF(),
    "chrf++": gramscore.CHRF(word_order=2),
    "gleu": gramscore.GLEU(tokenizer="13a"),
    "ter": gramscore.TER(),
    "wer": gramscore.WER(),
    "cer": gramscore.CER(),
    "edits": gramscore.EditSimilarity(),
    "jaccard": gramscore.Jaccard(),
    "f1": gramscore.TokenF1(),
}
# Edits with moves take long to score.
LENGTHS = dict.fromkeys(("ter", "cer", "edits"), (0, 1, 2, 5, 9, 30, 64, 65))


def drawn_texts(seed: int, count: int, lengths: Sequence[int]) -> list[list[str]]:
    draw = random.Random(seed)
    texts: list[list[str]] = []
    for _ in range(count):
        script = draw.choice(SCRIPTS)
        words = draw.choices(script, k=draw.choice(lengths))
        if texts and draw.random() < 0.6:
            words = [draw.choice(script) if draw.random() < 0.15 else word for word in draw.choice(texts)]
            words = words[: draw.choice([len(words), len(words), 7])]
        texts.append(words)
    return texts


def all_scores(metric: Metric[Any], texts: Sequence[Any]) -> npt.NDArray[np.float64]:
    """Of each text as the prediction with each as the reference."""
    found = metric.score([a for a in texts for _ in texts], [b for _ in texts for b in texts])
    row = found[metric.types[0]].fmeasure if isinstance(metric, gramscore.ROUGE) else found.examples
    return np.asarray(row, np.float64).reshape(len(texts), len(texts))


def loop(
    metric: Metric[Any], scores: npt.NDArray[np.float64], threshold: float
) -> tuple[list[bool], list[int], list[float]]:
    """What is kept, and of the others the first of the best of the pool, with its score."""
    kept: list[int] = []
    flags, nearest, best = [], [], []
    for n, row in enumerate(scores):
        own = row[kept] if metric.higher_is_better else -row[kept]
        limit = threshold if metric.higher_is_better else -threshold
        flags.append(not (own > limit).any())
        if flags[-1]:
            kept.append(n)
        else:
            nearest.append(int(own.argmax()))
            best.append(float(row[kept[nearest[-1]]]))
    return flags, nearest, best


@pytest.mark.parametrize("name", METRICS)
def test_thresholds_that_scores_hit(name: str) -> None:
    metric = METRICS[name]
    words = drawn_texts(len(name), 36, LENGTHS.get(name, (0, 1, 3, 7, 13, 31, 32, 33, 64, 130, 300)))
    texts = [" ".join(it) for it in words]
    scores = all_scores(metric, texts)
    highest = 100.0 if scores.max() > 1 and metric.higher_is_better else 1.0
    values = np.unique(scores[(scores > 0) & (scores < np.inf)])
    thresholds = {0.0} if not metric.higher_is_better else {0.0, highest}
    for value in random.Random(name).sample(values.tolist(), 3):
        thresholds |= {value, float(np.nextafter(value, 0)), float(np.nextafter(value, np.inf))}
    for threshold in sorted(thresholds):
        if metric.higher_is_better and threshold > highest:
            continue
        flags, nearest, best = loop(metric, scores, threshold)
        for threads in (1, 2):
            assert gramscore.Pool(metric, threshold).filter(texts, threads=threads).tolist() == flags
        sifted = gramscore.Pool(metric, threshold).sift(texts)
        assert sifted.kept.tolist() == flags
        assert sifted.nearest[~sifted.kept].tolist() == nearest
        assert sifted.scores[~sifted.kept].tolist() == best


@pytest.mark.parametrize("name", METRICS)
def test_growing_saving_and_preparing_change_nothing(name: str, tmp_path: Path) -> None:
    metric = METRICS[name]
    texts = [" ".join(it) for it in drawn_texts(50 + len(name), 60, (0, 1, 4, 9, 20))]
    scores = all_scores(metric, texts)
    threshold = float(np.median(scores[(scores > 0) & (scores < np.inf)]))
    flags, _, _ = loop(metric, scores, threshold)
    pool = gramscore.Pool(metric, threshold)
    found = []
    for begin in range(0, len(texts), 17):
        part = texts[begin : begin + 17]
        found += pool.filter(metric.prepare(part) if begin == 17 else part).tolist()
        if begin == 34:
            pool = pickle.loads(pickle.dumps(pool))
        pool.save(tmp_path / "pool")
        pool = gramscore.Pool.load(tmp_path / "pool", metric)
    assert found == flags
    assert len(pool) == sum(flags)
    kept = [text for text, flag in zip(texts, flags, strict=True) if flag]
    added = gramscore.Pool(metric, threshold)
    for text in kept:  # one by one
        added.add([text])
    again, wanted = added.nearest(texts, k=3), pool.nearest(texts, k=3)
    assert again.indices.tolist() == wanted.indices.tolist()
    assert again.scores.tobytes() == wanted.scores.tobytes()
    for other in METRICS.values():
        if other is not metric:
            with pytest.raises(ValueError, match=r"a pool for .* but this is"):
                gramscore.Pool.load(tmp_path / "pool", other)


@pytest.mark.parametrize(
    "metric",
    [
        gramscore.ROUGE(["rougeL"], tokenizer=None),
        gramscore.ROUGE(["rouge2"], tokenizer=None),
        gramscore.BLEU(tokenizer=None),
        gramscore.GLEU(tokenizer=None),
    ],
    ids=["rougeL", "rouge2", "bleu", "gleu"],
)
def test_ids_are_as_their_words(metric: Metric[Any]) -> None:
    words = drawn_texts(7, 50, (0, 1, 4, 9, 20, 70))
    numbers = {word: k * 2**33 - 5 for k, word in enumerate(word for script in SCRIPTS for word in script)}
    ids = [[numbers[word] for word in it] for it in words]
    scores = all_scores(metric, words)
    threshold = float(np.quantile(scores[scores > 0], 0.7))
    flags, _, _ = loop(metric, scores, threshold)
    assert gramscore.Pool(metric, threshold).filter(words).tolist() == flags
    assert gramscore.Pool(metric, threshold).filter(ids).tolist() == flags
    arrays = [np.array(it, np.int64) for it in ids]
    assert gramscore.Pool(metric, threshold).filter(arrays).tolist() == flags
