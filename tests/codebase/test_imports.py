"""Importing loads what is used, nothing else. Seen from a fresh interpreter."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import gramscore

# What is there before, or comes with NumPy, is not our doing.
PROBE = """
import importlib, json, sys
import numpy, numpy.typing
loaded = {{}}
for name in {names!r}:
    before = set(sys.modules)
    importlib.import_module(name)
    new = {{module.partition(".")[0] for module in set(sys.modules) - before}}
    loaded[name] = sorted(new - sys.stdlib_module_names - {{"__mp_main__", "gramscore"}})
print(json.dumps(loaded))
"""


def loaded_by(*names: str) -> dict[str, list[str]]:
    """The top-level packages outside the standard library that importing each, one after the other, adds to NumPy."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(names=names)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", ["gramscore", "gramscore.cli"])
def test_only_numpy_and_the_core(name: str) -> None:
    assert loaded_by(name) == {name: []}


def test_drop_ins_and_adapters_load_no_third_party() -> None:
    drop_ins = [
        module.name
        for module in pkgutil.walk_packages(gramscore.__path__, "gramscore.")
        if module.name.startswith("gramscore.compat")
    ]
    adapters = [
        f"gramscore.{name}"
        for name in ("columns", "polars", "duckdb", "distributed.ray", "distributed.spark")
    ]
    assert {name: found for name, found in loaded_by(*drop_ins, *adapters).items() if found} == {}


def test_input_and_output_load_arrow_alone() -> None:
    """pandas in particular, which pyarrow imports when it is asked to convert."""
    loaded = set(loaded_by("gramscore.io.opening")["gramscore.io.opening"])
    assert "pyarrow" in loaded
    assert not loaded & {"pandas", "polars", "duckdb", "nltk", "click", "rich"}


def loaded_by_command(folder: Path, *arguments: str) -> set[str]:
    """The modules that running the command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "gramscore", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize(
    "arguments",
    [
        ["score", "hyp.txt", "ref.txt", "-m", "rouge1"],
        ["jiwer", "-r", "ref.txt", "-h", "hyp.txt"],
        ["sacrebleu", "ref.txt", "-i", "hyp.txt"],
        ["sclite", "-r", "ref.txt", "-h", "hyp.txt", "-i", "rm"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_load_what_they_need(arguments: list[str], tmp_path: Path) -> None:
    for name in ("hyp.txt", "ref.txt"):
        (tmp_path / name).write_text("the cat sat (a-1)\n", encoding="utf-8")
    loaded = loaded_by_command(tmp_path, *arguments)
    assert "numpy" in loaded
    assert ("pyarrow" in loaded) == (arguments[0] == "score")
    assert not loaded & {"pandas", "polars", "duckdb", "nltk", "jinja2"}


def test_the_front_door_loads_no_metric() -> None:
    probe = (
        "import gramscore, sys; before = set(sys.modules); gramscore.ROUGE;"
        "print(*sorted(name for name in {0} if name.startswith('gramscore.metrics')))"
    )

    def printed(modules: str) -> list[str]:
        command = [sys.executable, "-c", probe.format(modules)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    assert printed("before") == []
    assert printed("sys.modules") == [f"gramscore.metrics{name}" for name in ("", ".metric", ".rouge")]


def test_type_checkers_see_what_the_front_door_shows() -> None:
    tree = ast.parse(Path(gramscore.__file__).read_text(encoding="utf-8"))
    (for_checkers,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and not node.orelse and isinstance(node.test, ast.Name)
    )
    seen = {
        alias.name: node.module
        for node in ast.walk(for_checkers)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == {name: f"gramscore.{module}" for name, module in gramscore._MODULE_OF.items()}
    for name in gramscore.__all__:
        assert getattr(gramscore, name) is not None
        assert name in dir(gramscore)
    with pytest.raises(AttributeError, match="module 'gramscore' has no attribute 'nothing'"):
        gramscore.nothing  # noqa: B018
