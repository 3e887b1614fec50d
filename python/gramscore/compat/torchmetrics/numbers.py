"""Numbers of float32, as tensors where torch is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

F = np.float32


@lru_cache
def torch() -> Any:
    """The package torch, or None."""
    return import_module("torch") if find_spec("torch") is not None else None


def as_tensor(value: Any) -> Any:
    """A number, or an array of them, as torch has it."""
    found = torch()
    return value if found is None else found.tensor(value.tolist(), dtype=found.float32)


def in_torch(value: Any) -> Any:
    """A number, or an array of them, as torch has it, of its own type."""
    found = torch()
    return value if found is None else found.from_numpy(np.array(value))


def mean(values: Sequence[Any]) -> Any:
    """The mean of numbers of float32, as torch adds them."""
    found = torch()
    if found is None:
        return np.mean(np.array(values, F), dtype=F)
    return found.tensor([float(value) for value in values], dtype=found.float32).mean()


def total(values: Iterable[Any]) -> Any:
    """Numbers added one after another."""
    found = F(0)
    for value in values:
        found = F(found + F(value))
    return found
