"""The imports of a Python package among its own modules, for type checkers and inside functions included."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

# Functions that import what their first argument names.
IMPORTERS = {"import_module", "optional"}


def modules_of(package: Path) -> dict[str, Path]:
    """The modules by their dotted names."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = (package.name, *path.relative_to(package).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def import_edges(package: Path) -> list[tuple[str, str]]:
    """Who imports whom, by dotted names. A public name of the package stands for the module that defines it."""
    modules = modules_of(package)
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in modules.items()}
    public = {
        alias.asname or alias.name: _module(f"{node.module}.{alias.name}", modules)
        for node in ast.walk(trees[package.name])
        if isinstance(node, ast.ImportFrom) and node.module is not None
        for alias in node.names
    }
    edges = []
    for name, tree in trees.items():
        for target in _targets(tree, package.name):
            first = target.removeprefix(f"{package.name}.").partition(".")[0]
            found = _module(target, modules)
            if found == package.name:
                found = public.get(first)
            if found is not None and found != package.name:
                edges.append((name, found))
    return edges


def _targets(tree: ast.AST, package: str) -> Iterator[str]:
    """All dotted names of the package that a module imports, or reads from the package as a whole."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == package
        ):
            names = [f"{package}.{node.attr}"]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            names = [str(node.args[0].value)] if called in IMPORTERS else []
        yield from (name for name in names if name.startswith(f"{package}."))


def _module(name: str, modules: dict[str, Path]) -> str | None:
    """The module that a dotted name is, or is a name of."""
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name or None
