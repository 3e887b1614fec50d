"""Objects that other threads change while they are scored: on every Python, and harder where it has no lock."""

from __future__ import annotations

import pickle
import random
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore import BLEU, CHRF, NIST, ROUGE, TER, _core
from gramscore.compat.rouge_score.rouge_scorer import RougeScorer

POOL = ["the cat sat on the mat", "a dog ran home", "the cat ran", "it rained é all day long"]
EXAMPLES = 1200
CALLS = 25


@contextmanager
def changing(change: Callable[[random.Random], None]) -> Iterator[None]:
    """Another thread does so again and again."""
    done = threading.Event()

    def work() -> None:
        own = random.Random(7)
        while not done.is_set():
            for _ in range(50):
                change(own)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def by_three_threads(call: Callable[[], Any]) -> list[Any]:
    """What the calls return, or the errors that they raise of lists that change."""

    def one(_: int) -> Any:
        try:
            return call()
        except (ValueError, RuntimeError) as error:
            return error

    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(one, range(3 * CALLS)))


def possible(metric: Any, references: list[Any]) -> set[tuple[int, ...]]:
    pairs = [(text, other) for text in POOL for other in references]
    stats = metric.score([text for text, _ in pairs], [other for _, other in pairs]).stats
    return set(map(tuple, stats.tolist()))


def test_python_keeps_its_lock_off() -> None:
    if not sysconfig.get_config_var("Py_GIL_DISABLED"):
        pytest.skip("this Python has its lock always")
    assert not sys._is_gil_enabled()  # type: ignore[attr-defined]


@pytest.mark.parametrize("metric", [ROUGE(stemmer=True), BLEU(), CHRF(), TER()], ids=str)
def test_items_that_change(metric: Any) -> None:
    texts, others = POOL * (EXAMPLES // 4), POOL * (EXAMPLES // 4)
    known = possible(metric, POOL)

    def change(own: random.Random) -> None:
        for items in (texts, others):
            items[own.randrange(EXAMPLES)] = "".join(
                own.choice(POOL)
            )  # a new object, the only reference to it

    with changing(change):
        found = by_three_threads(lambda: metric.score(texts, others, threads=2))
    assert all(set(map(tuple, scores.stats.tolist())) <= known for scores in found)


def test_lists_that_grow_and_shrink() -> None:
    texts, others = POOL * (EXAMPLES // 4), POOL * (EXAMPLES // 4)
    known = possible(CHRF(), POOL)

    def change(own: random.Random) -> None:
        for items in (texts, others):
            if len(items) < EXAMPLES:
                items.append(own.choice(POOL))
            else:
                del items[-own.randrange(1, 40) :]

    with changing(change):
        found = by_three_threads(lambda: CHRF().score(texts, others))
    for scores in found:
        if isinstance(scores, Exception):
            assert "length" in str(scores) or "changed" in str(scores) or "predictions and" in str(scores)
        else:
            assert set(map(tuple, scores.stats.tolist())) <= known


def test_lists_of_references_that_change() -> None:
    texts = POOL * (EXAMPLES // 4)
    references = [[text, POOL[0]] for text in texts]
    metric = ROUGE(["rouge1", "rougeL"])
    known = possible(
        metric, [[*own] for k in (1, 2, 3) for own in np.array(np.meshgrid(*[POOL] * k)).T.reshape(-1, k)]
    )

    def change(own: random.Random) -> None:
        items = references[own.randrange(EXAMPLES)]
        if len(items) > 2:
            del items[1:]
        else:
            items.append(own.choice(POOL))
        items[0] = own.choice(POOL)

    with changing(change):
        found = by_three_threads(lambda: metric.score(texts, references, threads=2))
    for scores in found:
        assert isinstance(scores, Exception) or set(map(tuple, scores.stats.tolist())) <= known


def test_tokens_and_single_pairs_that_change() -> None:
    tokens = [text.split() for text in POOL]
    pair = [POOL[0]], [POOL[1:]]
    metric, scorer, bleu = BLEU(tokenizer=None), RougeScorer(["rouge1", "rougeL"]), BLEU()

    def change(own: random.Random) -> None:
        items = own.choice(tokens)
        items.append(own.choice("abc")) if len(items) < 9 else items.clear()
        pair[0][0] = "".join(own.choice(POOL))
        pair[1][0][own.randrange(3)] = "".join(own.choice(POOL))

    def calls() -> None:
        assert len(metric.score(tokens, [[it] for it in tokens]).examples) == 4
        assert 0 <= bleu.score(*pair).corpus.score <= 100.1
        assert 0 <= ROUGE().score(*pair)["rouge1"].fmeasure[0] <= 1
        assert 0 <= scorer.score_multi(pair[1][0], POOL[0])["rouge1"].fmeasure <= 1

    with changing(change):
        found = by_three_threads(calls)
    assert all(it is None or isinstance(it, Exception) for it in found)
    assert any(it is None for it in found)


def test_prepared_texts_and_matrices_of_several_threads() -> None:
    metric = CHRF()
    prepared = metric.prepare(POOL * 30)
    expected = metric.matrix(POOL * 30, POOL).scores
    found = by_three_threads(lambda: metric.matrix(prepared, POOL, threads=2).scores)
    assert all(np.array_equal(it, expected) for it in found)
    scores = metric.score(POOL * 30, POOL * 30)
    assert all(it == scores for it in by_three_threads(lambda: metric.score(prepared, prepared)))


def test_several_metrics_and_streams_of_several_threads() -> None:
    texts, others = POOL * 50, POOL[1:] * 66 + POOL[:2]
    expected = gramscore.evaluate(texts, others, ["rouge1", "bleu", "ter"])
    assert all(
        it == expected
        for it in by_three_threads(lambda: gramscore.evaluate(texts, others, ["rouge1", "bleu", "ter"]))
    )
    nist = NIST(tokenizer="13a").score(texts, others).corpus
    assert by_three_threads(lambda: NIST(tokenizer="13a").score(texts, others).corpus) == [nist] * 75


def test_scores_that_several_threads_look_at_first() -> None:
    for _ in range(CALLS):
        scores = ROUGE().score(POOL[:1], POOL[1:2])
        found = by_three_threads(
            lambda scores=scores: (scores["rouge1"].fmeasure.tolist(), scores.stats.tolist())
        )
        assert found == [found[0]] * len(found)


def test_sums_that_several_threads_add_to() -> None:
    stats = CHRF().score(POOL, POOL[1:] + POOL[:1]).stats
    sums, numbering = _core.GroupedSums(stats.shape[1], 0), _core.Numbering()
    groups = np.array([0, 700, 700, 5000], np.uint32)
    names = [str(k).encode() for k in range(500)]
    ends = np.cumsum([0, *map(len, names)], dtype=np.int32)
    data = np.frombuffer(b"".join(names), np.uint8)

    def add() -> None:
        sums.add_columns(stats, groups)
        assert len(sums) == 5001
        assert numbering.numbers(ends, data).tolist() == list(range(500))
        assert len(numbering.joined(" ")[0].split()) == len(numbering) == 500
        sums.examples(groups)

    assert by_three_threads(add) == [None] * 75
    assert sums.examples(groups[[0, 1, 3]]).tolist() == [75, 150, 75]
    assert sums.sums(700).whole()[0].tolist() == (75 * stats[1:3].sum(0)).tolist()


@pytest.mark.parametrize("metric", [ROUGE(["rougeL"]), CHRF()], ids=str)
def test_a_pool_is_one_threads_at_a_time(metric: Any) -> None:
    """Calls of several threads are refused or done as a whole, and none of their texts is lost."""
    pool = gramscore.Pool(metric, 0.0 if isinstance(metric, ROUGE) else 1e-9)
    texts = [f"{chr(0x4E00 + k)}{k}" for k in range(400)]
    words = [f"w{k}" for k in range(400)]
    pool.add(words[:5])

    def use(k: int) -> int:
        part = texts[50 * k : 50 * k + 50] if isinstance(metric, CHRF) else words[50 * k : 50 * k + 50]
        try:
            pool.add(part)
            pool.nearest(part[:5], k=2)
            len(pool)
            pickle.dumps(pool)
        except RuntimeError as error:
            return 0 if "in use" in str(error) else -1
        return len(part)

    with ThreadPoolExecutor(4) as executor:
        done = list(executor.map(use, range(8)))
    assert -1 not in done
    assert len(pool) >= 5 + sum(done)
    assert len(pickle.loads(pickle.dumps(pool))) == len(pool)
