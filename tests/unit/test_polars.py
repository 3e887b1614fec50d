"""Metrics as expressions of Polars."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import gramscore
import gramscore.polars

pl = pytest.importorskip("polars")


@pytest.fixture
def frame() -> Any:
    return pl.DataFrame(
        {
            "prediction": ["a b", None, "c", "", "c d"],
            "reference": ["a c", "a", None, "c", "c d"],
            "references": [["x", "a c"], ["a"], None, ["c", "d"], ["c d"]],
            "language": ["en", "en", "fr", "fr", "en"],
        }
    )


def test_a_struct_per_row(frame: Any) -> None:
    found = frame.select(gramscore.polars.score(["rouge1", "ter"])).to_series()
    names = ["rouge1_precision", "rouge1_recall", "rouge1_fmeasure", "ter_score"]
    assert found.dtype == pl.Struct(dict.fromkeys(names, pl.Float64))
    assert found.struct.unnest().rows() == [
        (0.5, 0.5, 0.5, 50.0),
        (None, None, None, None),
        (None, None, None, None),
        (0.0, 0.0, 0.0, 100.0),
        (1.0, 1.0, 1.0, 0.0),
    ]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_in_a_lazy_query_equal_to_the_local_figures(engine: str) -> None:
    predictions = [f"word {n % 7} of {n % 11}" for n in range(3000)]
    references = [f"word {n % 5} of {n % 13}" for n in range(3000)]
    query = pl.LazyFrame({"p": predictions, "r": references}).with_columns(
        gramscore.polars.score(["rougeL", "chrf"], "p", "r", threads=1).struct.unnest()
    )
    assert query.collect_schema().names() == [
        "p", "r", "rougeL_precision", "rougeL_recall", "rougeL_fmeasure", "chrf_score",
    ]  # fmt: skip
    found = query.collect(engine=engine)
    local = gramscore.evaluate(predictions, references, ["rougeL", "chrf"])
    assert found["rougeL_fmeasure"].to_list() == local["rougeL"]["rougeL"].fmeasure.tolist()
    assert found["chrf_score"].to_list() == local["chrf"].examples.tolist()


def test_several_references(frame: Any) -> None:
    found = frame.select(
        gramscore.polars.score(["rouge1"], reference="references").struct.field("rouge1_recall")
    )
    assert found.to_series().to_list() == [0.5, None, None, 0.0, 1.0]


def test_names_of_a_mapping(frame: Any) -> None:
    metrics = {"words": gramscore.CHRF(0, 1), "letters": gramscore.CHRF(1)}
    found = frame.select(gramscore.polars.score(metrics).struct.unnest())
    assert found.columns == ["words_chrf+_score", "letters_chrf_score"]


def test_the_name_of_the_struct(frame: Any) -> None:
    score = gramscore.polars.score(["ter"])
    assert frame.select(score).columns == ["prediction"]
    added = frame.with_columns(score.alias("figures"))
    assert added.columns == [*frame.columns, "figures"]
    assert added["prediction"].equals(frame["prediction"])


def test_expressions_and_literals(frame: Any) -> None:
    def ter(prediction: Any, reference: Any) -> list[float | None]:
        return frame.select(
            gramscore.polars.score(["ter"], prediction, reference).struct.field("ter_score")
        ).to_series().to_list()  # fmt: skip

    assert ter(pl.col("prediction").str.reverse(), "reference") == [100.0, None, None, 100.0, 50.0]
    assert ter(pl.lit("c d"), "reference") == [100.0, 200.0, None, 100.0, 0.0]
    assert ter("prediction", pl.lit("c d")) == [100.0, None, 50.0, 100.0, 0.0]
    assert ter(pl.lit("a"), pl.lit("b")) == [100.0]
    assert ter(pl.lit(None, pl.String), "reference") == [None] * 5


def test_filters_and_groups(frame: Any) -> None:
    score = gramscore.polars.score(["rouge1"]).struct.field("rouge1_recall")
    assert frame.filter(score > 0.6)["prediction"].to_list() == ["c d"]
    grouped = frame.group_by("language", maintain_order=True).agg(score.mean().alias("mean"))
    assert grouped.rows() == [("en", 0.75), ("fr", 0.0)]


def test_no_rows(frame: Any) -> None:
    found = frame.clear().select(gramscore.polars.score(["ter"]).struct.unnest())
    assert found.schema == {"ter_score": pl.Float64}
    assert len(found) == 0
    nulls = frame[1:3].select(gramscore.polars.score(["ter"]).struct.unnest())
    assert nulls["ter_score"].to_list() == [None, None]


def test_errors(frame: Any) -> None:
    with pytest.raises(ValueError, match="unknown metric 'terr'"):
        gramscore.polars.score(["terr"])
    with pytest.raises(ValueError, match="NIST"):
        gramscore.polars.score([gramscore.NIST(tokenizer="13a")])
    with pytest.raises(TypeError, match=r"^the prediction for the reference .* is 1 \(int\)"):
        frame.select(gramscore.polars.score(["ter"], pl.lit(1), "reference"))


def test_a_null_among_references_is_no_reference_and_none_at_all_give_null() -> None:
    lists = [["a"], [], ["b", None], None, ["b", None, "a"], [None]]
    expected = [100.0, None, 0.0, None, 100.0, None]
    fixed = [["a", "b"], [None, "a"], [None, None], None]
    for dtype, references in ((pl.List(pl.String), lists), (pl.Array(pl.String, 2), fixed)):
        frame = pl.DataFrame(
            {"prediction": ["a"] * len(references), "reference": pl.Series(references, dtype=dtype)}
        )
        scores = frame.select(gramscore.polars.score(["chrf"]).struct.unnest())["chrf_score"].to_list()
        assert scores == (expected if references is lists else [100.0, 100.0, None, None])


def test_errors_name_the_text() -> None:
    frame = pl.DataFrame({"prediction": [f"text {n}" for n in range(3000)], "reference": ["a"] * 3000})
    metric = gramscore.BLEU(tokenizer=lambda text: None if text == "text 2990" else [text])
    for lazy in (frame, frame.lazy()):
        with pytest.raises(Exception, match=r"the prediction 'text 2990': tokenizer returned None"):
            lazy.select(gramscore.polars.score([metric])).lazy().collect()


def test_polars_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match=r"pip install 'gramscore\[polars\]'"):
        gramscore.polars.score(["ter"])
