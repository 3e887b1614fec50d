"""Figures and files of earlier versions, bit by bit."""

from __future__ import annotations

import pickle
import platform
from pathlib import Path
from typing import Any

import golden
import pytest

import gramscore
from gramscore.results.state import read_states

pytestmark = pytest.mark.quick

RECORDED = golden.read()
TEXTS = RECORDED["predictions"], RECORDED["references"]


def test_every_metric_is_recorded() -> None:
    assert list(RECORDED["figures"]) == list(golden.METRICS)


@pytest.mark.parametrize("name", golden.METRICS)
def test_figures(name: str, kernels: str) -> None:
    found, expected = golden.figures(name, *TEXTS), dict(RECORDED["figures"][name])
    if not name.startswith(golden.EXACT_EVERYWHERE) and platform.libc_ver()[0] != "glibc":
        for key in ("examples", "corpus"):
            del found[key], expected[key]
    for key, value in expected.items():
        assert found[key] == value, key


@pytest.mark.parametrize("name", golden.METRICS)
def test_signatures_end_with_the_version(name: str) -> None:
    before, _, version = golden.METRICS[name]().signature.rpartition("|version:")
    assert before == RECORDED["figures"][name]["signature"]
    assert version == gramscore.__version__


def test_equal_signatures_are_equal_figures() -> None:
    found: dict[str, Any] = {}
    for recorded in RECORDED["figures"].values():
        assert found.setdefault(recorded["signature"], recorded) == recorded


@pytest.mark.parametrize("path", sorted(golden.STATES.iterdir()), ids=lambda path: path.name)
def test_states_of_every_version_are_read(path: Path) -> None:
    """Their signatures are those of the version that wrote them."""
    pytest.importorskip("pyarrow")
    read = read_states(str(path))
    assert set(read) <= set(golden.METRICS)
    for name, state in read.items():
        expected: dict[str, Any] = RECORDED["figures"][name] | RECORDED["former"].get(name, {})
        assert state.signature.rpartition("|version:")[0] == expected["signature"]
        if name.startswith(golden.EXACT_EVERYWHERE) or platform.libc_ver()[0] == "glibc":
            assert golden.in_bits(state.corpus) == expected["corpus"], name


@pytest.mark.parametrize("path", sorted(golden.PICKLES.iterdir()), ids=lambda path: path.name)
def test_pickles_of_every_version_are_read(path: Path) -> None:
    """They hold what this version makes of the same texts, apart from the version in signatures."""
    read = pickle.loads(path.read_bytes())
    both = RECORDED["predictions"][: golden.PICKLED], RECORDED["references"][: golden.PICKLED]
    made = golden.objects(*both)
    changed = {name for name, former in RECORDED["former"].items() if "corpus" in former}
    for name in read["corpora"].keys() - changed:
        assert golden.in_bits(read["corpora"][name]) == golden.in_bits(made["corpora"][name]), name
    for name, scores in read["scores"].items():
        found = made["scores"][name]
        assert type(scores) is type(found)
        assert golden.in_bits(scores.corpus) == golden.in_bits(read["corpora"][name])
        assert (
            read["metrics"][name].score(*golden.arguments(name, *both)).stats.tolist() == found.stats.tolist()
        )
        assert without_version(read["metrics"][name].signature) == without_version(found.signature)
        if name not in changed:
            assert scores.stats.tolist() == found.stats.tolist()
    for name, state in read["states"].items():
        if name not in changed:
            assert golden.in_bits(state.corpus) == golden.in_bits(made["states"][name].corpus), name
    assert read["arrays"].fmeasure.tolist() == made["arrays"].fmeasure.tolist()
    assert repr(read["comparison"].rows).replace("version:0.1.0", "") == repr(
        made["comparison"].rows
    ).replace(f"version:{gramscore.__version__}", "")
    for name, explanation in read["explanations"].items():
        assert explanation.title == made["explanations"][name].title
    assert read["columns"].names == made["columns"].names


def without_version(signature: str) -> str:
    return signature.rpartition("|version:")[0]
