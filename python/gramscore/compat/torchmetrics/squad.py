"""SQuAD's exact match and F1 as torchmetrics computes them: everything in float32, in percent."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import gramscore
from gramscore.compat.torchmetrics.inputs import listed
from gramscore.compat.torchmetrics.numbers import F, as_tensor, total

Answers = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class SquadSums:
    """Sums over questions: of F1, of exact matches, and how many there are."""

    states = ("f1", "exact", "questions")

    def __init__(self) -> None:
        self.f1 = F(0)
        self.exact = F(0)
        self.questions = 0

    def add(self, preds: Answers, target: Answers) -> None:
        predictions, questions = _listed("preds", preds), _listed("target", target)
        _check("preds", predictions, ("prediction_text", "id"))
        _check("target", questions, ("answers", "id"))
        _check_answers(questions)
        texts = {one["id"]: one["prediction_text"] for one in predictions}
        answered = []
        for one in questions:
            if one["id"] in texts:
                answered.append(one)
            else:
                warnings.warn(f"Unanswered question {one['id']} will receive score 0.", stacklevel=4)
        self.questions += len(questions)
        if not answered:
            return
        given = [texts[one["id"]] for one in answered]
        expected = [list(one["answers"]["text"]) for one in answered]
        # The sums of a call begin at 0, before they are added to those of earlier calls.
        self.f1 = F(self.f1 + total(_best_f1(given, expected)))
        self.exact = F(self.exact + F(gramscore.ExactMatch().score(given, expected).corpus.matches))

    def score(self) -> dict[str, Any]:
        with np.errstate(invalid="ignore"):
            sums = {"exact_match": self.exact, "f1": self.f1}
            return {name: as_tensor(F(F(100) * value / F(self.questions))) for name, value in sums.items()}


def _listed(name: str, given: Answers) -> list[Mapping[str, Any]]:
    return [given] if isinstance(given, Mapping) else listed(name, given)


def _check(name: str, given: list[Mapping[str, Any]], keys: tuple[str, str]) -> None:
    for index, one in enumerate(given):
        for key in keys:
            if key not in one:
                raise KeyError(
                    f"{name}[{index}] has no {key!r}: a dictionary with {keys[0]!r} and {keys[1]!r} is expected"
                )


def _check_answers(questions: list[Mapping[str, Any]]) -> None:
    for index, one in enumerate(questions):
        if "text" not in one["answers"]:
            raise KeyError(f"target[{index}]['answers'] has no 'text', which is a list of answers")
        if not len(one["answers"]["text"]):
            raise ValueError(f"target[{index}]['answers']['text'] is empty: a question needs an answer")


def _best_f1(given: Sequence[str], expected: Sequence[Sequence[str]]) -> list[Any]:
    """Of each question the F1 of the answer for which it is highest; of two without words it is 1."""
    ours = [text for text, answers in zip(given, expected, strict=True) for _ in answers]
    stats = gramscore.TokenF1().score(ours, [[text] for answers in expected for text in answers]).stats
    matches, predicted, wanted = stats.astype(F).T
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = matches / predicted, matches / wanted
        f1 = F(2) * precision * recall / (precision + recall)
    f1[matches == 0] = 0
    f1[(predicted == 0) & (wanted == 0)] = 1
    sizes = [len(answers) for answers in expected]
    return list(np.maximum.reduceat(f1, np.cumsum([0, *sizes[:-1]])))


def squad(preds: Answers, target: Answers) -> dict[str, Any]:
    """Exact match and F1 of answers, 0..100.

    preds: dictionaries of `id` and `prediction_text`; target: of `id` and `answers`, which has a list `text`. Questions
    without a prediction score 0.

    Raises KeyError for what lacks a key, ValueError for a question without answers.
    """
    sums = SquadSums()
    sums.add(preds, target)
    return sums.score()
