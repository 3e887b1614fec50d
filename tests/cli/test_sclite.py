"""`gramscore sclite`: what it refuses and says besides. What it prints is in tests/parity/test_sclite_program.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

FILES = ["-r", "r.trn", "-h", "h.trn", "-i", "rm"]


@pytest.fixture
def sclite(run: Any, tmp_path: Path) -> Any:
    def run_sclite(references: str, hypotheses: str, *options: str) -> Any:
        (tmp_path / "r.trn").write_bytes(references.encode("utf-8", "surrogateescape"))
        (tmp_path / "h.trn").write_bytes(hypotheses.encode("utf-8", "surrogateescape"))
        return run("sclite", *FILES, *options)

    return run_sclite


@pytest.mark.parametrize(
    ("references", "hypotheses", "error"),
    [
        ("a (x-1)\nb\n", "a (x-1)\n", "r.trn:2: the line has no ID: its end has to be an ID in parentheses"),
        ("a (x-1)\n", "a )x-1(\n", "h.trn:1: the line has no ID: its end has to be an ID in parentheses"),
        ("a (x-1)\n", "a (x-1) b\n", "h.trn:1: there is text after the ID (x-1)"),
        ("a (x-1)\n;; c\n\nb (X-1)\n", "a (x-1)\n", "r.trn:4: the ID (x-1) is on line 1, too"),
        ("a (x-1)\n", "a (x-1)\na (x-1)\n", "h.trn:2: the ID (x-1) is on line 1, too"),
        ("a (x-1)\n", "\na (x-2)\n", "h.trn:2: the ID (x-2) is not in r.trn"),
        ("\na { b / c (x-1)\n", "a (x-1)\n", "r.trn:2: the text has a brace { without its end"),
        ("a (x-1)\nb (x-2)\n", "a (x-1)\n\nb{c (x-2)\n", "h.trn:3: the text has a brace { within a word"),
        ("a (x-1)\n", "a { / } (x-1)\n", "h.trn:1: the text has braces with nothing between them"),
        (
            "a (x1)\n",
            "a (x1)\n",
            "h.trn:1: the ID (x1) has no - or _ behind the speaker's name; with -i sp each ID is a speaker",
        ),
        (
            "a\0 (x-1)\n",
            "a (x-1)\n",
            "r.trn:1: there is a null character, at which the program stops reading",
        ),
        ("a (x-1)\n", ";; nothing\n", "h.trn: there are no transcripts"),
    ],
)
def test_what_is_wrong_with_files(sclite: Any, references: str, hypotheses: str, error: str) -> None:
    found = sclite(references, hypotheses)
    assert (found.code, found.error) == (2, error)


def test_encodings(sclite: Any) -> None:
    refused = sclite("a (x-1)\n\udcff (x-2)\n", "a (x-1)\n", "-e", "utf-8")
    assert refused.error == "r.trn:2: byte 1 of the line (0xff) is not UTF-8"
    assert sclite("\udcff (x-1)\n", "\udcff (x-1)\n").code == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], "-r FILE and -h FILE are needed: references and hypotheses"),
        (["-r"], "-r needs a file"),
        (["-r", "r", "stm", "-h", "h"], "r: the format stm is not supported, only trn"),
        (["-r", "r", "-h", "h"], "-i IDS is needed, the form of the IDs: one of rm, sp, spu_id, swb, wsj"),
        (["-i", "abc"], "-i abc: one of rm, sp, spu_id, swb, wsj is expected"),
        (["-e", "gb"], "-e gb: only utf-8 is supported; without -e each byte is a character"),
        (["-c", "X"], "-c X: NOASCII or DH is expected"),
        (["-o", "dtl"], "-o dtl: of reports there are sum, rsum, pralign, all, stdout, none"),
        (["-l", "x"], "-l x: a whole number is expected"),
        (["-d"], "-d is not supported"),
        (["-x"], "-x: there is no such option"),
        (
            [*FILES, "-h", "in/h.trn", "-n", "n", "-o", "sum"],
            "-n names the reports of one file of hypotheses, and several -h are given",
        ),
    ],
)
def test_usage_errors(run: Any, arguments: list[str], error: str) -> None:
    found = run("sclite", *arguments)
    assert (found.code, found.error) == (2, f"{error}: see gramscore sclite --help")


def test_remarks(sclite: Any) -> None:
    found = sclite("a (x-1)\nb (x-2)\nc (x-3)\n", "a (x-1)", "-o", "rsum", "stdout")
    assert found.code == 0
    assert "Sum  |    1      1 |    1      0" in found.out
    assert found.err.splitlines() == [
        "gramscore sclite: h.trn: the last line has no line end; sclite would pass it over",
        "gramscore sclite: r.trn:2: the ID (x-2) is not in h.trn: its reference is left out, as sclite does (2 of 3)",
    ]


def test_files_that_cannot_be(run: Any, sclite: Any, tmp_path: Path) -> None:
    assert sclite("a (x-1)\n", "a (x-1)\n", "-O", "none", "-o", "sum").code == 1
    assert (
        run("sclite", "-r", "gone", "-h", "h.trn", "-i", "rm").error
        == "gone: cannot be read (No such file or directory)"
    )
    twice = sclite("a (x-1)\n", "a (x-1)\n", "-h", "./h.trn", "-o", "sum")
    assert twice.error == "two files of hypotheses have the same name: their reports would be one file"
    assert not (tmp_path / "h.trn.sys").exists()


def test_a_word_wider_than_the_line(sclite: Any) -> None:
    """Of which the program would not end."""
    found = sclite("abcdefghij k (x-1)\n", "abcdefghij k (x-1)\n", "-l", "9", "-o", "pralign", "stdout")
    assert found.out.count(">> REF:  k") == 1
    long = "b" * 50
    found = sclite(f"a {long} (x-1)\n", "a (x-1)\n", "-o", "pralign", "stdout")
    assert f"HYP:  a {'*' * 50} \n" in found.out


def test_help(run: Any) -> None:
    assert run("sclite", "--help").out.startswith("Usage: gramscore sclite ")
    assert "sclite" in run("--help").out
