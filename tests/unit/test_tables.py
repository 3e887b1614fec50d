"""Scores as tables with a row per example, and metrics as functions of columns."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore.corpora.columns import Columns

PREDICTIONS = ["a b", "c"]
REFERENCES = ["a c", "c"]
TOKENS = ([["a", "b"], ["c"]], [[["a", "c"]], [["c"]]])

# Metrics, texts, and the columns that a person expects.
KINDS: dict[str, tuple[Any, Any, dict[str, list[float]]]] = {
    "rouge": (
        gramscore.ROUGE(["rougeL", "rouge1"]),
        (PREDICTIONS, REFERENCES),
        {
            f"{kind}_{part}": [0.5, 1.0]
            for kind in ("rougeL", "rouge1")
            for part in gramscore.RougeScore._fields
        },
    ),
    # sacrebleu's logarithms and powers, 1/2 and 1 but for the last bits
    "bleu": (
        gramscore.BLEU(1),
        (PREDICTIONS, REFERENCES),
        {"bleu_score": [49.99999999999999, 100.00000000000004]},
    ),
    "bleu of NLTK": (gramscore.BLEU.nltk((1.0,)), TOKENS, {"bleu_score": [0.5, 1.0]}),
    "bleu of NLTK, several sets of weights": (
        gramscore.BLEU.nltk([(1.0,), (1.0, 0.0)]),
        TOKENS,
        {"bleu_score_1": [0.5, 1.0], "bleu_score_2": [0.5, 1.0]},
    ),
    "bleu of Hugging Face": (
        gramscore.BLEU.huggingface(1),
        (PREDICTIONS, REFERENCES),
        {"bleu_score": [0.5, 1.0]},
    ),
    "chrf": (gramscore.CHRF(1), (PREDICTIONS, REFERENCES), {"chrf_score": [50.0, 100.0]}),
    "chrf+": (gramscore.CHRF(1, 1), (PREDICTIONS, REFERENCES), {"chrf+_score": [50.0, 100.0]}),
    "chrf++": (gramscore.CHRF(0, 2), ["a b", "c"], {"chrf++_score": [100.0, 100.0]}),
    "ter": (gramscore.TER(), (PREDICTIONS, REFERENCES), {"ter_score": [50.0, 0.0]}),
    "gleu": (gramscore.GLEU(1, 1), TOKENS, {"gleu_score": [0.5, 1.0]}),
    "nist": (
        gramscore.NIST(1),
        ([["a", "b"], ["c"]], [[["a", "b"]], [["d"]]]),
        {"nist_score": [1.0, 0.0]},
    ),
}


@pytest.fixture(params=KINDS, ids=lambda name: name.replace(" ", "-"))
def kind(request: pytest.FixtureRequest) -> tuple[Any, Any, dict[str, list[float]]]:
    metric, texts, expected = KINDS[request.param]
    predictions, references = texts if isinstance(texts, tuple) else (texts, texts)
    return metric, metric.score(predictions, references), expected


def test_columns_and_their_names(kind) -> None:
    _, scores, expected = kind
    found = scores.per_example()
    assert {name: column.tolist() for name, column in found.items()} == expected
    assert list(found) == list(expected)
    assert all(column.dtype == np.float64 for column in found.values())


def test_names_are_known_before_there_are_texts(kind) -> None:
    metric, _, expected = kind
    if isinstance(metric, gramscore.NIST):
        with pytest.raises(ValueError, match="NIST"):
            Columns([metric])
    else:
        assert Columns([metric]).names == tuple(expected)


def test_arrow(kind) -> None:
    pa = pytest.importorskip("pyarrow")
    _, scores, expected = kind
    table = scores.to_arrow()
    assert table.schema.metadata == {b"gramscore.signature": scores.signature.encode()}
    assert table.column_names == [*expected, *scores.columns]
    assert table.select(list(expected)).to_pydict() == expected
    assert {table[name].type for name in expected} == {pa.float64()}
    assert {table[name].type for name in scores.columns} == {pa.int64()}
    assert [table[name].to_pylist() for name in scores.columns] == scores.stats.T.tolist()


def test_pandas(kind) -> None:
    pytest.importorskip("pandas")
    _, scores, expected = kind
    frame = scores.to_pandas()
    assert frame.attrs == {"signature": scores.signature}
    assert list(frame.columns) == [*expected, *scores.columns]
    assert frame[list(expected)].to_dict("list") == expected
    assert frame[list(scores.columns)].to_numpy().tolist() == scores.stats.tolist()


def test_polars(kind) -> None:
    pytest.importorskip("polars")
    _, scores, expected = kind
    frame = scores.to_polars()
    assert frame.columns == [*expected, *scores.columns]
    assert frame.select(list(expected)).to_dict(as_series=False) == expected
    assert [frame[name].to_list() for name in scores.columns] == scores.stats.T.tolist()


def test_a_table_belongs_to_whoever_asked_for_it() -> None:
    pytest.importorskip("pandas")
    scores = gramscore.TER().score(PREDICTIONS, REFERENCES)
    frame = scores.to_pandas()
    frame.loc[:, "ter_score"] += 1
    assert scores.examples.tolist() == [50.0, 0.0]


@pytest.mark.parametrize("package", ["pyarrow", "pandas", "polars"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    scores = gramscore.TER().score(["a"], ["a"])
    convert = getattr(scores, f"to_{package.removeprefix('py')}")
    with pytest.raises(ImportError, match=rf"needs {package}: pip install '{package}'"):
        convert()


def test_columns_of_several_metrics() -> None:
    columns = Columns(["rouge1", "ter"])
    found = columns(PREDICTIONS, REFERENCES)
    assert (
        columns.names == tuple(found) == ("rouge1_precision", "rouge1_recall", "rouge1_fmeasure", "ter_score")
    )
    assert found["rouge1_recall"].tolist() == [0.5, 1.0]
    assert found["ter_score"].tolist() == [50.0, 0.0]
    again = pickle.loads(pickle.dumps(columns))
    assert again.names == columns.names
    assert again(PREDICTIONS, REFERENCES)["ter_score"].tolist() == [50.0, 0.0]


def test_columns_of_no_rows() -> None:
    assert {name: len(column) for name, column in Columns(["chrf"])([], []).items()} == {"chrf_score": 0}
    with pytest.raises(ValueError, match=r"1 .*0"):
        Columns(["chrf"])(["a"], [])


def test_columns_go_by_the_names_of_a_mapping() -> None:
    strict, lax = gramscore.TER(case_sensitive=True), gramscore.TER()
    with pytest.raises(ValueError, match="'ter'"):
        Columns([strict, lax])
    found = Columns({"strict": strict, "lax": lax})(["A"], ["a"])
    assert {name: column.tolist() for name, column in found.items()} == {
        "strict_ter_score": [100.0],
        "lax_ter_score": [0.0],
    }


def test_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two columns 'rouge1_precision'"):
        Columns(["rouge1", gramscore.ROUGE(["rouge1"])])


def test_columns_check_their_arguments() -> None:
    with pytest.raises(TypeError, match="metrics is 'ter'"):
        Columns("ter")
    with pytest.raises(ValueError, match="metrics is empty"):
        Columns([])
    with pytest.raises(ValueError, match="unknown metric 'terr'"):
        Columns(["terr"])
    with pytest.raises((TypeError, ValueError), match="threads"):
        Columns(["ter"], threads=0)
