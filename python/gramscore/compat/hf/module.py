"""A metric with evaluate's methods, for those who have not installed evaluate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from gramscore import _core
from gramscore.compat.hf.answers import QUESTIONS, SINGLE_REFERENCE
from gramscore.compat.hf.compute import COMPUTE
from gramscore.compat.hf.translations import SOURCED


class Module:
    """Collects predictions and references until compute() is called, which forgets them.

    name: a key of compute.COMPUTE.
    seed: of NumPy's global generator during compute(), which leaves the generator as it was.
    """

    def __init__(self, name: str, seed: int | None = None) -> None:
        self.name = name
        self.seed = _seed_of_the_state() if seed is None else seed
        self._predictions: list[Any] = []
        self._references: list[Any] = []
        self._sources: list[str] = []

    def add(self, *, prediction: Any, reference: Any, source: Any = None) -> None:
        """Adds an example."""
        self.add_batch(
            predictions=[prediction],
            references=[reference],
            sources=None if source is None else [source],
        )

    def add_batch(
        self, *, predictions: Sequence[Any], references: Sequence[Any], sources: Sequence[Any] | None = None
    ) -> None:
        """Adds examples. References are all texts or all lists of texts; a mixture is a ValueError. Both are
        dictionaries where the metric is about questions. sari needs sources, and only it has any."""
        texts = _core.listed(predictions, "predictions", "a list with one for each example")
        listed = _core.listed(references, "references", "a list with one for each example")
        given = self._checked_sources(sources, len(texts))
        if self.name in QUESTIONS:
            self._add_questions(texts, listed)
            return
        expected = [
            one if isinstance(one, str) else _core.listed(one, f"references[{i}]", "a str or a list of them")
            for i, one in enumerate(listed)
        ]
        if len(texts) != len(expected):
            raise ValueError(f"predictions and references differ in number: {len(texts)} and {len(expected)}")
        for i, text in enumerate(texts):
            if not isinstance(text, str):
                raise ValueError(f"predictions[{i}] is {_core.described(text)}: a str is expected")
        fixed = list if self.name in SOURCED else str if self.name in SINGLE_REFERENCE else None
        kind = fixed or type((self._references or expected or [""])[0])
        for i, one in enumerate(expected):
            if type(one) is not kind:
                kinds = f"a {kind.__name__} is expected" if fixed else "unlike those before it"
                raise ValueError(f"references[{i}] is a {type(one).__name__}, {kinds}")
        self._predictions += texts
        self._references += expected
        self._sources += given

    def _checked_sources(self, sources: Sequence[Any] | None, examples: int) -> list[str]:
        if (sources is not None) != (self.name in SOURCED):
            raise ValueError(
                f"{self.name} needs sources" if sources is None else f"{self.name} has no sources"
            )
        texts = (
            [] if sources is None else _core.listed(sources, "sources", "a list with one for each example")
        )
        if sources is not None and len(texts) != examples:
            raise ValueError(f"predictions and sources differ in number: {examples} and {len(texts)}")
        for i, text in enumerate(texts):
            if not isinstance(text, str):
                raise ValueError(f"sources[{i}] is {_core.described(text)}: a str is expected")
        return texts

    def _add_questions(self, predictions: list[Any], references: list[Any]) -> None:
        if len(predictions) != len(references):
            raise ValueError(
                f"predictions and references differ in number: {len(predictions)} and {len(references)}"
            )
        for i, prediction in enumerate(predictions):
            for key in ("id", *QUESTIONS[self.name]):
                if not isinstance(prediction, Mapping) or key not in prediction:
                    raise ValueError(f"predictions[{i}] has no {key!r}")
        for i, reference in enumerate(references):
            if not isinstance(reference, Mapping) or "id" not in reference or "answers" not in reference:
                raise ValueError(f"references[{i}] has no 'id' or no 'answers'")
            answers = reference["answers"]
            if not isinstance(answers, Mapping) or not isinstance(answers.get("text"), (list, tuple)):
                raise ValueError(f"references[{i}]['answers'] has no list 'text'")
        self._predictions += predictions
        self._references += references

    def compute(
        self,
        *,
        predictions: Sequence[Any] | None = None,
        references: Sequence[Any] | None = None,
        sources: Sequence[Any] | None = None,
        **options: Any,
    ) -> Any:
        """The metric over all examples that were added, and those that are given. The options are those of the metric.

        Without any example it is a ValueError.
        """
        if predictions is not None or references is not None:
            if predictions is None or references is None:
                raise ValueError("predictions and references are needed, only one of them is given")
            self.add_batch(predictions=predictions, references=references, sources=sources)
        if not self._predictions:
            raise ValueError("there is nothing to score: no examples were added")
        texts, expected = self._predictions, self._references
        if self._sources:
            options["sources"] = self._sources
        self._predictions, self._references, self._sources = [], [], []
        with _seeded(self.seed):
            return COMPUTE[self.name](texts, expected, **options)

    def __len__(self) -> int:
        return len(self._predictions)

    def __repr__(self) -> str:
        return f"<{self.name}, {len(self)} examples added>"


def _seed_of_the_state() -> int:
    """A number that NumPy's global generator has in its state: what evaluate takes for a seed."""
    state: Any = np.random.get_state(legacy=True)
    _, words, position, *_ = state
    return int(words[position if position < len(words) else 0])


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    before = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(before)
