"""Promises about BLEU, GLEU and NIST that hold for any texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from gramscore import BLEU, GLEU, NIST

METRICS: dict[str, Any] = {
    "sacrebleu": BLEU(5, smoothing="floor"),
    "lower case": BLEU(tokenizer="intl", lowercase=True),
    "nltk": BLEU.nltk(smoothing="method7", tokenizer="none"),
    "huggingface": BLEU.huggingface(smooth=True),
    "gleu": GLEU(tokenizer="13a"),
}
pairs = st.lists(st.tuples(texts, st.lists(texts, min_size=1, max_size=3)), min_size=1, max_size=12)


@pytest.mark.parametrize("name", METRICS)
@given(rows=pairs, threads=st.integers(1, 4), data=st.data())
def test_threads_and_batches_change_nothing(
    name: str, rows: list[tuple[str, list[str]]], threads: int, data: st.DataObject
) -> None:
    metric = METRICS[name]
    predictions, references = [p for p, _ in rows] * 9, [r for _, r in rows] * 9
    whole = metric.score(predictions, references, threads=1)
    assert metric.score(predictions, references, threads=threads) == whole
    cut = data.draw(st.integers(1, len(predictions) - 1))
    first = metric.score(predictions[:cut], references[:cut])
    joined = first + metric.score(predictions[cut:], references[cut:], threads=threads)
    assert joined == whole
    assert repr(joined.corpus) == repr(whole.corpus)
    assert np.array_equal(joined.examples, whole.examples, equal_nan=True)


@pytest.mark.parametrize("name", METRICS)
@given(rows=pairs)
def test_the_order_and_repetition_of_references_change_nothing(
    name: str, rows: list[tuple[str, list[str]]]
) -> None:
    metric = METRICS[name]
    predictions, references = [p for p, _ in rows], [r for _, r in rows]
    one = metric.score(predictions, references)
    other = metric.score(predictions, [(r + r)[::-1] for r in references])
    assert np.array_equal(one.examples, other.examples, equal_nan=True)


@given(pairs)
def test_examples_are_corpora_of_one(rows: list[tuple[str, list[str]]]) -> None:
    for metric in METRICS.values():
        examples = metric.score([p for p, _ in rows], [r for _, r in rows]).examples
        for (prediction, references), score in zip(rows, examples, strict=True):
            assert repr(metric.score([prediction], [references]).corpus.score) == repr(float(score))


@given(pairs, st.data())
def test_tokens_given_are_tokens_found(rows: list[tuple[str, list[str]]], data: st.DataObject) -> None:
    predictions, references = [p for p, _ in rows], [r for _, r in rows]
    split = [p.split() for p in predictions], [[r.split() for r in one] for one in references]
    found, called = BLEU(3, tokenizer="none"), BLEU(3, tokenizer=lambda text: text.split())
    expected = found.score(predictions, references).stats
    assert np.array_equal(called.score(predictions, references).stats, expected)
    assert np.array_equal(BLEU(3, tokenizer=None).score(*split).stats, expected)
    nist = NIST(2, tokenizer="none").score(predictions, references)
    assert NIST(2).score(*split).stats.tolist() == nist.stats.tolist()
    assert np.array_equal(NIST(2).score(*split).examples, nist.examples, equal_nan=True)


@given(texts)
def test_a_text_against_itself(text: str) -> None:
    scores = BLEU(4).score([text], [[text, "another"]])
    lengths = scores.stats[0, 0]
    assert scores.corpus.counts == scores.corpus.totals
    assert scores.corpus.totals == [max(lengths - n, 0) for n in range(4)]
    assert scores.corpus.bp == 1.0


@given(pairs)
def test_more_references_match_no_less(rows: list[tuple[str, list[str]]]) -> None:
    predictions, references = [p for p, _ in rows], [r for _, r in rows]
    fewer = BLEU().score(predictions, [r[:1] for r in references]).stats[:, 2:6]
    assert (BLEU().score(predictions, references).stats[:, 2:6] >= fewer).all()
