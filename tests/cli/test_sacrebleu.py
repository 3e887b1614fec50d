"""`gramscore sacrebleu` beside the real command: the same bytes on standard output, and the same exit code."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sacrebleu.sacrebleu", reason="sacrebleu is not installed: pip install '.[test]'")
if not hasattr(os, "fork"):
    pytest.skip("the original is run in forked processes, which this system has not", allow_module_level=True)

REFERENCES = [
    "The cat sat on the mat.",
    "It was raining all day, wasn't it?",
    "A dog ran home; nobody saw it.",
    "We sold 1,000 lamps (red ones).",
    "Naïve café owners met.",
    "",
] * 4
OTHERS = [line.replace("the", "a").replace("was", "is") for line in REFERENCES]
BASE = [line.replace("mat", "rug").replace("dog", "fox") for line in REFERENCES]
BETTER = [line.replace("café", "cafe") for line in REFERENCES]
CHINESE = ["今天天气很好。", "我喜欢猫 and dogs"] * 12

RUNS = [
    "ref -i base",
    "ref < base",
    "ref other -i base",
    "ref -i base -b",
    "ref -i base -b -w 4",
    "ref -i base -w 7",
    "ref -i base -f text",
    "ref -i base -f text -w 3 -sh",
    "ref -i base -m chrf",
    "ref -i base -m ter",
    "ref -i base -m bleu chrf ter",
    "ref -i base -m bleu chrf ter -f text",
    "ref -i base -m ter chrf bleu -b -f text -w 2",
    "ref -i base -m bleu chrf -b",
    "ref -i base -sh",
    "ref -i base -q",
    "ref -i base -lc",
    "ref -i base -tok intl",
    "ref -i base -tok char",
    "ref -i base -tok none -f text",
    "ref -i base -tok zh",
    "chinese -i chinese -l en-zh",
    "chinese -i chinese -l en-zh -m bleu chrf -f text",
    "ref -i base -l en-de",
    "ref -i base -s floor",
    "ref -i base -s floor -sv 0.5",
    "ref -i base -s add-k -sv 2",
    "ref -i base -s none",
    "ref -i base --force",
    "ref -i base -m chrf -cc 4",
    "ref -i base -m chrf --chrf-word-order 2",
    "ref -i base -m chrf -cw 1 --chrf-beta 3 -f text",
    "ref -i base -m chrf --chrf-whitespace --chrf-lowercase",
    "ref -i base -m chrf --chrf-eps-smoothing",
    "ref -i base -m ter --ter-case-sensitive",
    "ref -i base -m ter --ter-normalized --ter-asian-support",
    "ref -i base -m ter --ter-no-punct -f text",
    "ref -i base -sl",
    "ref -i base -sl -b",
    "ref -i base -sl -b -w 4 -m chrf",
    "ref -i base -sl -m ter",
    "ref other -i base -sl -f text",
    "ref -i base -d",
    "ref -i base -ci -cin 50",
    "ref -i base -ci -cin 50 -f text -m bleu chrf ter",
    "ref -i base -ci -cin 20 -m ter -w 3 -b",
    "tabs -nr 2 -i base",
    "tabs -nr 2 -i base -m bleu chrf ter -f text",
    "ref.gz -i base",
    "latin -i latin -e latin-1",
    "latin -e latin-1 < latin",
    "ref -i base better",
    "ref -i base better -f text",
    "ref -i base better -f latex -m bleu chrf ter",
    "ref -i base better -f text -m bleu chrf -w 3",
    "ref -i base better -b",
    "ref < systems",
    "ref -f text < systems",
    "ref -i base better -pbs -pbsn 50",
    "ref -i base better -pbs -pbsn 50 -f text -m bleu chrf ter",
    "ref -i base better -pbs -pbsn 20 -f latex",
    "ref -i base better -par -parn 50 -f text",
    "ref -i base better base -par -parn 50 -m chrf",
    "ref -pbs -pbsn 20 -f text < systems",
    "ref other -i base better -par -parn 20 -f text -w 4 -sh",
    "ref -i base better -pbs -pbsn 20 -nc -f text",
]


# Imports the command once, and runs it in a process of its own for each list of arguments.
ORIGINAL = """
import json, os, sys
from sacrebleu.sacrebleu import main
for number, (arguments, stdin) in enumerate(json.load(sys.stdin)):
    process = os.fork()
    if not process:
        os.dup2(os.open(stdin or os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(f"{number}.out", os.O_WRONLY | os.O_CREAT), 1)
        sys.argv = ["sacrebleu", *arguments]
        main()
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(process, 0)
"""


def parts(command: str) -> tuple[list[str], str]:
    """The arguments, and the file for standard input."""
    given, _, stdin = command.partition(" < ")
    return given.split(), stdin


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "ref": REFERENCES,
        "other": OTHERS,
        "base": BASE,
        "better": BETTER,
        "chinese": CHINESE,
        "tabs": [f"{one}\t{other}x" for one, other in zip(REFERENCES, OTHERS, strict=True)],
        "systems": [f"{one}.\t{other}." for one, other in zip(BASE, BETTER, strict=True)],
        "short": ["a"],
    }
    folder = tmp_path_factory.mktemp("sacrebleu")
    for name, lines in files.items():
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / "latin").write_bytes("naïve café\nolé\n".encode("latin-1"))
    with gzip.open(folder / "ref.gz", "wt", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in REFERENCES))
    return folder


@pytest.fixture(scope="module")
def originals(folder: Path) -> dict[str, str]:
    """What the command prints for each of RUNS."""
    environment = {name: value for name, value in os.environ.items() if name != "SACREBLEU_FORMAT"}
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ORIGINAL],
        input=json.dumps(list(map(parts, RUNS))),
        cwd=folder,
        env=environment,
        check=True,
        text=True,
        capture_output=True,
        timeout=300,
    )
    return {
        command: (folder / f"{number}.out").read_text(encoding="utf-8") for number, command in enumerate(RUNS)
    }


@pytest.mark.parametrize("command", RUNS)
def test_the_same_bytes(
    run, folder: Path, originals: dict[str, str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SACREBLEU_FORMAT", raising=False)
    arguments, stdin = parts(command)
    found = run("sacrebleu", *arguments, stdin=(folder / stdin).read_bytes() if stdin else b"")
    assert found.code == 0, found.err
    assert originals[command] != ""
    assert found.out == originals[command]


REFUSED = {
    "-t wmt14 -l en-de": "test sets are not offered",
    "--list": "test sets are not offered",
    "ref -i base -ol en": "choose from test sets",
    "-i base": "a file of references is needed",
    "ref -i base -sl -m bleu chrf": "with -sl one metric",
    "ref -i base -pbs": "a paired test needs several systems",
    "ref -i base better -ci": "-ci is about one system",
    "ref -i base base": "base is given twice",
    "ref -i latin": "latin: cannot be read (",
    "ref -i chinese -nr 2": "ref:1: 2 references between tabs are expected, found 1",
    "ref -i none": "none: cannot be read (No such file or directory)",
    "ref chinese tabs -nr 2 -i base": "--num-refs is about one file",
    "short -i base": "base has 24 lines, its references have 1",
    "ref -i base -m nope": "",
    "ref -i base -e nope": "cannot be read (unknown encoding: nope)",
    "ref -i base -l en": "a pair such as en-de is expected",
}


@pytest.mark.parametrize("command", REFUSED)
def test_what_is_refused(run, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(folder)
    outcome = run("sacrebleu", *command.split())
    assert outcome.code in (1, 2, 17)
    assert outcome.out == ""
    assert REFUSED[command] in outcome.err
    assert "Traceback" not in outcome.err


def test_help_and_version(run) -> None:
    outcome = run("sacrebleu", "--version")
    assert (outcome.code, outcome.out) == (0, "sacrebleu 2.6.0\n")
    outcome = run("sacrebleu", "--help")
    assert outcome.code == 0
    assert "--paired-bs" in outcome.out
