"""What the classes stand on: torchmetrics' own Metric where it is installed, so that collections take them and
processes and devices share their states as those of its own; and what of it needs no torch where it is not."""

from __future__ import annotations

from copy import copy, deepcopy
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from gramscore.compat.torchmetrics.numbers import in_torch


class Alone:
    """States by name, with the methods of torchmetrics' Metric. Options that concern processes and devices are taken
    and have no effect."""

    def __init__(self, **options: Any) -> None:
        self._defaults: dict[str, Any] = {}

    def add_state(self, name: str, default: Any, dist_reduce_fx: str | None = None) -> None:
        """A number, or an array of them, or an empty list."""
        self._defaults[name] = default
        setattr(self, name, copy(default))

    @property
    def metric_state(self) -> dict[str, Any]:
        """The states by name."""
        return {name: getattr(self, name) for name in self._defaults}

    def reset(self) -> None:
        """Forgets all texts."""
        for name, default in self._defaults.items():
            setattr(self, name, copy(default))

    def clone(self) -> Any:
        """Another of the same texts."""
        return deepcopy(self)

    def update(self, preds: Any, target: Any) -> None:
        """Adds texts."""
        raise NotImplementedError

    def compute(self) -> Any:
        """The score of all texts since reset()."""
        raise NotImplementedError

    def __call__(self, preds: Any, target: Any) -> Any:
        """Adds texts, and returns their own score."""
        before = self.metric_state
        self.reset()
        self.update(preds, target)
        score = self.compute()
        self._reduce_states(before)
        return score

    forward = __call__

    def _reduce_states(self, incoming_state: dict[str, Any]) -> None:
        for name in self._defaults:
            setattr(self, name, incoming_state[name] + getattr(self, name))

    def _plot(self, val: Any, ax: Any) -> Any:
        raise ModuleNotFoundError("plot() is torchmetrics': pip install torchmetrics")


if TYPE_CHECKING:
    Base = Alone
elif find_spec("torch") is not None and find_spec("torchmetrics") is not None:
    Base = import_module("torchmetrics").Metric
else:
    Base = Alone


class TextMetric(Base):
    """A metric that is given texts batch by batch."""

    is_differentiable = False
    higher_is_better = False
    full_state_update = False
    plot_lower_bound = 0.0
    plot_upper_bound: float | None = 1.0

    def __init__(self, empty: Any, **options: Any) -> None:
        """`empty`: sums without any texts, whose attributes that `states` names are lists or numbers."""
        super().__init__(**options)
        self._empty = empty
        for name in empty.states:
            value = getattr(empty, name)
            if isinstance(value, list):
                self.add_state(name, [], dist_reduce_fx="cat")
            else:
                self.add_state(name, in_torch(value), dist_reduce_fx="sum")

    def update(self, preds: Any, target: Any) -> None:
        """Adds texts."""
        found = copy(self._empty)
        for name in found.states:
            state = getattr(self, name)
            setattr(found, name, [] if isinstance(state, list) else _number(state))
        self._add(found, preds, target)
        for name in found.states:
            value = getattr(found, name)
            if not isinstance(value, list):
                setattr(self, name, self._there(value))
            elif value:
                getattr(self, name).append(self._there(np.array(value)))

    def compute(self) -> Any:
        """The score of all texts since reset()."""
        found = copy(self._empty)
        for name in found.states:
            state = getattr(self, name)
            if isinstance(getattr(found, name), list):
                # Between processes, lists have been put together.
                parts = state if isinstance(state, list) else [state]
                setattr(found, name, [one for part in parts for one in np.atleast_1d(_number(part))])
            else:
                setattr(found, name, _number(state))
        return self._moved(self._score(found))

    def merge_state(self, incoming_state: Any) -> None:
        """Adds the texts of another metric of this kind, or its `metric_state`, before its own; also where torchmetrics
        refuses to."""
        if isinstance(incoming_state, TextMetric):
            if not isinstance(incoming_state, type(self)):
                raise ValueError(
                    f"a {type(incoming_state).__name__} cannot be merged into a {type(self).__name__}"
                )
            incoming_state = incoming_state.metric_state
        elif not isinstance(incoming_state, dict):
            raise ValueError(
                f"incoming_state is a {type(incoming_state).__name__}: a metric of this kind or a dict of its states "
                "is expected"
            )
        for name in self._defaults:
            if name not in incoming_state:
                raise ValueError(f"incoming_state has no {name!r}")
        self._reduce_states(incoming_state)
        self._computed = None
        self._update_count = getattr(self, "_update_count", 0) + 1

    def plot(self, val: Any = None, ax: Any = None) -> Any:
        """As torchmetrics, which has to be there."""
        return self._plot(val, ax)

    def _there(self, value: Any) -> Any:
        """A number as a state, on this metric's device."""
        return self._moved(in_torch(value))

    def _moved(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._moved(one) for name, one in value.items()}
        if isinstance(value, (tuple, list)):
            return type(value)(map(self._moved, value))
        return value.to(self.device) if hasattr(value, "to") and hasattr(self, "device") else value

    def _add(self, found: Any, preds: Any, target: Any) -> None:
        found.add(preds, target)

    def _score(self, found: Any) -> Any:
        return found.score()


def _number(state: Any) -> Any:
    """A copy in NumPy."""
    return np.array(state.cpu().numpy() if hasattr(state, "cpu") else state)[()]
