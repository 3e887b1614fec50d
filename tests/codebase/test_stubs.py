"""_core.pyi says what the compiled module has."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import gramscore
from gramscore import _core

STUB = ast.parse(Path(gramscore.__file__).with_name("_core.pyi").read_text(encoding="utf-8"))
# Of classes that are written in the C API Python knows no signatures.
IN_C = {"RougeArrays", "RougeStatistics", "Statistics"}
CLASSES = {node.name: node for node in STUB.body if isinstance(node, ast.ClassDef)}
METHODS = {
    f"{owner.name}.{node.name}": node
    for owner in CLASSES.values()
    if owner.name not in IN_C
    for node in owner.body
    if isinstance(node, ast.FunctionDef)
}
PROPERTIES = {name for name, node in METHODS.items() if "property" in map(ast.unparse, node.decorator_list)}
FUNCTIONS = {
    **{node.name: node for node in STUB.body if isinstance(node, ast.FunctionDef)},
    **{name: node for name, node in METHODS.items() if name not in PROPERTIES},
}
# What pybind11's signatures spell in one way in all its versions. The stub may say more of a list or dict.
PLAIN = {"str", "bool", "float", "list", "tuple", "dict", "None"}


def built(name: str) -> Any:
    found: Any = _core
    for part in name.split("."):
        found = getattr(found, part)
    return found


def signature_of(name: str) -> ast.FunctionDef:
    """pybind11 writes the signature into the first line of the docstring."""
    first = built(name).__doc__.split("\n")[0]
    (function,) = ast.parse(f"def {first}: ...").body
    assert isinstance(function, ast.FunctionDef)
    return function


def parameters(function: ast.FunctionDef) -> list[tuple[str, str]]:
    """Names in order, with the kind of parameter."""
    given = function.args
    kinds = (("/", given.posonlyargs), ("", given.args), ("*", given.kwonlyargs))
    assert given.vararg is None
    assert given.kwarg is None
    return [(argument.arg, kind) for kind, arguments in kinds for argument in arguments]


def plain_type(annotation: ast.expr | None) -> str | None:
    if annotation is None:
        return None
    name = ast.unparse(annotation).partition("[")[0]
    return name if name in PLAIN else None


def public(names: set[str]) -> set[str]:
    return {name for name in names if not name.startswith("_")}


def test_names_of_the_module() -> None:
    assert public(set(vars(_core))) == {name for name in FUNCTIONS if "." not in name} | set(CLASSES)


@pytest.mark.parametrize("name", sorted(CLASSES.keys() - IN_C))
def test_names_of_a_class(name: str) -> None:
    stated = {member.partition(".")[2] for member in METHODS if member.startswith(f"{name}.")}
    stated |= {ast.unparse(it.target) for it in CLASSES[name].body if isinstance(it, ast.AnnAssign)}
    assert public(set(vars(built(name)))) == public(stated)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_parameters(name: str) -> None:
    assert parameters(signature_of(name)) == parameters(FUNCTIONS[name])
    assert len(signature_of(name).args.defaults) == len(FUNCTIONS[name].args.defaults)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_plain_types(name: str) -> None:
    runtime, stated = signature_of(name), FUNCTIONS[name]
    for found, said in zip(runtime.args.args, stated.args.args, strict=True):
        if plain_type(found.annotation) is not None:
            assert plain_type(said.annotation) == plain_type(found.annotation), found.arg
    if plain_type(runtime.returns) is not None:
        assert plain_type(stated.returns) == plain_type(runtime.returns)


@pytest.mark.parametrize("name", sorted(IN_C))
def test_names_of_a_class_in_c(name: str) -> None:
    body = CLASSES[name].body
    stated = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    stated |= {ast.unparse(node.target) for node in body if isinstance(node, ast.AnnAssign)}
    assert public(set(vars(built(name)))) == public(stated)


def test_everything_has_types() -> None:
    for name, function in FUNCTIONS.items():
        assert function.returns is not None, name
        assert all(argument.annotation for argument in function.args.args if argument.arg != "self"), name


def test_a_score_class_is_what_comes_back() -> None:
    """The stub's type variable, which pybind11 does not know."""
    stats = _core.Rouge(["rouge1"], False, "rouge", "newline").score(["a b"], ["a c"], 1, None)
    means = _core.rouge_means(stats, ("rouge1",), gramscore.RougeScore)
    assert type(means["rouge1"]) is gramscore.RougeScore
