"""The command as a process of its own: exit codes, pipes, terminals, signals, what it imports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "gramscore.cli"]
GOOD = '{"prediction": "a b", "reference": "a c"}\n'


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "in.jsonl"
    path.write_text(GOOD)
    return str(path)


def run(*arguments: str, **how) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], text=True, capture_output=True, timeout=60, **how)


@pytest.mark.parametrize("module", ["gramscore", "gramscore.cli"])
def test_as_a_module(file: str, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--version"], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.startswith("gramscore ")


def test_pipe(file: str) -> None:
    done = run("score", "-", "-m", "rouge1", "--format", "csv", "-q", input=GOOD)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "metric,precision,recall,fmeasure\nrouge1,0.5,0.5,0.5\n",
        "",
    )


def test_no_progress_bar_in_a_pipe(file: str) -> None:
    done = run("score", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout


def test_exit_codes(file: str) -> None:
    assert run("score", file).returncode == 0
    assert run("score", "none.jsonl").returncode == 2
    assert run("score", file, "--per-example", "/nonexistent/out.csv").returncode == 1
    assert run("score").returncode == 2


def test_no_traceback(file: str) -> None:
    done = run("score", file, "--prediction", "nope")
    assert done.stderr.startswith("gramscore: error: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_output(file: str) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, "score", file], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == 1
    assert done.stderr == "gramscore: error: standard output: No space left on device\n"


def test_closed_pipe(file: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        done = subprocess.run(
            [*COMMAND, "score", file], stdout=closed, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == 141
    assert done.stderr == ""


def test_file_through_a_named_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "in.jsonl"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [*COMMAND, "score", str(pipe), "--format", "csv"], stdout=subprocess.PIPE
    ) as process:
        pipe.write_text(GOOD)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.startswith(b"metric,")


def test_progress_bar_on_a_terminal(file: str) -> None:
    pty = pytest.importorskip("pty")
    main, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    for arguments, shown in (([], True), (["--quiet"], False)):
        process = subprocess.run(
            [*COMMAND, "score", file, *arguments],
            stdout=subprocess.PIPE,
            stderr=terminal,
            env=environment,
            timeout=60,
        )
        os.set_blocking(main, False)
        try:
            drawn = os.read(main, 1 << 16)
        except BlockingIOError:
            drawn = b""
        assert (process.returncode, b"rouge" in drawn) == (0, shown)
        assert b"\x1b" not in process.stdout


def test_interrupt() -> None:
    with subprocess.Popen(
        [*COMMAND, "score", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        for _ in range(20_000):  # more than a pipe holds: once written, the command is reading
            process.stdin.write(GOOD)
        process.stdin.flush()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        assert process.returncode == 130
        assert process.stderr is not None
        assert process.stderr.read().strip() == "gramscore: error: interrupted"


@pytest.mark.parametrize(("module", "caught"), [("numpy.lib", "KeyboardInterrupt"), ("click", "130")])
def test_interrupt_during_imports(module: str, caught: str) -> None:
    code = f"""
import sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
try:
    from gramscore.cli import main
    print(main(["metrics"]))
except BaseException as error:
    print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == caught


def test_importing_the_command_is_light() -> None:
    code = "import sys, gramscore.cli; print(*({'click', 'rich', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "")
