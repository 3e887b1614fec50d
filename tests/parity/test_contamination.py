"""Contamination beside the programs that define it, where they are installed; Newsroom's words by spaCy."""

from __future__ import annotations

import random
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
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


@pytest.fixture(scope="module")
def decont() -> Any:
    """datatrove's module, and the tokenizer that it had when its filter was written."""
    pytest.importorskip("datatrove", reason="pip install datatrove")
    module = pytest.importorskip("datatrove.pipeline.decont.n_grams", reason="pip install datatrove")
    from nltk.tokenize import NLTKWordTokenizer

    tokenize = NLTKWordTokenizer().tokenize
    return module, SimpleNamespace(word_tokenize=tokenize)


@pytest.mark.parametrize("n", [1, 2, 4, 12])
@pytest.mark.parametrize("fields", ["label", "both"])
def test_datatrove_filter(decont: Any, monkeypatch: pytest.MonkeyPatch, n: int, fields: str) -> None:
    module, tokenizer = decont
    from datatrove.data import Document
    from datatrove.utils.hashing import HashConfig

    monkeypatch.setattr(module, "load_word_tokenizer", lambda language: tokenizer)
    # Its default, xxhash, hands over a str, which newer versions of xxhash refuse.
    config = module.NGramsDecontConfig(n_grams=n, hash_config=HashConfig(hash_fc="sha1"))
    labels = [f"{text} cat" for text in drawn_texts(30 + n, 6, 14)]  # an item without words is refused here
    queries = drawn_texts(40 + n, 6, 14)
    texts = drawn_texts(50 + n, 120, 40) + [f"{q} {a} x" for q, a in zip(queries, labels, strict=True)]
    theirs = module.NGramsDecontFilter(".", config)
    # Its indexer wants another package before it begins; what it computes needs none.
    indexer = SimpleNamespace(config=config, tokenizer=tokenizer, hash_func=theirs.hash_func)
    hashes = [
        module.NGramsDecontIndexer.compute_hashes(indexer, label, query if fields == "both" else None)
        for label, query in zip(labels, queries, strict=True)
    ]
    theirs._index_hashes = dict.fromkeys((it for own in hashes for it in own), "task")
    kept = [theirs.filter(Document(text=text, id="")) is True for text in texts]
    benchmark = {"query": queries, "label": labels} if fields == "both" else labels
    if not any(hashes):
        assert all(kept)
        with pytest.raises(ValueError, match="no benchmark item has"):
            gramscore.Contamination(benchmark, "datatrove", n=n)
        return
    index = gramscore.Contamination(benchmark, "datatrove", n=n)
    assert index.scan(texts).contaminated.tolist() == [not it for it in kept]


def open_r1(items: list[str], texts: list[str], n: int) -> list[bool]:
    """What its decontaminate.py flags: n-grams of words in lower case, joined, in a dict."""

    def ngrams(text: str) -> set[str]:
        words = " ".join(text.lower().strip().split()).split()
        return {" ".join(words[i : i + n]) for i in range(len(words) - n + 1)}

    known = {gram for item in items for gram in ngrams(item)}
    return [bool(ngrams(text) & known) for text in texts]


@pytest.mark.parametrize("n", [1, 2, 3, 8])
def test_open_r1(n: int) -> None:
    items = [
        *drawn_texts(60 + n, 3 if n < 3 else 10, 3 * n),
        "The CAT \u0130x ΑΣ ΑΣΑ sat on \u212a 1,000 mat",
    ]
    texts = [*drawn_texts(70 + n, 200, 30), items[-1].lower(), items[-1].upper(), "a " + items[-1] + "."]
    index = gramscore.Contamination(items, "open-r1", n=n)
    expected = open_r1(items, texts, n)
    assert index.scan(texts).contaminated.tolist() == expected
    assert len(set(expected)) == 2
