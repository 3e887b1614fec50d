"""The package's imports run down the wings, or stay within one, and never in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph import circles
from imports import import_edges, modules_of

PACKAGE = Path(__file__).parents[2] / "python" / "gramscore"

# From the top floor down, as CONTRIBUTING.md lists them; those of one floor do not import each other.
FLOORS = [
    {"former", "__main__"},
    {"cli"},
    {"report", "distributed", "compat", "polars", "duckdb", "columns", "tokenizers"},
    {"comparing", "reproducing"},
    {"corpora", "decoding", "overlap", "pools", "rewards"},
    {"metrics"},
    {"many"},
    {"explain"},
    {"results"},
    {"figures"},
    {"resampling"},
    {"io"},
    {"options"},
]
MOST_LOOSE = 6


def wing(module: str) -> str:
    """What a module, by its dotted name, is in; "" for the package itself."""
    return (*module.split("."), "")[1]


def upward(edges: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The edges that do not run down. The package itself is the front door, which shows what all floors have."""
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    return [
        (module, found)
        for module, found in edges
        if wing(module) not in ("", wing(found)) and floor[wing(module)] >= floor[wing(found)]
    ]


def test_every_module_is_in_a_wing() -> None:
    known = set.union(*FLOORS)
    assert len(known) == sum(map(len, FLOORS))  # each on one floor
    assert {wing(module) for module in modules_of(PACKAGE)} == known | {""}


def test_few_modules_lie_loose() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_LOOSE


def test_imports_run_down_and_make_no_circle() -> None:
    edges = import_edges(PACKAGE)
    assert len(edges) > len(modules_of(PACKAGE))
    assert upward(edges) == []
    assert circles(edges) == []


def plant(folder: Path, files: dict[str, str]) -> Path:
    """Writes a package of that name with these modules."""
    package = folder / "gramscore"
    for name, text in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return package


SOUND = {
    "__init__.py": "from gramscore.metrics.rouge import ROUGE\n",
    "metrics/__init__.py": "",
    "metrics/rouge.py": "from gramscore.results.scores import Scores\n",
    "results/__init__.py": "",
    "results/scores.py": "from gramscore.options import checks\n",
    "options/__init__.py": "",
    "options/checks.py": "import os\n",
    "cli/__init__.py": "import gramscore\n\ndef run(): gramscore.ROUGE()\n",
}


def test_a_sound_package_passes(tmp_path: Path) -> None:
    edges = import_edges(plant(tmp_path, SOUND))
    assert ("gramscore.cli", "gramscore.metrics.rouge") in edges
    assert upward(edges) == []
    assert circles(edges) == []


UPWARD = [
    "from gramscore.metrics.rouge import ROUGE\n",
    "from gramscore import ROUGE\n",
    "import gramscore\n\ndef run():\n    return gramscore.ROUGE\n",
    "def run():\n    import gramscore.metrics.rouge\n",
    "if TYPE_CHECKING:\n    from gramscore.metrics import rouge\n",
    "optional('gramscore.metrics.rouge', 'extra')\n",
]


@pytest.mark.parametrize("text", UPWARD)
def test_a_planted_upward_import_is_found(tmp_path: Path, text: str) -> None:
    edges = import_edges(plant(tmp_path, SOUND | {"options/callables.py": text}))
    assert upward(edges) == [("gramscore.options.callables", "gramscore.metrics.rouge")]


@pytest.mark.parametrize(
    "text", ["from gramscore.results import {}\n", "def late():\n    import gramscore.results.{}\n"]
)
def test_a_planted_circle_is_found(tmp_path: Path, text: str) -> None:
    planted = {f"results/{one}.py": text.format(other) for one, other in (("a", "b"), ("b", "c"), ("c", "a"))}
    edges = import_edges(plant(tmp_path, SOUND | planted))
    assert upward(edges) == []
    assert circles(edges) == [[f"gramscore.results.{name}" for name in "abc"]]
