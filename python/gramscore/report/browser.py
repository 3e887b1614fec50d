"""The examples of a report, as the data that its script shows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from gramscore.report.values import Values

if TYPE_CHECKING:
    from gramscore import ROUGE
    from gramscore.explain import Mark, RougeExplanation


_MOST_CHARACTERS = 4000


def shortened(text: str) -> str:
    """The beginning of a text that is too long to look at."""
    return text[:_MOST_CHARACTERS]


def examples(
    chosen: Sequence[int],
    values: Sequence[Values],
    predictions: Mapping[str, Sequence[str]],
    references: Sequence[Sequence[str]],
    ids: Sequence[str] | None,
    fields: Mapping[str, Sequence[str]],
    explainer: ROUGE,
) -> list[dict[str, Any]]:
    """One entry for each chosen example, whose texts are those given, in the same order. Of long texts only the
    beginnings are shown and matched, which `cut` says."""
    found = []
    for place, index in enumerate(chosen):
        systems = []
        for system, texts in predictions.items():
            text = shortened(texts[place])
            explanation = explainer.explain(text, list(map(shortened, references[place])))
            scores = [_number(one.scores[system][index]) for one in values]
            systems.append({"text": text, "scores": scores, "layers": list(_layers(explanation))})
        entry: dict[str, Any] = {
            "index": int(index),
            "references": list(map(shortened, references[place])),
            "systems": systems,
        }
        every = (
            *references[place],
            *(texts[place] for texts in predictions.values()),
            *(column[place] for column in fields.values()),
        )
        if longest := max((len(text) for text in every if len(text) > _MOST_CHARACTERS), default=0):
            entry["cut"] = [_MOST_CHARACTERS, longest]
        if ids is not None:
            entry["id"] = ids[place]
        if fields:
            entry["fields"] = [[name, shortened(column[place])] for name, column in fields.items()]
        found.append(entry)
    return found


def _layers(explanation: RougeExplanation) -> Iterator[dict[str, Any]]:
    for one, layer in zip(explanation.types, explanation.layers, strict=True):
        yield {
            "reference": one.reference,
            "prediction": _bounds(explanation.prediction.text, layer.prediction_marks),
            "marks": _bounds(explanation.references[one.reference].text, layer.reference_marks),
            "counts": [one.matches, one.prediction_units, one.reference_units],
            "prf": list(one.score),
        }


def _bounds(text: str, marks: Sequence[Mark]) -> list[list[int]]:
    """Bounds of marks, and whether each is of what counts, in JavaScript's units of text."""
    before = [0, *accumulate(1 + (ord(char) > 0xFFFF) for char in text)]
    return [[before[mark.begin], before[mark.end], int(mark.kind == "match")] for mark in marks]


def _number(value: np.float64) -> float | None:
    return float(value) if math.isfinite(value) else None


def embedded(data: Any) -> str:
    """JSON that stands in a script element without ending it, whatever is in its texts, in ASCII."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
