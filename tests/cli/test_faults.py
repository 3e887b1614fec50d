"""What goes wrong in the middle of a large run: one sentence, the right exit code, nothing half-written."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

COMMAND = [sys.executable, "-m", "gramscore.cli"]
GOOD = '{"prediction": "a b", "reference": "a c"}\n'


def hundred_files() -> str:
    """Of ten lines each; line 6 of file 37 is bad. The place of that line."""
    Path("d").mkdir()
    for number in range(1, 101):
        Path(f"d/{number:03}.jsonl").write_text(GOOD * 10)
    Path("d/037.jsonl").write_text(GOOD * 5 + '{"prediction": "a", "refer\n' + GOOD * 4)
    return "d/037.jsonl:6"


def test_a_bad_line_in_file_37_stops(run) -> None:
    place = hundred_files()
    outcome = run("score", "d", "--per-example", "out.jsonl", "--state", "out.arrow")
    assert outcome.code == 2
    assert outcome.error.startswith(f"{place}: malformed JSON: ")
    assert os.listdir() == ["d"]


def test_a_bad_line_in_file_37_is_skipped(run) -> None:
    place = hundred_files()
    outcome = run("score", "d", "--on-error", "skip", "-m", "rouge1", "--format", "json")
    found = outcome.json
    assert found["examples"] == 999
    assert found["metrics"]["rouge1"]["precision"] == 0.5
    assert found["skipped"]["count"] == 1
    assert found["skipped"]["listed"][0].startswith(f"{place}: malformed JSON: ")
    *_, counted, listed = outcome.err.splitlines()
    assert counted == "gramscore: skipped 1, which could not be read:"
    assert listed.startswith(f"gramscore: {place}: malformed JSON: ")


@pytest.mark.parametrize(
    "bad", ["hello", "[]", '{"prediction": null, "reference": "a"}', '{"prediction": "a"}', "{}"]
)
@pytest.mark.parametrize("first", [True, False])
def test_skipped_lines(run, bad: str, first: bool) -> None:
    Path("a.jsonl").write_text(f"{bad}\n{GOOD}{GOOD}" if first else f"{GOOD}{GOOD}{bad}\n")
    found = run("score", "a.jsonl", "--on-error", "skip", "--format", "json").json
    assert (found["examples"], found["skipped"]["count"]) == (2, 1)
    assert found["skipped"]["listed"][0].startswith(f"a.jsonl:{1 if first else 3}: ")


def test_skipped_records_of_csv(run) -> None:
    Path("a.csv").write_bytes(
        b'prediction,reference\na,b\nc\na,\xff\nd,"e\nf"\ng,h\ri,j\nk,"never closed\nl,m\n'
    )
    found = run("score", "a.csv", "--on-error", "skip", "--format", "json").json
    assert found["examples"] == 2
    assert [it.split(": ")[0] for it in found["skipped"]["listed"]] == [
        "a.csv:3",
        "a.csv:4",
        "a.csv:7",
        "a.csv:8",
    ]


def test_skipped_rows_of_parquet(run) -> None:
    table = pa.table({"prediction": ["a", None, "b", "c"], "reference": [["a"], ["b"], [], [None]]})
    pa.parquet.write_table(table, "a.parquet")
    found = run("score", "a.parquet", "--on-error", "skip", "--format", "json").json
    assert found["examples"] == 1
    assert found["skipped"]["listed"] == [
        "a.parquet, row 2: field 'prediction' is null",
        "a.parquet, row 3: field 'reference' holds no text",
        "a.parquet, row 4: field 'reference' holds null alone",
    ]


def test_skipped_lines_of_text(run) -> None:
    Path("hyp.txt").write_bytes(b"a\n\xff\nc\n")
    Path("ref.txt").write_bytes(b"a\nb\n\xfe\n")
    found = run("score", "hyp.txt", "ref.txt", "--on-error", "skip", "--format", "json").json
    assert found["examples"] == 1
    assert [it.split(": ")[0] for it in found["skipped"]["listed"]] == ["hyp.txt:2", "ref.txt:3"]
    Path("ref.txt").write_bytes(b"a\nb\n")
    assert "unequal numbers of lines" in run("score", "hyp.txt", "ref.txt", "--on-error", "skip").error


def test_many_faults_are_counted_and_some_listed(run) -> None:
    Path("a.jsonl").write_text(GOOD + "oops\n" * 150)
    outcome = run("score", "a.jsonl", "--on-error", "skip", "--format", "json")
    assert outcome.json["skipped"]["count"] == 150
    assert len(outcome.json["skipped"]["listed"]) == 100
    assert outcome.err.splitlines()[-1] == "gramscore: ... and 130 more"
    assert run("score", "a.jsonl", "--on-error", "skip", "-q").err == ""


def test_all_is_skipped(run) -> None:
    Path("a.jsonl").write_text('{"prediction": 1, "reference": "b"}\n')
    error = run("score", "a.jsonl", "--on-error", "skip").error
    assert error.startswith("there is nothing to score: all was skipped, first a.jsonl:1: field 'prediction'")


@pytest.mark.parametrize("left", [0.3, 0.95])
def test_truncated_parquet(run, left: float) -> None:
    rows = [f"number {number}" for number in range(10_000)]
    table = pa.table({"prediction": rows, "reference": rows})
    for name in ("a", "b"):
        pa.parquet.write_table(table, f"{name}.parquet", row_group_size=1000)
    whole = Path("b.parquet").read_bytes()
    Path("b.parquet").write_bytes(whole[: int(left * len(whole))])
    outcome = run("score", "a.parquet", "b.parquet", "--per-example", "out.csv")
    assert outcome.code == 2
    assert outcome.error.startswith("b.parquet: not a Parquet file (")
    assert sorted(os.listdir()) == ["a.parquet", "b.parquet"]
    found = run("score", "a.parquet", "b.parquet", "--on-error", "skip", "--format", "json").json
    assert (found["examples"], found["skipped"]["count"]) == (10_000, 1)
    assert (
        run("score", "b.parquet", "a.parquet", "--on-error", "skip", "--format", "json").json["examples"]
        == 10_000
    )


def test_parquet_with_a_hole(run) -> None:
    rows = [f"number {number}" for number in range(10_000)]
    pa.parquet.write_table(
        pa.table({"prediction": rows, "reference": rows}),
        "a.parquet",
        row_group_size=1000,
        compression="gzip",
    )
    data = bytearray(Path("a.parquet").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    Path("a.parquet").write_bytes(data)
    assert run("score", "a.parquet").error.startswith("a.parquet: damaged Parquet data after row ")


def test_the_rest_of_a_damaged_file_is_skipped(run) -> None:
    Path("a.jsonl.gz").write_bytes(gzip.compress(GOOD.encode() * 1000)[:-20])
    Path("b.jsonl").write_text(GOOD)
    found = run("score", "a.jsonl.gz", "b.jsonl", "--on-error", "skip", "--format", "json").json
    assert found["skipped"]["listed"][0].startswith("a.jsonl.gz: damaged gzip data (")
    assert found["examples"] >= 1


def limited(size: int) -> None:
    """In a child: no file larger than so many bytes, an error in place of a signal, as on a full disk."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="no limits of file sizes here")
@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_no_room_for_the_output(tmp_path: Path, ending: str) -> None:
    lines = (
        json.dumps({"prediction": f"a {n % 991} b", "reference": f"a {n % 997} c"}) for n in range(50_000)
    )
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    done = subprocess.run(
        [*COMMAND, "score", "in.jsonl", "--per-example", f"out.{ending}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: limited(10_000),
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"gramscore: error: out.{ending}: cannot be written (File too large)\n"
    assert os.listdir(tmp_path) == ["in.jsonl"]


def test_a_reader_that_leaves(tmp_path: Path) -> None:
    """As with `| head -1`, which is gone before all is printed."""
    rows = "".join(
        json.dumps({"prediction": "a", "reference": "a", "group": f"{n:06}"}) + "\n" for n in range(20_000)
    )
    (tmp_path / "in.jsonl").write_text(rows)
    with subprocess.Popen(
        [*COMMAND, "score", "in.jsonl", "-m", "rouge1", "--group-by", "group", "--format", "csv", "-q"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"group,examples,metric")
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr.read() == b""


def test_interrupted_in_the_middle(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "score", "-", "--per-example", "out.jsonl", "--state", "out.arrow"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        # Batches come as fast as they are scored, until there is output, and then no more: the command waits for input.
        while not any(path.stat().st_size for path in tmp_path.iterdir()):
            process.stdin.write(GOOD.encode() * 10_000)
            process.stdin.flush()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stdout.read() == b""
        assert process.stderr.read().strip() == b"gramscore: error: interrupted"
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("others", ["", ",rouge1", ",nist"], ids=["alone", "beside another", "read whole"])
def test_the_example_that_has_no_score(run, others: str) -> None:
    """Whichever batch it is in."""
    row = {"prediction": "a b", "references": ["a", "b"]}
    bad = {"prediction": "a b", "references": ["a", ""]}
    Path("a.jsonl").write_text(f"{json.dumps(row)}\n" * 40_000 + json.dumps(bad))
    error = "example 40001: the reference has no words: CharacTER is not defined without any"
    assert run("score", "a.jsonl", "-m", f"character{others}").error == error


def test_comparisons_name_the_example_that_has_no_score(run) -> None:
    for name in ("a", "b"):
        Path(f"{name}.txt").write_text("a\nb\n{c\n")
    Path("ref.txt").write_text("a\nb\nc\n")
    outcome = run("compare", "a.txt", "b.txt", "--reference", "ref.txt", "-m", "wer-sclite")
    assert (outcome.code, outcome.error) == (2, "a.txt:3: the prediction has a brace { without its end")
