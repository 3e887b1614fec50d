"""What the command does with one metric it does with all of them, or says why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import gramscore
from gramscore.metrics.registry import FAMILIES

NAMES = [family.names[0] for family in FAMILIES if not getattr(family.kind, "needs_sources", False)]
PREDICTIONS = ["The cat sat on the mat today.", "A dog ran in the big park!", "Hello there, world."]
REFERENCES = [["The cat was on the mat."], ["The dog ran in a park.", "A dog ran."], ["Hello, world."]]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    rows = [
        json.dumps({"prediction": text, "references": goals, "half": index // 2})
        for index, (text, goals) in enumerate(zip(PREDICTIONS, REFERENCES, strict=True))
    ]
    for system in ("a", "b"):
        Path(f"{system}.jsonl").write_text("\n".join(rows))
    found: str = request.param
    return found


def test_score(run, name: str) -> None:
    found = run("score", "a.jsonl", "-m", name, "--format", "json").json
    (scores,) = gramscore.evaluate(PREDICTIONS, REFERENCES, [name]).values()
    assert json.dumps(found["metrics"]) != "{}"
    assert found["examples"] == len(scores) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "a.jsonl", "--per-example", "rows.csv"),
        ("score", "a.jsonl", "--group-by", "half"),
        ("score", "a.jsonl", "--state", "sums.parquet"),
        ("score", "a.jsonl", "--confidence", "--samples", "9"),
        ("compare", "a.jsonl", "b.jsonl", "--samples", "9"),
        ("check", "a.jsonl"),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[2:3]),
)
def test_what_else_there_is(run, name: str, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments, "-m", name)
    if outcome.code != 0:
        assert outcome.code == 2, outcome.err
        assert name in outcome.error or "cannot be" in outcome.error
