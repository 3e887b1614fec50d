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


class Word(str):
    pass


def test_tokens_are_equal_as_they_are_in_python() -> None:
    texts = [
        "",
        "a",
        "b",
        "\0",
        "\0\0",
        "a\0",
        "ab",
        "1234567",
        "7654321",
        "123456\0",
        "12345678",
        "1234567\0",
    ]
    others = ["é", "éa", "1234567é", "日", "日本", "\U0001f600", "x" * 40, "x" * 41]
    numbers = [0, 1, -1, 97, 2**30 - 1, 2**30, 2**60, 2**61, 2**62 - 1, -(2**62), -(2**63), 2**63 - 1]
    # What stands for a str is a number, too: 61 and 62 are set, then the size, then the characters; or 62 and a number.
    numbers += [
        3 << 61,
        3 << 61 | 1 << 56 | 97,
        3 << 61 | 2 << 56 | 97,
        1 << 62,
        1 << 62 | 1,
        1 << 62 | 5 << 32,
    ]
    tokens: list[Any] = [*texts, *others, *numbers]
    again: list[Any] = [*map(Word, texts), *map(Word, others), *(number + 0 for number in numbers)]
    pairs = [(a, b) for a in range(len(tokens)) for b in range(len(tokens))]
    found = stats(
        [[tokens[a], "-"] for a, _ in pairs], [["=", again[b], "="] for _, b in pairs], tokenizer=None
    )
    assert [row[0] for row in found] == [int(a == b) for a, b in pairs]
    arrays = stats(
        [np.array([number]) for number in numbers for _ in tokens],
        [[token] for _ in numbers for token in tokens],
        tokenizer=None,
    )
    assert [row[0] for row in arrays] == [int(a == b) for a in numbers for b in tokens]


@pytest.mark.parametrize("kind", [list, tuple])
def test_tokens_of_all_kinds_in_one_document(kind: Any) -> None:
    prediction = kind(["a", np.int64(5), "12345678", 5, np.str_("a"), "a", 2**62, "b" * 9])
    reference = kind(["b" * 9, 5, 5, Word("a"), "a", "12345678", 2**62, 2**62])
    assert stats([prediction], [reference], tokenizer=None) == [[7, 8, 8]]


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
