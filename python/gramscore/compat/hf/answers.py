"""The metrics of transcripts and answers as functions to the originals' results."""

from __future__ import annotations

import re
import string
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import gramscore
from gramscore.compat import jiwer

Answers = Sequence[Mapping[str, Any]]

#: The metrics whose predictions and references are dictionaries, by the keys of the former beside the ID.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "squad": ("prediction_text",),
    "squad_v2": ("prediction_text", "no_answer_probability"),
}

#: The metrics that take one reference for each prediction.
SINGLE_REFERENCE = ("wer", "cer", "exact_match")


def wer(predictions: Sequence[str], references: Sequence[str], concatenate_texts: bool = False) -> float:
    """Word error rate as jiwer computes it. Without `concatenate_texts` references without words are a
    ZeroDivisionError."""
    if concatenate_texts:
        return jiwer.wer(list(references), list(predictions))
    return _quotient("wer", jiwer.process_words(list(references), list(predictions)))


def cer(predictions: Sequence[str], references: Sequence[str], concatenate_texts: bool = False) -> float:
    """Character error rate, likewise."""
    if concatenate_texts:
        return jiwer.cer(list(references), list(predictions))
    return _quotient("cer", jiwer.process_characters(list(references), list(predictions)))


def _quotient(name: str, output: Any) -> float:
    total = output.substitutions + output.deletions + output.hits
    if total == 0:
        raise ZeroDivisionError(f"{name}: all references are empty")
    rate: float = (output.substitutions + output.deletions + output.insertions) / total
    return rate


def exact_match(
    predictions: Sequence[str],
    references: Sequence[str],
    regexes_to_ignore: Sequence[str] | None = None,
    ignore_case: bool = False,
    ignore_punctuation: bool = False,
    ignore_numbers: bool = False,
) -> dict[str, Any]:
    """The share of predictions that equal their references, once regular expressions, letter case, ASCII
    punctuation and digits are removed as asked for."""
    removed = (string.punctuation if ignore_punctuation else "") + (string.digits if ignore_numbers else "")
    table = str.maketrans("", "", removed)

    def changed(text: str) -> str:
        # The original keeps texts in arrays of NumPy, which have no NUL at the end of a text.
        text = text.rstrip("\0")
        for pattern in regexes_to_ignore or ():
            text = re.sub(pattern, "", text).rstrip("\0")
        text = text.lower() if ignore_case else text
        return text.translate(table).rstrip("\0") if removed else text

    metric = gramscore.ExactMatch(tokenizer="text")
    score = metric.score([changed(text) for text in predictions], [changed(text) for text in references])
    return {"exact_match": np.float64(score.corpus.score)}


def squad(predictions: Answers, references: Answers) -> dict[str, Any]:
    """SQuAD 1.1: exact match and F1 in percent. Predictions are dictionaries of `id` and `prediction_text`, references
    of `id` and `answers`, which has a list `text`. Questions without a prediction score 0."""
    answers = {prediction["id"]: prediction["prediction_text"] for prediction in predictions}
    answered = [one for one in references if one["id"] in answers]
    for one in references:
        if one["id"] not in answers:
            warnings.warn(f"Unanswered question {one['id']} will receive score 0.", stacklevel=3)
    exact, f1 = 0, 0.0
    if answered:
        texts = [answers[one["id"]] for one in answered]
        expected = [list(one["answers"]["text"]) for one in answered]
        exact = gramscore.ExactMatch().score(texts, expected).corpus.matches
        # One after another, as the original adds them up.
        f1 = float(np.add.accumulate(gramscore.TokenF1().score(texts, expected).examples)[-1])
    total = len(references)
    return {"exact_match": 100.0 * exact / total, "f1": 100.0 * f1 / total}


def squad_v2(predictions: Answers, references: Answers, no_answer_threshold: float = 1.0) -> dict[str, Any]:
    """SQuAD 2.0, whose questions may have no answer: exact match and F1 in percent, also of questions with and without
    answers, and the best with any threshold. Predictions have a `no_answer_probability` in addition; above the
    threshold they count as no answer."""
    texts = {one["id"]: one["prediction_text"] for one in predictions}
    # As evaluate passes them on.
    silent = {one["id"]: float(np.float32(one["no_answer_probability"])) for one in predictions}
    answerable = {one["id"]: bool(one["answers"]["text"]) for one in references}
    exact, f1 = _raw_scores(texts, references)

    def chosen(scores: Mapping[str, float]) -> dict[str, float]:
        return {
            name: float(not answerable[name]) if silent[name] > no_answer_threshold else score
            for name, score in scores.items()
        }

    exact_chosen, f1_chosen = chosen(exact), chosen(f1)
    found = _in_percent(exact_chosen, f1_chosen, list(exact_chosen), "")
    for prefix, wanted in (("HasAns_", True), ("NoAns_", False)):
        names = [name for name, has in answerable.items() if has is wanted]
        if names:
            found.update(_in_percent(exact_chosen, f1_chosen, names, prefix))
    for name, scores in (("exact", exact), ("f1", f1)):
        best, threshold = _best(texts, scores, silent, answerable)
        found[f"best_{name}"], found[f"best_{name}_thresh"] = best, threshold
    return found


def _raw_scores(texts: Mapping[str, str], references: Answers) -> tuple[dict[str, float], dict[str, float]]:
    """Exact match and F1 by ID, as whole numbers where the original has such."""
    known = [one for one in references if one["id"] in texts]
    for one in references:
        if one["id"] not in texts:
            warnings.warn(f"Missing prediction for {one['id']}", stacklevel=4)
    if not known:
        return {}, {}
    answers = [text for one in known for text in one["answers"]["text"]]
    empty = iter((gramscore.TokenF1().score(answers, answers).stats[:, 1] == 0).tolist() if answers else ())
    expected = [[text for text in one["answers"]["text"] if not next(empty)] or [""] for one in known]
    given = [texts[one["id"]] for one in known]
    matches = gramscore.ExactMatch().score(given, expected).stats[:, 0].tolist()
    scores = gramscore.TokenF1().score(given, expected)
    f1 = scores.examples.tolist()
    # Two answers without words agree, which SQuAD 1.1 does not say.
    neither = (scores.stats[:, 1:] == 0).all(axis=1).tolist()
    names = [one["id"] for one in known]
    return (
        dict(zip(names, matches, strict=True)),
        {name: 1 if none else value for name, value, none in zip(names, f1, neither, strict=True)},
    )


def _in_percent(
    exact: Mapping[str, float], f1: Mapping[str, float], names: Sequence[str], prefix: str
) -> dict[str, Any]:
    total = len(names)
    return {
        f"{prefix}exact": 100.0 * sum(exact[name] for name in names) / total,
        f"{prefix}f1": 100.0 * sum(f1[name] for name in names) / total,
        f"{prefix}total": total,
    }


def _best(
    texts: Mapping[str, str],
    scores: Mapping[str, float],
    silent: Mapping[str, float],
    answerable: Mapping[str, bool],
) -> tuple[float, float]:
    """The best score with any threshold, in percent, and the threshold."""
    current: float = sum(not has for has in answerable.values())
    best, threshold = current, 0.0
    for name in sorted(silent, key=silent.__getitem__):
        if name not in scores:
            continue
        if answerable[name]:
            current += scores[name]
        elif texts[name]:
            current -= 1
        if current > best:
            best, threshold = current, silent[name]
    return 100.0 * best / len(scores), threshold
