"""Error rates and answers beside the originals: jiwer, werx, rapidfuzz, the program sclite, evaluate's squad.

    python bench/errors.py [--pairs 10000] [--lines 100000] [--rounds 5] [--squad FOLDER]

Seeded synthetic transcripts of 3 to 30 words, one word in ten wrong, and answers of 1 to 8. One thread, processor time,
children's for what is a process. What is compared takes turns, the median of the rounds counts, and before anything is
timed the answers are compared. Needs jiwer 4.0.0, rapidfuzz and werx; sclite (Debian: sctk) and evaluate's folder
metrics/squad, which is no part of its package, are left out where they are not there.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jiwer
import werx
from rapidfuzz.distance import Levenshtein

import gramscore
from gramscore.compat import jiwer as ours

SCLITE = shutil.which("sclite") or shutil.which("sclite", path="/usr/lib/sctk/bin")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def transcripts(count: int, seed: int) -> tuple[list[str], list[str]]:
    """References and hypotheses."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(LETTERS, k=rng.randint(1, 9))) for _ in range(5000)]

    def heard(word: str) -> list[str]:
        chance = rng.random()
        if chance < 0.05:
            return [rng.choice(words)]
        if chance < 0.08:
            return []
        return [word, rng.choice(words)] if chance < 0.1 else [word]

    references, hypotheses = [], []
    for _ in range(count):
        said = rng.choices(words, k=rng.randint(3, 30))
        references.append(" ".join(said))
        hypotheses.append(" ".join(word for it in said for word in heard(it)))
    return references, hypotheses


def answers(count: int, seed: int) -> tuple[list[str], list[str]]:
    """References and predictions."""
    rng = random.Random(seed)
    words = "the a an 1889 Paris, tower (iron) well-known U.S. Eiffel's of in 1,000 built engineer".split()
    made = [" ".join(rng.choices(words, k=rng.randint(1, 8))) for _ in range(2 * count)]
    pairs = [
        (it, it if rng.random() < 0.4 else other) for it, other in zip(made[::2], made[1::2], strict=True)
    ]
    return [it for it, _ in pairs], [it for _, it in pairs]


def seconds(call: Callable[[], Any]) -> float:
    start, children = time.process_time(), os.times()
    call()
    ended = os.times()
    of_children = (
        ended.children_user + ended.children_system - children.children_user - children.children_system
    )
    return time.process_time() - start + of_children


def show(name: str, theirs: Callable[[], Any], mine: Callable[[], Any], rounds: int, target: float) -> None:
    times = [(seconds(theirs), seconds(mine)) for _ in range(rounds)]
    slow, fast = (statistics.median(column) for column in zip(*times, strict=True))
    print(
        f"| {name} | {slow * 1e3:,.1f} ms | {fast * 1e3:,.2f} ms | {slow / fast:,.1f} x | {target:g} x |",
        flush=True,
    )


def chunks(output: Any) -> list[list[tuple[object, ...]]]:
    """The alignments of jiwer's output, or of ours."""
    names = ("type", "ref_start_idx", "ref_end_idx", "hyp_start_idx", "hyp_end_idx")
    return [[tuple(getattr(it, name) for name in names) for it in one] for one in output.alignments]


def error_rates(pairs: int, rounds: int) -> None:
    references, hypotheses = transcripts(pairs, 1)
    words, characters = gramscore.WER(), gramscore.CER()

    def wer() -> float:
        return words.score(hypotheses, references, threads=1).corpus.wer

    def cer() -> float:
        return characters.score(hypotheses, references, threads=1).corpus.cer

    def distances() -> list[int]:
        return [Levenshtein.distance(a, b) for a, b in zip(references, hypotheses, strict=True)]

    assert jiwer.wer(references, hypotheses) == wer() == werx.wer(references, hypotheses)
    assert jiwer.cer(references, hypotheses) == cer()
    counts = characters.score(hypotheses, references).stats[:, 1:].sum(axis=1)
    assert distances() == counts.tolist()
    theirs, mine = jiwer.process_words(references, hypotheses), ours.process_words(references, hypotheses)
    assert chunks(theirs) == chunks(mine)
    assert (theirs.wer, theirs.mer, theirs.wil, theirs.wip) == (mine.wer, mine.mer, mine.wil, mine.wip)
    show("jiwer.wer", lambda: jiwer.wer(references, hypotheses), wer, rounds, 40)
    show("werx.wer", lambda: werx.wer(references, hypotheses), wer, rounds, 5)
    show("jiwer.cer", lambda: jiwer.cer(references, hypotheses), cer, rounds, 40)
    show("rapidfuzz, characters", distances, cer, rounds, 1)
    show(
        "jiwer.process_words",
        lambda: jiwer.process_words(references, hypotheses),
        lambda: ours.process_words(references, hypotheses),
        rounds,
        15,
    )


def squad(pairs: int, rounds: int, folder: Path) -> None:
    sys.path.insert(0, str(folder))
    script = importlib.import_module("compute_score")
    references, predictions = answers(pairs, 2)
    metric = gramscore.TokenF1()

    def theirs() -> list[float]:
        return [script.f1_score(a, b) for a, b in zip(predictions, references, strict=True)]

    def mine() -> list[float]:
        found: list[float] = metric.score(predictions, references, threads=1).examples.tolist()
        return found

    assert theirs() == mine()
    show("evaluate's squad, F1", theirs, mine, rounds, 50)


def sclite(lines: int, rounds: int) -> None:
    if SCLITE is None:
        print("| sclite | not installed |")
        return
    own = [sys.executable, "-m", "gramscore", "sclite"]
    with tempfile.TemporaryDirectory() as folder:
        for name, texts in zip(("r.trn", "h.trn"), transcripts(lines, 3), strict=True):
            content = "".join(f"{text} (s{k % 40}-{k})\n" for k, text in enumerate(texts))
            Path(folder, name).write_text(content, encoding="utf-8")

        def printed(program: Sequence[str], *reports: str) -> bytes:
            command = [*program, "-r", "r.trn", "-h", "h.trn", "-i", "rm", "-o", *reports, "stdout"]
            return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout

        for reports in (("sum",), ("sum", "pralign")):
            assert printed([SCLITE], *reports) == printed(own, *reports)
            show(
                f"the process sclite -o {' '.join(reports)}",
                lambda reports=reports: printed([SCLITE], *reports),
                lambda reports=reports: printed(own, *reports),
                rounds,
                20,
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--squad", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    print("| what | theirs | gramscore | | wanted |")
    print("|---|--:|--:|--:|--:|")
    error_rates(given.pairs, given.rounds)
    if given.squad is not None:
        squad(given.pairs, given.rounds, given.squad)
    if given.lines:
        sclite(given.lines, max(1, given.rounds // 2))
