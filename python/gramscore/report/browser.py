"""The examples of a report, as the data that its script shows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gramscore.report.values import Values

if TYPE_CHECKING:
    from gramscore.explain import Explanation, Mark


class Explainer(Protocol):
    """A metric that has explanations."""

    @property
    def signature(self) -> str:
        """All options, and the version."""

    def explain(self, prediction: Any, reference: Any) -> Explanation:
        """Why a prediction has its score."""


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
    explainers: Sequence[Explainer],
) -> tuple[list[str], list[dict[str, Any]]]:
    """The names of what is marked; and one entry for each chosen example, whose texts are those given, in the same
    order, with a layer of each name. Of long texts only the beginnings are shown and matched, which `cut` says."""
    names: dict[str, int] = {}
    found = []
    for place, index in enumerate(chosen):
        systems = []
        for system, texts in predictions.items():
            text = shortened(texts[place])
            layers: list[dict[str, Any] | None] = [None] * len(names)
            for name, layer in _layers(explainers, text, list(map(shortened, references[place]))):
                if names.setdefault(name, len(names)) == len(layers):
                    layers.append(None)
                layers[names[name]] = layer
            scores = [_number(one.scores[system][index]) for one in values]
            systems.append({"text": text, "scores": scores, "layers": layers})
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
    return list(names), found


def _layers(
    explainers: Sequence[Explainer], text: str, references: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What there is to see, by name: of ROUGE `rouge1`, of others the metric, too: `bleu 1-grams`."""
    for metric in explainers:
        explanation = metric.explain(text, references)
        family = metric.signature.partition("|")[0]
        for layer in explanation.layers:
            yield (
                layer.title if layer.title.startswith(family) else f"{family} {layer.title}",
                {
                    "reference": layer.reference,
                    "prediction": _bounds(explanation.prediction.text, layer.prediction_marks),
                    "marks": _bounds(explanation.references[layer.reference].text, layer.reference_marks),
                    "figures": layer.figures,
                },
            )


def _bounds(text: str, marks: Sequence[Mark]) -> list[list[Any]]:
    """Bounds of marks, in JavaScript's units of text, and their kinds."""
    before = [0, *accumulate(1 + (ord(char) > 0xFFFF) for char in text)]
    return [[before[mark.begin], before[mark.end], mark.kind] for mark in marks]


def _number(value: np.float64) -> float | None:
    return float(value) if math.isfinite(value) else None


def embedded(data: Any) -> str:
    """JSON that stands in a script element without ending it, whatever is in its texts, in ASCII."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
