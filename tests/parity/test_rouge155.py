"""ROUGE-1.5.5 against the program itself."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import rouge155_runs as runs
from rouge155_program import Program, prepare, why_not

REMEDY = why_not()
if REMEDY is not None:
    pytest.skip(REMEDY, allow_module_level=True)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return prepare(tmp_path_factory.mktemp("rouge155"))


@pytest.mark.parametrize("part", range(6))
def test_random_runs_print_the_same_bytes(
    part: int, program: Program, tmp_path: Path, rng: random.Random
) -> None:
    figures = 0
    for number in range(5):
        folder = tmp_path / str(number)
        folder.mkdir()
        figures += runs.figures_of_equal_run(rng.getrandbits(40), program, folder)
    assert figures > 0
