"""Line-aligned text in several files per side."""

from __future__ import annotations

from pathlib import Path

import pytest

import gramscore

TEXTS = {
    "g/a.decodes": "the cat sat\na dog\n",
    "g/b.decodes": "it rained\n",
    "g/a.targets": "the cat sat down\nthe dog\n",
    "g/b.targets": "it rained all day\n",
}


@pytest.fixture(autouse=True)
def shards(run) -> None:
    Path("g").mkdir()
    for path, text in TEXTS.items():
        Path(path).write_text(text)


def expected() -> float:
    texts = [
        "".join(TEXTS[f"g/{name}.{side}"] for name in "ab").splitlines() for side in ("decodes", "targets")
    ]
    return gramscore.CHRF().score(*texts).corpus.score


@pytest.mark.parametrize(
    "inputs",
    [
        ("g/*.decodes", "g/*.targets"),
        ("g/?.decodes", "g/[ab].targets"),
        ("g/{a,b}.decodes", "g/{a,b}.targets"),
        ("**/*.decodes", "**/*.targets"),
    ],
)
def test_each_pattern_is_a_side(run, inputs: tuple[str, ...]) -> None:
    found = run("score", *inputs, "-m", "chrf", "--format", "json").json
    assert (found["examples"], found["metrics"]["chrf"]["score"]) == (3, expected())


def test_folders_are_sides(run) -> None:
    for path in list(TEXTS):
        name, _, side = Path(path).name.partition(".")
        Path(side).mkdir(exist_ok=True)
        Path(path).rename(f"{side}/{name}")
    found = run(
        "score", "decodes", "targets", "-m", "chrf", "--input-format", "text", "--format", "json"
    ).json
    assert found["metrics"]["chrf"]["score"] == expected()


def test_patterns_that_the_shell_took_apart(run) -> None:
    error = run("score", "g/a.decodes", "g/b.decodes", "g/a.targets", "g/b.targets").error
    assert error.endswith("quote the patterns of the shards of one side, as in '*.decodes' '*.targets'")


def test_sides_that_differ(run) -> None:
    Path("g/c.decodes").write_text("x\n")
    assert run("score", "g/*.decodes", "g/*.targets").error == (
        "unequal numbers of files: g/a.decodes and 2 more of predictions, g/a.targets and 1 more of references"
    )
    Path("g/c.targets").write_text("x\ny\n")
    error = run("score", "g/*.decodes", "g/*.targets").error
    assert error == "unequal numbers of lines: g/c.decodes has 1, g/c.targets has 2"


def test_several_references_in_shards(run) -> None:
    for name in "ab":
        Path(f"g/{name}.more").write_text(TEXTS[f"g/{name}.decodes"])
    found = run("score", "g/*.decodes", "g/*.targets", "g/*.more", "-m", "chrf", "--format", "json").json
    assert found["metrics"]["chrf"]["score"] == 100


def test_groups_by_file(run) -> None:
    found = run(
        "score", "g/*.decodes", "g/*.targets", "-m", "chrf", "--group-by", "file", "--format", "json"
    ).json
    assert [(it["by"]["file"], it["examples"]) for it in found["groups"]] == [
        ("g/a.decodes", 2),
        ("g/b.decodes", 1),
    ]
