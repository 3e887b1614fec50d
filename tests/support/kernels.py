"""The sets of kernels that this processor can run: what equals the reference must do so with each of them."""

from __future__ import annotations

from collections.abc import Iterator

from gramscore import _core


def each_kernel() -> Iterator[str]:
    """Switches to each set in turn. The reference, which is what takes the time, is asked once, before."""
    before = _core.active_kernels()
    try:
        for name in _core.available_kernels():
            _core.select_kernels(name)
            yield name
    finally:
        _core.select_kernels(before)
