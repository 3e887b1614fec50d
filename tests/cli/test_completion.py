"""What shells complete, how that is installed, and the list of metrics."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gramscore.metrics.registry import ALL_FAMILIES

ROW = '{"prediction": "a", "gold": {"text": "b"}, "lang": "c"}\n'
PLACES = {
    "bash": ".local/share/bash-completion/completions/gramscore",
    "zsh": ".zsh/completions/_gramscore",
    "fish": ".config/fish/completions/gramscore.fish",
}


@pytest.fixture
def completed(run, monkeypatch: pytest.MonkeyPatch):
    """What a shell offers where the last of the words is being typed: names, or the kind of what the shell finds."""

    def complete(line: str) -> list[str]:
        monkeypatch.setenv("_GRAMSCORE_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        outcome = run()
        assert (outcome.code, outcome.err) == (0, "")
        kinds = [item.partition(",") for item in outcome.out.split()]
        return [value if kind == "plain" else kind for kind, _, value in kinds]

    Path("rows.jsonl").write_text(ROW, encoding="utf-8")
    return complete


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sco", ["score"]),
        ("score rows.jsonl --metric chr", ["chrf", "chrf++"]),
        ("score rows.jsonl -m rouge1,met", ["rouge1,meteor"]),
        ("score rows.jsonl --prediction p", ["prediction"]),
        ("score rows.jsonl --reference g", ["gold", "gold.text"]),
        ("score ours=rows.jsonl --source l", ["lang"]),
        ("score rows.jsonl --prediction a,l", ["a,lang"]),
        ("score rows.jsonl --group-by l", ["lang"]),
        ("score rows.jsonl --id l", ["lang"]),
        ("compare rows.jsonl other.jsonl --id l", ["lang"]),
        ("compare rows.jsonl --group-by l", ["lang"]),
        ("compare rows.jsonl --show lang,g", ["lang,gold", "lang,gold.text"]),
        ("check rows.jsonl --prediction x --reference l", ["lang"]),
        ("score rows.jsonl --option bleu.s", ["bleu.smoothing=", "bleu.smooth_value="]),
        ("score rows.jsonl --fail-under rougeL", ["rougeL=", "rougeLsum="]),
        ("score rows.jsonl --format m", ["markdown"]),
        ("explain a b -m gl", ["gleu"]),
        ("completion z", ["zsh"]),
        ("score ro", ["file"]),
        ("score lines.txt --reference re", ["file"]),
        ("score rows.jsonl --per-example o", ["file"]),
        ("merge st", ["file"]),
        ("sacrebleu re", ["file"]),
        ("score none.jsonl --id l", ["file"]),
    ],
)
def test_what_is_offered(completed, typed: str, offered: list[str]) -> None:
    assert completed(f"gramscore {typed}") == offered


@pytest.mark.parametrize("shell", PLACES)
def test_installed_where_the_shell_looks(run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    home = Path("home").absolute()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    script = run("completion")
    assert script.code == 0
    assert "_GRAMSCORE_COMPLETE" in script.out
    assert run("completion", shell).out == script.out
    installed = run("completion", "--install")
    assert installed.out.startswith(f"wrote {home}")
    assert (home / PLACES[shell]).read_text(encoding="utf-8") == script.out
    if program := shutil.which(shell):
        subprocess.run([program, "-n", home / PLACES[shell]], check=True)  # it can be read


def test_shells_that_are_none(run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        run("completion", "tcsh").error == "'tcsh' is no shell to complete in: bash, zsh and fish are known"
    )
    monkeypatch.setenv("SHELL", "/bin/csh")
    assert (
        run("completion").error == "name the shell, which $SHELL does not tell: bash, zsh and fish are known"
    )


def test_a_home_that_is_none(run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("home").write_text("", encoding="utf-8")
    monkeypatch.setenv("HOME", str(Path("home").absolute()))
    monkeypatch.setenv("USERPROFILE", str(Path("home").absolute()))
    outcome = run("completion", "fish", "--install")
    assert (outcome.code, outcome.error.count("gramscore.fish")) == (1, 1)


def test_the_list_of_metrics(run) -> None:
    listed = run("metrics").out
    heads = [line.partition(":")[0] for line in listed.splitlines() if not line.startswith(" ")]
    assert [head.split(" to ")[0] for head in heads] == [family.names[0] for family in ALL_FAMILIES]
    bleu = listed.partition("\nbleu: ")[2].partition("\nchrf: ")[0]
    assert bleu.splitlines()[0] == "0 to 100, equals sacrebleu 2.6.0"
    assert "  bleu.max_order=4" in bleu


def test_every_option_that_is_listed_is_one(run) -> None:
    """With its default it changes no score: it is asked for as it is written there."""
    Path("rows.jsonl").write_text(
        "".join(
            json.dumps({"prediction": p, "reference": r, "source": s}) + "\n"
            for p, r, s in [("a b c", "a b d", "a c"), ("d e", "d e", "e d")]
        ),
        encoding="utf-8",
    )
    options = re.findall(r"^  ((\S+?)\.\w+=.*)$", run("metrics").out, re.MULTILINE)
    by_family: dict[str, list[str]] = {}
    for option, family in options:
        by_family.setdefault(family, []).append(option)
    for family, own in by_family.items():
        name = "rouge" if family == "rouge" else family
        plain = run("score", "rows.jsonl", "-m", name, "--format", "json").json
        given = [part for option in own for part in ("--option", option)]
        found = run("score", "rows.jsonl", "-m", name, *given, "--format", "json").json
        assert found["metrics"] == plain["metrics"], family
