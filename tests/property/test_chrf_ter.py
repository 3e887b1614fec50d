"""Promises about gramscore.CHRF and gramscore.TER that hold for any texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from gramscore import CHRF, TER

METRICS = [
    CHRF(),
    CHRF(char_order=3, word_order=2, lowercase=True),
    CHRF(whitespace=True, eps_smoothing=True),
    TER(),
    TER(normalized=True, no_punct=True, asian_support=True, case_sensitive=True),
]
pairs = st.lists(st.tuples(texts, st.lists(texts, min_size=1, max_size=3)), min_size=1, max_size=10)


@pytest.mark.parametrize("metric", METRICS, ids=repr)
@given(pairs, st.integers(1, 4), st.data())
def test_threads_and_batches_change_nothing(
    metric: Any, rows: list[tuple[str, list[str]]], threads: int, data: st.DataObject
) -> None:
    predictions, references = [p for p, _ in rows] * 9, [r for _, r in rows] * 9
    whole = metric.score(predictions, references, threads=1)
    assert metric.score(predictions, references, threads=threads) == whole
    cut = data.draw(st.integers(1, len(predictions) - 1))
    joined = metric.score(predictions[:cut], references[:cut]) + metric.score(
        predictions[cut:], references[cut:]
    )
    assert joined == whole
    assert joined.corpus == whole.corpus
    assert np.array_equal(joined.examples, whole.examples)


@given(texts)
def test_a_text_against_itself(text: str) -> None:
    assert TER().score([text], [text]).corpus.num_edits == 0
    chrf = CHRF(word_order=2).score([text], [text])
    assert np.array_equal(chrf.stats[0, ::3], chrf.stats[0, 2::3])
    assert chrf.corpus.score in (0.0, 100.0)


@given(texts, texts)
def test_chrf_counts_alike_from_both_sides(a: str, b: str) -> None:
    one, other = CHRF(word_order=1).score([a], [b]), CHRF(word_order=1).score([b], [a])
    assert np.array_equal(one.stats[0, 2::3], other.stats[0, 2::3])


@given(texts, st.lists(texts, min_size=2, max_size=4))
def test_of_several_references_the_best(prediction: str, references: list[str]) -> None:
    several = CHRF().score([prediction], [references]).examples[0]
    assert several == max(CHRF().score([prediction] * len(references), references).examples)
    several = TER().score([prediction], [references]).stats[0, 0]
    assert several == min(TER().score([prediction] * len(references), references).stats[:, 0])


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.lists(st.sampled_from("abcdefg"), max_size=40))
def test_no_more_edits_than_words(prediction: list[str], reference: list[str]) -> None:
    edits = TER().score([" ".join(prediction)], [" ".join(reference)]).stats[0, 0]
    assert abs(len(prediction) - len(reference)) <= edits <= max(len(prediction), len(reference))
