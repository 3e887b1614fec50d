"""The intervals of rouge-score's BootstrapAggregator, and what is left of NumPy's global generator."""

from __future__ import annotations

import random
from collections import namedtuple
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from rouge_score import scoring as original

from gramscore.compat.rouge_score import scoring as drop_in

KINDS = [namedtuple(f"Of{n}", [f"m{k}" for k in range(n)]) for n in range(1, 6)]  # type: ignore[misc]
NUMBERS = [0.0, -0.0, 1.0, 1 / 3, 0.1, 1e-300, 1e300, -2.5]


@pytest.fixture(autouse=True)
def global_generator() -> Iterator[None]:
    before = np.random.get_state()
    yield
    np.random.set_state(before)


def aggregated(package: ModuleType, rows: dict[str, list[Any]], samples: int) -> Any:
    """The bounds by type, and what the generator draws next."""
    np.random.seed(99)
    drawn = [
        np.random.randint(0, 10),
        np.random.standard_normal(),
    ]  # in the middle of an output, and of a pair
    aggregator = package.BootstrapAggregator(n_samples=samples)
    for name, scores in rows.items():
        for score in scores:
            aggregator.add_scores({name: score})
    bounds = {name: [tuple(bound) for bound in found] for name, found in aggregator.aggregate().items()}
    drawn += [np.random.standard_normal(), np.random.randint(0, 1000), *np.random.choice(77, size=700)]
    return bounds, drawn


@pytest.mark.parametrize("examples", [1, 2, 3, 4, 8, 17, 64, 65, 700])
def test_bounds_and_generator_are_the_same(examples: int, rng: random.Random) -> None:
    for kind in KINDS:
        measures = len(kind._fields)
        rows = {
            "fractions": [kind(*(rng.random() for _ in range(measures))) for _ in range(examples)],
            "wild": [kind(*(rng.choice(NUMBERS) for _ in range(measures))) for _ in range(examples)],
            "whole": [kind(*(rng.randint(-3, 3) for _ in range(measures))) for _ in range(examples)],
        }
        samples = rng.choice([1, 2, 3, 4, 5, 9, 30])
        assert aggregated(drop_in, rows, samples) == aggregated(original, rows, samples)


def test_a_sum_of_zeros_keeps_its_sign() -> None:
    rows = {"zeros": [KINDS[1](-0.0, 0.0)] * 5}
    assert str(aggregated(drop_in, rows, 4)) == str(aggregated(original, rows, 4))


def test_more_examples_than_are_added_up_together(rng: random.Random) -> None:
    rows = {"many": [KINDS[0](rng.random()) for _ in range(70_000)]}
    assert aggregated(drop_in, rows, 2) == aggregated(original, rows, 2)


@pytest.mark.skipif(not hasattr(np.random, "set_bit_generator"), reason="needs NumPy 1.24")
def test_another_global_generator() -> None:
    before = np.random.get_bit_generator()
    rows = [KINDS[2](k / 7, k / 3, 1 - k / 11) for k in range(11)]
    try:
        found = []
        for package in (drop_in, original):
            np.random.set_bit_generator(np.random.PCG64(5))
            aggregator = package.BootstrapAggregator(n_samples=6)
            for row in rows:
                aggregator.add_scores({"x": row})
            found.append(([tuple(bound) for bound in aggregator.aggregate()["x"]], np.random.random()))
        assert found[0] == found[1]
    finally:
        np.random.set_bit_generator(before)
