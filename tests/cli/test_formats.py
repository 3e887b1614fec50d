"""Every input format, plain and compressed, from a file and from standard input, gives the same figures."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

PREDICTIONS = ["the kettle is on", 'she said "tea, please"', "", "naïve café 1995-01-01"]
REFERENCES = ["the kettle is on the stove", "she asked\nfor tea", "nothing was said", "a naïve café in 1995"]
ROWS = list(zip(PREDICTIONS, REFERENCES, strict=True))


def as_jsonl() -> bytes:
    return "".join(json.dumps({"prediction": p, "reference": r}) + "\n" for p, r in ROWS).encode()


def as_delimited(delimiter: str) -> bytes:
    buffer = io.StringIO()
    quoting = csv.QUOTE_ALL if delimiter == "\t" else csv.QUOTE_MINIMAL
    csv.writer(buffer, delimiter=delimiter, quoting=quoting).writerows([("prediction", "reference"), *ROWS])
    return buffer.getvalue().encode()


def as_parquet() -> bytes:
    sink = pa.BufferOutputStream()
    pa.parquet.write_table(
        pa.table({"prediction": PREDICTIONS, "reference": REFERENCES}), sink, row_group_size=3
    )
    return sink.getvalue().to_pybytes()


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


FORMATS = {
    "jsonl": as_jsonl(),
    "csv": as_delimited(","),
    "tsv": as_delimited("\t"),
    "parquet": as_parquet(),
}
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_file(run, api_figures, format: str, suffix: str) -> None:
    Path(f"data.{format}{suffix}").write_bytes(COMPRESSIONS[suffix](FORMATS[format]))
    found = run("score", f"data.{format}{suffix}", "-m", "rouge1,rougeL", "--format", "json").json
    assert found["metrics"] == api_figures(PREDICTIONS, REFERENCES, ["rouge1", "rougeL"])
    assert found["examples"] == 4
    assert found["input"]["format"] == format


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_standard_input(run, api_figures, format: str, suffix: str) -> None:
    data = COMPRESSIONS[suffix](FORMATS[format])
    found = run("score", "-", "--input-format", format, "-m", "rouge1", "--format", "json", stdin=data).json
    assert found["metrics"] == api_figures(PREDICTIONS, REFERENCES)
    assert found["input"]["files"] == ["standard input"]


def test_standard_input_is_jsonl_by_default(run) -> None:
    assert run("score", "-", "--format", "json", stdin=FORMATS["jsonl"]).json["examples"] == 4


def test_input_format_overrides_the_name(run) -> None:
    Path("data.jsonl").write_bytes(FORMATS["csv"])
    found = run("score", "data.jsonl", "--input-format", "csv", "--format", "json").json
    assert found["input"]["format"] == "csv"


@pytest.mark.parametrize("name", ["data.ndjson", "data.json", "DATA.JSONL", "data.jsonl.GZ"])
def test_names_of_json_lines(run, name: str) -> None:
    Path(name).write_bytes(FORMATS["jsonl"])
    assert run("score", name, "--format", "json").json["input"]["format"] == "jsonl"


@pytest.mark.parametrize("format", ["jsonl", "csv", "tsv"])
def test_byte_order_mark(run, api_figures, format: str) -> None:
    Path(f"data.{format}").write_bytes(b"\xef\xbb\xbf" + FORMATS[format])
    found = run("score", f"data.{format}", "-m", "rouge1", "--format", "json").json
    assert found["metrics"] == api_figures(PREDICTIONS, REFERENCES)


@pytest.mark.parametrize(
    "column",
    [
        pa.array(PREDICTIONS, pa.large_string()),
        pa.array(PREDICTIONS).dictionary_encode(),
        pa.array(PREDICTIONS, pa.string_view()),
    ],
    ids=["large_string", "dictionary", "string_view"],
)
def test_parquet_text_of_any_kind(run, api_figures, column: pa.Array) -> None:
    pa.parquet.write_table(pa.table({"prediction": column, "reference": REFERENCES}), "data.parquet")
    found = run("score", "data.parquet", "-m", "rouge1", "--format", "json").json
    assert found["metrics"] == api_figures(PREDICTIONS, REFERENCES)


@pytest.mark.parametrize(
    "kind", [pa.list_(pa.string()), pa.large_list(pa.large_string()), pa.list_(pa.string(), 2)]
)
def test_parquet_lists_of_references(run, api_figures, kind: pa.DataType) -> None:
    lists = [[r, p] for p, r in ROWS]
    table = pa.table({"prediction": pa.array(PREDICTIONS), "references": pa.array(lists, kind)})
    pa.parquet.write_table(table, "data.parquet")
    found = run("score", "data.parquet", "-m", "rouge1", "--format", "json").json
    assert found["metrics"] == api_figures(PREDICTIONS, lists)


REPEATED = 2000  # so often that a text takes a few bytes of a Parquet file


def repeated(column: str, texts: list[str]) -> list[str]:
    return [f"{text} {column}" for text in texts] * REPEATED


def test_parquet_of_texts_that_repeat(run, api_figures) -> None:
    columns = {name: repeated(name, PREDICTIONS) for name in ("prediction", "reference", "other")}
    ids = {"id": columns["prediction"], "number": list(range(4 * REPEATED))}
    pa.parquet.write_table(pa.table({**columns, **ids}), "data.parquet", row_group_size=3000)
    predictions, references, others = columns.values()
    common = ("score", "data.parquet", "-m", "rouge1", "--format", "json", "--prediction", "prediction")

    found = run(*common, "--reference", "reference", "--group-by", "other").json
    assert found["metrics"] == api_figures(predictions, references)
    assert {it["by"]["other"]: it["examples"] for it in found["groups"]} == dict.fromkeys(others, REPEATED)

    found = run(
        *common, "--reference", "reference", "--reference", "other", "--id", "id", "--per-example", "it.csv"
    )
    pairs = [list(pair) for pair in zip(references, others, strict=True)]
    assert found.json["metrics"] == api_figures(predictions, pairs)
    with open("it.csv", encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == predictions

    found = run(*common, "--reference", "reference", "--reference", "prediction").json
    assert found["metrics"]["rouge1"]["fmeasure"] == 1.0

    rows = zip(predictions, references, strict=True)
    lines = [json.dumps({"prediction": p, "reference": r}) + "\n" for p, r in rows]
    Path("same.jsonl").write_text("".join(lines), encoding="utf-8")
    chosen = ("--prediction", "prediction", "--reference", "reference", "-m", "rouge1", "--samples", "50")
    found = run("compare", "data.parquet", "same.jsonl", *chosen, "--format", "json").json
    base, other = (row["score"] for row in found["rows"])
    assert base == other


@pytest.mark.parametrize(
    ("wrong", "message"),
    [(None, "is null"), (b"\xff", "is not valid UTF-8 at byte 0")],
    ids=["null", "UTF-8"],
)
def test_what_is_wrong_among_texts_that_repeat(run, wrong: bytes | None, message: str) -> None:
    texts = [b"the kettle is on", "naïve café".encode()] * REPEATED
    buffers = pa.array([*texts, wrong], pa.binary()).buffers()
    column = pa.Array.from_buffers(pa.string(), len(texts) + 1, buffers)
    pa.parquet.write_table(pa.table({"prediction": column, "reference": column}), "data.parquet")
    for field in ("prediction", "reference"):
        outcome = run("score", "data.parquet", "--prediction", field, "--reference", field)
        assert outcome.error == f"data.parquet, row {len(texts) + 1}: field {field!r} {message}"


def test_the_bundled_sample(run, request: pytest.FixtureRequest) -> None:
    sample = request.config.rootpath / "examples" / "dialogues.jsonl"
    found = run("score", str(sample), "--format", "json").json
    records = [json.loads(line) for line in sample.read_text(encoding="utf-8").splitlines()]
    assert found["examples"] == len(records) >= 20
    assert found["input"]["fields"]["references"] == ["references"]
    assert all(2 <= len(record["references"]) <= 3 for record in records)
    assert 0.3 < found["metrics"]["rouge1"]["fmeasure"] < 0.6
