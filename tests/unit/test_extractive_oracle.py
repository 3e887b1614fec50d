"""Extracts, against PreSumm's greedy selection as it is described, rouge-score and all extracts there are."""

from __future__ import annotations

import functools
import itertools
import random
import re
from collections import Counter
from typing import Any

import pytest
from rouge_score.rouge_scorer import RougeScorer

import gramscore

WORDS = [
    "the",
    "The",
    "cat",
    "sat",
    "on",
    "a",
    "mat",
    "mat,",
    "don't",
    "Straße",
    "日本",
    "e\u0301",
    "a\tb",
    "3.5",
    "—",
    "averyverylongword",
]


def drawn_text(drawn: random.Random, most: int) -> list[str]:
    return drawn.choices(WORDS[: drawn.randint(2, len(WORDS))], k=drawn.randint(0, most))


def cases(seed: int, count: int, sentences: int = 9) -> list[tuple[list[list[str]], list[list[str]]]]:
    drawn = random.Random(seed)
    return [
        (
            [drawn_text(drawn, 9) for _ in range(drawn.randint(0, sentences))],
            [drawn_text(drawn, 12) for _ in range(drawn.randint(0, 3))],
        )
        for _ in range(count)
    ]


def clean(tokens: list[str]) -> list[str]:
    return re.sub("[^a-zA-Z0-9 ]", "", " ".join(tokens)).split()


def gram_set(tokens: list[str], order: int) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + order]) for i in range(len(tokens) - order + 1)}


def f_of_sets(evaluated: set[Any], reference: set[Any]) -> float:
    overlap = len(evaluated & reference)
    precision = overlap / len(evaluated) if evaluated else 0.0
    recall = overlap / len(reference) if reference else 0.0
    return 2.0 * ((precision * recall) / (precision + recall + 1e-8))


def presumm_worth(sentences: list[list[str]], summary: list[str], chosen: Any) -> float:
    values = []
    for order in (1, 2):
        united = set().union(*(gram_set(sentences[i], order) for i in chosen))
        values.append(f_of_sets(united, gram_set(summary, order)))
    return values[0] + values[1]


def plain_greedy(worth: Any, size: int, most: int) -> list[int]:
    chosen: list[int] = []
    reached = 0.0
    for _ in range(most):
        best = None
        for i in range(size):
            if i not in chosen and (value := worth([*chosen, i])) > reached:
                reached, best = value, i
        if best is None:
            return chosen
        chosen.append(best)
    return sorted(chosen)


def plain_exact(worth: Any, size: int, most: int) -> list[int]:
    best: tuple[int, ...] = ()
    reached = 0.0
    for count in range(1, most + 1):
        for chosen in itertools.combinations(range(size), count):
            if (value := worth(chosen)) > reached:
                reached, best = value, chosen
    return list(best)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("most", [1, 3, 5])
def test_greedy_is_presumms(most: int, threads: int) -> None:
    documents, summaries = zip(*cases(most, 150), strict=True)
    found = gramscore.extractive_oracle(documents, summaries, max_sentences=most, threads=threads)
    for i, (document, summary) in enumerate(zip(documents, summaries, strict=True)):
        sentences, flat = [clean(it) for it in document], clean(list(itertools.chain(*summary)))
        worth = functools.partial(presumm_worth, sentences, flat)
        expected = plain_greedy(worth, len(sentences), most)
        assert found.sentences[i] == expected
        assert found.scores[i] == (presumm_worth(sentences, flat, expected) if expected else 0)
    assert any(list(it) != sorted(it) for it in found.sentences) or most == 1


@pytest.mark.parametrize("most", [1, 2, 4])
def test_exact_is_the_best_of_all(most: int) -> None:
    documents, summaries = zip(*cases(7 + most, 60, 7), strict=True)
    found = gramscore.extractive_oracle(documents, summaries, max_sentences=most, search="exact")
    for i, (document, summary) in enumerate(zip(documents, summaries, strict=True)):
        sentences, flat = [clean(it) for it in document], clean(list(itertools.chain(*summary)))
        worth = functools.partial(presumm_worth, sentences, flat)
        expected = plain_exact(worth, len(sentences), most)
        assert found.sentences[i] == expected


@pytest.mark.parametrize(
    ("types", "stemmer"),
    [(["rouge1", "rouge2"], False), (["rouge2"], True), (["rouge1", "rougeL"], False), (["rouge3"], False)],
)
@pytest.mark.parametrize("search", ["greedy", "exact"])
def test_rouge(types: list[str], stemmer: bool, search: str) -> None:
    scorer = RougeScorer(types, use_stemmer=stemmer)
    pairs = cases(11, 25, 6)
    documents = [[" ".join(it) for it in document] for document, _ in pairs]
    summaries = [" ".join(itertools.chain(*summary)) for _, summary in pairs]
    found = gramscore.extractive_oracle(
        documents, summaries, definition="rouge", types=types, stemmer=stemmer, search=search, max_sentences=3
    )
    plain = plain_greedy if search == "greedy" else plain_exact
    for i, (document, summary) in enumerate(zip(documents, summaries, strict=True)):

        def worth(chosen: Any, document: Any = document, summary: Any = summary) -> float:
            scores = scorer.score(summary, " ".join(document[k] for k in sorted(chosen)))
            return sum(scores[name].fmeasure for name in types)

        expected = plain(worth, len(document), 3)
        assert found.sentences[i] == expected
        assert found.scores[i] == (worth(expected) if expected else 0)


def test_ways_to_give_texts() -> None:
    sentences = ["The cat sat down.", "It rained.", "The dog slept."]
    summary = "It rained, the cat sat."
    given = [
        ([sentences], [summary]),
        (["\n".join(sentences)], [[summary]]),
        ([[it.split(" ") for it in sentences]], [["It rained,".split(" "), "the cat sat.".split(" ")]]),
    ]
    for documents, summaries in given:
        assert gramscore.extractive_oracle(documents, summaries).sentences == ([1, 0],)
    found = gramscore.extractive_oracle(["<q>".join(sentences)], [summary], sentence_splitter="<q>")
    assert found.sentences == ([1, 0],)
    assert [it.tolist() for it in found.labels()] == [[1, 1, 0]]
    assert Counter(found.sizes.tolist()) == {3: 1}


def test_wrong_arguments() -> None:
    call: Any = gramscore.extractive_oracle
    with pytest.raises(ValueError, match="2 documents, but 1 summaries"):
        call([["a"], ["b"]], ["a"])
    with pytest.raises(TypeError, match=r"documents\[0\]\[1\] is None"):
        call([["a", None]], ["a"])
    with pytest.raises(TypeError, match=r"summaries\[0\] is 3"):
        call([["a"]], [3])
    with pytest.raises(TypeError, match="documents is a str"):
        call("abc", ["a"])
    with pytest.raises(ValueError, match="max_sentences is 0"):
        call([["a"]], ["a"], max_sentences=0)
    with pytest.raises(ValueError, match="definition is 'x': 'presumm' and 'rouge' are possible"):
        call([["a"]], ["a"], definition="x")
    with pytest.raises(ValueError, match="types, tokenizer and stemmer are of the definition 'rouge'"):
        call([["a"]], ["a"], stemmer=True)
    with pytest.raises(ValueError, match="types holds 'rougeLsum'"):
        call([["a"]], ["a"], definition="rouge", types=["rougeLsum"])
