"""What the documents show is what happens: their Python and console blocks are run."""

from __future__ import annotations

import doctest
import io
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "examples" / "README.md",
]
# Blocks of "sh" change the environment; the two of README.md are run by .ci/run.
LANGUAGES = {"python", "console", "sh", "text"}


@dataclass(frozen=True)
class Block:
    """A fenced block whose first line is line `line` of `document`, counted from 1."""

    document: Path
    line: int
    language: str
    lines: list[str]

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT)}:{self.line}"


def blocks_of(document: Path) -> Iterator[Block]:
    lines = document.read_text(encoding="utf-8").split("\n")
    fences = [at for at, line in enumerate(lines) if line.startswith("```")]
    assert len(fences) % 2 == 0, f"{document}: a fence is not closed"
    for start, end in zip(fences[::2], fences[1::2], strict=True):
        yield Block(document, start + 2, lines[start][3:], lines[start + 1 : end])


BLOCKS = [block for document in DOCUMENTS for block in blocks_of(document)]


def blocks_in(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language]


@pytest.fixture
def beside_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory that holds a copy of examples/."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_block_is_of_a_known_kind(block: Block) -> None:
    assert block.language in LANGUAGES
    if block.language == "python":
        assert any(line.startswith(">>> ") for line in block.lines), "nothing here would be run"
        assert block.lines[-1] != "", "the blank line before the fence is not needed"


@pytest.mark.parametrize(
    "document", dict.fromkeys(block.document for block in blocks_in("python")), ids=lambda path: path.name
)
def test_python_blocks(document: Path, beside_examples: Path) -> None:
    """The blocks of a document are one session."""
    session = [""] * len(document.read_text(encoding="utf-8").split("\n"))
    for block in blocks_in("python"):
        if block.document == document:
            session[block.line - 1 : block.line - 1 + len(block.lines)] = block.lines
    name = str(document.relative_to(ROOT))
    test = doctest.DocTestParser().get_doctest("\n".join(session), {}, name, name, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    printed: list[str] = []
    runner.run(test, out=printed.append)
    assert runner.failures == 0, "".join(printed)


@pytest.mark.parametrize("block", blocks_in("console"), ids=str)
def test_console_blocks(
    block: Block,
    beside_examples: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Commands succeed, and print the lines shown in that order, spaces and rules aside, with their remarks or
    without."""
    main = pytest.importorskip("gramscore.cli").main
    for command, expected in commands_of(block):
        program, *arguments = shlex.split(command)
        assert program == "gramscore", f"only gramscore is run here, not {command}"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        code = main(arguments)
        printed = capsys.readouterr()
        assert code == 0, printed.err
        if expected:
            shown = essence(expected)
            remarked = any(line.startswith("gramscore: ") for line in shown)
            remarks = printed.err.split("\n") if remarked else []
            assert shown == essence([*printed.out.split("\n"), *remarks])


def commands_of(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Each command with the output shown; a block without a `$` holds commands only."""
    if not any(line.startswith("$ ") for line in block.lines):
        yield from ((line, []) for line in block.lines)
        return
    starts = [at for at, line in enumerate(block.lines) if line.startswith("$ ")]
    assert starts[0] == 0
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        yield block.lines[start][2:], block.lines[start + 1 : end]


def essence(lines: list[str]) -> list[str]:
    words = (" ".join(re.sub(r"[^\x00-\x7f]", " ", line).split()) for line in lines)
    return [line for line in words if line.strip("- ")]


def test_the_documents_hold_examples() -> None:
    examples = {"README.md": 5, "docs/tour.md": 20, "docs/course-example.md": 5, "docs/definitions.md": 3}
    for name, least in examples.items():
        session = [
            line for block in blocks_in("python") if block.document == ROOT / name for line in block.lines
        ]
        assert sum(line.startswith(">>> ") for line in session) >= least
    assert any(block.document == ROOT / "README.md" for block in blocks_in("console"))


def test_readme_has_the_two_commands() -> None:
    commands = ["\n".join(block.lines) for block in blocks_in("sh") if block.document == ROOT / "README.md"]
    assert commands == [
        "pip install '.[cli]' && gramscore score examples/dialogues.jsonl",
        "pip install '.[test]' && pytest -n 2",
    ]


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 200


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target
