"""What is said of scores of answers, and their matrices."""

from __future__ import annotations

import random

import pytest
from texts import HOSTILE

import gramscore
from gramscore import ANLS, EditSimilarity, ExactMatch, TokenF1


def test_words() -> None:
    found = TokenF1().explain("The tower, the TOWER of Paris", ["Rome", "Paris' tower"])
    assert (found.title, found.reference) == ("F1 0.6667", 1)
    assert found.figures == "2 of 4 words of the prediction, of 2 of reference 2"
    assert [token.token for token in found.prediction.tokens] == ["tower", "tower", "of", "paris"]
    (layer,) = found.layers
    assert layer.notes == ("“tower” counts once, not twice: the reference has it once.",)
    marks = [found.prediction.text[mark.begin : mark.end] for mark in layer.prediction_marks]
    assert marks == ["tower,", "TOWER", "Paris"]
    assert "Paris" in found._repr_html_()
    assert found.to_dict()["words"][0]["ngram"] == ["tower"]


def test_matches() -> None:
    assert ExactMatch().explain("a Tower!", "tower").title == "exact match 1.0000"
    assert ExactMatch(tokenizer="text").explain("yes", ["no", "Yes"]).words == ()
    assert ExactMatch(tokenizer="text", lowercase=True).explain("yes", ["no", "Yes"]).reference == 1
    assert ExactMatch(tokenizer=None).explain(["a", "b"], ["a", "c"]).figures == (
        "1 of 2 words of the prediction, of 2 of reference 1"
    )
    with pytest.raises(ValueError, match="reference is an empty list"):
        TokenF1().explain("a", [])


def test_characters() -> None:
    found = ANLS().explain("Eifel  tower", ["Louvre", "Eiffel Tower"])
    assert (found.reference, found.edits, found.length) == (1, 1, 12)
    assert found.script == ("delete “f”",)
    assert found.aligned()[1] == "e i f * e l   t o w e r"
    assert found.layers[0].figures == "edits 1, length 12; 0.9167"
    assert EditSimilarity().explain("ab", "ab").title == "edit similarity 1.0000"


def test_what_is_said_is_what_is_counted() -> None:
    rng = random.Random(4)
    texts = [
        *HOSTILE,
        *("".join(rng.choices("aA -'ßİΣ\u00a0\t.th", k=rng.randrange(12))) for _ in range(100)),
    ]
    for text in texts:
        other = rng.choice(texts)
        words = TokenF1().explain(text, other)
        counts = (
            sum(match.matches for match in words.words),
            len(words.prediction.tokens),
            len(words.references[0].tokens),
        )
        assert list(counts) == TokenF1().score([text], [other]).stats[0].tolist()
        for metric in (ANLS(), EditSimilarity()):
            found = metric.explain(text, other)
            assert sum(step.kind != "match" for step in found.steps) == found.edits


def test_exact_match_has_matrices() -> None:
    metric = ExactMatch()
    assert metric.matrix(["a cat", "dog"], ["Cat!", "the dog", "cow"]).scores.tolist() == [
        [1, 0, 0],
        [0, 1, 0],
    ]
    assert metric.leave_one_out(["cat", "cat", "cow"]).tolist() == [1.0, 1.0, 0.0]
    pool = gramscore.Pool(metric, 1.0)
    assert pool is not None
