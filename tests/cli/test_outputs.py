"""Outputs do not overwrite each other or an input, keep modes, and leave nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

import gramscore
from gramscore.io.atomic import replacing

COMMAND = [sys.executable, "-m", "gramscore.cli"]
LINE = '{"prediction": "a b", "reference": "a c", "text": "a b", "c": ["a b"]}\n'
DEDUP = ["--threshold", "0.7", "-o", "out.jsonl", "--pool", "out.pool", "--rejected", "out.why.jsonl"]
CONTAMINATION = ["--against", "x.jsonl", "-n", "1", "-o", "out.jsonl", "--clean", "out.clean.jsonl"]


@pytest.fixture(autouse=True)
def corpus(run) -> None:
    Path("x.jsonl").write_text(LINE)


def test_two_outputs_in_one_file(run, monkeypatch: pytest.MonkeyPatch) -> None:
    from gramscore.io import per_example

    monkeypatch.setattr(per_example, "_WRITERS", {**per_example._WRITERS, ".arrow": per_example._JsonLines})
    for name in ("out.parquet", "./out.parquet", str(Path("out.parquet").absolute())):
        error = run("score", "x.jsonl", "--state", "out.parquet", "--per-example", name).error
        assert error.startswith("--per-example and --state would write to one file")
    Path("out.parquet").touch()
    os.symlink("out.parquet", "link.parquet")
    os.link("out.parquet", "hard.parquet")
    for name in ("link.parquet", "hard.parquet"):
        error = run("score", "x.jsonl", "--state", "out.parquet", "--per-example", name).error
        assert "would write to one file" in error


def test_outputs_that_are_inputs(run) -> None:
    assert (
        run("score", "x.jsonl", "--per-example", "x.jsonl").error
        == "--per-example x.jsonl would replace an input"
    )
    assert run("score", "x.jsonl", "-m", "bleu", "--state", "a.parquet").code == 0
    assert (
        run("merge", "a.parquet", "-o", "./a.parquet").error == "--output ./a.parquet would replace an input"
    )
    os.symlink("x.jsonl", "page.html")
    error = run("compare", "x.jsonl", "page.html", "--input-format", "jsonl", "--report", "page.html").error
    assert error == "--report page.html would replace an input"


def test_the_output_that_the_result_goes_to() -> None:
    with open("out.jsonl", "w") as stream:
        done = subprocess.run(
            [*COMMAND, "score", "x.jsonl", "--per-example", "out.jsonl"],
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 2
    assert "would replace the file that the result goes to" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_modes(run) -> None:
    Path("out.jsonl").touch(0o600)
    os.chmod("out.jsonl", 0o640)
    before = os.umask(0o022)
    try:
        assert run("score", "x.jsonl", "--per-example", "out.jsonl", "--state", "new.parquet").code == 0
    finally:
        os.umask(before)
    assert os.stat("out.jsonl").st_mode & 0o777 == 0o640
    assert os.stat("new.parquet").st_mode & 0o777 == 0o644


def test_names_of_every_length(run) -> None:
    name = "é" * 124 + ".jsonl"
    assert run("score", "x.jsonl", "--per-example", name[:124] + "e.jsonl").code == 0
    longest = "n" * (255 - len(".parquet")) + ".parquet"
    assert run("score", "x.jsonl", "--state", longest).code == 0
    assert "File name too long" in run("score", "x.jsonl", "--state", f"n{longest}").error


def test_leftovers_are_in_nobodys_way(run) -> None:
    """As of a process with the same id in another container."""
    for name in (f".out.jsonl.{os.getpid()}.tmp", f".x.parquet.{os.getpid()}.tmp"):
        Path(name).write_text("another's")
    assert run("score", "x.jsonl", "--per-example", "out.jsonl", "--state", "x.parquet").code == 0
    assert Path(f".out.jsonl.{os.getpid()}.tmp").read_text() == "another's"


def test_threads_save_one_path(run) -> None:
    state = gramscore.CHRF().score(["a b"], ["a c"]).state()
    failed = []

    def save() -> None:
        try:
            for _ in range(30):
                state.save("one.arrow")
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert gramscore.State.load("one.arrow") == state
    assert sorted(os.listdir()) == ["one.arrow", "x.jsonl"]


def test_an_error_removes_its_own_file_alone(run) -> None:
    def fail() -> None:
        with replacing("out") as stream:
            stream.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert os.listdir() == ["x.jsonl"]


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("SIGTERM", ["score", "-", "--per-example", "out.jsonl"]),
        ("SIGTERM", ["dedup", "-", *DEDUP]),
        ("SIGINT", ["contamination", "-", *CONTAMINATION]),
        ("SIGUSR1", ["mbr", "-", "--candidates", "c"]),
        ("SIGHUP", ["check", "-"]),
        ("SIGQUIT", ["reproduce", "-", "--score", "rouge1=12.3"]),
        ("SIGHUP", ["explain", "--file", "-", "--line", "9999999"]),
    ],
    ids=lambda it: it if isinstance(it, str) else it[0],
)
def test_signals_leave_nothing_behind(run, name: str, arguments: list[str]) -> None:
    number = signal.Signals[name]
    default = signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, number, default),  # the tests may run under nohup
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        writes = any(it.startswith("out") for it in arguments)
        for _ in range(1000):  # more than a pipe holds, so that the command is reading
            process.stdin.write(LINE.encode() * 1000)
            process.stdin.flush()
            if not writes or any(path.suffix == ".tmp" and path.stat().st_size for path in Path().iterdir()):
                break
        time.sleep(0.1)
        process.send_signal(number)
        assert process.wait(timeout=60) == 128 + number
        said = "interrupted" if name == "SIGINT" else f"ended by {name}"
        assert process.stderr.read().decode().strip() == f"gramscore: error: {said}"
    assert os.listdir() == ["x.jsonl"]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no SIGHUP here")
def test_a_signal_that_is_ignored_stays_so(run) -> None:
    """As under nohup."""
    code = "import signal; from gramscore.cli import signals\n"
    code += "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    code += "with signals.ending_by_signals(): signal.raise_signal(signal.SIGHUP); print('on')"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "on\n"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_where_python_throws_errors_away(name: str) -> None:
    code = f"""
import signal, time, weakref
from gramscore.cli.signals import Ended, ending_by_signals

class Referred: pass

referred = Referred()
reference = weakref.ref(referred, lambda _: signal.raise_signal(signal.{name}))
try:
    with ending_by_signals():
        del referred
        for _ in range(500):
            time.sleep(0.01)
    print("lost")
except (Ended, KeyboardInterrupt) as error:
    print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("Ended\n" if name == "SIGTERM" else "KeyboardInterrupt\n", "")


def test_outputs_of_programs(run) -> None:
    """Those of commands that stand in for programs, which would replace what they read."""
    for name in ("t.txt", "p.txt"):
        Path(name).write_text("a b\n")
    Path("link.txt").symlink_to("p.txt")
    patterns = ("--target_filepattern", "t.*", "--prediction_filepattern", "p.txt")
    for name in ("t.txt", "link.txt"):
        outcome = run("rouge-score", *patterns, "--output_filename", name)
        assert outcome.error == f"--output_filename {name} would replace an input"
    assert Path("t.txt").read_text() == Path("p.txt").read_text() == "a b\n"
    Path("a.json").write_text('{"images": [{"id": 1}], "annotations": [{"image_id": 1, "caption": "a"}]}')
    Path("r.json").write_text('[{"image_id": 1, "caption": "a"}]')
    assert (
        run("coco", "a.json", "r.json", "--per-image", "a.json").error
        == "--per-image a.json would replace an input"
    )
    assert Path("a.json").read_text().startswith('{"images"')


def test_reports_of_sclite_that_are_inputs(run) -> None:
    for name in ("x.sys", "h"):
        Path(name).write_text("a b (s-1)\n")
    outcome = run("sclite", "-r", "x.sys", "-h", "h", "-i", "rm", "-o", "sum", "-n", "x")
    assert outcome.error == "x.sys: the report would replace an input"
    assert Path("x.sys").read_text() == "a b (s-1)\n"


def test_a_hyphen_is_no_file_to_write(run) -> None:
    for name in "xy":
        Path(f"{name}.jsonl").write_text('{"text": "a b c"}\n')
    for arguments in (
        ("dedup", "x.jsonl", "--threshold", "0.7", "-o", "-"),
        ("dedup", "x.jsonl", "--threshold", "0.7", "-o", "o.jsonl", "--pool", "-"),
        ("contamination", "x.jsonl", "--against", "y.jsonl", "-n", "1", "--clean", "-"),
    ):
        assert run(*arguments).error.endswith(
            "-: the name of a file is expected, the result goes to standard output"
        )
    assert not Path("-").exists()


def test_standard_input_is_read_once(run) -> None:
    for arguments in (
        ("dedup", "-", "-", *DEDUP),
        ("dedup", "-", "--seeds", "-", *DEDUP),
        ("dedup", "-", "--verify", "-", "--threshold", "0.7", "-o", "out.jsonl"),
        ("contamination", "-", "--against", "-"),
    ):
        assert run(*arguments).error == "standard input can be given only once"


def test_what_is_read_is_named_not_what_is_written(run) -> None:
    Path("d").mkdir()
    Path("p.txt").write_text("a\n")
    Path("latin.txt").write_bytes(b"\xe9\n")
    for name, why in (
        ("d", r"^d: cannot be read \(Is a directory\)$"),
        ("latin.txt", "invalid .*, in latin.txt$"),
    ):
        arguments = (
            "--target_filepattern",
            name,
            "--prediction_filepattern",
            "p.txt",
            "--output_filename",
            "o.csv",
        )
        assert re.search(why, run("rouge-score", *arguments).error)
    assert not Path("o.csv").exists()
