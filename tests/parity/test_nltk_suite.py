"""NLTK's own tests, and the examples in its docstrings, with the import swapped.

Its test of NIST reads texts that NLTK downloads. The others are not in the
installed package, so the source distribution is fetched with pip.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from original_suites import passing, source_of

nltk = pytest.importorskip("nltk")

TEST = "nltk/test/unit/translate/test_bleu.py"
DOCTEST = "nltk/test/bleu.doctest"
DOWNLOADS = "TestBLEUvsMteval13a"  # reads texts that NLTK downloads


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return source_of("nltk", nltk.__version__, tmp_path_factory.mktemp("nltk"))


def test_suite(source: Path, tmp_path: Path) -> None:
    swapped = (source / TEST).read_text().replace("nltk.translate.bleu_score", "gramscore.compat.nltk_bleu")
    assert "gramscore.compat" in swapped
    (tmp_path / "test_bleu.py").write_text(swapped)
    assert passing(tmp_path, "test_bleu.py", "-k", f"not {DOWNLOADS}") >= 14


def test_documented_examples(source: Path, tmp_path: Path) -> None:
    text = (source / DOCTEST).read_text()
    text = text.replace(
        "from nltk.translate import bleu", "from gramscore.compat.nltk_bleu import sentence_bleu as bleu"
    )
    text = text.replace("nltk.translate.bleu_score", "gramscore.compat.nltk_bleu")
    assert "import nltk" not in text
    (tmp_path / "test_bleu.txt").write_text(text)
    assert passing(tmp_path, "test_bleu.txt", "-o", "doctest_optionflags=ELLIPSIS") == 1


@pytest.mark.parametrize("name", ["bleu_score", "gleu_score", "nist_score"])
def test_documented_functions(name: str, source: Path, tmp_path: Path) -> None:
    """The examples in the docstrings."""
    tree = ast.parse((source / f"nltk/translate/{name}.py").read_text())
    found = [
        ast.get_docstring(node)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ]
    text = f">>> from gramscore.compat.nltk.{name} import *\n\n" + "\n\n".join(filter(None, found))
    text = text.replace("nltk.translate.", "gramscore.compat.nltk.")
    (tmp_path / f"test_{name}.txt").write_text(text)
    assert passing(tmp_path, f"test_{name}.txt", "-o", "doctest_optionflags=ELLIPSIS") == 1
