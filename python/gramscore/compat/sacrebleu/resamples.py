"""Resamples of a system's statistics, with sacrebleu's random numbers."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core

_Scores = npt.NDArray[Any]


def given_seed() -> tuple[str, int | None]:
    """The seed as it was given, and as a number; None draws from the system's entropy."""
    given = os.environ.get("SACREBLEU_SEED", "12345").lower()
    return given, None if given == "none" else int(given)


def numbers_from(seed: int | None) -> _core.Pcg64:
    """NumPy's generator, as sacrebleu starts it."""
    state: Any = np.random.default_rng(seed).bit_generator.state
    return _core.Pcg64(state["state"]["state"], state["state"]["inc"])


def bootstrap_scores(stats: npt.NDArray[Any], metric: Any, n_samples: int = 1000) -> tuple[str, _Scores]:
    """The seed, and the scores of resamples of a system's statistics."""
    name, seed = given_seed()
    return name, metric._of_sums().bootstrap(stats, numbers_from(seed), n_samples)
