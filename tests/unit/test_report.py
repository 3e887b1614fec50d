"""The report as a file; tests/browser looks at it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gramscore

pytest.importorskip("jinja2")
from gramscore import report
from gramscore.report.browser import embedded
from gramscore.report.charts import Scale, by_length, forest, histograms
from gramscore.report.sample import sample
from gramscore.report.values import Values, values_of

REFERENCES = ["the cat sat on the mat", "a dog ran home", "it rained all day"]
GOOD = ["the cat sat on a mat", "a dog ran home", "it rained all day"]
BAD = ["a cat sat", "the dog ran", "it was wet all day"]


def compared(metric: Any, times: int = 1, **options: Any) -> gramscore.Comparison:
    named = {"bad": BAD, "good": GOOD}
    scores = {name: metric.score(texts * times, REFERENCES * times) for name, texts in named.items()}
    return gramscore.compare(scores, samples=20, **options)


def written(path: Path, comparison: gramscore.Comparison, **options: Any) -> tuple[str, Any]:
    """The page, and the data that its script shows."""
    report.write(path, comparison, **options)
    page = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert found is not None
    return page, json.loads(found[1])


def test_data_of_the_examples(tmp_path: Path) -> None:
    comparison = compared(gramscore.CHRF())
    texts = {"bad": BAD, "good": GOOD}
    _, data = written(
        tmp_path / "x.html", comparison, predictions=texts, references=REFERENCES, ids=[7, 8, 9]
    )
    assert data["systems"] == ["bad", "good"]
    assert data["metrics"] == [{"name": "chrf", "digits": 2, "up": True}]
    assert [it["id"] for it in data["examples"]] == ["7", "8", "9"]
    first = data["examples"][0]
    assert first["references"] == [REFERENCES[0]]
    assert [it["text"] for it in first["systems"]] == [BAD[0], GOOD[0]]
    assert [it["scores"] for it in first["systems"]] == [
        [scores["chrf"].examples[0]] for scores in comparison.scores.values()
    ]
    words = first["systems"][0]["layers"][0]
    assert words["figures"] == (  # "cat" and "sat" of "a cat sat"
        "2 of 3 1-grams, and of the reference's 6: precision 0.6667, recall 0.3333, F 0.4444"
    )
    assert words["prediction"] == [[2, 5, "match"], [6, 9, "match"]]


def test_the_own_marks_of_metrics(tmp_path: Path) -> None:
    """TER's edits and BLEU's n-grams, beside the words of ROUGE."""
    comparison = compared(gramscore.TER())
    explainers = [gramscore.ROUGE(["rouge1"]), gramscore.TER(), gramscore.BLEU(2)]
    page, data = written(
        tmp_path / "x.html",
        comparison,
        predictions={"bad": BAD, "good": GOOD},
        references=REFERENCES,
        explainer=explainers,
    )
    assert data["layers"] == ["rouge1: words", "ter edits", "bleu 1-grams", "bleu 2-grams"]
    for example, reference in zip(data["examples"], REFERENCES, strict=True):
        for system in example["systems"]:
            layers = [layer for it in explainers for layer in it.explain(system["text"], reference).layers]
            assert [(it["figures"], it["prediction"], it["marks"]) for it in system["layers"]] == [
                (
                    layer.figures,
                    *(
                        [[mark.begin, mark.end, mark.kind] for mark in marks]
                        for marks in (layer.prediction_marks, layer.reference_marks)
                    ),
                )
                for layer in layers
            ]
    kinds = {
        mark[2]
        for it in data["examples"]
        for system in it["systems"]
        for mark in system["layers"][1]["marks"]
    }
    assert {"match", "substituted"} <= kinds
    assert 'class="substituted"' in page
    for metric in explainers:
        assert metric.signature in page


def test_fields_are_shown_beside_the_texts(tmp_path: Path) -> None:
    texts = {"bad": BAD, "good": GOOD}
    fields = {"source": ["<b>", "y" * 5000, "z"], "year": [1, 2, 3]}
    _, data = written(
        tmp_path / "x.html",
        compared(gramscore.TER()),
        predictions=texts,
        references=REFERENCES,
        fields=fields,
    )
    assert data["examples"][0]["fields"] == [["source", "<b>"], ["year", "1"]]
    assert data["examples"][1]["fields"][0] == ["source", "y" * 4000]
    assert data["examples"][1]["cut"] == [4000, 5000]
    with pytest.raises(ValueError, match=r"^fields\['year'\] has 2 entries for 3 examples"):
        report.write(
            tmp_path / "y.html",
            compared(gramscore.TER()),
            predictions=texts,
            references=REFERENCES,
            fields={"year": [1, 2]},
        )


def test_of_long_texts_the_beginning_is_shown(tmp_path: Path) -> None:
    """Three examples of 480 KB made a page of 28 MB."""
    words = "the cat sat on it while 12 dogs ran home".split()
    long = [" ".join(words[k:] + words * 12_000) for k in range(3)]
    texts = {"a": ["the cat", *long], "b": ["a dog", *long[::-1]]}
    references = [["the cat"], [long[0], "short"], [long[1]], [long[2]]]
    scores = {name: gramscore.evaluate(own, references, ["bleu"]) for name, own in texts.items()}
    page, data = written(
        tmp_path / "r.html",
        gramscore.compare(scores, samples=10),
        predictions=texts,
        references=references,
    )
    assert len(page) < 1_000_000
    assert [example.get("cut") for example in data["examples"]] == [
        None,
        *(
            [4000, max(map(len, (first, own, other)))]
            for first, own, other in zip(long, long, long[::-1], strict=True)
        ),
    ]
    example = data["examples"][1]
    assert example["references"] == [long[0][:4000], "short"]
    assert [system["text"] for system in example["systems"]] == [long[0][:4000], long[2][:4000]]
    bounds = [
        bound for system in example["systems"] for layer in system["layers"] for bound in layer["prediction"]
    ]
    assert max(end for _, end, _ in bounds) <= 4000
    # The scores are of the whole texts.
    assert example["systems"][1]["scores"] == [scores["b"]["bleu"].examples[1]]
    assert "are shown and matched; the scores are of the whole" in page


def test_without_texts_there_are_no_examples(tmp_path: Path) -> None:
    page, data = written(tmp_path / "x.html", compared(gramscore.TER()))
    assert data["examples"] == []
    assert 'id="examples"' not in page
    assert 'id="length"' not in page
    assert "lower is better" in page


def test_distributions_of_many_systems_fold(tmp_path: Path) -> None:
    """By metric, the first unfolded; those of one system beside its baseline stand side by side."""
    scores = {
        name: gramscore.evaluate(it, REFERENCES, ["bleu", "ter"])
        for name, it in (("bad", BAD), ("good", GOOD))
    }
    two, _ = written(tmp_path / "x.html", gramscore.compare(scores, samples=20))
    three, _ = written(
        tmp_path / "x.html", gramscore.compare({**scores, "again": scores["good"]}, samples=20)
    )
    found = [
        (page.count("<details>"), page.count("<details open>"), page.count('class="histogram"'))
        for page in (two, three)
    ]
    assert found == [(0, 0, 2), (1, 1, 4)]


def test_a_sample_says_that_it_is_one(tmp_path: Path) -> None:
    texts = {"bad": BAD * 40, "good": GOOD * 40}
    comparison = compared(gramscore.BLEU(), times=40)
    page, data = written(
        tmp_path / "x.html", comparison, predictions=texts, references=REFERENCES * 40, most=30, seed=4
    )
    assert len(data["examples"]) == 30
    assert "30 of 120 examples: those whose bleu rises or falls most against bad" in page
    assert "others drawn at random (seed 4)" in page


def test_columns_of_any_kind(tmp_path: Path) -> None:
    pa, pd, pl = (pytest.importorskip(name) for name in ("pyarrow", "pandas", "polars"))
    comparison = compared(gramscore.BLEU())
    pages = []
    for column in (list, tuple, np.array, pa.array, lambda it: pa.chunked_array([it]), pd.Series, pl.Series):
        texts = {"bad": column(BAD), "good": column(GOOD)}
        page, _ = written(tmp_path / "x.html", comparison, predictions=texts, references=column(REFERENCES))
        pages.append(page)
    assert len(set(pages)) == 1


def test_metrics_up_to_one_have_four_digits() -> None:
    assert [(it.metric, it.digits) for it in values_of(compared(gramscore.GLEU(tokenizer="none")))] == [
        ("gleu", 4)
    ]


def test_values_are_those_that_are_compared() -> None:
    plain, stems = gramscore.ROUGE(["rouge1"]), gramscore.ROUGE(["rouge1", "rouge2"], stemmer=True)
    systems = {
        name: {"plain": plain.score(texts, REFERENCES), "stems": stems.score(texts, REFERENCES)}
        for name, texts in (("bad", BAD), ("good", GOOD))
    }
    both = values_of(gramscore.compare(systems, samples=5, figures=["recall", "fmeasure"]))
    assert [(it.metric, it.figure) for it in both] == [
        ("plain", "fmeasure"),
        ("rouge1", "fmeasure"),
        ("rouge2", "fmeasure"),
    ]
    assert (both[0].scores["good"] == systems["good"]["plain"]["rouge1"].fmeasure).all()
    (recall,) = values_of(compared(plain, figures=["recall"]))
    assert (recall.scores["bad"] == systems["bad"]["plain"]["rouge1"].recall).all()


def test_what_stands_in_a_script() -> None:
    data = {"a": "</script><!-- & \u2028 é", "b": [1, None]}
    text = embedded(data)
    assert not set("<>&\u2028é") & set(text)
    assert json.loads(text) == data


def test_a_sample_has_the_extremes() -> None:
    rng = np.random.default_rng(1)
    found = rng.permutation(1000) - 500.0
    found[found == 0] = np.nan
    chosen = sample([found], 1000, 40, 0)
    assert len(set(chosen.tolist())) == 40
    assert (np.diff(chosen) > 0).all()
    assert {-500, -499, -491, 490, 498, 499} < set(found[chosen])
    assert not np.isnan(found[chosen]).any()
    assert (sample([found], 1000, 40, 0) == chosen).all()
    assert (sample([found], 30, 40, 0) == np.arange(30)).all()
    assert len(sample([found] * 300, 1000, 40, 0)) == 40
    for at in (0, 477, 999):
        assert at in sample([found], 1000, 40, 0, [at])
    assert len(sample([found], 1000, 2, 0, [1, 2, 3])) == 2


def test_remarks_notes_and_copies(tmp_path: Path) -> None:
    texts = {"bad": [*BAD * 8, "x " * 3000], "good": [*GOOD * 8, "it rained all day"]}
    goals = [*REFERENCES * 8, "it rained"]
    comparison = gramscore.compare(
        {name: gramscore.BLEU().score(it, goals) for name, it in texts.items()}, samples=20
    )
    page, data = written(
        tmp_path / "x.html",
        comparison,
        predictions=texts,
        references=goals,
        most=3,
        notes=["Files: a & b"],
    )
    assert "bad: predictions[24] holds" in page.partition('id="remarks"')[2]
    assert 24 in [it["index"] for it in data["examples"]]
    assert "Files: a &amp; b" in page
    for text in (comparison.to_markdown(), comparison.to_latex()):
        assert text in unescape(page)
    page, _ = written(tmp_path / "x.html", compared(gramscore.BLEU()))
    assert 'id="remarks"' not in page


def test_ticks_are_round() -> None:
    assert [it.label for it in Scale(-0.043, 0.011, 0, 100).ticks(4)] == ["-0.04", "-0.02", "0.00"]
    assert [it.at for it in Scale(0, 10, 0, 100).ticks(5)] == [0, 20, 40, 60, 80, 100]
    assert [it.label for it in Scale(0, 1, 0, 100).ticks(4, least=1)] == ["0", "1"]
    assert [it.label for it in Scale(0, 4200, 0, 100).ticks(5)] == ["0", "1,000", "2,000", "3,000", "4,000"]


def test_histograms_of_a_metric_share_their_scales() -> None:
    base = np.zeros(6)
    scores = {"base": base, "a": np.array([0, 0, 1, 1, 1, -1.0]), "b": np.array([0, 0, 0, 0, 0, 4.0])}
    found = histograms(Values("m", "score", 2, True, scores), ["a", "b"])
    a, b = found.charts
    assert (a.equal, b.equal) == (2, 5)
    assert [(bar.kind, bar.label.partition(": ")[2]) for bar in a.bars] == [
        ("worse", "1 example"),
        ("better", "3 examples"),
    ]
    assert [bar.height for bar in (*a.bars, *b.bars)] == pytest.approx([146 / 3, 146, 146 / 3], abs=0.01)
    assert found.zero == 50
    lower = histograms(Values("m", "score", 2, False, scores), ["a"])
    assert [bar.kind for bar in lower.charts[0].bars] == ["better", "worse"]


def test_forest_is_around_zero() -> None:
    found = forest("bleu", compared(gramscore.BLEU()).rows, 2)
    (line,) = found.lines
    assert 0 < found.zero < line.low <= line.at <= line.high < 100


def test_means_by_length() -> None:
    scores = {"base": np.array([1.0, 3.0, 2.0, 8.0])}
    values = Values("m", "score", 2, True, scores)
    assert by_length(values, np.full(4, 5.0)) is None
    chart = by_length(values, np.array([4.0, 3.0, 2.0, 1.0]))
    assert chart is not None
    assert [point.label for point in chart.lines[0].points] == [
        "base: 8.00 at 1 to 1 characters, 1 example",
        "base: 2.00 at 2 to 2 characters, 1 example",
        "base: 3.00 at 3 to 3 characters, 1 example",
        "base: 1.00 at 4 to 4 characters, 1 example",
    ]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"most": 0}, ValueError, "most is 0: at least 1"),
        ({"predictions": {"bad": BAD, "good": GOOD}}, ValueError, "given together, or neither"),
        ({"predictions": {"bad": BAD}, "references": REFERENCES}, ValueError, "predictions has no 'good'"),
        (
            {"predictions": {"bad": BAD, "good": GOOD}, "references": REFERENCES[:2]},
            ValueError,
            "references has 2 entries for 3 examples",
        ),
        (
            {"predictions": {"bad": BAD, "good": "text"}, "references": REFERENCES},
            TypeError,
            r"predictions\['good'\] is one text",
        ),
    ],
)
def test_refusals(tmp_path: Path, options: dict[str, Any], error: type[Exception], message: str) -> None:
    path = tmp_path / "x.html"
    path.write_text("as it was")
    with pytest.raises(error, match=message):
        report.write(path, compared(gramscore.BLEU()), **options)
    assert path.read_text() == "as it was"
