"""Pools keep what the plain loop keeps: every new text scored with every kept one, by the metric's own floats."""

from __future__ import annotations

import pickle
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gramscore
from gramscore.metrics.metric import Metric

WORDS = (
    "the a of to river lake city song poem write name explain list two three big small über 日本 ß".split()
)

METRICS: list[tuple[Metric[Any], Sequence[float]]] = [
    (gramscore.ROUGE(["rougeL"]), (0.0, 0.5, 0.7, 1.0)),
    (gramscore.ROUGE(["rougeL"], stemmer=True), (0.7,)),
    (gramscore.ROUGE(["rougeLsum"]), (0.7,)),
    (gramscore.ROUGE(["rouge1"]), (0.0, 0.7)),
    (gramscore.ROUGE(["rouge2"]), (0.25, 0.5)),
    (gramscore.BLEU(), (0.0, 30.0, 100.0)),
    (gramscore.BLEU(effective_order=True), (30.0,)),
    (gramscore.BLEU(smoothing="floor", smooth_value=0.1), (30.0,)),
    (gramscore.BLEU(smoothing="add-k", smooth_value=1.0), (30.0,)),
    (gramscore.BLEU.nltk(tokenizer="13a"), (0.3,)),
    (gramscore.CHRF(), (50.0, 60.0)),
    (gramscore.GLEU(tokenizer="13a"), (0.0, 0.4)),
    (gramscore.TER(), (0.0, 40.0, 100.0)),
    (gramscore.WER(), (0.5,)),
    (gramscore.CER(), (0.4,)),
    (gramscore.TokenF1(), (0.6,)),
    (gramscore.Jaccard(), (0.0, 0.5, 1.0)),
    (gramscore.EditSimilarity(), (0.5, 0.7)),
    (gramscore.ANLS(), (0.6,)),
]
CASES = [
    pytest.param(m, t, id=f"{m.signature.split('|')[0]}-{n}-{t:g}")
    for n, (m, ts) in enumerate(METRICS)
    for t in ts
]


def random_texts(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)
    texts: list[str] = ["", " ", "\ud800 the", "the " * 70]
    while len(texts) < count:
        words = draw.choices(WORDS, k=draw.choice((0, 1, 3, 10, 10, 30)))
        if draw.random() < 0.6:
            words = [
                draw.choice(WORDS) if draw.random() < 0.2 else word for word in draw.choice(texts).split()
            ]
        texts.append(" ".join(words))
    draw.shuffle(texts)
    return texts


def score_of(metric: Metric[Any], a: Any, b: Any) -> float:
    scores = metric.score([a], [b])
    if isinstance(metric, gramscore.ROUGE):
        return float(scores[metric.types[0]].fmeasure[0])
    return float(scores.examples[0])


def loop(metric: Metric[Any], threshold: float, texts: Sequence[Any]) -> tuple[list[bool], list[Any]]:
    """What is kept, and of each rejected text the first of the best and its score."""
    kept: list[Any] = []
    flags, nearest = [], []
    for text in texts:
        row = [score_of(metric, text, other) for other in kept]
        beyond = [s > threshold if metric.higher_is_better else s < threshold for s in row]
        flags.append(not any(beyond))
        if flags[-1]:
            kept.append(text)
            nearest.append(None)
        else:
            best = max(row) if metric.higher_is_better else min(row)
            nearest.append((row.index(best), best))
    return flags, nearest


def found_of(sifted: gramscore.Sifted) -> list[Any]:
    return [None if kept else (int(i), float(s)) for kept, i, s in zip(*sifted, strict=True)]


@pytest.mark.parametrize(("metric", "threshold"), CASES)
def test_as_the_loop(metric: Metric[Any], threshold: float) -> None:
    texts = random_texts(int(threshold * 10), 45)
    flags, nearest = loop(metric, threshold, texts)
    pool = gramscore.Pool(metric, threshold)
    assert pool.filter(texts, threads=1).tolist() == flags
    assert len(pool) == sum(flags)
    sifted = gramscore.Pool(metric, threshold).sift(texts, threads=2)
    assert sifted.kept.tolist() == flags
    assert found_of(sifted) == nearest


@pytest.mark.parametrize(("metric", "threshold"), CASES)
def test_nearest_and_mean_are_of_all_pairs(metric: Metric[Any], threshold: float) -> None:
    texts, asked = random_texts(5, 30), random_texts(6, 12)
    pool = gramscore.Pool(metric, threshold)
    pool.add(texts)
    best, means = pool.nearest(asked, k=4), pool.mean(asked)
    sign = -1 if metric.higher_is_better else 1
    for n, text in enumerate(asked):
        row = [score_of(metric, text, other) for other in texts]
        order = sorted(range(len(row)), key=lambda k: (sign * row[k], k))[:4]
        assert best.indices[n].tolist() == order
        assert best.scores[n].tolist() == [row[k] for k in order]
        assert means[n] == gramscore._core.exact_sum(np.array(row)) / len(row)


def test_threads_and_pieces_give_the_same_list() -> None:
    texts = random_texts(9, 2500)
    metric = gramscore.ROUGE(["rougeL"])
    whole = gramscore.Pool(metric, 0.7).sift(texts, threads=1)
    for threads in (2, 5):
        assert found_of(gramscore.Pool(metric, 0.7).sift(texts, threads=threads)) == found_of(whole)
    pool = gramscore.Pool(metric, 0.7)
    flags = [flag for k in range(0, len(texts), 333) for flag in pool.filter(texts[k : k + 333])]
    assert flags == whole.kept.tolist()


def test_thresholds_that_lengths_hit_exactly() -> None:
    # 2 * 7 / (7 + 13) is 0.7; by way of precision and recall it is 0.7000000000000001.
    seven = "a b c d e f g"
    thirteen = "a b c d e f g h i j k l m"
    assert gramscore.Pool(gramscore.ROUGE(["rougeL"]), 0.7).filter([thirteen, seven]).tolist() == [
        True,
        False,
    ]
    ten, other = "a b c d e f g x y z", "a b c d e f g u v w"
    assert gramscore.Pool(gramscore.ROUGE(["rougeL"]), 0.7).filter([ten, other]).tolist() == [True, True]


@given(
    st.lists(st.lists(st.integers(0, 4), max_size=14), max_size=14),
    st.sampled_from([0.0, 1 / 3, 0.5, 0.6, 2 / 3, 0.7, 0.75, 0.8, 1.0]),
    st.sampled_from(["rougeL", "rouge1", "rouge2"]),
)
def test_any_ids(texts: list[list[int]], threshold: float, name: str) -> None:
    metric = gramscore.ROUGE([name], tokenizer=None)
    sifted = gramscore.Pool(metric, threshold).sift(texts)
    flags, nearest = loop(metric, threshold, texts)
    assert sifted.kept.tolist() == flags
    assert found_of(sifted) == nearest


def test_prepared_texts_are_the_same_texts() -> None:
    texts = random_texts(2, 80)
    metric = gramscore.ROUGE(["rougeL"])
    pool = gramscore.Pool(metric, 0.7)
    assert pool.filter(metric.prepare(texts)).tolist() == gramscore.Pool(metric, 0.7).filter(texts).tolist()
    with pytest.raises(ValueError, match="prepared for other options"):
        pool.filter(gramscore.ROUGE(["rougeL"], stemmer=True).prepare(texts))


@pytest.mark.parametrize(
    ("metric", "threshold"),
    [(gramscore.ROUGE(["rougeL"]), 0.7), (gramscore.CHRF(), 60.0), (gramscore.TER(), 40.0)],
)
def test_saved_and_pickled_pools_go_on(metric: Metric[Any], threshold: float, tmp_path: Path) -> None:
    texts = random_texts(3, 90)
    flags = gramscore.Pool(metric, threshold).filter(texts).tolist()
    pool = gramscore.Pool(metric, threshold)
    pool.filter(texts[:50])
    pool.save(tmp_path / "pool")
    for copy in (pickle.loads(pickle.dumps(pool)), gramscore.Pool.load(tmp_path / "pool", metric)):
        assert len(copy) == len(pool)
        assert copy.threshold == threshold
        assert copy.filter(texts[50:]).tolist() == flags[50:]
    empty = gramscore.Pool(metric, threshold)
    empty.save(tmp_path / "empty")
    assert len(gramscore.Pool.load(tmp_path / "empty", metric)) == len(pickle.loads(pickle.dumps(empty))) == 0


def test_what_is_no_pool(tmp_path: Path) -> None:
    metric = gramscore.ROUGE(["rougeL"])
    pool = gramscore.Pool(metric, 0.7)
    pool.add(["a b", "c"])
    path = tmp_path / "pool"
    pool.save(path)
    whole = path.read_bytes()
    with pytest.raises(ValueError, match=r"a pool for .*rougeL.*but this is .*rouge1"):
        gramscore.Pool.load(path, gramscore.ROUGE(["rouge1"]))
    for old in (b"pool 2\n" + whole[17:], whole.replace(b"gramscore pool 1\n", b"gramscore pool 2\n")):
        path.write_bytes(old)
        with pytest.raises(ValueError, match="not a pool of this version of gramscore"):
            gramscore.Pool.load(path, metric)
    version = f"version:{gramscore.__version__}".encode()
    assert version in whole
    path.write_bytes(whole.replace(version, b"version:0.1.0"))
    with pytest.raises(ValueError, match=r"version:0\.1\.0.*, but this is .*version"):
        gramscore.Pool.load(path, metric)
    for content in (b"", b"text\n", *(whole[:k] for k in range(17, len(whole) - 1, 5))):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="pool"):
            gramscore.Pool.load(path, metric)
    with pytest.raises(FileNotFoundError):
        gramscore.Pool.load(tmp_path / "none", metric)


@pytest.mark.parametrize(
    ("metric", "threshold", "error", "message"),
    [
        (gramscore.ROUGE(["rougeL"]), 1.1, ValueError, "0 to 1 is expected"),
        (gramscore.ROUGE(["rougeL"]), -0.1, ValueError, "0 to 1 is expected"),
        (gramscore.ROUGE(["rougeL"]), float("nan"), ValueError, "0 to 1 is expected"),
        (gramscore.CHRF(), 101, ValueError, "0 to 100 is expected"),
        (gramscore.TER(), -1, ValueError, "0 or more is expected"),
        (gramscore.ROUGE(["rougeL"]), "0.7", TypeError, "a number is expected"),
        (gramscore.ROUGE(["rougeL"]), True, TypeError, "a number is expected"),
        (gramscore.ROUGE(), 0.7, ValueError, "one type"),
        ("rougeL", 0.7, TypeError, "one that scores pairs"),
    ],
)
def test_bad_arguments(metric: Any, threshold: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        gramscore.Pool(metric, threshold)


def test_bad_texts_leave_the_pool_as_it_was() -> None:
    pool = gramscore.Pool(gramscore.ROUGE(["rougeL"]), 0.7)
    pool.add(["a b c"])
    with pytest.raises(TypeError, match=r"texts\[1\] is None"):
        pool.filter(["d", None])
    with pytest.raises(ValueError, match="k is 0"):
        pool.nearest(["d"], k=0)
    assert len(pool) == 1


@pytest.mark.parametrize(
    ("metric", "threshold"), [(gramscore.ROUGE(["rougeL"]), 0.7), (gramscore.CHRF(), 60.0)]
)
def test_progress_is_reported(metric: Metric[Any], threshold: float) -> None:
    seen: list[tuple[int, int]] = []
    gramscore.Pool(metric, threshold).filter(
        random_texts(4, 600), progress=lambda done, total: seen.append((done, total))
    )
    assert seen[-1] == (600, 600)


def test_an_interrupt_leaves_the_pool_as_it_was() -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    texts = random_texts(4, 600)
    pool = gramscore.Pool(gramscore.CHRF(), 60.0)
    pool.filter(texts[:100])
    size = len(pool)
    with pytest.raises(KeyboardInterrupt):
        pool.sift(texts[100:], progress=stop)
    assert len(pool) == size


def test_an_empty_pool() -> None:
    pool = gramscore.Pool(gramscore.ROUGE(["rougeL"]), 0.7)
    assert len(pool) == 0
    assert pool.filter([]).tolist() == []
    best = pool.nearest(["a"], k=2)
    assert best.indices.tolist() == [[-1, -1]]
    assert np.isnan(best.scores).all()
    assert np.isnan(pool.mean(["a"])).all()
