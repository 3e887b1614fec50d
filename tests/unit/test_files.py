"""Files, streams of examples and accumulators in Python."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import gramscore

PREDICTIONS = ["the otter swims", "a red lamp", "one two three", "it rains"]
REFERENCES = [["the otters swim"], ["the red lamp glows"], ["one two", "three"], ["it rained"]]
METRICS = ["rouge1", "rougeL", "bleu", "chrf"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    pytest.importorskip("pyarrow")
    rows = zip(PREDICTIONS, REFERENCES, strict=True)
    path = tmp_path / "a.jsonl"
    path.write_text(
        "".join(json.dumps({"id": p[:3], "prediction": p, "references": r}) + "\n" for p, r in rows)
    )
    return path


def test_files(file: Path) -> None:
    found = gramscore.score_files(file, [*METRICS, "nist"], id="id")
    expected = gramscore.evaluate(PREDICTIONS, REFERENCES, [*METRICS, "nist"])
    assert dict(found) == expected
    assert repr(found.to_dict()) == repr(expected.to_dict())  # of which one is NaN
    assert found._repr_html_() == expected._repr_html_()
    assert found.ids == [p[:3] for p in PREDICTIONS]
    assert (found.fields.prediction, found.fields.references) == ("prediction", ("references",))
    twice = gramscore.score_files([file, str(file)], METRICS)
    assert twice["bleu"] == gramscore.BLEU().score(PREDICTIONS * 2, REFERENCES * 2)
    assert "--" not in "".join(twice.remarks)


def test_faults_speak_of_arguments(file: Path) -> None:
    with file.open("a") as stream:
        stream.write('{"prediction": null, "references": "a"}\n')
    with pytest.raises(ValueError, match=r"a\.jsonl:5: .* is null.*\(on_null=\"empty\" scores it"):
        gramscore.score_files(file, METRICS)
    with file.open("a") as stream:
        stream.write("oops\n")
    found = gramscore.score_files(file, METRICS, on_null="skip", on_error="skip")
    assert (len(found["bleu"]), found.skipped) == (4, 2)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"on_null": "drop"}, ValueError, "unknown on_null 'drop': known are stop, empty, skip"),
        ({"on_error": None}, ValueError, "unknown on_error None"),
        ({"quoting": "all"}, ValueError, "unknown quoting 'all'"),
        ({"cells": "x"}, ValueError, "unknown cells 'x'"),
        ({"input_format": "TSV"}, ValueError, "unknown input_format 'TSV'"),
        ({"input_format": "csv", "delimiter": "ab"}, ValueError, "delimiter 'ab': one character"),
        ({"delimiter": 3}, TypeError, "delimiter is 3: a str is expected"),
        ({"null": 3}, TypeError, "null is 3"),
        ({"prediction": 3}, TypeError, "prediction is 3"),
        ({"references": ["a", 3]}, TypeError, r"references\[1\] is 3"),
        ({"references": 3}, TypeError, "references is 3"),
        ({"paths": None}, TypeError, "paths is None"),
        ({"paths": ["a.jsonl", 3]}, TypeError, r"paths\[1\] is 3"),
    ],
)
def test_options_of_files(file: Path, options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        gramscore.score_files(**{"paths": file, "metrics": ["rouge1"], **options})


@pytest.mark.parametrize("size", [1, 3, 4, 100])
@pytest.mark.parametrize("kind", ["pairs", "dicts"])
def test_streams_of_examples(size: int, kind: str) -> None:
    examples = list(zip(PREDICTIONS, REFERENCES, strict=True))
    if kind == "dicts":
        examples = [{"p": p, "r": r} for p, r in examples]  # type: ignore[misc]
    metric = gramscore.BLEU()
    stream = metric.score_stream(iter(examples), prediction="p", reference="r", batch_size=size)
    found = list(stream)
    assert [len(it) for it in found] == [size] * (4 // size) + [4 % size] * (4 % size > 0)
    assert sum(it.state() for it in found) == metric.score(PREDICTIONS, REFERENCES).state()  # type: ignore[arg-type]


def test_what_is_no_example() -> None:
    metric = gramscore.BLEU()
    with pytest.raises(ValueError, match="example 1 has no 'reference': its keys are prediction"):
        list(metric.score_stream([("a", "b"), {"prediction": "a"}], batch_size=2))
    with pytest.raises(TypeError, match="example 0 is a str: with batch_size, a pair"):
        list(metric.score_stream(["ab"], batch_size=2))
    with pytest.raises(TypeError, match="reference is 3: a str is expected"):
        gramscore.evaluate_stream([], ["chrf"], reference=3)
    with pytest.raises(ValueError, match="batch_size is 0: at least 1 is needed"):
        list(metric.score_stream([], batch_size=0))


def test_accumulators() -> None:
    one, other = gramscore.Accumulator(METRICS), gramscore.Accumulator(METRICS)
    with pytest.raises(ValueError, match=r"nothing has been added: update\(\) comes before compute\(\)"):
        one.compute()
    one.update(PREDICTIONS[:1], REFERENCES[:1])
    one.update([], [])
    other.update(PREDICTIONS[1:], REFERENCES[1:])
    whole = pickle.loads(pickle.dumps(one)) + other
    expected = gramscore.evaluate(PREDICTIONS, REFERENCES, METRICS)
    assert whole.examples == 4
    assert whole.compute()["rouge1"] == expected["rouge1"].corpus["rouge1"]
    assert whole.compute()["bleu"].score == expected["bleu"].corpus.score
    with pytest.raises(TypeError):
        one.update([None], ["a"])
    assert one.examples == 1
    one.reset()
    assert one.examples == 0


def test_remarks_on_the_texts(tmp_path: Path) -> None:
    """As the command has them, with the names of options in Python."""
    pytest.importorskip("pyarrow")
    path = tmp_path / "a.jsonl"
    rows = [(f"今天天气很好我们{n}去公园", f"今天天气真好我们{n}去公园") for n in range(8)]
    path.write_text(
        "".join(json.dumps({"prediction": p, "reference": r}) + "\n" for p, r in [*rows, ("", "a")])
    )
    found = gramscore.score_files(path, ["bleu", "rouge1", gramscore.TER()]).remarks
    assert found[0] == "1 of 9 predictions is empty (first predictions[8])"
    assert 'tokenizer="unicode" reads every script' in found[1]
    assert "of which bleu and ter take whole sentences for words: tokenizer=" in found[2]
    assert gramscore.score_files(path, {"mine": gramscore.CHRF()}).remarks == found[:1]
    few = [
        ("the otter swims", ["an otter swims", "a red lamp"]),
        ("a red lamp", ["the otter swam", "the red lamp"]),
    ]
    path.write_text("".join(json.dumps({"prediction": p, "reference": r}) + "\n" for p, r in few))
    (remark,) = gramscore.score_files(path, ["chrf"]).remarks
    assert remark.startswith("references looks transposed: its 2 lists are ")
    with pytest.raises(ValueError, match="paths is empty"):
        gramscore.score_files([], ["bleu"])
