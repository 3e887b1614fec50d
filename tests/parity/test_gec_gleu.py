"""GLEU of corrections against what the authors' scripts were recorded to say, and against a plain version, live."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gramscore

RECORDED = json.loads((Path(__file__).parent / "recorded" / "gec_gleu.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: f"{len(case['sets'])} references")
def test_recorded(case: dict[str, Any]) -> None:
    references = [list(each) for each in zip(*case["sets"], strict=True)]
    scores = gramscore.GECGLEU().score(case["predictions"], references, sources=case["sources"])
    assert scores.examples.tolist() == case["sentences"]
    assert scores.corpus.score == case["corpus"]


def ngrams(words: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def plain(source: str, prediction: str, reference: str) -> float:
    """Of one sentence, with 1 for each count that is 0."""
    source_words, ours, theirs = source.split(), prediction.split(), reference.split()
    counts = [len(ours), len(theirs)]
    for n in range(1, 5):
        own, right = ngrams(ours, n), ngrams(theirs, n)
        wrong = Counter({gram: k for gram, k in ngrams(source_words, n).items() if gram not in right})
        counts += [max((own & right).total() - (own & wrong).total(), 0), own.total()]
    c, r, *rest = (count or 1 for count in counts)
    total = 0.0
    for match, whole in zip(rest[::2], rest[1::2], strict=True):
        total += math.log(match / whole)
    return math.exp(min(0, 1 - r / c) + total / 4)


def test_random_texts() -> None:
    rng = random.Random(1)
    texts = [" ".join(rng.choices(["a", "b", "ab", "c"], k=rng.randint(0, 9))) for _ in range(900)]
    sources, predictions, references = texts[:300], texts[300:600], texts[600:]
    scores = gramscore.GECGLEU().score(predictions, references, sources=sources).examples
    assert scores.tolist() == list(map(plain, sources, predictions, references))


def test_draws_are_those_of_python_2() -> None:
    from gramscore.metrics.gec_gleu import _drawn

    for iteration in (0, 1, 499):
        rng = random.Random(101 * iteration)
        assert _drawn(iteration, 50, 3).tolist() == [int(rng.random() * 3) for _ in range(50)]
        assert np.issubdtype(_drawn(iteration, 1, 3).dtype, np.integer)


def test_several_references_do_not_add_up() -> None:
    metric = gramscore.GECGLEU(iterations=10)
    scores = metric.score(["a b c d"], [["a b c d", "a b c e"]], sources=["a b x d"])
    for work in (scores.state, scores.confidence, lambda: scores + scores):
        with pytest.raises(ValueError, match="with several references"):
            work()
    with pytest.raises(ValueError, match=r"references\[1\] has not as many texts as references\[0\], 2"):
        metric.score(["a", "b"], [["a", "b"], ["a"]], sources=["a", "b"])
