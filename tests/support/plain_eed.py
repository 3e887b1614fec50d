"""EED in the plainest way, of prepared texts."""

from __future__ import annotations

import math
import re


def prepared(text: str) -> str:
    """English text as the program prepares it."""
    text = re.sub(r"([.!?,])", r" \1", text.rstrip())
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(\d) ([.,]) (\d)", r"\1\2\3", text)
    text = re.sub(r"(Dr|Jr|Prof|Rev|Gen|Mr|Mt|Mrs|Ms) .", r"\1.", text)
    for apart, together in (("e . g .", "e.g."), ("i . e .", "i.e."), ("U . S .", "U.S.")):
        text = text.replace(apart, together)
    return f" {text} "


def eed(
    prediction: str,
    reference: str,
    alpha: float = 2.0,
    rho: float = 0.3,
    deletion: float = 0.2,
    insertion: float = 1.0,
) -> float:
    row = [0.0] + [1.0] * len(prediction)
    visits = [0] * len(row)
    for letter in reference:
        following = [row[0] + 1.0]
        for i, own in enumerate(prediction, 1):
            following.append(
                min(following[i - 1] + deletion, row[i - 1] + (own != letter), row[i] + insertion)
            )
        least = min(following)
        visits[following.index(least)] += 1
        if letter == " ":
            following = [min(cost, alpha + least) for cost in following]
        row = following
    coverage = rho * sum(abs(count - 1) for count in visits)
    whole = len(reference) + coverage
    return min(1.0, (row[-1] + coverage) / whole) if whole else math.nan
