"""Contamination beside the programs that define it, where they are installed; Newsroom's words by spaCy."""

from __future__ import annotations

import random
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

import gramscore
from gramscore.overlap.profiles import DatatroveWords

WORDS = [
    "the",
    "The",
    "cat",
    "sat,",
    "on",
    "- ",
    "don't",
    "3.5",
    "Straße",
    "日本",
    "Élan",
    "mat.",
    "...",
    "\u0130x",
    "1,000",
]


def drawn_texts(seed: int, count: int, most: int) -> list[str]:
    drawn = random.Random(seed)
    separators = [" ", "  ", "\n", "\t", "\u3000", "\x1c"]
    return [
        "".join(drawn.choice(WORDS) + drawn.choice(separators) for _ in range(drawn.randint(1, most)))
        for _ in range(count)
    ]


@pytest.fixture(scope="module")
def janitor() -> Any:
    """The class; its module alone, because the package imports much that is not needed for it."""
    package = find_spec("lm_eval")
    if package is None or not package.submodule_search_locations:
        pytest.skip("no lm-evaluation-harness: pip install --no-deps lm-eval")
    path = Path(next(iter(package.submodule_search_locations))) / "decontamination" / "janitor.py"
    spec = spec_from_file_location("janitor", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Janitor


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize(("window", "least", "most"), [(0, 0, 3), (5, 10, 6), (20, 3, 100)])
def test_janitor(janitor: Any, n: int, window: int, least: int, most: int) -> None:
    items, texts = drawn_texts(n, 8, 8), drawn_texts(10 + n, 150, 50)
    items.append("the cat sat on the mat")
    theirs = janitor(ngram_n=n, window_to_remove=window, too_dirty_cutoff=most, minimum_slice_length=least)
    for item in items:
        theirs.register_contaminant_python(item)
    index = gramscore.Contamination(items, "gpt3", n=n, window=window, shortest_piece=least, most_cuts=most)
    found = index.scan(texts)
    assert len(index) == len(theirs.dirt_ngrams)
    assert [found.cut(i, text) for i, text in enumerate(texts)] == [
        theirs.clean_python(text) for text in texts
    ]


def test_datatrove_words() -> None:
    pytest.importorskip("datatrove", reason="pip install --no-deps datatrove")
    simplify = pytest.importorskip("datatrove.utils.text").simplify_text
    from nltk.tokenize import NLTKWordTokenizer

    words, tokenizer = DatatroveWords(), NLTKWordTokenizer()
    for text in [
        *drawn_texts(20, 200, 30),
        "I cannot, gonna 12.5 \u0663\u066b\u0665 «go» e\u0301\u0301 \u0345 x",
    ]:
        assert words(text) == tokenizer.tokenize(simplify(text))
