"""Contamination, against plain definitions of each profile."""

from __future__ import annotations

import pickle
import random
import re
import string
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore import _core
from gramscore.overlap.profiles import PROFILES

WORDS = [
    "the",
    "The",
    "cat",
    "sat,",
    "on",
    "a",
    "mat",
    "-",
    "don't",
    "Straße",
    "日本",
    "averyveryverylongword",
    "x" * 40,
    "3.5",
]


def drawn_texts(seed: int, count: int, most: int, kinds: int = len(WORDS)) -> list[str]:
    drawn = random.Random(seed)
    separators = [" ", "  ", "\n", "\t", "\u3000"]
    return [
        "".join(drawn.choice(WORDS[:kinds]) + drawn.choice(separators) for _ in range(drawn.randint(1, most)))
        for _ in range(count)
    ]


def grams_of(tokens: list[Any], n: int) -> list[tuple[Any, ...]]:
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def plain_scan(
    items: list[list[Any]], text: list[Any], n: int
) -> tuple[list[int], dict[int, tuple[int, int]]]:
    """The places of a text where n-grams of items begin, and by item its tokens and n-grams that the text has."""
    own = set(grams_of(text, n))
    known = {gram for item in items for gram in grams_of(item, n)}
    places = [i for i, gram in enumerate(grams_of(text, n)) if gram in known]
    found = {}
    for number, item in enumerate(items):
        hits = [i for i, gram in enumerate(grams_of(item, n)) if gram in own]
        if hits:
            found[number] = (len({at + k for at in hits for k in range(n)}), len(hits))
    return places, found


def runs_of(places: list[int], n: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at in places:
        if runs and at <= runs[-1][1]:
            runs[-1] = (runs[-1][0], at + n)
        else:
            runs.append((at, at + n))
    return runs


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(("n", "kinds"), [(1, 14), (3, 4), (5, 2), (8, 2)])
def test_plain_definition(n: int, kinds: int, threads: int) -> None:
    items, texts = drawn_texts(1, 40, 30, kinds), drawn_texts(2, 150, 60, kinds)
    items = [item for item in items if len(item.split()) >= n]
    index = gramscore.Contamination(items, "custom", tokenizer="whitespace", n=n)
    split = [item.split() for item in items]
    assert len(index) == len({gram for item in split for gram in grams_of(item, n)})
    found = index.scan(texts, threads=threads)
    for i, text in enumerate(texts):
        tokens = text.split()
        places, by_item = plain_scan(split, tokens, n)
        assert found.hits[i] == len(places)
        assert found.contaminated[i] == bool(places)
        runs = runs_of(places, n)
        assert found.token_spans(i) == runs
        assert found.tokens[i] == len(tokens)
        assert found.covered[i] == (sum(end - begin for begin, end in runs) / len(tokens) if tokens else 0)
        assert found.longest[i] == max((end - begin for begin, end in runs), default=0)
        assert {it.item: (it.tokens, it.ngrams) for it in found.items(i)} == {
            item: (covered / len(split[item]), hits / (len(split[item]) - n + 1))
            for item, (covered, hits) in by_item.items()
        }
        words = [it.span() for it in re.finditer(r"\S+", text)]
        assert found.spans(i, text) == [(words[begin][0], words[end - 1][1]) for begin, end in runs]


@pytest.mark.parametrize("bits", [1, 3, 8])
def test_collisions_decide_nothing(bits: int) -> None:
    items, texts = drawn_texts(3, 30, 20), drawn_texts(4, 60, 40)
    usual = _core.NgramIndex(items, "whitespace", False, 2, 2)
    colliding = _core.NgramIndex(items, "whitespace", False, 2, 2, hash_bits=bits)
    assert len(usual) == len(colliding)
    for own, other in zip(usual.scan(texts, None, 0, 1), colliding.scan(texts, None, 0, 2), strict=True):
        assert own.tolist() == other.tolist()


def test_benchmark_items() -> None:
    index = gramscore.Contamination(["a b c", "c d e", "x y z"], "custom", tokenizer="whitespace", n=2)
    parts = [index.scan(["q b c", "q q"]), index.scan(["c d e", "a b c d"])]
    whole = index.scan(["q b c", "q q", "c d e", "a b c d"]).benchmark
    added = parts[0].benchmark + parts[1].benchmark
    for benchmark in (whole, added):
        assert benchmark.texts.tolist() == [2, 2, 0]
        assert benchmark.first.tolist() == [0, 2, -1]
        assert benchmark.contaminated.tolist() == [2, 2, 0]
        assert benchmark.share.tolist() == [1, 1, 0]
        assert benchmark.examined == 4


def test_fields() -> None:
    benchmark = {"question": ["a b c", "d e f"], "answer": ["g h", "a b"]}
    index = gramscore.Contamination(
        benchmark, "custom", tokenizer="whitespace", n=2, criterion="tokens", threshold=0.9
    )
    found = index.scan(["x a b y", "a b c d e f g h", "c g"])
    assert [(it.item, it.field) for it in found.items(0)] == [(0, "question"), (1, "answer")]
    assert found.items(2) == []
    # The mean over the fields: of item 0 a third less in the first text.
    assert found.benchmark.share.tolist() == [1.0, 1.0]
    assert found.contaminated.tolist() == [False, True, False]


NO_PUNCTUATION = str.maketrans(string.ascii_uppercase, string.ascii_lowercase, string.punctuation)


def plain_cut(items: list[str], text: str, n: int, window: int, least: int, most: int) -> list[str]:
    """The janitor's way, from its description."""
    known = {gram for item in items for gram in grams_of(item.translate(NO_PUNCTUATION).split(), n)}
    words = [(it.group(), it.start(), it.end() - 1) for it in re.finditer(r"\S+", text)]
    dirty = []
    for gram in grams_of(words, n):
        if tuple(word.translate(NO_PUNCTUATION) for word, _, _ in gram) in known:
            dirty.append((gram[0][1], gram[-1][2]))
    if len(dirty) > most:
        return []
    pieces, begin, end = [], 0, -1
    for first, last in dirty:
        start, end = max(0, first - window), min(len(text), last + window)
        if start - begin > least:
            pieces.append(text[begin:start])
        begin = end
    if end < len(text) - least:
        pieces.append(text[end + 1 :])
    return pieces


@pytest.mark.parametrize("n", [2, 4])
def test_cutting_out(n: int) -> None:
    items, texts = drawn_texts(5, 12, 12, 9), drawn_texts(6, 80, 60, 9)
    index = gramscore.Contamination(items, "gpt3", n=n, window=5, shortest_piece=8, most_cuts=6)
    found = index.scan(texts)
    cuts = [found.cut(i, text) for i, text in enumerate(texts)]
    assert cuts == [plain_cut(items, text, n, 5, 8, 6) for text in texts]
    assert any(len(pieces) > 1 for pieces in cuts)


def test_a_word_of_punctuation_is_one_of_the_text_only() -> None:
    index = gramscore.Contamination(["a - b c", "d e"], "gpt3", n=2)
    assert index.scan(["a b", "a - b", "d, E!"]).contaminated.tolist() == [True, False, True]


def plain_skips(item: list[str], text: list[str], seed: int, skips: int, longer: int) -> set[int]:
    covered: set[int] = set()
    for i in range(len(item)):
        for j in range(len(text)):
            most = min(len(item) - i, len(text) - j)
            if most < seed or item[i : i + seed] != text[j : j + seed]:
                continue
            length, differ = seed, 0
            for k in range(seed, most):
                if item[i + k] == text[j + k]:
                    length = k + 1
                else:
                    differ += 1
                    if differ > skips:
                        break
            if length > longer:
                covered |= set(range(i, i + length))
    return covered


def test_skips() -> None:
    items, texts = drawn_texts(7, 15, 30, 3), drawn_texts(8, 40, 40, 3)
    index = gramscore.Contamination(
        items, "llama2", tokenizer="whitespace", n=3, shortest=1, skips=2, longer_than=4, threshold=0.6
    )
    found = index.scan(texts)
    split = [item.split() for item in items]
    for i, text in enumerate(texts):
        shares = {}
        for number, item in enumerate(split):
            covered = plain_skips(item, text.split(), min(3, len(item)), 2, 4)
            if covered:
                shares[number] = len(covered) / len(item)
        assert {it.item: it.tokens for it in found.items(i)} == shares
        assert found.contaminated[i] == any(share >= 0.6 for share in shares.values())


def test_thresholds() -> None:
    for criterion, above, threshold, expected in [
        ("tokens", False, 0.5, True),
        ("tokens", True, 0.5, False),
        ("ngrams", False, 1 / 3, True),
        ("ngrams", True, 1 / 3, False),
        ("any", False, 1, True),
    ]:
        index = gramscore.Contamination(
            ["a b c d"],
            "custom",
            tokenizer="whitespace",
            n=2,
            criterion=criterion,
            above=above,
            threshold=threshold,
        )
        assert index.scan(["x a b"]).contaminated.tolist() == [expected]


def test_short_and_frequent_ngrams() -> None:
    index = gramscore.Contamination(
        ["a b c d", "e f", "g"], "custom", tokenizer="whitespace", n=3, shortest=2
    )
    assert index.too_short == [(2, "")]
    assert index.scan(["e f", "b c d", "a b", "g"]).contaminated.tolist() == [True, True, False, False]
    index = gramscore.Contamination(["a b c"], "custom", tokenizer="whitespace", n=2, most_matches=2)
    assert index.scan(["a b", "a b", "a b", "b c"]).hits.tolist() == [0, 0, 0, 1]


def test_crossing() -> None:
    pytest.importorskip("nltk", reason="pip install nltk")
    pytest.importorskip("regex", reason="pip install regex")
    benchmark = {"query": ["a b c d"], "label": ["e f g"]}
    index = gramscore.Contamination(benchmark, "datatrove", n=3)
    texts = ["a b c", "b c d", "c d e", "d e f", "e f g"]
    assert index.scan(texts).contaminated.tolist() == [False, False, True, True, True]
    assert index.scan(["C d, é!"]).contaminated.tolist() == [True]


def test_samples() -> None:
    item = "".join(random.Random(9).choices(string.ascii_letters + " .,", k=400))
    index = gramscore.Contamination([item, "short one!"], "gpt4")
    found = index.scan([item, "xx" + item.replace(" ", "")[3:], "A SHORT ONE", "a short-one", item[:20]])
    assert found.contaminated.tolist() == [True, True, False, True, False]
    assert len(index) <= 4


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile(name: str) -> None:
    if name == "datatrove":
        pytest.importorskip("nltk", reason="pip install nltk")
        pytest.importorskip("regex", reason="pip install regex")
    item = " ".join(f"word{i}" for i in range(60))
    other = " ".join(f"other{i}" for i in range(60))
    index = gramscore.Contamination([item, other], name)
    texts = [f"before {item} behind", "something else altogether", f"{other} {item}"]
    found = index.scan(texts)
    assert found.contaminated.tolist() == [True, False, True]
    assert found.benchmark.contaminated.tolist() == [2, 1]
    restored = pickle.loads(pickle.dumps(index))
    again = restored.scan(texts)
    assert again.columns()["items"] == found.columns()["items"] == [[0], [], [0, 1]]
    assert np.array_equal(again.covered, found.covered)
    assert again.signature == found.signature
    (span, *_) = found.spans(0, texts[0])
    assert texts[0][slice(*span)].startswith("word") or name == "gpt4"


def test_wrong_arguments() -> None:
    make: Any = gramscore.Contamination
    with pytest.raises(ValueError, match="unknown profile 'gpt2': known are gpt3"):
        make(["a"], "gpt2")
    with pytest.raises(TypeError, match=r"benchmark\[1\] is None"):
        make(["a", None])
    with pytest.raises(ValueError, match=r"benchmark\[1\] is ' '"):
        make(["a b", " "], "open-r1", n=1)
    with pytest.raises(ValueError, match="benchmark is empty"):
        make([])
    with pytest.raises(ValueError, match="no benchmark item has 13 tokens"):
        make(["a b c"])
    with pytest.raises(ValueError, match="the fields of benchmark have 1 and 2 texts"):
        make({"a": ["x"], "b": ["x", "y"]})
    with pytest.raises(ValueError, match="threshold is 2: 0 to 1 are possible"):
        make(["a"], "custom", n=1, threshold=2)
    with pytest.raises(TypeError, match="unknown parameter 'order'"):
        make(["a"], "custom", order=1)
    with pytest.raises(TypeError, match=r"texts\[1\] is 3"):
        make(["a"], "custom", n=1).scan(["a", 3])
    with pytest.raises(TypeError, match="benchmark is a str"):
        make("a b")
