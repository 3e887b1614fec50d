"""Fragments, novel n-grams and repetition, against plain definitions."""

from __future__ import annotations

import pickle
import random
from collections.abc import Sequence

import numpy as np
import pytest

import gramscore
from gramscore.metrics.extractiveness import Extractiveness

WORDS = [
    "the",
    "The",
    "cat",
    "sat",
    "on",
    "a",
    "mat",
    ".",
    "Straße",
    "日本",
    "e\u0301",
    "averyveryverylongword",
    "x" * 40,
]


def plain_fragments(summary: Sequence[str], article: Sequence[str]) -> list[tuple[int, int, int]]:
    """Newsroom's search, from its description."""
    found = []
    at = 0
    while at < len(summary):
        best = (at, 0, 0)
        start = 0
        while start < len(article):
            length = 0
            while (
                at + length < len(summary)
                and start + length < len(article)
                and summary[at + length] == article[start + length]
            ):
                length += 1
            if length > best[2]:
                best = (at, start, length)
            start += max(length, 1)
        if best[2]:
            found.append(best)
        at += max(best[2], 1)
    return found


def grams(tokens: Sequence[str], order: int) -> list[tuple[str, ...]]:
    return [tuple(tokens[i : i + order]) for i in range(len(tokens) - order + 1)]


def texts(seed: int, count: int, most: int) -> list[list[str]]:
    drawn = random.Random(seed)
    return [
        drawn.choices(WORDS[: drawn.randint(1, len(WORDS))], k=drawn.randint(0, most)) for _ in range(count)
    ]


@pytest.mark.parametrize("threads", [1, 3])
def test_plain_definition(threads: int) -> None:
    summaries, articles = texts(1, 400, 25), texts(2, 400, 60)
    found = gramscore.fragments(articles, summaries, tokenizer=None, max_order=5, threads=threads)
    assert len(found) == 400
    for i, (summary, article) in enumerate(zip(summaries, articles, strict=True)):
        own = plain_fragments(summary, article)
        assert found.fragments(i) == own
        size = len(summary)
        assert found.coverage[i] == (sum(it[2] for it in own) / size if size else 0)
        assert found.density[i] == (sum(it[2] ** 2 for it in own) / size if size else 0)
        assert found.compression[i] == (len(article) / size if size else 0)
        for order in range(1, 6):
            mine = grams(summary, order)
            new = set(mine) - set(grams(article, order))
            assert found.novel[order][i] == (len(new) / len(set(mine)) if mine else 0)
            assert found.distinct[order][i] == (len(set(mine)) / len(mine) if mine else 0)
            assert found.repetition[order][i] == ((len(mine) - len(set(mine))) / len(mine) if mine else 0)


def test_a_longer_match_within_a_tried_one_is_missed() -> None:
    found = gramscore.fragments(["a b a b c"], ["a b c"])
    assert found.fragments(0) == [(0, 2, 3)]
    found = gramscore.fragments(["a a b c"], ["a a a b c"])
    assert found.fragments(0)[0] == (0, 0, 2)
    # The search goes on behind "a a", in which the longer "a a b" would have begun.
    found = gramscore.fragments(["a a a b"], ["a a b"])
    assert found.fragments(0) == [(0, 0, 2), (2, 3, 1)]


MEASURES = ["coverage", "density", "compression", "novel1", "novel2", "novel9", "repetition1", "repetition3"]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_metric_says_the_same(measure: str) -> None:
    summaries, articles = texts(3, 100, 25), texts(4, 100, 60)
    found = gramscore.fragments(articles, summaries, tokenizer=None, max_order=9)
    scores = Extractiveness(measure, tokenizer=None).score(summaries, articles)
    assert scores.examples.tolist() == found.columns()[measure].tolist()
    assert scores.corpus.score == pytest.approx(np.mean(scores.examples), abs=1e-12)
    assert scores.state().corpus == scores.corpus
    assert pickle.loads(pickle.dumps(scores)) == scores
    assert pickle.loads(pickle.dumps(Extractiveness(measure))).signature == Extractiveness(measure).signature


def test_several_articles_are_one_with_gaps() -> None:
    scores = Extractiveness("density", tokenizer="whitespace").score(["a b c d"], [["x a b", "c d y"]])
    assert scores.examples.tolist() == [(4 + 4) / 4]
    scores = Extractiveness("novel2", tokenizer="whitespace").score(["a b c d"], [["x a b", "c d y"]])
    assert scores.examples.tolist() == [1 / 3]
    scores = Extractiveness("compression", tokenizer="whitespace").score(["a b c d"], [["x a b", "c d y"]])
    assert scores.examples.tolist() == [6 / 4]


def test_case_and_tokenizers() -> None:
    assert gramscore.fragments(["THE ÉTÉ."], ["the été"]).coverage[0] == 1
    assert gramscore.fragments(["THE cat"], ["the cat"], lowercase=False).coverage[0] == 0.5
    spaces = gramscore.fragments(
        ["The-cat"], ["the cat"], tokenizer=lambda text: text.replace("-", " ").split()
    )
    assert spaces.coverage[0] == 1


def test_by_name() -> None:
    scores = gramscore.evaluate(["the cat sat"], ["a cat sat"], ["coverage", "density", "novel2"])
    assert scores.to_dict() == {"coverage_score": 2 / 3, "density_score": 4 / 3, "novel2_score": 0.5}


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match="2 articles, but 1 summaries"):
        gramscore.fragments(["a", "b"], ["a"])
    with pytest.raises(TypeError, match=r"summaries\[0\] is None"):
        gramscore.fragments(["a"], [None])
    with pytest.raises(ValueError, match="unknown measure 'novel0'"):
        Extractiveness("novel0")
    with pytest.raises(TypeError, match="measure is 3"):
        Extractiveness(3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="max_order is 0"):
        gramscore.fragments(["a"], ["a"], max_order=0)


def test_tables() -> None:
    pytest.importorskip("pyarrow")
    table = gramscore.fragments(["the cat sat"], ["the cat"]).to_arrow()
    assert table.column_names[:4] == ["coverage", "density", "compression", "novel1"]
    assert table.num_rows == 1
