"""The core's includes run down the wings, or stay within one, and never in a circle."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path, PurePath

import pytest
from graph import circles
from includes import includes_of

CPP = Path(__file__).parents[2] / "cpp"

# From the top floor down, as CONTRIBUTING.md lists them.
WINGS = [
    "overlap",
    "resampling",
    "pools",
    "many",
    "metrics",
    "match",
    "tokenize",
    "text",
    "sums",
    "kernels",
    "work",
]

# Where the wings lie, and where includes are looked for.
TREES = ["include/gramscore", "src"]
ROOTS = ["include", "src", "."]


def files_in(cpp: Path) -> list[Path]:
    return [path for tree in TREES for path in sorted((cpp / tree).rglob("*")) if path.is_file()]


def include_edges(cpp: Path) -> list[tuple[str, str]]:
    """Who includes whom of the files in the wings of `cpp`, by their paths in it."""
    files = set(files_in(cpp))
    edges = []
    for path in sorted(files):
        for _, name in includes_of(path):
            near = [
                Path(normpath(folder / name)) for folder in (path.parent, *(cpp / root for root in ROOTS))
            ]
            found = next((it for it in near if it in files), None)
            if found is not None:
                edges.append((path.relative_to(cpp).as_posix(), found.relative_to(cpp).as_posix()))
    return edges


def wing(path: str) -> str:
    """The wing that a file, by its path in `cpp`, is in: a header and its source are in one."""
    return next(
        PurePath(path).relative_to(tree).parts[0] for tree in TREES if PurePath(path).is_relative_to(tree)
    )


def upward(edges: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(path, found) for path, found in edges if WINGS.index(wing(path)) > WINGS.index(wing(found))]


def test_every_file_is_in_a_wing() -> None:
    assert {wing(path.relative_to(CPP).as_posix()) for path in files_in(CPP)} == set(WINGS)


def test_tests_are_in_the_wings_of_what_they_test() -> None:
    concepts = {
        path.relative_to(CPP / tree).with_suffix("") for tree in TREES for path in (CPP / tree).rglob("*.?pp")
    }
    tests = [path.relative_to(CPP / "tests") for path in sorted((CPP / "tests").rglob("*_test.cpp"))]
    assert tests
    for path in tests:
        assert path.with_name(path.name.removesuffix("_test.cpp")) in concepts, path


def test_a_source_is_where_its_public_header_is() -> None:
    for source in sorted((CPP / "src").rglob("*.cpp")):
        header = PurePath("gramscore", source.relative_to(CPP / "src")).with_suffix(".hpp")
        own = [name for _, name in includes_of(source) if name.startswith("gramscore/")]
        assert all(name == header.as_posix() for name in own if PurePath(name).name == header.name), source


def test_includes_run_down() -> None:
    edges = include_edges(CPP)
    assert len(edges) > len(files_in(CPP))
    assert upward(edges) == []


def test_includes_make_no_circle() -> None:
    assert circles(include_edges(CPP)) == []


def plant(cpp: Path, files: dict[str, list[str]]) -> None:
    """Writes files with these includes."""
    for name, lines in files.items():
        path = cpp / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#pragma once\n" + "".join(f"#include {line}\n" for line in lines), encoding="utf-8")


SOUND = {
    "include/gramscore/metrics/rouge.hpp": ["<vector>", '"gramscore/text/text.hpp"'],
    "include/gramscore/text/text.hpp": ["<cstddef>"],
    "src/metrics/rouge.cpp": ['"gramscore/metrics/rouge.hpp"', '"text/lines.hpp"'],
    "src/text/lines.hpp": ['"gramscore/text/text.hpp"'],
}


def test_a_sound_tree_passes(tmp_path: Path) -> None:
    plant(tmp_path, SOUND)
    edges = include_edges(tmp_path)
    assert len(edges) == 4
    assert upward(edges) == []
    assert circles(edges) == []


@pytest.mark.parametrize("include", ['"gramscore/metrics/rouge.hpp"', "<gramscore/metrics/rouge.hpp>"])
def test_a_planted_upward_include_is_found(tmp_path: Path, include: str) -> None:
    plant(tmp_path, SOUND | {"src/text/lines.cpp": ['"text/lines.hpp"', include]})
    edges = include_edges(tmp_path)
    assert upward(edges) == [("src/text/lines.cpp", "include/gramscore/metrics/rouge.hpp")]
    assert circles(edges) == []


@pytest.mark.parametrize("include", ['"words.hpp"', '"text/words.hpp"', '"../text/words.hpp"'])
def test_a_planted_circle_is_found(tmp_path: Path, include: str) -> None:
    plant(
        tmp_path,
        SOUND | {"src/text/lines.hpp": [include], "src/text/words.hpp": ['"text/lines.hpp"']},
    )
    edges = include_edges(tmp_path)
    assert upward(edges) == []
    assert circles(edges) == [["src/text/lines.hpp", "src/text/words.hpp"]]
