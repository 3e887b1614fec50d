"""What all tiers share: hypothesis profiles, seeds, the sets of kernels, and the helpers in tests/support."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from gramscore import _core

# Shells let what they run in the background ignore Ctrl-C, and so would all that the tests run.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

sys.path.insert(0, str(Path(__file__).parent / "support"))

# GRAMSCORE_TESTS chooses how long to search. A failure prints the blob that repeats it.
for _name, _examples in {"quick": 40, "ci": 200, "large": 5000}.items():
    settings.register_profile(
        _name,
        max_examples=_examples,
        deadline=None,
        derandomize=False,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("GRAMSCORE_TESTS", "quick"))


@pytest.fixture
def rng() -> random.Random:
    """Random numbers with a new seed each time. The seed is printed when the test fails: GRAMSCORE_SEED repeats it."""
    seed = int(os.environ.get("GRAMSCORE_SEED") or random.SystemRandom().getrandbits(32))
    print(f"GRAMSCORE_SEED={seed}")
    return random.Random(seed)


@pytest.fixture(params=_core.available_kernels())
def kernels(request: pytest.FixtureRequest) -> Iterator[str]:
    """A test for each set of kernels that this processor can run. Where the reference is slow, see each_kernel()."""
    before = _core.active_kernels()
    _core.select_kernels(request.param)
    yield request.param
    _core.select_kernels(before)
