"""`gramscore contamination`: what it prints, writes and refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import gramscore

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

BENCHMARK = [{"text": "one two three four"}, {"text": "alpha beta gamma"}, {"text": "x"}]
TRAIN = [
    {"id": 1, "text": "he says one two three and leaves"},
    {"id": 2, "text": "nothing here"},
    {"id": 3, "text": "alpha beta gamma one two three four"},
]
OPTIONS = ["--profile", "custom", "--tokenizer", "whitespace", "-n", "3"]


def write(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    return [write(tmp_path / "train.jsonl", TRAIN), "--against", write(tmp_path / "bench.jsonl", BENCHMARK)]


@pytest.fixture
def call(run: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: run("contamination", *map(str, arguments))


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_is_printed(call: Callable[..., Any], files: list[str]) -> None:
    done = call(*files, *OPTIONS)
    assert done.code == 0
    assert done.out.splitlines()[:2] == [
        "2 of 3 texts are contaminated",
        "2 of 3 benchmark items are in them, 2 in any text",
    ]
    assert "shorter than 3 tokens, so not looked for" in done.err
    done = call(*files, *OPTIONS, "--format", "json", "-q")
    found = json.loads(done.out)
    assert (found["contaminated"], found["items_found"], found["too_short"]) == (2, 2, 1)
    assert done.err == ""


def test_what_is_written(call: Callable[..., Any], files: list[str], tmp_path: Path) -> None:
    outputs = [tmp_path / name for name in ("rows.jsonl", "items.jsonl", "clean.jsonl")]
    rows, items, clean = outputs
    done = call(*files, *OPTIONS, "-o", rows, "--items", items, "--clean", clean)
    assert done.code == 0, done.err
    first, second, third = rows_of(rows)
    assert (first["contaminated"], first["hits"], first["longest"], first["items"]) == (True, 1, 3, [0])
    assert [TRAIN[0]["text"][slice(*span)] for span in first["spans"]] == ["one two three"]
    assert (second["contaminated"], second["items"], second["spans"]) == (False, [], [])
    assert third["items"] == [0, 1]
    assert [(row["item"], row["texts"], row["first"]) for row in rows_of(items)] == [
        (0, 2, 0),
        (1, 1, 2),
        (2, 0, -1),
    ]
    assert rows_of(clean) == TRAIN[1:2]


def test_cutting_out(call: Callable[..., Any], tmp_path: Path) -> None:
    text = "a " * 150 + "one two three four " + "b " * 150
    train = write(tmp_path / "train.jsonl", [{"text": text, "id": 1}, {"text": "short", "id": 2}])
    bench = write(tmp_path / "bench.jsonl", BENCHMARK)
    clean = tmp_path / "clean.jsonl"
    done = call(train, "--against", bench, "-n", "4", "--clean", clean, "-q")
    assert done.code == 0, done.err
    index = gramscore.Contamination([row["text"] for row in BENCHMARK], "gpt3", n=4)
    pieces = index.scan([text]).cut(0, text)
    assert len(pieces) == 0 or rows_of(clean)[:-1] == [{"text": piece, "id": 1} for piece in pieces]
    assert rows_of(clean)[-1] == {"text": "short", "id": 2}


def test_parquet(call: Callable[..., Any], files: list[str], tmp_path: Path) -> None:
    train, clean, rows = (tmp_path / name for name in ("train.parquet", "clean.parquet", "rows.parquet"))
    pq.write_table(pa.Table.from_pylist(TRAIN), train)
    done = call(train, *files[1:], *OPTIONS, "--clean", clean, "-o", rows)
    assert done.code == 0, done.err
    assert pq.read_table(clean).to_pylist() == TRAIN[1:2]
    assert pq.read_table(rows)["contaminated"].to_pylist() == [True, False, True]


def test_frequent_ngrams_are_counted_over_all_files(call: Callable[..., Any], tmp_path: Path) -> None:
    item = " ".join(f"w{i}" for i in range(13))
    bench = write(tmp_path / "bench.jsonl", [{"text": item}])
    for name in ("a", "b"):
        write(tmp_path / f"{name}.jsonl", [{"text": item}] * 6)
    done = call(tmp_path / "a.jsonl", "--against", bench, "--profile", "nemo")
    assert done.out.startswith("6 of 6")
    done = call(tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--against", bench, "--profile", "nemo")
    assert done.out.startswith("0 of 12")


def test_report(call: Callable[..., Any], files: list[str], tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    page = tmp_path / "page.html"
    done = call(*files, *OPTIONS, "--report", page)
    assert done.code == 0, done.err
    html = page.read_text(encoding="utf-8")
    assert "<mark>one two three</mark>" in html
    assert "2 of 3 texts are contaminated" in html


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--field", "body"], "train.jsonl:1: field 'body' is missing; the fields are 'id', 'text'"),
        (["--field", "id"], "train.jsonl:1: field 'id' holds a number, not text"),
        (["--benchmark-field", "question"], "bench.jsonl:1: field 'question' is missing"),
        (["-n", "40"], "no benchmark item has 40 tokens"),
        (["--threshold", "2"], "2.0 is not in the range"),
        (["--clean", "out.parquet"], "train.jsonl is JSON Lines, and the copy has to be, too"),
        (["-o", "out.txt"], "the name must end with .jsonl or .parquet"),
        (["--tokenizer", "nothing"], "unknown tokenizer 'nothing'"),
    ],
)
def test_bad_input(
    call: Callable[..., Any], files: list[str], tmp_path: Path, arguments: list[str], message: str
) -> None:
    before = set(tmp_path.iterdir())
    clean = ["--clean", tmp_path / "new.jsonl"] if "--clean" not in arguments else []
    done = call(*files, *OPTIONS, *clean, *arguments)
    assert done.code == 2
    assert message in done.err
    assert set(tmp_path.iterdir()) == before


def test_empty_item(call: Callable[..., Any], files: list[str], tmp_path: Path) -> None:
    bench = write(tmp_path / "empty.jsonl", [{"text": "a b c"}, {"text": " "}])
    done = call(files[0], "--against", bench, *OPTIONS)
    assert done.code == 2
    assert f"{bench} item 1: a text with tokens is expected" in done.err


@pytest.mark.parametrize("profile", ["custom", "nemo"])
def test_an_interrupt_leaves_what_was_there(
    call: Callable[..., Any], files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    two = write(tmp_path / "two.jsonl", TRAIN)
    outputs = {
        "-o": "rows.jsonl",
        "--items": "items.jsonl",
        "--clean": "clean.jsonl",
        "--report": "page.html",
    }
    (tmp_path / "rows.jsonl").write_text("before", encoding="utf-8")
    before = set(tmp_path.iterdir())
    scan = gramscore.Contamination.scan
    parts = []

    def interrupted(self: Any, texts: Any, **more: Any) -> Any:
        parts.append(len(texts))
        if len(parts) == 2:
            raise KeyboardInterrupt
        return scan(self, texts, **more)

    monkeypatch.setattr(gramscore.Contamination, "scan", interrupted)
    options = ["--profile", profile, "--tokenizer", "whitespace", "-n", "3"]
    if profile == "nemo":
        options = ["--profile", profile, "-n", "8"]
        write(tmp_path / "bench.jsonl", [{"text": " ".join("abcdefgh")}])
    named = [it for name, value in outputs.items() for it in (name, tmp_path / value)]
    done = call(files[0], two, *files[1:], *options, *named)
    assert done.code not in (0, 2)
    assert len(parts) == 2
    assert "Traceback" not in done.err
    assert set(tmp_path.iterdir()) == before
    assert (tmp_path / "rows.jsonl").read_text(encoding="utf-8") == "before"


def test_progress_is_told(
    call: Callable[..., Any], files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gramscore.cli.contamination as command

    shown: list[tuple[str, int, int]] = []

    @contextmanager
    def bar(label: str, size: int | None, quiet: bool) -> Any:
        yield lambda position, texts: shown.append((label, position, texts))

    monkeypatch.setattr(command, "progress_bar", bar)
    write(tmp_path / "bench.jsonl", [{"text": " ".join("abcdefghijklm")}])
    done = call(files[0], *files[1:], "--profile", "nemo")
    assert done.code == 0, done.err
    size = Path(files[0]).stat().st_size
    assert shown == [("counting", size, 3), ("looking through", size, 3)]
