"""Several metrics at once, as evaluate.combine() has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gramscore.compat.hf.module import Module


class Combined:
    """Metrics that are given the same examples. Keys that several have begin with the metric's name and `_`."""

    def __init__(self, modules: Mapping[str, Module], prefixed: bool) -> None:
        self._modules = modules
        self._prefixed = prefixed

    def add(self, *, prediction: Any, reference: Any) -> None:
        """Adds an example to all."""
        for module in self._modules.values():
            module.add(prediction=prediction, reference=reference)

    def add_batch(self, *, predictions: Sequence[Any], references: Sequence[Any]) -> None:
        """Adds examples to all."""
        for module in self._modules.values():
            module.add_batch(predictions=predictions, references=references)

    def compute(
        self, *, predictions: Sequence[Any] | None = None, references: Sequence[Any] | None = None
    ) -> dict[str, Any]:
        """What each of them returns, in one dict."""
        found = {
            name: module.compute(predictions=predictions, references=references)
            for name, module in self._modules.items()
        }
        keys = [key for result in found.values() for key in result]
        return {
            f"{name}_{key}" if self._prefixed or keys.count(key) > 1 else key: value
            for name, result in found.items()
            for key, value in result.items()
        }

    def __repr__(self) -> str:
        return f"<{', '.join(self._modules)}>"
