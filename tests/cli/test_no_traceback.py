"""Whatever a file holds and whatever the options: a result or one sentence, never a traceback or a fault of ours."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

import gramscore
from gramscore.io.states import _describing, _digest, states_to_arrow

LINE = b'{"prediction": "a b", "reference": "a c", "id": 1, "g": "x"}\n'


def parquet(**columns: Any) -> bytes:
    sink = pa.BufferOutputStream()
    pa.parquet.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()


def badly_named() -> bytes:
    return parquet(prediction=["a"], reference=["a"], wxyz=["b"]).replace(b"wxyz", b"w\xff\xfez")


FILES: dict[str, bytes] = {
    "empty.jsonl": b"",
    "blank.jsonl": b"\n\n",
    "zeros.jsonl": bytes(100),
    "bytes.jsonl": bytes(range(256)),
    "surrogates.jsonl": b'{"prediction": "\\ud800", "reference": "\\udfff", "id": "\\ud800", "g": "\\udc00"}\n'
    * 2,
    "surrogate name.jsonl": b'{"prediction": "a", "reference": "a", "\\ud800": 1, "id": {"\\ud800": 1}}\n',
    "deep.jsonl": LINE.replace(b"1", b"[" * 3000 + b"]" * 3000),
    "deep id.jsonl": LINE.replace(b"1", b"[" * 900 + b"]" * 900),
    "deep group.jsonl": LINE.replace(b'"x"', b"[" * 900 + b"]" * 900),
    "constants.jsonl": LINE.replace(b"1", b"NaN").replace(b'"x"', b"-Infinity"),
    "long.jsonl": LINE.replace(b"1", b"9" * 9000).replace(b'"x"', b"1e999"),
    "array.json": b'[{"prediction": "a", "reference": "a"}]',
    "pretty.json": b'{\n  "prediction": "a",\n  "reference": "a"\n}\n',
    "utf16.jsonl": LINE.decode().encode("utf-16"),
    "numbers.jsonl": b'{"prediction": 1, "reference": [[1]], "id": 1, "g": 1}\n',
    "no gzip.jsonl.gz": b"\x1f\x8b" + bytes(30),
    "cut.jsonl.gz": gzip.compress(LINE * 1000)[:-9],
    "no zstd.jsonl.zst": b"\x28\xb5\x2f\xfd" + bytes(range(200)),
    "no xz.jsonl.xz": b"\xfd7zXZ\x00" + bytes(50),
    "no bzip2.jsonl.bz2": b"BZh91AY&SY" + bytes(50),
    "header.csv": b"prediction,reference\n",
    "no header.csv": b"\n\n\n",
    "open.csv": b'prediction,reference\n"a,b\n',
    "nul.csv": b"prediction,reference\na\0b,c\n",
    "same.csv": b"prediction,prediction,reference\na,b,c\n",
    "bytes.csv": b"prediction,reference\n\xff,\xfe\n",
    "brackets.csv": b"prediction,reference\n[[[[,(((\n" + b"[" * 5000 + b",{\n",
    "deep.csv": b'prediction,reference\na,"' + b"[" * 5000 + b"]" * 5000 + b'"\n',
    "name.csv": b"prediction,reference,\x1b[31m\na,b,c\n",
    "ragged.tsv": b"prediction\treference\na\n\t\t\t\n\n",
    "quotes.tsv": b'"prediction"\t"reference"\n"a\t"b"\n',
    "magic.parquet": b"PAR1",
    "ends.parquet": b"PAR1" + bytes(40) + b"PAR1",
    "names.parquet": badly_named(),
    "types.parquet": parquet(prediction=[1], reference=[b"\xff"]),
    "bad text.parquet": parquet(
        prediction=pa.array([b"\xff"]).view(pa.string()),
        reference=pa.array([b"\xfe"]).view(pa.string()),
        id=pa.array([b"\xfd"]).view(pa.string()),
        g=pa.array([b"\xfc"]).view(pa.string()),
    ),
    "nested.parquet": parquet(prediction=["a"], reference=[[["a"]]], id=[[{"a": [1]}]], g=[{"a": 1}]),
    "groups.parquet": parquet(prediction=["a"], reference=["a"], g=pa.array([b"\xff"])),
    "far.parquet": parquet(
        prediction=["a"],
        reference=["a"],
        id=pa.array([2**62], pa.timestamp("us")),
        g=pa.array([2**62], pa.timestamp("us")),
    ),
    "none.parquet": parquet(prediction=pa.array([], pa.string()), reference=pa.array([], pa.string())),
    "text.txt": b"\xff\n\n",
}
COMMANDS: list[list[str]] = [
    ["score", "FILE"],
    ["score", "FILE", "-m", "bleu,chrf,ter", "--format", "json", "--on-error", "skip"],
    ["score", "FILE", "--per-example", "out.jsonl", "--group-by", "g"],
    [
        "score",
        "FILE",
        "--per-example",
        "out.csv",
        "--group-by",
        "file",
        "--format",
        "csv",
        "--on-error",
        "skip",
    ],
    ["score", "FILE", "--per-example", "out.parquet", "--state", "out.arrow", "--format", "markdown"],
    ["score", "FILE", "FILE", "--input-format", "text"],
    ["score", "-"],
    ["score", "-", "--input-format", "parquet"],
    ["score", "-", "--input-format", "csv", "--null", "a"],
    ["explain", "--file", "FILE"],
    ["explain", "--file", "FILE", "-m", "ter", "--format", "html"],
    ["explain", "--file", "FILE", "-m", "bleu,chrf", "--format", "json"],
    ["compare", "FILE", "FILE", "--report", "out.html", "--samples", "5"],
    ["compare", "FILE", "--prediction", "prediction,reference", "--samples", "5", "--format", "csv"],
    ["merge", "FILE", "-o", "out.parquet"],
    *map(
        str.split,
        (
            "check FILE -m bleu,rouge1",
            "check FILE --on-error skip --format json",
            "mbr FILE --candidates prediction --reference reference",
            "mbr - --candidates prediction",
            "dedup FILE --field prediction --threshold 0.7 -o out.jsonl --rejected why.parquet",
            "dedup FILE --field prediction --threshold 0.7 -o out.parquet --pool new.pool",
            "dedup - --field prediction --threshold 0.7 -o out.jsonl --seeds FILE",
            "dedup FILE --field prediction --threshold 0.7 --verify FILE -o out.jsonl",
            "dedup good.jsonl --field prediction --threshold 0.7 --pool FILE -o out.jsonl",
            "contamination FILE --against good.jsonl --field prediction --benchmark-field g -n 1 --items out.jsonl",
            "contamination good.jsonl --against FILE --field g --benchmark-field prediction -n 1 --report out.html",
            "contamination FILE --against FILE --field prediction --benchmark-field prediction -n 1 --clean out.jsonl",
            "reproduce FILE --why rouge-score evaluate -m rouge1",
            "jiwer -r FILE -h FILE -a -g",
            "coco FILE FILE",
            "sclite -r FILE -h FILE -i rm",
            "rouge155 -z SPL FILE",
            "rouge155 -a FILE",
            "rouge-score --target_filepattern FILE --prediction_filepattern FILE --output_filename out.csv",
            "sacrebleu FILE -i FILE",
        ),
    ),
]
OWN_CODES = {"rouge155": (0, 2, 25, 255)}


def assert_sound(run, *arguments: str, stdin: bytes = b"") -> None:
    outcome = run(*arguments, stdin=stdin)
    assert outcome.code in OWN_CODES.get(arguments[0], (0, 1, 2)), outcome.err
    for text in (outcome.out, outcome.err):
        assert "Traceback" not in text, text
        assert "a fault of gramscore" not in text, text
    if outcome.code and (arguments[0], outcome.code) != ("check", 1):  # which has something to remark on
        assert re.match(r"gramscore( rouge155| sacrebleu)?: error: .*\n$", outcome.err)


@pytest.mark.parametrize("name", FILES)
def test_hostile_files(run, name: str) -> None:
    Path(name).write_bytes(FILES[name])
    Path("good.jsonl").write_bytes(LINE * 3)
    for command in COMMANDS:
        assert_sound(run, *(it.replace("FILE", name) for it in command), stdin=FILES[name])


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--nothing"],
        ["nothing"],
        ["score"],
        ["score", ""],
        ["score", "\0"],
        ["score", "-", "-"],
        ["score", "."],
        ["score", "/dev/null"],
        ["score", "["],
        ["score", "{,}"],
        ["score", "{a,{b,c}}*"],
        ["score", "**"],
        ["score", "x.jsonl/y"],
        ["score", "n" * 300],
        ["score", "x.jsonl", "--threads", "2000000"],
        ["score", "x.jsonl", "--threads", "0"],
        ["score", "x.jsonl", "--threads", "1024"],
        ["score", "x.jsonl", "-m", ""],
        ["score", "x.jsonl", "-m", ",,"],
        ["score", "x.jsonl", "-m", "rouge10"],
        ["score", "x.jsonl", "-m", "bleu", "--smoothing", "exp=3"],
        ["score", "x.jsonl", "-m", "bleu", "--smoothing", "none=0"],
        ["score", "x.jsonl", "-m", "bleu", "--smoothing", "floor=nan"],
        ["score", "x.jsonl", "-m", "bleu", "--smoothing", "add-k=inf"],
        ["score", "x.jsonl", "-m", "bleu", "--smoothing", "="],
        ["score", "x.jsonl", "-m", "bleu", "--tokenizer", "ja-mecab"],
        ["score", "x.jsonl", "-m", "bleu", "--tokenizer", "spm"],
        ["score", "x.jsonl", "--tokenizer", "="],
        ["score", "x.jsonl", "--per-example", "x.jsonl"],
        ["score", "x.jsonl", "--per-example", "."],
        ["score", "x.jsonl", "--per-example", "/dev/full.jsonl"],
        ["score", "x.jsonl", "--per-example", "x.jsonl/y.csv"],
        ["score", "x.jsonl", "--state", "/proc/x.arrow"],
        ["score", "x.jsonl", "--group-by", ""],
        ["score", "x.jsonl", "--id", ""],
        ["score", "x.jsonl", "--reference", "reference", "--reference", "reference"],
        ["score", "x.jsonl", "--prediction", "reference"],
        ["score", "x.jsonl", "--prediction", "\ud800"],
        ["explain"],
        ["explain", "a"],
        ["explain", "\ud800", "\udfff"],
        ["explain", "", ""],
        ["explain", "\0", "\x1b"],
        ["explain", "a", "b", "--line", "2"],
        ["explain", "--file", "x.jsonl", "--line", "99999999999999999999"],
        ["explain", "--file", "-"],
        ["explain", "-m", "ter", "\ud800 a", "a \udfff", "--format", "html"],
        ["compare"],
        ["compare", "x.jsonl"],
        ["compare", "x.jsonl", "x.jsonl"],
        ["compare", "-", "-"],
        ["compare", "x.jsonl", "y.jsonl", "--samples", "99999999999999"],
        ["compare", "x.jsonl", "y.jsonl", "--seed", "9" * 40],
        ["compare", "x.jsonl", "y.jsonl", "--level", "nan"],
        ["compare", "x.jsonl", "y.jsonl", "--level", "2"],
        ["compare", "x.jsonl", "y.jsonl", "--stream", "sacrebleu", "--samples", "5"],
        ["compare", "x.jsonl", "y.jsonl", "--threads", "2000000"],
        ["compare", "x.jsonl", "y.jsonl", "--report", "/dev/full"],
        ["compare", "x.jsonl", "y.jsonl", "--report", "none/x.html", "--samples", "5"],
        ["merge"],
        ["merge", "x.jsonl"],
        ["merge", "."],
        ["merge", "x.jsonl", "-o", "y.arrow"],
        *map(
            str.split,
            (
                "dedup - - --field prediction --threshold 0.7 -o o.jsonl",
                "dedup x.jsonl --field prediction --threshold nan -o o.jsonl",
                "dedup x.jsonl --field prediction --threshold 0.7 -o o.jsonl -m gec-gleu",
                "dedup x.jsonl --field prediction --threshold 0.7 -o /dev/full",
                "contamination - --against - -n 1",
                f"contamination x.jsonl --against y.jsonl --field g --benchmark-field g -n {10**20}",
                "contamination x.jsonl --against y.jsonl --field g --benchmark-field g --report none/r.html",
                f"mbr x.jsonl --candidates prediction --best {10**20}",
                "mbr x.jsonl --candidates prediction -m cider",
                "mbr x.jsonl --candidates prediction -m ter --utility aggregate",
                "reproduce x.jsonl --score rouge1=1e400",
                "check x.jsonl -m sari",
                "explain -m distinct a b",
                f"rouge155 -n {10**20} -z SPL x.jsonl",
                f"rouge155 -n 1 -r {10**20} -z SPL x.jsonl",
            ),
        ),
    ],
    ids=repr,
)
def test_hostile_arguments(run, arguments: list[str]) -> None:
    for name in "xy":
        Path(f"{name}.jsonl").write_bytes(LINE * 3)
    outcome = run(*arguments)
    assert outcome.code in OWN_CODES.get(arguments[0] if arguments else "", (0, 1, 2))
    for sign in ("Traceback", "a fault of gramscore", "incompatible", "closed file"):
        assert sign not in outcome.err
    if "--samples" in arguments and "99999999999999" in arguments:
        assert outcome.error


def state_file(path: str, change) -> None:
    """A state whose digest is right, whatever `change` made of its parts."""
    parts = gramscore.BLEU().score(["a b c d"], ["a b c e"]).state().parts()
    rows = {"bleu": parts}
    change(rows, parts)
    write_states(path, states_to_arrow(rows))


def write_states(path: str, table: pa.Table) -> None:
    pa.parquet.write_table(_describing(table, signatures=[], digest=_digest(table)), path)


def deep(rows: Any, parts: Any) -> None:
    parts["configuration"] = "[" * 100_000


def deep_value(rows: Any, parts: Any) -> None:
    parts["configuration"] = parts["configuration"].replace("0.0", "[" * 900 + "]" * 900)


CHANGES: dict[str, Any] = {
    "deep": deep,
    "deep value": deep_value,
    "huge": lambda rows, parts: parts.update(whole=[2**62] * 10, examples=2**62),
    "negative": lambda rows, parts: parts.update(whole=[-1] * 10),
    "negative examples": lambda rows, parts: parts.update(examples=-1),
    "short": lambda rows, parts: parts.update(whole=[]),
    "long": lambda rows, parts: parts.update(whole=[1] * 1000),
    "exact": lambda rows, parts: parts.update(exact=[b"x" * 272]),
    "no number": lambda rows, parts: parts.update(configuration='{"metric": "ter"}'),
    "types": lambda rows, parts: parts.update(
        configuration='{"metric": "rouge", "types": [1]}', whole=[], exact=[bytes(272)] * 3
    ),
    "unknown": lambda rows, parts: parts.update(configuration='{"metric": "\\u001b"}'),
    "escapes": lambda rows, parts: parts.update(signature="\x1b[31m"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_crafted_states(run, name: str) -> None:
    state_file("x.parquet", CHANGES[name])
    for format in ("table", "json", "csv", "markdown"):
        assert_sound(run, "merge", "x.parquet", "x.parquet", "--format", format, "-o", "out.arrow")
    if name not in ("escapes", "long", "exact"):  # which may be states of other options
        assert run("merge", "x.parquet", "x.parquet").code == 2
    assert "\x1b" not in run("merge", "x.parquet", "--format", "markdown").out


def test_tables_that_are_no_states(run) -> None:
    table = states_to_arrow({"bleu": gramscore.BLEU().score(["a"], ["a"]).state().parts()})
    wrong = {
        "a column more": table.append_column("more", pa.array([1])),
        "a column twice": table.append_column("whole", table["whole"]),
        "two of one name": pa.concat_tables([table, table]),
        "a null": table.set_column(0, "name", pa.nulls(1, pa.string())),
        "numbers": table.set_column(0, "name", pa.array([1])),
    }
    for name, it in wrong.items():
        with pytest.raises(ValueError, match="table"):
            gramscore.State.from_arrow(it)
        if name != "a column twice":
            write_states("x.parquet", it)
            assert run("merge", "x.parquet").error.startswith("x.parquet: ")


def test_from_arrow_takes_one_row() -> None:
    state = gramscore.CHRF().score(["a"], ["a"]).state()
    for table in (state.to_arrow(), state.to_arrow().to_batches()[0]):
        assert gramscore.State.from_arrow(table) == state
    for table in (pa.concat_tables([state.to_arrow()] * 2), state.to_arrow().slice(0, 0)):
        with pytest.raises(ValueError, match="table holds"):
            gramscore.State.from_arrow(table)


def test_the_process_shows_none(tmp_path: Path) -> None:
    """As above, but with an interpreter of its own: what happens while it ends counts, too."""
    for name in ("surrogates.jsonl", "names.parquet", "cut.jsonl.gz"):
        (tmp_path / name).write_bytes(FILES[name])
        done = subprocess.run(
            [sys.executable, "-m", "gramscore", "score", name, "--per-example", "out.parquet"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONDEVMODE": "1"},
        )
        assert done.returncode in (0, 2)
        assert "Traceback" not in done.stderr
        assert "a fault of gramscore" not in done.stderr


def test_what_the_report_needs_is_said_before_the_work(run, monkeypatch: pytest.MonkeyPatch) -> None:
    from gramscore.cli import compare

    for name in "xy":
        Path(f"{name}.jsonl").write_text(json.dumps({"prediction": name, "reference": "x"}) + "\n")
    monkeypatch.setattr(compare, "find_spec", lambda name: None)
    monkeypatch.setattr(gramscore, "compare", None)
    outcome = run("compare", "x.jsonl", "y.jsonl", "--report", "out.html")
    assert (outcome.code, outcome.error) == (1, "--report needs jinja2: pip install 'gramscore[cli]'")


def test_the_extra_of_the_command_has_all_that_it_needs() -> None:
    tomllib = pytest.importorskip("tomllib", reason="Python 3.11 has it")
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    names = {it.partition(">")[0] for it in project["optional-dependencies"]["cli"]}
    assert names == {"click", "rich", "pyarrow", "jinja2", "tabulate"}
