"""The kinds of collections that predictions and references may be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from gramscore import ROUGE

PREDICTIONS = ["the cat sat", "a dog", "é x", ""]
REFERENCES = ["the cat", "a dog ran", "é x y", "b"]
LISTS = [["no", "the cat"], ["a dog ran"], ["é x y", "zz"], ["b"]]
STATS = [[2, 3, 2], [2, 2, 3], [1, 1, 2], [0, 0, 1]]


def stats(predictions: Any, references: Any, **options: Any) -> list[list[int]]:
    return ROUGE(["rouge1"], **options).score(predictions, references).stats.tolist()


@pytest.mark.parametrize(
    "texts",
    [
        tuple,
        iter,
        lambda x: np.array(x, dtype=object),
        np.array,
        lambda x: np.array([*x, "longer than the others"])[:4],
        lambda x: np.array([[t, "-"] for t in x])[:, 0],
        lambda x: np.array(x, dtype=">U12"),
        lambda x: pd.Series(x, dtype=object),
        pd.Series,
        lambda x: pd.Series(x, index=[9, 9, 3, 1]),
        lambda x: pd.Series(x, dtype="category"),
        lambda x: pd.Series(x, dtype=pd.ArrowDtype(pa.string())),
        pl.Series,
        lambda x: pl.Series(x, dtype=pl.Categorical),
        pa.array,
        lambda x: pa.array(x, pa.large_string()),
        lambda x: pa.array(x, pa.string_view()),
        lambda x: pa.array(x).dictionary_encode(),
        lambda x: pa.array(["before", *x, "after"]).slice(1, 4),
        lambda x: pa.array(["a string of over twelve bytes", *x], pa.string_view()).slice(1),
        lambda x: pa.chunked_array([x[:1], [], x[1:]]),
        lambda x: pa.chunked_array([x[:3], x[3:]], pa.string_view()),
        lambda x: pa.record_batch({"text": x}),
        lambda x: pa.table({"text": x}).slice(0),
        lambda x: pa.table({"text": ["before", *x]}).slice(1),
    ],
)
def test_texts(texts: Any) -> None:
    assert stats(texts(PREDICTIONS), texts(REFERENCES)) == STATS


@pytest.mark.parametrize(
    "lists",
    [
        tuple,
        lambda x: [tuple(r) for r in x],
        lambda x: [np.array(r) for r in x],
        lambda x: [np.array(r, dtype=object) for r in x],
        pd.Series,
        pl.Series,
        pa.array,
        lambda x: pa.array(x, pa.large_list(pa.large_string())),
        lambda x: pa.array(x, pa.list_view(pa.string_view())),
        lambda x: pa.array(x, pa.large_list_view(pa.string())),
        lambda x: pa.chunked_array([x[:2], x[2:]]),
        lambda x: pa.array([["before"], *x]).slice(1),
    ],
)
def test_lists_of_references(lists: Any) -> None:
    assert stats(PREDICTIONS, lists(LISTS)) == STATS


def test_fixed_size_lists() -> None:
    references = pa.array([["-", "-"], ["the cat", "a"], ["a dog ran", "x"]], pa.list_(pa.string(), 2)).slice(
        1
    )
    assert stats(["the cat sat", "a dog"], references) == STATS[:2]


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    table = pa.table({"p": PREDICTIONS, "r": REFERENCES, "rr": LISTS})
    connection = duckdb.connect()
    connection.register("corpus", table)
    assert stats(connection.sql("select p from corpus"), connection.sql("select r from corpus")) == STATS
    assert stats(PREDICTIONS, connection.sql("select rr from corpus")) == STATS


def test_datasets() -> None:
    datasets = pytest.importorskip("datasets")
    data = datasets.Dataset.from_dict({"p": PREDICTIONS, "r": REFERENCES, "rr": LISTS})
    assert stats(data["p"], data["rr"]) == STATS
    assert stats(data.with_format("arrow")["p"][:], data["r"]) == STATS


@pytest.mark.parametrize("wide", ["", "é", "й", "日", "😀"])
def test_str_of_every_width(wide: str) -> None:
    """CPython stores a str with one, two or four bytes a character; its tokens are the same."""
    assert stats(["the cat sat " + wide], ["the cat" + wide]) == [STATS[0]]
    assert stats(["née " + wide], ["née"], tokenizer="whitespace") == [[1, 1 + bool(wide), 1]]


@pytest.mark.parametrize(
    ("prediction", "reference"),
    [
        (["a", "b", "a"], ["a", "a", "a", "c"]),
        (("a", "b", "a"), np.array(["a", "a", "a", "c"], dtype=object)),
        ([5, 7, 5], [5, 5, 5, 2]),
        (np.array([5, 7, 5], dtype=np.uint8), np.array([5, 5, 5, 2], dtype=np.int32)),
        (np.array([5, 7, 5, 9])[:3], np.array([[5, 1], [5, 1], [5, 1], [2, 1]])[:, 0]),
        ([-1, 2**62, -1], [-1, -1, -1, 0]),
        (["é", "日", "é"], ["é", "é", "é", "A"]),
    ],
)
def test_tokens(prediction: Any, reference: Any) -> None:
    assert stats([prediction], [reference], tokenizer=None) == [[2, 3, 4]]
    assert stats(
        [prediction], [[["x"] if isinstance(prediction[0], str) else [1], reference]], tokenizer=None
    ) == [[2, 3, 4]]


def test_tokens_in_a_matrix() -> None:
    assert stats(np.array([[1, 2], [3, 4]]), np.array([[1, 2], [4, 5]]), tokenizer=None) == [
        [2, 2, 2],
        [1, 2, 2],
    ]


def test_tokens_that_share_bytes_are_different() -> None:
    assert stats([["ab", "\u6261"]], [["\u6261"]], tokenizer=None) == [[1, 2, 1]]


def test_sentences() -> None:
    expected = [[3, 5, 4]]
    metric = {"types": ["rougeLsum"]}
    lines = ROUGE(**metric).score(["b c\na x y"], ["a b\nc d"]).stats.tolist()
    lists = ROUGE(**metric, sentence_splitter=None).score([["b c", "a x y"]], [["a b", "c d"]]).stats.tolist()
    called = ROUGE(**metric, sentence_splitter=lambda text: text.split("|")).score(["b c|a x y"], ["a b|c d"])
    both = ROUGE(**metric, tokenizer=str.split).score(["b c\na x y"], ["a b\nc d"])
    tokens = ROUGE(**metric, tokenizer=None, sentence_splitter=None).score(
        [[["b", "c"], ["a", "x", "y"]]], [[["a", "b"], ["c", "d"]]]
    )
    assert lines == lists == called.stats.tolist() == both.stats.tolist() == tokens.stats.tolist() == expected
