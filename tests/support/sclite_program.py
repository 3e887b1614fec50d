"""Runs NIST's program sclite, if it is there (Debian: sctk), on texts written by chance."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = shutil.which("sclite") or shutil.which("sclite", path="/usr/lib/sctk/bin")
REMEDY = "sclite is not installed: apt-get install sctk"

#: Words with all that means something to the program.
WORDS = (
    "a b c A ab abc a- -b b- - @ (a) (b) (ab) (a-) a;t a;b;c \\;a a\\;b "
    ";x a* b** *a é É 日本 日b a/b / don't () ( a\xa0b x\\y (@) a@b ab- -ab a-b"
).split(" ")


@dataclass
class Case:
    """Arguments of the program, the options that they are, and words to write with."""

    arguments: list[str] = field(default_factory=list)
    options: dict[str, bool] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    alternatives: float = 0


def any_case(rng: random.Random) -> Case:
    case = Case()

    def choose(odds: float, argument: str, option: str) -> bool:
        if rng.random() >= odds:
            return False
        case.arguments.append(argument)
        case.options[option] = True
        return True

    choose(0.3, "-s", "case_sensitive")
    choose(0.4, "-D", "optional_words")
    choose(0.4, "-F", "fragments")
    if choose(0.4, "-c", "characters"):
        choose(0.4, "NOASCII", "keep_ascii")
        choose(0.3, "DH", "drop_hyphens")
    if rng.random() < 0.3:
        case.words = ["a", "b", "c", "d"][: rng.randrange(1, 5)]
        return case
    case.alternatives = rng.choice((0, 0.1, 0.25))
    case.words = rng.sample(WORDS, rng.randrange(2, 12))
    if case.options.get("characters"):  # of which the program would crash
        case.words = [word for word in case.words if re.search(r"[^-()]", word)] or ["a"]
        if case.options.get("optional_words") and case.alternatives:  # of which it would not end
            case.words = [word for word in case.words if word[0] != "("] or ["a"]
    return case


def any_text(rng: random.Random, case: Case, most: int = 8, depth: int = 0) -> str:
    words = []
    for _ in range(rng.randrange(1 if depth else 0, most + 1)):
        if depth < 3 and rng.random() < case.alternatives:
            space = rng.choice((" ", ""))
            alternatives = [any_text(rng, case, 3, depth + 1) for _ in range(rng.randrange(1, 4))]
            words.append("{" + space + rng.choice((" / ", "/")).join(alternatives) + space + "}")
        else:
            # A bare slash within braces parts alternatives, of which the program allows no empty ones.
            words.append(rng.choice([word for word in case.words if not (depth and word == "/")] or ["a"]))
    text = rng.choice((" ", "  ", "\t")).join(words)
    return f"a {text}" if depth == 0 and text[:1] in ("*", ";") else text  # else a comment


def run(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    assert PROGRAM is not None
    return subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, check=False, timeout=60)


def any_files(rng: random.Random, folder: Path) -> list[str]:
    """Writes transcripts by chance, and returns arguments for them."""
    case = any_case(rng)
    utf8 = (
        rng.random() < 0.5 or "characters" in case.options
    )  # else a byte is a character: tags and such are rare
    # What the program prints of words over 40 bytes, and does with lines of a word that is too long, is undefined.
    speakers = [
        f"{rng.choice(('S', 'speaker', 'x//y', 'é'))}{k}" for k in range(rng.choice((1, 2, 3, 7, 60)))
    ]
    rows = []
    for k in range(rng.randrange(1, 200)):
        name = f"({rng.choice(speakers)}{rng.choice('-_')}{k})"
        texts = [any_text(rng, case, rng.choice((0, 3, 8))) for _ in range(2)]
        rows.append((name, *texts))
    references = [f"{text} {name}\n" for name, text, _ in rows]
    hypotheses = [f"{text}{rng.choice((' ', ''))}{name}\n" for name, _, text in rows]
    if not case.options.get("case_sensitive"):
        hypotheses = [line.upper() if rng.random() < 0.1 and line.isascii() else line for line in hypotheses]
    references += [f"left out (nobody-{k})\n" for k in range(rng.randrange(3))]
    rng.shuffle(references)
    for name, lines in (("r.trn", references), ("h.trn", hypotheses)):
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(("", "\n", ";; a comment\n", " \t\r\n")))
        (folder / name).write_bytes("".join(lines).encode())
    title = rng.choice(
        ([], ["trn"], ["trn", "a title"], ["trn", "t" * rng.randrange(40, 120)], ["trn", "a//bcd"])
    )
    width = rng.choice(([], [], ["-l", str(rng.randrange(60, 120))]))
    reports = rng.choice(
        ([], ["-o", "sum", "pralign", "stdout"], ["-o", "all", "stdout"], ["-o", "all", "stdout", "-f", "1"])
    )
    ids = rng.choice(("rm", "rm", "swb", "spu_id", "sp", "wsj"))
    encoding = ["-e", "utf-8"] if utf8 else []
    return ["-r", "r.trn", "-h", "h.trn", *title, "-i", ids, *encoding, *case.arguments, *width, *reports]


def write_trn(path: Path, texts: Sequence[str], speakers: int = 1) -> None:
    lines = (f"{text} (s{i % speakers}-{i:05d})\n" for i, text in enumerate(texts))
    path.write_bytes("".join(lines).encode())


def counts_of(
    references: Sequence[str], texts: Sequence[str], arguments: Sequence[str], folder: Path
) -> list[list[int]]:
    """What the program counts for each pair: correct, substituted, deleted, inserted."""
    write_trn(folder / "r.trn", references)
    write_trn(folder / "h.trn", texts)
    done = run(
        ["-r", "r.trn", "-h", "h.trn", "-i", "rm", "-e", "utf-8", *arguments, "-o", "pralign", "stdout"],
        folder,
    )
    assert done.returncode == 0, done.stderr
    found = re.findall(rb"Scores: \(#C #S #D #I\) (\d+) (\d+) (\d+) (\d+)", done.stdout)
    return [[int(number) for number in numbers] for numbers in found]
