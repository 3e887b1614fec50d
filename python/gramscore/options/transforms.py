"""Transformations of texts into words or characters, as jiwer has them, as tokenizers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from gramscore.options.callables import callable_name

#: From a list of texts to a list of texts, or at the end of a chain to a list of lists of words or characters.
Transform = Callable[[list[str]], Any]


class Transformed:
    """The tokenizer that a transformation is: it is given a list of one text, as jiwer gives it, and returns a list of
    one list of tokens."""

    def __init__(self, transform: Transform) -> None:
        self.transform = transform
        self.signature = transform_name(transform)

    def __call__(self, text: str) -> list[str]:
        texts = self.transform([text])
        if not isinstance(texts, list) or len(texts) != 1 or not isinstance(texts[0], list):
            raise ValueError(
                f"transform makes {texts!r} of one text: a list of one list of words or characters is needed, as "
                "jiwer's ReduceToListOfListOfWords and ReduceToListOfListOfChars make it"
            )
        return texts[0]


def transform_name(transform: Any) -> str:
    """How a transformation appears in signatures: by its attribute `signature`, a chain by its links, others by their
    class and a digest of what they hold."""
    if isinstance(given := getattr(transform, "signature", None), str):
        return given
    links = getattr(transform, "transforms", None)
    if isinstance(links, list):
        return "+".join(map(transform_name, links))
    name = callable_name(transform)
    held = getattr(transform, "__dict__", None)
    if not held or hasattr(transform, "__qualname__"):
        return name.rpartition(".")[2]
    described = "\0".join(f"{key}={_described(value)}" for key, value in sorted(held.items()))
    digest = hashlib.sha256(described.encode(errors="backslashreplace")).hexdigest()[:8]
    return f"{name.rpartition('.')[2]}-{digest}"


def _described(value: Any) -> str:
    return repr(sorted(value)) if isinstance(value, (set, frozenset)) else repr(value)
