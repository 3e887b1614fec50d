"""Examples in docstrings are run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import gramscore

# A __main__ module does its work when it is imported; _core has no examples.
MODULES = [
    "gramscore",
    *(
        module.name
        for module in pkgutil.walk_packages(gramscore.__path__, "gramscore.")
        if not module.name.endswith(("__main__", "._core"))
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failures, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert failures == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert {test.name for test in found} >= {"gramscore", "gramscore.metrics.rouge.ROUGE"}
