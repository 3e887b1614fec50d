"""How long to search, which GRAMSCORE_TESTS says.

Where the reference takes seconds, a quick run draws a part of the cases, anew each time.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")

THOROUGH = os.environ.get("GRAMSCORE_TESTS", "quick") != "quick"


def searched(rng: random.Random, cases: Sequence[Case], few: int) -> list[Case]:
    """All cases, or in a quick run a few of them."""
    return list(cases) if THOROUGH else rng.sample(list(cases), min(few, len(cases)))
