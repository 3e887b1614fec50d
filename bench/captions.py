"""Captions beside the original: CIDEr-D and the tokenizer of COCO's evaluation.

    python bench/captions.py [--images 1000] [--rounds 5]

Seeded synthetic captions of about ten words, five references an image. One thread; processor time, but of the Java
program the time that more lines take it, so that its start does not count. What is compared takes turns, the median of
the rounds counts, and before anything is timed the answers are compared. Needs pycocoevalcap 1.2, and Java for the
tokenizer.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pycocoevalcap
from pycocoevalcap.cider.cider import Cider

from gramscore import _core
from gramscore.compat.pycocoevalcap import Cider as OurCider

WORDS = (
    "a the man woman dog cat on in with of riding holding sitting standing street table field red black white small "
    "large two three people bus train near next to and it's 3-on-3 t-shirt U.S. couldn't"
).split()


def captions(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(rng.choice(WORDS) for _ in range(rng.randint(8, 13))) + "." for _ in range(count)]


def seconds(call: Callable[[], Any]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def show(name: str, theirs: list[float], ours: list[float], items: int) -> None:
    slow, fast = statistics.median(theirs), statistics.median(ours)
    print(
        f"{name}: {slow / items * 1e6:,.1f} and {fast / items * 1e6:,.2f} microseconds each, {slow / fast:,.0f} x"
    )


def cider(images: int, rounds: int) -> None:
    texts = captions(6 * images, 1)
    gts = {n: texts[6 * n : 6 * n + 5] for n in range(images)}
    res = {n: [texts[6 * n + 5]] for n in range(images)}
    assert Cider().compute_score(gts, res)[1].tolist() == OurCider().compute_score(gts, res)[1].tolist()
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(seconds(lambda: Cider().compute_score(gts, res)))
        ours.append(seconds(lambda: OurCider().compute_score(gts, res)))
    show("CIDEr-D of an image", theirs, ours, images)


def tokenizer(count: int, rounds: int) -> None:
    if shutil.which("java") is None:
        print("the tokenizer: left out, as there is no Java")
        return
    folder = Path(pycocoevalcap.__path__[0]) / "tokenizer"
    command = ["java", "-cp", "stanford-corenlp-3.4.1.jar", "edu.stanford.nlp.process.PTBTokenizer"]

    def java(text: str) -> tuple[float, str]:
        start = time.perf_counter()
        run = subprocess.run(
            [*command, "-preserveLines", "-lowerCase"],
            cwd=folder,
            input=text.encode(),
            capture_output=True,
            check=True,
        )
        return time.perf_counter() - start, run.stdout.decode().removesuffix("\n")

    few, many = ("\n".join(captions(n, 2)) for n in (count // 10, count))
    assert java(many)[1] == _core.ptb_file(many, False)
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(java(many)[0] - java(few)[0])
        ours.append(seconds(lambda: _core.ptb_file(many, True)) - seconds(lambda: _core.ptb_file(few, True)))
    show("tokens of a caption", theirs, ours, count - count // 10)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--images", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    cider(given.images, given.rounds)
    tokenizer(100 * given.images, given.rounds)
