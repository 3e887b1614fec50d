"""gramscore beside an earlier gramscore, in turns on one core.

    python bench/against.py COMMIT_OR_WHEEL [--real FILE] [--translations FILE] [--rounds 15] [--only NAME]

Takes the jobs and corpora of `bench/compare.py`, of each only gramscore's own contender. The earlier build goes into an
environment of its own in a temporary folder: built from a commit of this repository, or installed from a wheel. Each
build runs in a process of its own; the processes take turns, so that both meet the same moods of the machine. Their
scores are compared bit by bit first. Reported is processor time: its medians, and the median of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def environment_with(build: str, folder: Path) -> str:
    """The interpreter of a new environment that has the build, and NumPy in the version that is used here."""
    import numpy as np

    if not build.endswith(".whl"):
        sources = folder / "sources"
        sources.mkdir()
        archive = subprocess.run(
            ["git", "-C", ROOT, "archive", build], check=True, stdout=subprocess.PIPE
        ).stdout
        subprocess.run(["tar", "-x", "-C", sources], check=True, input=archive)
        build = str(sources)
    venv.create(folder / "environment", with_pip=True)
    python = folder / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
    print(f"installing {build}", file=sys.stderr)
    needed = [f"numpy=={np.__version__}", "pyarrow", build]
    subprocess.run([python, "-m", "pip", "install", "-q", *needed], check=True)
    return str(python)


class Build:
    """A gramscore in a process of its own, which measures when it is asked."""

    def __init__(self, python: str, options: list[str]) -> None:
        command = [python, __file__, "--serve", *options]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.version: str = self._answer()

    def ask(self, *question: Any) -> Any:
        assert self._process.stdin is not None
        print(json.dumps(question), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a build has ended")
        return json.loads(line)


def serve(real: Path | None, translations: Path | None) -> None:
    """Answers questions on standard input: the names of jobs, scores of one, or the time of a turn."""
    import compare

    from gramscore import __version__

    answers = sys.stdout
    sys.stdout = sys.stderr
    jobs = {job.name: job for job in compare.jobs(real, translations) if "tokenizers" not in job.name}
    made: dict[str, Any] = {}

    def answer(value: Any) -> None:
        print(json.dumps(value), file=answers, flush=True)

    answer(__version__)
    for line in sys.stdin:
        what, *rest = json.loads(line)
        if what == "jobs":
            answer(list(jobs))
            continue
        name, *numbers = rest
        if name not in made:
            made.clear()
            made[name] = (jobs[name].corpus(), jobs[name].make[0]())
            gc.freeze()  # a build may have more modules: collections that a turn meets leave them out
        corpus, contender = made[name]
        if what == "scores":
            predictions, references = corpus.fresh(0, min(len(corpus), 200))
            found = contender.columns(
                contender.run(contender.prepare(predictions), contender.prepare(references))
            )
            answer(hashlib.sha256(b"".join(found[it].tobytes() for it in jobs[name].figures)).hexdigest())
        else:
            first, pairs = numbers
            answer(measured(corpus, contender, first % len(corpus), pairs))


def measured(corpus: Any, contender: Any, first: int, pairs: int) -> float:
    """Nanoseconds of processor time per pair over fresh texts."""
    predictions, references = corpus.fresh(first, pairs)
    p, r = contender.prepare(predictions), contender.prepare(references)
    start = time.process_time_ns()
    contender.run(p, r)
    return (time.process_time_ns() - start) / pairs


def compared(job: str, now: Build, before: Build, rounds: int, seconds: float) -> list[float]:
    """Medians of both builds, and of the rounds' ratios."""
    if now.ask("scores", job) != before.ask("scores", job):
        raise SystemExit(f"{job}: the scores differ")
    pilot = max(build.ask("time", job, 0, 50) for build in (now, before))
    pairs = max(1, min(100_000, int(seconds * 1e9 / pilot)))
    times: list[tuple[float, float]] = []
    for k in range(rounds):
        order = (now, before) if k % 2 else (before, now)
        found = {build: build.ask("time", job, k * pairs, pairs) for build in order}
        times.append((found[now], found[before]))
    ours, theirs = zip(*times, strict=True)
    return [
        statistics.median(ours),
        statistics.median(theirs),
        statistics.median(b / a for a, b in times),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", nargs="?", help="a commit, a wheel, or the interpreter of an environment")
    parser.add_argument("--real", type=Path)
    parser.add_argument("--translations", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.1, help="about the time of one turn")
    parser.add_argument("--only", default="", help="only jobs whose name contains this")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.real, options.translations)
        return
    if options.build is None:
        parser.error("a commit or a wheel is expected")
    files = [
        part
        for name in ("real", "translations")
        if (path := getattr(options, name)) is not None
        for part in (f"--{name}", str(path))
    ]
    with tempfile.TemporaryDirectory() as folder:
        given = Path(options.build)
        is_python = given.is_file() and os.access(given, os.X_OK)
        python = str(given) if is_python else environment_with(options.build, Path(folder))
        now, before = Build(sys.executable, files), Build(python, files)
        print(f"| job | ns/pair, {before.version} | ns/pair, {now.version} | times as fast |")
        print("|---|--:|--:|--:|")
        for job in now.ask("jobs"):
            if options.only in job:
                ours, theirs, ratio = compared(job, now, before, options.rounds, options.seconds)
                print(f"| {job} | {theirs:,.0f} | {ours:,.0f} | {ratio:.3f} |", flush=True)


if __name__ == "__main__":
    main()
