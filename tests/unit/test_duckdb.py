"""Metrics as functions of SQL."""

from __future__ import annotations

import gc
import sys
from typing import Any

import pytest

import gramscore
import gramscore.duckdb

duckdb = pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")


@pytest.fixture
def connection() -> Any:
    with duckdb.connect() as connection:
        gramscore.duckdb.register(connection)
        yield connection


def test_the_functions(connection: Any) -> None:
    names = ["rouge1", "rouge2", "rouge_l", "rouge_lsum", "bleu", "chrf", "ter"]
    calls = ", ".join(f"{name}('a b c d', 'a b d c')" for name in names)
    query = connection.sql(f"SELECT {calls}")
    assert query.fetchall() == [(1.0, 1 / 3, 0.75, 0.75, *_figures("a b c d", "a b d c"))]
    assert set(map(str, query.types)) == {"DOUBLE"}


def _figures(prediction: str, reference: str) -> list[float]:
    found = gramscore.evaluate([prediction], [reference], ["bleu", "chrf", "ter"])
    return [scores.examples[0] for scores in found.values()]


def test_null_gives_null(connection: Any) -> None:
    found = connection.sql("SELECT ter('a', NULL), ter(NULL, 'a'), ter(NULL, NULL), rouge_l(NULL, ['a'])")
    assert found.fetchall() == [(None, None, None, None)]


def test_a_table_of_many_rows_and_some_nulls(connection: Any) -> None:
    connection.execute(
        """
        CREATE TABLE corpus AS SELECT
            row,
            CASE WHEN row % 7 > 0 THEN 'number ' || row % 13 || ' and ' || row END AS prediction,
            CASE WHEN row % 11 > 0 THEN 'number ' || row % 17 || ' and ' || row % 3 END AS reference
        FROM range(10000) rows(row)
        """
    )
    rows = connection.sql(
        "SELECT prediction, reference, rouge_l(prediction, reference), ter(prediction, reference) FROM corpus"
    ).fetchall()
    assert len(rows) == 10_000
    assert all(row[2:] == (None, None) for row in rows if None in row[:2])
    whole = [row for row in rows if None not in row[:2]]
    predictions, references, rouge, ter = zip(*whole, strict=True)
    local = gramscore.evaluate(predictions, references, ["rougeL", "ter"])
    assert list(rouge) == local["rougeL"]["rougeL"].fmeasure.tolist()
    assert list(ter) == local["ter"].examples.tolist()
    # Rows that hold nothing but nulls.
    assert connection.sql(
        "SELECT count(ter(prediction, reference)) FROM corpus WHERE row % 7 = 0"
    ).fetchall() == [(0,)]


def test_several_references(connection: Any) -> None:
    assert connection.sql("SELECT rouge1('a b', ['c', 'a b', 'a'])").fetchall() == [(1.0,)]


def test_metrics_of_ones_own(connection: Any) -> None:
    rouge = gramscore.ROUGE(["rouge1", "rougeL"], stemmer=True)
    gramscore.duckdb.register(connection, {"stems": rouge, "chrf_pp": "chrf++"}, threads=2)
    query = connection.sql(
        "SELECT stems('cats run', 'a cat runs'), stems('a', 'a').rouge1_recall, chrf_pp('a b', 'a b')"
    )
    (row,) = query.fetchall()
    assert row[0] == {
        "rouge1_precision": 1.0, "rouge1_recall": 2 / 3, "rouge1_fmeasure": 0.8,
        "rougeL_precision": 1.0, "rougeL_recall": 2 / 3, "rougeL_fmeasure": 0.8,
    }  # fmt: skip
    assert row[1:] == (1.0, 100.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("ter(1, 'a')", r"TypeError: the prediction for the reference 'a' is 1 \(int\)"),
        ("ter('b', 2)", r"TypeError: the reference for the prediction 'b' is 2 \(int\)"),
        (
            "wrong(string_agg(n::text, ' '), 'a') FROM range(3000) t(n) GROUP BY n",
            r"TypeError: the prediction '2987': tokenizer returned None",
        ),
        ("ter('a')", "No function matches"),
    ],
)
def test_errors_of_queries(connection: Any, call: str, message: str) -> None:
    metric = gramscore.BLEU(tokenizer=lambda text: None if text == "2987" else [text])
    gramscore.duckdb.register(connection, {"wrong": metric})
    with pytest.raises(duckdb.Error, match=message):
        connection.sql(f"SELECT {call}").fetchall()


def test_scores_with_other_names() -> None:
    connection = duckdb.connect()
    gramscore.duckdb.register(
        connection, {"own": gramscore.ROUGE155(order=1, lcs=False), "named": "rouge155"}
    )
    ((own, named),) = connection.sql("SELECT own('a b', 'a'), named('a b', 'a')").fetchall()
    assert own == {"ROUGE-1_precision": 0.5, "ROUGE-1_recall": 1.0, "ROUGE-1_fmeasure": 0.66667}
    assert named["ROUGE-L_fmeasure"] == 0.66667


def test_errors_of_arguments(connection: Any) -> None:
    with pytest.raises(TypeError, match="connection is 'memory'"):
        gramscore.duckdb.register("memory")
    with pytest.raises(TypeError, match="metrics is"):
        gramscore.duckdb.register(connection, ["ter"])
    with pytest.raises(ValueError, match="unknown metric 'terr'"):
        gramscore.duckdb.register(connection, {"fine": "ter", "wrong": "terr"})
    with pytest.raises(duckdb.Error, match="fine"):  # nothing is registered unless all can be
        connection.sql("SELECT fine('a', 'a')")
    with pytest.raises(ValueError, match="NIST"):
        gramscore.duckdb.register(connection, {"nist": gramscore.NIST(tokenizer="13a")})
    connection.create_function("mine", lambda text: text, ["VARCHAR"], "VARCHAR")
    with pytest.raises(duckdb.Error, match="already"):
        gramscore.duckdb.register(connection, {"mine": "ter"})


def test_registered_again(connection: Any) -> None:
    gramscore.duckdb.register(connection)
    gramscore.duckdb.register(connection, {"ter": gramscore.TER(case_sensitive=True), "new": "chrf"})
    assert connection.sql("SELECT ter('A', 'a'), new('A', 'A'), bleu('a', NULL)").fetchall() == [
        (100, 100, None)
    ]


def test_a_null_among_references_is_no_reference_and_none_at_all_give_null(connection: Any) -> None:
    gramscore.duckdb.register(connection, {"many": gramscore.ROUGE(["rouge1"])})
    calls = (
        "ter('a', []), ter('a', [NULL]), ter('a', ['a']), ter('a b', ['c', NULL, 'a b']), ter(NULL, ['a'])"
    )
    assert connection.sql(f"SELECT {calls}").fetchall() == [(None, None, 0, 0, None)]
    calls = "many('a', [NULL, 'a']).rouge1_recall, many('a', [NULL]), many(NULL, ['a'])"
    assert connection.sql(f"SELECT {calls}").fetchall() == [(1.0, None, None)]
    rows = "range(5000) t(n)"
    query = (
        f"SELECT ter('a', CASE n % 3 WHEN 0 THEN [NULL] WHEN 1 THEN ['a'] ELSE [NULL, 'b'] END) FROM {rows}"
    )
    assert [row[0] for row in connection.sql(query).fetchall()] == [None, 0, 100] * 1666 + [None, 0]
    columns = "FROM (VALUES ('a', 'b'), (NULL, 'a'), (NULL, NULL)) t(r1, r2)"
    assert connection.sql(f"SELECT ter('a', [r1, r2]) {columns}").fetchall() == [(0,), (0,), (None,)]


def test_cursors_share_the_functions_of_their_database() -> None:
    connection, other = duckdb.connect(), duckdb.connect()
    query = "SELECT ter('A', 'a')"
    gramscore.duckdb.register(other, {"ter": "chrf"})
    for _ in range(3):  # as of a server that has a cursor a request
        cursor = connection.cursor()
        gramscore.duckdb.register(cursor)
        cursor.close()
    strict = {"ter": gramscore.TER(case_sensitive=True)}
    gramscore.duckdb.register(connection.cursor(), strict)
    gc.collect()
    assert connection.sql(query).fetchall() == [(100,)]
    gramscore.duckdb.register(connection)
    assert connection.cursor().sql(query).fetchall() == [(0,)]
    assert other.sql(query).fetchall() == [(0,)]
    assert other.sql("SELECT ter('a b', 'a b')").fetchall() == [(100,)]
    with pytest.raises(duckdb.Error, match="already"):
        gramscore.duckdb.register(connection, {"ter": gramscore.ROUGE(["rouge1"])})
    assert connection.sql(query).fetchall() == [(0,)]


def test_arrow_is_needed(connection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"needs pyarrow: pip install 'gramscore\[duckdb\]'"):
        gramscore.duckdb.register(connection)
