"""Files as tools write them: nested fields, lists of one, chats, arrays, columns, Arrow, folders, other delimiters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

PREDICTIONS = ["the otter swims", "a red lamp", "one two three"]
REFERENCES = ["the otters swim", "the red lamp glows", "one two"]
ROWS = list(zip(PREDICTIONS, REFERENCES, strict=True))


def lines(*records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def scores(run, api_figures):
    """That files give the scores of the texts, and how they were read."""

    def check(*arguments: str, references: Any = REFERENCES) -> dict[str, Any]:
        found = run("score", *arguments, "-m", "rouge1", "--format", "json").json
        assert found["metrics"] == api_figures(PREDICTIONS, references)
        fields: dict[str, Any] = found["input"]["fields"]
        return fields

    return check


MESSAGES = [
    [{"role": "user", "content": "?"}, {"role": "assistant", "content": p}, {"role": "user", "content": "no"}]
    for p in PREDICTIONS
]
SHAPES: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "object": (
        [{"output": {"text": p}, "gold": {"de": r}} for p, r in ROWS],
        ["--prediction", "output.text", "--reference", "gold.de"],
    ),
    "choices": (
        [{"choices": [{"message": {"content": p}}], "reference": r} for p, r in ROWS],
        ["--prediction", "choices.0.message.content"],
    ),
    "choices guessed": ([{"choices": [{"message": {"content": p}}], "reference": r} for p, r in ROWS], []),
    "batch guessed": (
        [{"response": {"body": {"choices": [{"message": {"content": p}}]}}, "reference": r} for p, r in ROWS],
        [],
    ),
    "chat guessed": (
        [{"messages": m, "reference": r} for m, r in zip(MESSAGES, REFERENCES, strict=True)],
        [],
    ),
    "message": (
        [{"choices": [{"message": {"role": "assistant", "content": p}}], "reference": r} for p, r in ROWS],
        ["--prediction", "choices.0.message"],
    ),
    "list of one": ([{"filtered_resps": [p], "target": r} for p, r in ROWS], []),
    "list of lists": (
        [{"resps": [[p]], "target": [[r]]} for p, r in ROWS],
        ["--prediction", "resps"],
    ),
    "pipeline": ([{"output": [{"generated_text": p}], "target": r} for p, r in ROWS], []),
    "answers": ([{"prediction_text": p, "answers": {"text": [r], "start": [0]}} for p, r in ROWS], []),
    "answers by name": (
        [{"prediction_text": p, "answers": {"text": [r], "start": [0]}} for p, r in ROWS],
        ["--reference", "answers.text"],
    ),
    "listed answers": ([{"prediction_text": p, "answers": [{"text": r}]} for p, r in ROWS], []),
    "chat": (
        [{"messages": m, "reference": r} for m, r in zip(MESSAGES, REFERENCES, strict=True)],
        ["--prediction", "messages"],
    ),
}


@pytest.mark.parametrize("format", ["jsonl", "json", "indented", "parquet", "arrow", "stream"])
@pytest.mark.parametrize("shape", SHAPES)
def test_nested_and_listed(scores, shape: str, format: str) -> None:
    records, options = SHAPES[shape]
    name = f"data.{format}"
    if format == "jsonl":
        Path(name).write_text(lines(*records))
    elif format in ("json", "indented"):
        name = "data.json"
        Path(name).write_text(json.dumps(records, indent=None if format == "json" else 2))
    else:
        table = pa.Table.from_pylist(records)
        if format == "parquet":
            pa.parquet.write_table(table, name)
        else:
            name = "data.arrow"
            new = pa.ipc.new_file if format == "arrow" else pa.ipc.new_stream
            with new(name, table.schema) as writer:
                writer.write_table(table)
    scores(name, *options)


def test_ids_and_groups_are_found_inside_too(run) -> None:
    records = [{"prediction": p, "reference": r, "doc": {"id": r[:5], "lang": "en"}} for p, r in ROWS]
    Path("a.jsonl").write_text(lines(*records))
    pa.parquet.write_table(pa.Table.from_pylist(records), "a.parquet")
    for name in ("a.jsonl", "a.parquet"):
        options = ("--group-by", "doc.lang", "--id", "doc.id", "--per-example", "out.jsonl", "-m", "chrf")
        found = run("score", name, *options, "--format", "json").json
        assert [it["by"] for it in found["groups"]] == [{"doc.lang": "en"}]
        written = [json.loads(line)["doc.id"] for line in Path("out.jsonl").read_text().splitlines()]
        assert written == [r[:5] for r in REFERENCES]


def test_a_key_with_a_dot_is_itself(scores) -> None:
    Path("a.jsonl").write_text(lines(*({"a.b": p, "a": {"b": "no"}, "reference": r} for p, r in ROWS)))
    scores("a.jsonl", "--prediction", "a.b")


def test_what_is_not_inside_is_named(run) -> None:
    Path("a.jsonl").write_text(lines({"output": {"text": "a"}, "reference": "b"}))
    error = run("score", "a.jsonl", "--prediction", "output.txt").error
    assert error == (
        "there is no field 'output.txt'; the fields in a.jsonl are: 'output', 'reference', 'output.text'"
    )
    Path("a.jsonl").write_text(lines({"output": {"de": "a", "en": "b"}, "reference": "b"}))
    assert run("score", "a.jsonl").error == (
        "a.jsonl:1: field 'output' is an object, not text: its fields are 'de', 'en'; name one, as in FIELD.de"
    )
    Path("a.jsonl").write_text(lines({"output": [{"role": "user", "content": "a"}], "reference": "b"}))
    assert (
        run("score", "a.jsonl").error == "a.jsonl:1: field 'output' is a chat without a turn of the assistant"
    )
    Path("a.jsonl").write_text(lines({"output": ["a", "b"], "reference": "b"}))
    assert run("score", "a.jsonl").error == "a.jsonl:1: field 'output' is an array of 2, not text"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "document",
    [
        {"predictions": PREDICTIONS, "references": REFERENCES},
        {"model": "m", "predictions": PREDICTIONS, "references": [[r] for r in REFERENCES]},
        {
            "prediction": {str(at): p for at, p in enumerate(PREDICTIONS)},
            "reference": {str(at): r for at, r in enumerate(REFERENCES)},
        },
        {"version": 1, "data": [{"prediction": p, "reference": r} for p, r in ROWS]},
    ],
    ids=["columns", "with one value", "as pandas writes them", "under a name"],
)
def test_objects_of_columns(scores, document: Any, indent: int | None) -> None:
    if "data" in document and indent is None:
        pytest.skip("on one line this is a record")
    Path("a.json").write_text(json.dumps(document, indent=indent))
    scores("a.json")


def test_a_record_alone_is_a_record(run) -> None:
    for record in (
        {"prediction": "a b", "references": ["a b", "c"]},
        {"prediction": ["a b"], "references": ["a b", "c"]},
        {"prediction": "a b", "references": ["a b", "c"], "tags": ["x", "y"]},
    ):
        for indent in (None, 1):
            Path("a.json").write_text(json.dumps(record, indent=indent))
            found = run("score", "a.json", "-m", "rouge1", "--format", "json").json
            assert (found["examples"], found["metrics"]["rouge1"]["fmeasure"]) == (1, 1.0)


ARRAYS = {
    '[{"prediction": "a"': "a.json:1: malformed JSON: Expecting ',' delimiter at column 20",
    '[{"prediction": "a", "reference": "b"},\n {"prediction": 1, "reference": "b"}]': (
        "a.json:2: field 'prediction' is a number, not text"
    ),
    '[{"prediction": "a", "reference": "b"},\n 3]': "a.json:2: expected an object, found a number",
    '[{"prediction": "a", "reference": "b"}] x': "a.json:1: malformed JSON: Extra data at column 41",
    '{\n"predictions": ["a", "b"],\n"references": ["c", "d", "e"]}': (
        "a.json: columns of unequal lengths: 'predictions' has 2, 'references' has 3"
    ),
    '[{"prediction": "a", "reference": "b"}, {"prediction": "a"}]': (
        "a.json, item 2: field 'reference' is missing"
    ),
}


@pytest.mark.parametrize("text", ARRAYS)
def test_what_is_wrong_with_an_array(run, text: str) -> None:
    Path("a.json").write_text(text)
    assert run("score", "a.json").error == ARRAYS[text]


def test_arrays_may_be_skipped_in_part(run) -> None:
    Path("a.json").write_text(
        '[{"prediction": "a", "reference": "a"}, 3, {"prediction": "b", "reference": 1}]'
    )
    found = run("score", "a.json", "--on-error", "skip", "--format", "json").json
    assert (found["examples"], found["skipped"]["count"]) == (1, 2)


def test_feather(scores) -> None:
    table = pa.table({"prediction": PREDICTIONS, "reference": pa.array(REFERENCES).dictionary_encode()})
    pyarrow.feather.write_feather(table, "a.feather")
    scores("a.feather")


def test_damaged_arrow(run) -> None:
    table = pa.table({"prediction": PREDICTIONS, "reference": REFERENCES})
    with pa.ipc.new_file("a.arrow", table.schema) as writer:
        writer.write_table(table)
    data = bytearray(Path("a.arrow").read_bytes())
    at = data.index(b"the otter swims")
    data[at] = 0xFF
    Path("a.arrow").write_bytes(data)
    assert run("score", "a.arrow").error.startswith("a.arrow: damaged Arrow data after row 0 (")
    Path("a.arrow").write_bytes(b"ARROW1 no")
    assert run("score", "a.arrow").error.startswith("a.arrow: not an Arrow file (")


def save_to_disk(folder: str, table: pa.Table) -> None:
    Path(folder).mkdir(parents=True)
    names = [f"data-0000{part}-of-00002.arrow" for part in range(2)]
    for name, part in zip(names, (table.slice(0, 1), table.slice(1)), strict=True):
        with pa.ipc.new_stream(f"{folder}/{name}", table.schema) as writer:
            writer.write_table(part)
    state = {"_data_files": [{"filename": name} for name in names], "_split": None}
    Path(folder, "state.json").write_text(json.dumps(state))
    Path(folder, "dataset_info.json").write_text("{}")


def test_saved_datasets(run, scores) -> None:
    save_to_disk("saved/test", pa.table({"prediction": PREDICTIONS, "reference": REFERENCES}))
    scores("saved/test")
    Path("saved/dataset_dict.json").write_text('{"splits": ["test", "train"]}')
    assert run("score", "saved").error == (
        "saved: is a dataset of several splits, give one of them: saved/test, saved/train"
    )
    Path("saved/test/state.json").write_text('{"_data_files": [{"filename": "../x.arrow"}]}')
    assert "names files that are not beside it" in run("score", "saved/test").error


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("{}.txt", ["{}.txt"]),
        ("news.{:03}.txt", ["news.A.{:03}.txt"]),
        ("doc{}.decoded", ["doc{}.reference"]),
        ("{:06}_decoded.txt", ["{:06}_reference.txt"]),
        ("sum.{}.txt", ["sum.A.{}.txt", "sum.B.{}.txt"]),
    ],
)
def test_folders_of_documents(run, scores, ours: str, theirs: list[str]) -> None:
    for folder in ("system", "model"):
        Path(folder).mkdir()
    for at, (text, other) in enumerate(ROWS, 1):
        Path("system", ours.format(at)).write_text(text + "\n")
        for name in theirs:
            Path("model", name.format(at)).write_text(other + "\n")
    scores("system", "model", references=[[it] * len(theirs) for it in REFERENCES])
    outcome = run("score", "system", "model", "-m", "rouge1", "--per-example", "out.jsonl")
    assert "each file of these folders was taken for one example" in outcome.err
    rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [row["document"] for row in rows] == [ours.format(at) for at in (1, 2, 3)]


def test_a_document_without_its_reference(run) -> None:
    for name in ("system/a.txt", "system/b.txt", "model/a.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("a\n")
    assert run("score", "system", "model").error == (
        "system/b.txt: no reference has a name that goes with it (2 files of predictions, 1 of references)"
    )


def test_delimiters_that_are_none(run) -> None:
    Path("a.csv").write_text("prediction\treference\na b\ta b\n")
    assert run("score", "a.csv", "--delimiter", r"\t").code == 0
    for wrong in ("ab", "", "\u00e9", '"', "\n"):
        assert "one character of ASCII is expected" in run("score", "a.csv", "--delimiter", wrong).error


@pytest.mark.parametrize("delimiter", [";", "|", "\t", "^"])
@pytest.mark.parametrize("quoted", [False, True])
def test_delimiters(scores, delimiter: str, quoted: bool) -> None:
    cell = '"{}"' if quoted else "{}"
    rows = [("prediction", "reference"), *ROWS]
    text = "".join(delimiter.join(map(cell.format, row)) + "\n" for row in rows)
    Path("a.csv").write_text(text)
    if delimiter != "^":
        scores("a.csv")
    scores("a.csv", "--delimiter", delimiter)
    Path("a.csv").write_text(f"sep={delimiter}\n{text}")
    scores("a.csv")


def test_lines_are_counted_after_a_separator_line(run) -> None:
    Path("a.csv").write_text("sep=;\nprediction;reference\na;b\nc\n")
    assert run("score", "a.csv").error == "a.csv:4: expected 2 fields, found 1"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1", "cp1252"])
def test_encodings(run, encoding: str) -> None:
    Path("a.txt").write_bytes("naïve café\n".encode(encoding))
    Path("b.txt").write_bytes("naïve cafés\n".encode(encoding))
    found = run("score", "a.txt", "b.txt", "--encoding", encoding, "-m", "rouge1", "--tokenizer", "unicode")
    assert "0.5000" in found.out
    Path("a.csv").write_bytes("prediction,reference\nnaïve,naïve\n".encode(encoding))
    assert "1.0000" in run("score", "a.csv", "-e", encoding, "-m", "rouge1", "--tokenizer", "unicode").out


def test_encodings_that_are_none(run) -> None:
    Path("a.txt").write_bytes(b"a\n\x80\n")
    assert run("score", "a.txt", "a.txt", "-e", "nope").error == "the encoding 'nope' is unknown"
    assert run("score", "a.txt", "a.txt", "-e", "hex").error == "the encoding 'hex' is unknown"
    error = run("score", "a.txt", "a.txt", "-e", "euc-jp").error
    assert error.startswith("a.txt: not in euc_jp: at byte 2 (")
    for encoding in ("utf-16", "utf-32", "undefined"):  # which have errors of other kinds, too
        error = run("score", "a.txt", "a.txt", "-e", encoding).error
        assert error.startswith(f"a.txt: not in {encoding}: ")


@pytest.mark.parametrize("path", ["s3://bucket/a.jsonl", "gs://b/a.parquet", "https://x.org/a.csv"])
def test_what_is_not_offered_is_said(run, path: str) -> None:
    assert run("score", path).error == (
        f"{path}: only local files are read: copy it here, or score it with gramscore.distributed's Ray or Spark"
    )
    assert run("score", "file:///a.jsonl").error == "file:///a.jsonl: give the path alone, without file://"


NULLS = {
    "jsonl": lines(*({"prediction": p, "reference": r} for p, r in [*ROWS, (None, "a"), ([], "b")])).encode(),
    "csv": b"prediction,reference\nNA,x\n" + b"".join(f"{p},{r}\n".encode() for p, r in ROWS) + b"NA,y\n",
}


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet", "arrow"])
def test_predictions_that_are_null(run, scores, api_figures, format: str) -> None:
    name = f"a.{format}"
    options = ["--null", "NA"] if format == "csv" else []
    if format in NULLS:
        Path(name).write_bytes(NULLS[format])
    else:
        table = pa.table({"prediction": [*PREDICTIONS, None, None], "reference": [*REFERENCES, "a", "b"]})
        if format == "parquet":
            pa.parquet.write_table(table, name)
        else:
            pyarrow.feather.write_feather(table, name)
    outcome = run("score", name, *options)
    assert "is null" in outcome.error
    assert "(--on-null empty scores it as an empty text, --on-null skip leaves it out)" in outcome.err
    scores(name, *options, "--on-null", "skip")
    assert "skipped 2" in run("score", name, *options, "--on-null", "skip").err
    found = run("score", name, *options, "-m", "rouge1", "--on-null", "empty", "--format", "json").json
    assert found["examples"] == 5
    assert found["metrics"] == api_figures([*PREDICTIONS, "", ""], [*REFERENCES, "a", "b"])


def test_the_first_error_says_how_to_go_on(run) -> None:
    Path("a.jsonl").write_text("oops\n")
    assert run("score", "a.jsonl").err.endswith(" (--on-error skip passes over what cannot be read)\n")


PAIRS = [
    ("predict", "label", ["output"]),
    ("response", "answer", ["question"]),
    ("response", "answer", ["output"]),
    ("predicted", "expected", []),
    ("mt", "ref", ["src"]),
    ("summary", "highlights", ["article"]),
    ("generated_summary", "reference_summary", ["summary"]),
    ("decoded_preds", "decoded_labels", []),
    ("llm_output", "ideal", ["input"]),
    ("filtered_resps", "target", ["resps"]),
    ("generated_text", "target", []),
    ("answer", "ground_truth", ["question", "contexts"]),
    ("prediction", "reference", ["hypothesis", "target"]),
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} {pair[1]}")
def test_names_that_tools_write(run, pair: Any) -> None:
    prediction, reference, others = pair
    Path("a.jsonl").write_text(lines({**dict.fromkeys(others, "no"), reference: "a b", prediction: "a b"}))
    found = run("score", "a.jsonl", "-m", "rouge1", "--format", "json").json
    fields = found["input"]["fields"]
    assert (fields["prediction"], fields["references"]) == (prediction, [reference])
    assert found["metrics"]["rouge1"]["fmeasure"] == 1.0


@pytest.mark.parametrize(
    ("names", "error"),
    [
        (
            ["output", "completion", "reference"],
            "a.jsonl: several fields may hold the predictions: 'output', 'completion'; choose with --prediction",
        ),
        (
            ["prediction", "target", "gold"],
            "a.jsonl: several fields may hold the references: 'target', 'gold'; choose with --reference",
        ),
    ],
)
def test_names_that_are_ambiguous(run, names: list[str], error: str) -> None:
    Path("a.jsonl").write_text(lines(dict.fromkeys(names, "a")))
    assert run("score", "a.jsonl").error == error
