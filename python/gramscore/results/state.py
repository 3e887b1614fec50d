"""What a corpus score is made of, apart from the examples: sums that add up, and can be kept."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gramscore import _core
from gramscore.figures.registry import FORMULAS, SUMS, CorpusFormula
from gramscore.figures.saved import formula_of


class State:
    """The sums over the N examples of a corpus that its score is made of, from `scores.state()`.

    signature: as the scores have it: metric, options, version.
    examples: N.
    corpus: what `scores.corpus` is.

    States of equal signature add up, also with `sum()`: whole numbers are summed as such (OverflowError beyond 64
    bits), floats without rounding. So a corpus may be scored in any parts, which may be added in any order: the sum
    equals the state of the whole, and its `corpus` is that of the whole to the last bit. (TER against 3 or more
    references adds average lengths, which `scores.corpus` does in the order of the examples as sacrebleu does. There
    the last bits may differ from `scores.corpus`, but never between states.)

    `save()`, `load()`, `to_arrow()` and `from_arrow()` need pyarrow.

    >>> import gramscore
    >>> metric = gramscore.BLEU(max_order=2)
    >>> first = metric.score(["the cat sat"], ["the cat slept"]).state()
    >>> second = metric.score(["a dog"], ["the dog"]).state()
    >>> sum([first, second])
    <State of 2 examples, bleu|order:2|case:mixed|eff:no|tok:13a|smooth:exp|version:...>
    >>> (first + second).corpus.counts
    [3, 1]
    """

    __slots__ = ("_formula", "_sums", "signature")

    def __init__(self, signature: str, formula: CorpusFormula, sums: Any) -> None:
        self.signature = signature
        self._formula = formula
        self._sums = sums

    @property
    def examples(self) -> int:
        count: int = self._sums.examples()
        return count

    @property
    def corpus(self) -> Any:
        return self._formula.corpus_of(self._sums)

    @property
    def metric(self) -> str:
        """The kind of metric: rouge, bleu, bleu-nltk, bleu-huggingface, chrf, ter, gleu or rouge155."""
        return next(name for name, kind in FORMULAS.items() if type(self._formula) is kind)

    def __add__(self, other: object) -> State:
        if not isinstance(other, State):
            return NotImplemented
        if other.signature != self.signature:
            raise ValueError(
                f"states of different signatures cannot be added: {self.signature} and {other.signature}"
            )
        return State(self.signature, self._formula, self._sums + other._sums)

    def __radd__(self, other: object) -> State:
        """`0 + state`, with which sum() begins."""
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        return self.signature == other.signature and self._sums == other._sums

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        count = f"{self.examples} example{'s' if self.examples != 1 else ''}"
        return f"<State of {count}, {self.signature}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (State.of_parts, (self.parts(),))

    def parts(self) -> dict[str, Any]:
        """The state as plain values: str, int, lists of int and of bytes."""
        return {
            "signature": self.signature,
            "configuration": json.dumps({"metric": self.metric, **asdict(self._formula)}),  # type: ignore[call-overload]
            "examples": self.examples,
            "whole": self._sums.whole()[0].tolist(),
            "exact": self._sums.exact(),
        }

    @staticmethod
    def of_parts(parts: Mapping[str, Any]) -> State:
        """The state that `parts()` belongs to. Raises ValueError for what is none."""
        try:
            configuration = json.loads(parts["configuration"])
            metric = configuration.pop("metric")
            formula = formula_of(metric, configuration)
            signature = str(parts["signature"])
            if any(number < 0 for number in parts["whole"]):
                raise ValueError("a sum is negative")
            sums = SUMS[metric](parts["examples"], parts["whole"], parts["exact"])
            if isinstance(sums, _core.CorpusSums) and any(sum[-1] >> 7 for sum in parts["exact"]):
                raise ValueError("a sum is negative")
            formula.check(sums)
        except (
            KeyError,
            IndexError,
            TypeError,
            ValueError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ) as error:
            told = isinstance(error, ValueError) and not isinstance(error, UnicodeError)
            reason = error if told else "the configuration and the sums do not go together"
            raise ValueError(f"not the parts of a state: {reason}") from error
        return State(signature, formula, sums)

    def save(self, path: str) -> None:
        """Writes a file that appears whole or not at all: Parquet if `path` ends in .parquet, Arrow IPC if in .arrow.

        The signature and the version of the format are in its metadata. Raises ValueError for another ending, OSError
        when the file cannot be written.
        """
        write_states(path, {self.metric: self})

    @staticmethod
    def load(path: str) -> State:
        """The state that save() wrote. Raises ValueError for a file that is absent, holds no state or several, is
        damaged, or is of a later version of the format; nothing in it is ever executed."""
        states = read_states(path)
        if len(states) != 1:
            raise ValueError(f"{path} holds {len(states)} states, one is expected: {', '.join(states)}")
        return next(iter(states.values()))

    def to_arrow(self) -> Any:
        """The state as a pyarrow.Table of one row; every state has the same schema."""
        return states_to_arrow({self.metric: self})

    @staticmethod
    def from_arrow(table: Any) -> State:
        """The state in a table or record batch of one row, as to_arrow() makes it. Raises ValueError for another."""
        states = _states(_files().states_from_arrow(table))
        if len(states) != 1:
            raise ValueError(f"table holds {len(states)} states, one is expected")
        return next(iter(states.values()))


def write_states(path: str, states: Mapping[str, State]) -> None:
    """A file of states by name, whole or not at all. Raises what `State.save` does."""
    _files().write_states(path, {name: state.parts() for name, state in states.items()})


def read_states(path: str) -> dict[str, State]:
    """The states by name in a file. Raises what `State.load` does."""
    rows = _files().read_states(path)
    try:
        return _states(rows)
    except ValueError as error:
        raise _files().InputError(f"{os.fsdecode(path)}: {error}") from None


def states_to_arrow(states: Mapping[str, State]) -> Any:
    """The states by name as a pyarrow.Table of a row each."""
    return _files().states_to_arrow({name: state.parts() for name, state in states.items()})


def _states(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, State]:
    return {name: State.of_parts(parts) for name, parts in rows.items()}


def _files() -> Any:
    try:
        from gramscore.io import states
    except ImportError as error:
        raise ImportError(
            "states are kept in Arrow's formats, for which pyarrow is needed: pip install pyarrow"
        ) from error
    return states
