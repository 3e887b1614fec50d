"""Jaccard indices are those of Python's sets."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gramscore

WORDS = st.lists(
    st.sampled_from(["a", "A", "b", "c", "über", "a-word-longer-than-eight-bytes", "日本", "\ud800"])
)
TEXTS = WORDS.map(" ".join) | st.text()


def plain(prediction: str, reference: str) -> tuple[int, int]:
    a, b = set(prediction.split()), set(reference.split())
    return len(a & b), len(a | b)


@given(st.lists(st.tuples(TEXTS, st.lists(TEXTS, min_size=1, max_size=3)), min_size=1, max_size=5))
def test_sets(examples: list[tuple[str, list[str]]]) -> None:
    scores = gramscore.Jaccard().score([text for text, _ in examples], [goals for _, goals in examples])
    for row, score, (text, goals) in zip(scores.stats.tolist(), scores.examples, examples, strict=True):
        found = [plain(text, goal) for goal in goals]
        shares = [both / either if either else 0.0 for both, either in found]
        assert score == max(shares)
        assert tuple(row) == found[shares.index(max(shares))]
    assert scores.corpus.score == gramscore._core.exact_sum(scores.examples) / len(examples)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_lower_case(pairs: list[tuple[str, str]]) -> None:
    found = gramscore.Jaccard(lowercase=True).score(*map(list, zip(*pairs, strict=True)))
    expected = [plain(a.lower(), b.lower()) for a, b in pairs]
    assert [tuple(row) for row in found.stats.tolist()] == expected


def test_ids_tokens_and_prepared_texts() -> None:
    metric = gramscore.Jaccard(tokenizer=None)
    assert metric.score([[1, 1, 2], ["x"]], [[2, 3], ["x", "y"]]).examples.tolist() == [1 / 3, 1 / 2]
    texts = ["a b", "b c d", ""]
    matrix = gramscore.Jaccard().matrix(texts).scores
    assert matrix.tolist() == [[1.0, 0.25, 0.0], [0.25, 1.0, 0.0], [0.0, 0.0, 0.0]]


def test_it_comes_back_from_pickles_and_states() -> None:
    scores = gramscore.Jaccard().score(["a b", "c"], ["a", "c"])
    assert pickle.loads(pickle.dumps(scores)).corpus == scores.corpus
    assert gramscore.State.of_parts(scores.state().parts()).corpus == scores.corpus
    assert pickle.loads(pickle.dumps(gramscore.Jaccard(lowercase=True))).signature.startswith(
        "jaccard|case:lc"
    )


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="lowercase=True has no effect"):
        gramscore.Jaccard(tokenizer=None, lowercase=True)
    with pytest.raises(TypeError, match="lowercase"):
        gramscore.Jaccard(lowercase=1)
