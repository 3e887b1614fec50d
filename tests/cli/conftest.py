"""The command called in this process, and a small corpus in every shape."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import gramscore
from gramscore.cli import main

# The command has dependencies of its own: without them there is nothing to test here.
collect_ignore_glob = [] if all(map(find_spec, ("click", "rich", "pyarrow"))) else ["test_*.py"]


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The one sentence after `gramscore: error: `, for a run that failed and printed no result; without the advice
        that follows it in brackets."""
        prefix = "gramscore: error: "
        assert self.code != 0
        assert self.out == ""
        assert self.err.startswith(prefix), self.err
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1, self.err
        return re.sub(r" \(--on-(error|null) .*\)$", "", self.err[len(prefix) : -1])


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`run(*arguments, stdin=b"")` in an empty directory of its own."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = main(arguments)
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run_command


@pytest.fixture
def api_figures() -> Callable[..., dict[str, dict[str, float]]]:
    """The corpus figures that the Python interface gives for lists of texts."""

    def figures(
        predictions: Sequence[str],
        references: Sequence[Any],
        types: Sequence[str] = ("rouge1",),
        **options: Any,
    ) -> dict[str, dict[str, float]]:
        scores = gramscore.ROUGE(list(types), **options).score(list(predictions), list(references))
        names = ("precision", "recall", "fmeasure")
        return {kind: {name: getattr(scores.corpus[kind], name) for name in names} for kind in types}

    return figures
