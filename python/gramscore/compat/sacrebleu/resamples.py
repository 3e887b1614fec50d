"""Scores of resamples, with sacrebleu's random numbers: in Python for any metric."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from gramscore import _core


def seed() -> tuple[str, int | None]:
    """The seed as it was given, and as a number; None draws from the system's entropy."""
    given = os.environ.get("SACREBLEU_SEED", "12345")
    return given.lower(), None if given.lower() == "none" else int(given)


def in_singles(stats: Any) -> Any:
    """Rows of statistics as an array of floats of 32 bits."""
    return np.array(stats, dtype=np.float32)


def scores_of_draws(stats: Any, metric: Any, draws: Any) -> list[Any]:
    """The metric's Score of each row of `draws`, which are indices of rows of `stats`, an array."""
    return [metric._compute_score_from_stats(stats[drawn].sum(0)) for drawn in draws]


def bootstrap_resample(stats: Any, metric: Any, n_samples: int = 1000) -> tuple[str, list[Any]]:
    """The seed, and the scores of resamples of a system's statistics."""
    name, number = seed()
    draws = np.random.default_rng(number).choice(len(stats), size=(n_samples, len(stats)), replace=True)
    return name, scores_of_draws(in_singles(stats), metric, draws)


def core_generator(generator: np.random.Generator) -> _core.Pcg64:
    """The core's generator of the numbers that one of NumPy's is about to draw."""
    state: Any = generator.bit_generator.state
    return _core.Pcg64(state["state"]["state"], state["state"]["inc"])
