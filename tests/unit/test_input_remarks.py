"""Remarks on what was scored: its shape, and the texts."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import gramscore

PREDICTIONS = ["the otter swims home", "a red lamp glows", "rain fell on the roof"]
SETS = [
    ["an otter swims home", "the red lamp glows", "rain fell on a roof"],
    ["the otter swam home", "a red lamp shone", "it rained on the roof"],
    ["the otter is home", "a lamp glows", "rain on the roof"],
]
LISTS = [list(texts) for texts in zip(*SETS, strict=True)]


def kinds(scores: gramscore.Scores) -> list[str]:
    return [remark.kind for remark in scores.remarks]


def tokens(text: str) -> list[int]:
    return [sum(map(ord, word)) for word in text.split()]


@pytest.mark.parametrize("metric", [gramscore.BLEU(1), gramscore.ROUGE(["rouge1"]), gramscore.TER()])
def test_references_that_look_transposed(metric) -> None:  # type: ignore[no-untyped-def]
    assert "transposed-references" in kinds(metric.score(PREDICTIONS, SETS))
    assert "transposed-references" not in kinds(metric.score(PREDICTIONS, LISTS))
    assert "transposed-references" not in kinds(metric.score(PREDICTIONS[:2], [["a"], ["b"]]))
    assert kinds(metric.score(["a b"] * 2, [["a b"] * 2] * 2)) == []


def test_of_tokens_and_of_several_metrics() -> None:
    ids = [tokens(text) for text in PREDICTIONS]
    turned = [[tokens(text) for text in texts] for texts in SETS]
    assert "transposed-references" in kinds(gramscore.GLEU().score(ids, turned))
    assert "transposed-references" in kinds(gramscore.NIST(1).score(ids, turned))
    found = gramscore.evaluate(PREDICTIONS, SETS, ["bleu", "chrf", "rouge1", "rouge2"])
    assert [remark.kind for remark in found.remarks].count("transposed-references") == 1
    remark = found["bleu"].remarks[0]
    assert (remark.kind, remark.examples, remark.first) == ("transposed-references", 3, None)
    assert found["rouge1"].remarks[0] == remark
    right = gramscore.evaluate(PREDICTIONS, SETS, ["bleu", "chrf"], references_by="set")
    assert right.remarks == ()


@pytest.mark.parametrize("number", [list, tuple, np.array])
def test_padding_among_token_ids(number) -> None:  # type: ignore[no-untyped-def]
    rouge = gramscore.ROUGE(["rouge1"], tokenizer=None)
    clean = [number([1, 2, 3]), number([4, 5, 6])]
    padded = [number([1, 2, 3]), number([4, 5, -100])]
    assert kinds(rouge.score(clean, clean)) == []
    (remark,) = rouge.score(padded, clean).remarks
    assert (remark.kind, remark.examples, remark.first) == ("padding", 1, 1)
    assert remark.message.startswith("predictions[1] has the padding -100 among its token ids")
    (remark,) = rouge.score(clean, [[clean[0], padded[1]], [padded[1]]]).remarks
    assert (remark.examples, remark.first, remark.message[:13]) == (2, 0, "references[0]")
    assert kinds(gramscore.BLEU(2, tokenizer=None).score(padded, clean)) == ["padding"]


def test_padding_in_a_matrix() -> None:
    ids = np.array([[1, 2, 3], [-100, 4, 5]])
    (remark, other) = gramscore.ROUGE(["rouge1"], tokenizer=None).score(ids, ids.tolist()).remarks
    assert (remark.first, other.first) == (1, 1)


def test_what_is_looked_at_is_not_saved() -> None:
    scores = gramscore.BLEU(1).score(PREDICTIONS, SETS)
    again = pickle.loads(pickle.dumps(scores))
    assert again == scores
    assert again.remarks == ()


CHINESE = "我们今天去公园玩。"


@pytest.mark.parametrize(
    ("metric", "texts", "kind"),
    [
        (gramscore.BLEU(), [CHINESE], "unspaced-script"),
        (gramscore.TER(), [CHINESE] * 3, "unspaced-script"),
        (gramscore.ROUGE(["rouge1"]), ["El niño está aquí"], "partly-seen-text"),
        (gramscore.BLEU(), np.array(["Hello , world . It 's me !"] * 6), "tokenized-predictions"),
        (gramscore.CHRF(), ["a b"] * 6, "same-predictions"),
        (gramscore.CHRF(), ["", "a"], "empty-predictions"),
    ],
)
def test_scores_look_at_the_texts(metric: Any, texts: Any, kind: str) -> None:
    scores = metric.score(texts, [[text or "b"] for text in texts])
    assert kind in {remark.kind for remark in scores.remarks}
    assert kind in {remark.kind for remark in metric.score(texts, [text or "b" for text in texts]).remarks}


def test_the_first_texts_are_looked_at() -> None:
    scores = gramscore.ROUGE(["rouge1"]).score(["año nuevo"] * 300, ["año viejo"] * 300)
    (remark,) = (it for it in scores.remarks if it.kind == "partly-seen-text")
    assert remark.message.startswith("in 256 of the first 256 examples ")


def test_texts_without_tokens_are_said_once() -> None:
    scores = gramscore.ROUGE(["rouge1"]).score([CHINESE, ""], [CHINESE, "a"])
    assert [remark.kind for remark in scores.remarks] == [
        "predictions-without-tokens",
        "references-without-tokens",
    ]


def test_scores_keep_no_texts_when_they_are_saved() -> None:
    scores = gramscore.BLEU().score([CHINESE] * 3, [CHINESE] * 3)
    assert scores.remarks
    assert CHINESE.encode() not in pickle.dumps(scores)
    assert not pickle.loads(pickle.dumps(scores)).remarks
