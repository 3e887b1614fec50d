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


def swapped_suite(source: Path) -> str:
    return (source / TEST).read_text().replace("nltk.translate.bleu_score", "gramscore.compat.nltk_bleu")


def swapped_examples(source: Path) -> str:
    text = (source / DOCTEST).read_text()
    text = text.replace(
        "from nltk.translate import bleu", "from gramscore.compat.nltk_bleu import sentence_bleu as bleu"
    )
    text = text.replace("nltk.translate.bleu_score", "gramscore.compat.nltk_bleu")
    assert "import nltk" not in text
    return text


def swapped_docstrings(source: Path, name: str) -> str:
    tree = ast.parse((source / f"nltk/translate/{name}.py").read_text())
    found = [
        ast.get_docstring(node)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ]
    text = f">>> from gramscore.compat.nltk.{name} import *\n\n" + "\n\n".join(filter(None, found))
    return text.replace("nltk.translate.", "gramscore.compat.nltk.")


def test_suites(tmp_path: Path) -> None:
    source = source_of("nltk", nltk.__version__, tmp_path)
    texts = {"test_bleu.py": swapped_suite(source), "test_bleu.txt": swapped_examples(source)}
    for name in ("bleu_score", "gleu_score", "nist_score"):
        texts[f"test_{name}.txt"] = swapped_docstrings(source, name)
    folder = tmp_path / "swapped"
    folder.mkdir()
    for name, text in texts.items():
        assert "gramscore.compat" in text
        (folder / name).write_text(text)
    assert passing(folder, *texts, "-k", f"not {DOWNLOADS}", "-o", "doctest_optionflags=ELLIPSIS") >= 14 + 4
