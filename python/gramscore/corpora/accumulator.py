"""Several metrics of a corpus that comes bit by bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gramscore.corpora.evaluation import evaluate, separable
from gramscore.metrics.stream import is_empty
from gramscore.options.checks import check_threads
from gramscore.results.state import State


class Accumulator:
    """Adds up what scores are made of, as an evaluation loop meets the texts. Pickles; two of them add up.

    metrics: as for `evaluate`, but for NIST and CIDEr.
    states: by name the sums so far; empty before the first update.

    The result of `compute()` is, to the last bit, that of all texts scored at once.

    Raises what `evaluate` raises for metrics.

    >>> seen = Accumulator(["rouge1", "chrf"])
    >>> seen.update(["the cat sat"], ["the cat slept"])
    >>> seen.update(["a dog"], [["a dog", "the dog"]])
    >>> found = seen.compute()
    >>> round(found["rouge1"].fmeasure, 4), round(found["chrf"].score, 2), seen.examples
    (0.8333, 59.89, 2)
    """

    def __init__(self, metrics: Sequence[Any] | Mapping[str, Any], *, threads: int | None = None) -> None:
        self._metrics = separable(metrics)
        self._threads = None if threads is None else check_threads(threads)
        self.states: dict[str, State] = {}

    @property
    def examples(self) -> int:
        """How many texts have been added."""
        return next((state.examples for state in self.states.values()), 0)

    def update(self, predictions: Any, references: Any, sources: Any = None) -> None:
        """Adds N predictions and their references, and the sources for metrics that look at them; none of them if one
        cannot be scored. Raises what `evaluate` raises."""
        if is_empty(predictions) and is_empty(references):
            return
        scores = evaluate(predictions, references, self._metrics, threads=self._threads, sources=sources)
        found = {name: one.state() for name, one in scores.items()}
        if self.states:
            found = {name: self.states[name] + state for name, state in found.items()}
        self.states = found

    def compute(self) -> dict[str, Any]:
        """The corpus scores by name, of ROUGE those of each type. ValueError before the first update."""
        if not self.states:
            raise ValueError("nothing has been added: update() comes before compute()")
        corpora = {name: state.corpus for name, state in self.states.items()}
        return {
            name: corpus[name] if isinstance(corpus, Mapping) and list(corpus) == [name] else corpus
            for name, corpus in corpora.items()
        }

    def reset(self) -> None:
        """Forgets what has been added."""
        self.states = {}

    def __add__(self, other: object) -> Accumulator:
        if not isinstance(other, Accumulator):
            return NotImplemented
        joined = Accumulator(self._metrics, threads=self._threads)
        if not (self.states and other.states):
            joined.states = dict(self.states or other.states)
        elif self.states.keys() != other.states.keys():
            raise ValueError("accumulators of different metrics cannot be added")
        else:
            joined.states = {name: state + other.states[name] for name, state in self.states.items()}
        return joined

    def __repr__(self) -> str:
        return f"<Accumulator of {', '.join(self._metrics)}, {self.examples} examples>"
