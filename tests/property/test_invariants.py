"""Promises about gramscore.ROUGE that hold for any texts."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from gramscore import ROUGE

TYPES = ["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]
pairs = st.lists(st.tuples(texts, st.lists(texts, min_size=1, max_size=3)), min_size=1, max_size=12)


@given(texts)
def test_a_text_against_itself(text: str) -> None:
    scores = ROUGE(TYPES).score([text], [text])
    for name in TYPES:
        match, prediction, reference = scores.stats[0, 3 * TYPES.index(name) :][:3]
        assert match == prediction == reference
        assert scores.corpus[name] == ((1.0, 1.0, 1.0) if prediction else (0.0, 0.0, 0.0))


@given(texts, texts)
def test_sides_trade_precision_and_recall(a: str, b: str) -> None:
    names = ["rouge1", "rouge2", "rougeL"]
    one, other = ROUGE(names).score([a], [b]), ROUGE(names).score([b], [a])
    for name in names:
        assert one.corpus[name].precision == other.corpus[name].recall
        assert one.corpus[name].fmeasure == other.corpus[name].fmeasure


@given(pairs, st.integers(1, 4), st.data())
def test_threads_and_batches_change_nothing(
    rows: list[tuple[str, list[str]]], threads: int, data: st.DataObject
) -> None:
    predictions, references = [p for p, _ in rows] * 9, [r for _, r in rows] * 9
    metric = ROUGE(TYPES, stemmer=True)
    whole = metric.score(predictions, references, threads=1)
    assert metric.score(predictions, references, threads=threads) == whole
    cut = data.draw(st.integers(1, len(predictions) - 1))
    first = metric.score(predictions[:cut], references[:cut])
    assert first + metric.score(predictions[cut:], references[cut:]) == whole


@given(pairs)
def test_means_are_exact_sums(rows: list[tuple[str, list[str]]]) -> None:
    scores = ROUGE(TYPES).score([p for p, _ in rows], [r for _, r in rows])
    for name in TYPES:
        for field in ("precision", "recall", "fmeasure"):
            assert getattr(scores.corpus[name], field) == math.fsum(getattr(scores[name], field)) / len(rows)


@given(pairs)
def test_the_order_of_references_matters_for_ties_only(rows: list[tuple[str, list[str]]]) -> None:
    one = ROUGE(TYPES).score([p for p, _ in rows], [r for _, r in rows])
    other = ROUGE(TYPES).score([p for p, _ in rows], [r[::-1] for _, r in rows])
    for name in TYPES:
        assert np.array_equal(one[name].fmeasure, other[name].fmeasure)


@given(pairs)
def test_kinds_of_input_change_nothing(rows: list[tuple[str, list[str]]]) -> None:
    rows = [
        (p.encode("utf-8", "replace").decode(), [r.encode("utf-8", "replace").decode() for r in rs])
        for p, rs in rows
    ]
    predictions, references = [p for p, _ in rows], [r for _, r in rows]
    for options in ({"stemmer": True}, {"tokenizer": "whitespace"}):
        metric = ROUGE(TYPES, **options)
        expected = metric.score(predictions, references)
        assert metric.score(tuple(predictions), np.array([*references, None], dtype=object)[:-1]) == expected
        for string, list_of in (
            (pa.string(), pa.list_),
            (pa.large_string(), pa.large_list),
            (pa.string_view(), pa.list_),
        ):
            arrays = pa.array(predictions, string), pa.array(references, list_of(string))
            assert metric.score(*arrays) == expected


@given(texts, texts)
def test_tokens_given_are_tokens_found(prediction: str, reference: str) -> None:
    expected = (
        ROUGE(["rouge1", "rouge2", "rougeL"], tokenizer="whitespace").score([prediction], [reference]).stats
    )
    tokens = ROUGE(["rouge1", "rouge2", "rougeL"], tokenizer=None)
    assert np.array_equal(tokens.score([prediction.split()], [reference.split()]).stats, expected)
    called = ROUGE(["rouge1", "rouge2", "rougeL"], tokenizer=lambda text: text.split())
    assert np.array_equal(called.score([prediction], [reference]).stats, expected)
    numbers: dict[str, int] = {}
    p = [numbers.setdefault(token, len(numbers) - 3) for token in prediction.split()]
    r = [numbers.setdefault(token, len(numbers) - 3) for token in reference.split()]
    assert np.array_equal(tokens.score([p], [np.array(r, dtype=np.int32)]).stats, expected)
