"""Explanations of METEOR, CharacTER, EED and SARI say what is scored."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from texts import HOSTILE, WORDS

import gramscore
from gramscore.explain.character import shifted_order

RNG = random.Random(4)


def phrase(most: int = 12) -> str:
    return " ".join(RNG.choices([*WORDS, "the", "cat", "cats", "ran.", "Mr", "."], k=RNG.randint(1, most)))


def near(text: str) -> str:
    words = text.split()
    cut = RNG.randrange(len(words) + 1)
    words = words[cut:] + words[:cut]
    return " ".join(RNG.choice(WORDS) if RNG.random() < 0.2 else word for word in words) or "x"


PAIRS = [(text, [near(text) for _ in range(RNG.randint(1, 3))]) for text in (phrase() for _ in range(60))]
PAIRS += [(text, [RNG.choice(HOSTILE) or "x", "a b"]) for text in HOSTILE if len(text) < 300]


def shows(found: Any) -> None:
    """Marks are of what they stand on, and everything can be written."""
    for layer in found.layers:
        for _, text, marks in found.texts(layer):
            ends = [0, *(place for mark in marks for place in (mark.begin, mark.end)), len(text)]
            assert ends == sorted(ends)
    json.dumps(found.to_dict())
    assert found.title in found._repr_html_()


@pytest.mark.parametrize(
    "metric",
    [
        gramscore.METEOR(),
        gramscore.METEOR(tokenizer="13a"),
        gramscore.METEOR(lowercase=False),
        gramscore.METEOR(tokenizer=list, lowercase=True),
        gramscore.METEOR(stem=lambda word: word[:2]),
    ],
)
def test_meteor(metric: gramscore.METEOR) -> None:
    for prediction, references in PAIRS:
        found = metric.explain(prediction, references)
        scores = metric.score([prediction], [references])
        assert found.score == scores.corpus
        mine, theirs = found.prediction, found.references[found.reference]
        counts = [len(found.matches), len(found.pieces), len(mine.tokens), len(theirs.tokens)]
        assert counts == scores.stats[0].tolist(), (prediction, references)
        shows(found)


class Words:
    """A WordNet of two meanings."""

    def synsets(self, word: str) -> list[Any]:
        class Lemma:
            def name(self) -> str:
                return {"couch": "sofa", "sofa": "couch"}[word]

        class Meaning:
            def lemmas(self) -> list[Lemma]:
                return [Lemma()]

        return [Meaning()] if word in ("couch", "sofa") else []


def test_meteor_says_how_words_are_alike() -> None:
    metric = gramscore.METEOR(Words())
    found = metric.explain("a couch he likes", "he liked a sofa")
    assert [(it.prediction, it.reference, it.by) for it in found.matches] == [
        (0, 2, "form"),
        (1, 3, "synonym"),
        (2, 0, "form"),
        (3, 1, "stem"),
    ]
    assert found.layers[0].notes == (
        "pieces: “a couch”, “he likes”",
        "“couch” and “sofa”: synonyms",
        "“likes” and “liked”: the same stem",
    )
    assert gramscore.METEOR(tokenizer=None).explain(["a", "b"], [["b"]]).figures.startswith("1 of 2")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tokenizer": str.lower}, "tokenizer returned a str for 'a b': a list of tokens is expected"),
        ({"tokenizer": lambda text: None}, "tokenizer returned None for 'a b'"),
        (
            {"tokenizer": lambda text: [1]},
            r"tokenizer returned 1 \(int\) among the words of 'a b': words are str",
        ),
        ({"stem": list}, "stem returned a list for 'a': a str is expected"),
    ],
)
def test_what_meteor_is_given_by_callables(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        gramscore.METEOR(**options).score(["a b"], ["a c"])


@pytest.mark.parametrize("lowercase", [False, True])
def test_character(lowercase: bool) -> None:
    metric = gramscore.CharacTER(lowercase=lowercase)
    for prediction, references in PAIRS:
        if any(not text.split() for text in references):
            continue
        found = metric.explain(prediction, references)
        scores = metric.score([prediction], [references])
        assert found.score == scores.corpus
        edits = sum(step.kind != "match" for step in found.steps)
        words = found.prediction.tokens
        if words:
            assert edits == scores.stats[0, 0] == found.edits, (prediction, references)
            order = shifted_order(len(words), found.shifts)
            assert found.shifted == " ".join(words[at].token for at in order)
            assert bool(found.shifts) >= bool(found.shift_cost)
        shows(found)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_eed(language: str) -> None:
    metric = gramscore.EED(language, alpha=0.7, deletion=0.25, insertion=0.5)
    price = {"match": 0.0, "substitution": 1.0, "deletion": 0.25, "insertion": 0.5, "jump": 0.7}
    for prediction, references in PAIRS:
        found = metric.explain(prediction, references)
        assert found.score == metric.score([prediction], [references]).corpus
        mine, theirs = found.prediction.tokens, found.references[found.reference].tokens
        assert len(theirs) == found.length
        at, done, cost = 0, 0, 0.0
        for step in found.steps:
            if step.kind == "jump":
                assert step.prediction == at
                # The way in costs 1, and so does what comes before the prediction.
                cost += 1.0 if done == 0 else price["jump"]
                at = step.to or 0
                continue
            if step.reference is not None:
                assert step.reference == done
                done += 1
            if step.prediction is not None:
                assert step.prediction == at
                at += 1
            cost += 1.0 if step.kind == "insertion" and at == 0 else price[step.kind]
            if step.kind == "match":
                assert mine[at - 1].token == theirs[done - 1].token
        assert (at, done) == (len(mine), len(theirs))
        assert cost == pytest.approx(found.cost)
        shows(found)


def test_eed_of_texts_that_are_too_long() -> None:
    with pytest.raises(ValueError, match="texts of 9002 and 9002 characters are too long to be explained"):
        gramscore.EED().explain("a" * 9000, "b" * 9000)


@pytest.mark.parametrize("definition", ["evaluate", "easse"])
def test_sari(definition: str) -> None:
    metric = gramscore.SARI(definition)
    for prediction, references in PAIRS[:40]:
        source = near(prediction)
        found = metric.explain(prediction, references, source)
        assert found.score == metric.score([prediction], [references], [source]).corpus
        for order in found.orders:
            tokens = [token.token for token in found.prediction.tokens]
            grams = {tuple(tokens[k : k + order.order]) for k in range(len(tokens) - order.order + 1)}
            assert {*order.added, *order.added_wrongly, *order.kept, *order.kept_wrongly} == grams
            assert not grams & {*order.deleted, *order.deleted_wrongly}
        assert [label for label, _, _ in found.texts(found.layers[0])][:2] == ["source", "prediction"]
        shows(found)


def test_explanations_in_words() -> None:
    assert gramscore.CharacTER().explain("sat the cat", "the cat sat!").script == (
        "move “the cat” from word 2 to 1",
        "insert “!”",
    )
    assert gramscore.EED().explain("a cat", "a dog sat").title.startswith("EED 0.")
    found = gramscore.SARI().explain("He now runs.", "He runs now.", "He is running now.")
    assert found.layers[0].notes == ("added: “runs”", "deleted: “is”, “running”")
