"""Whether memory stays where it is over millions of calls, on errors and interrupts as on success (Linux).

    python bench/leaks.py [--calls 10000000]

Shares the calls out among jobs and prints, for each, by how much the resident memory grew after a warm-up. Ends with
exit code 1 if a job's grew by over two megabytes: a small object lost in each of 400,000 calls would take ten times as
much.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pyarrow as pa

import gramscore as g

FLAT = 2 << 20

PREDICTIONS = ["the cat sat on the mat", "a dog barked at näive cats"]
REFERENCES = ["a cat sat on the mats", "the dog barked at cats"]
SEVERAL = [[text, "another one"] for text in REFERENCES]


def score(metric: object, predictions: object, references: object) -> Callable[[], object]:
    return lambda: metric.score(predictions, references)


def failing(call: Callable[[], object]) -> Callable[[], object]:
    def fails() -> None:
        with suppress(TypeError, ValueError, KeyboardInterrupt):
            call()
            raise AssertionError("this call was to fail")

    return fails


def interrupted(text: str) -> list[str]:
    raise KeyboardInterrupt


def bytes_column(*texts: bytes) -> pa.Array:
    """A column of strings that need not be UTF-8."""
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    return pa.Array.from_buffers(
        pa.string(), len(texts), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))]
    )


def jobs() -> dict[str, Callable[[], object]]:
    rouge = g.ROUGE(stemmer=True)
    chrf = g.CHRF(word_order=2)
    one = rouge.score(PREDICTIONS, REFERENCES)
    other = rouge.score(REFERENCES, PREDICTIONS)
    arrow = pa.array(PREDICTIONS)
    return {
        "ROUGE": score(rouge, PREDICTIONS, REFERENCES),
        "ROUGE, several references": score(rouge, PREDICTIONS, SEVERAL),
        "ROUGE, Unicode words": score(g.ROUGE(["rouge1"], tokenizer="unicode"), PREDICTIONS, REFERENCES),
        "ROUGE, a callable": score(g.ROUGE(["rouge1"], tokenizer=str.split), PREDICTIONS, REFERENCES),
        "ROUGE, tokens": score(g.ROUGE(["rouge1"], tokenizer=None), [["a", "b"]], [["a", "c"]]),
        "BLEU": score(g.BLEU(), PREDICTIONS, SEVERAL),
        "chrF++": score(chrf, PREDICTIONS, SEVERAL),
        "TER": score(g.TER(), PREDICTIONS, SEVERAL),
        "NIST": score(g.NIST(tokenizer="13a"), PREDICTIONS, SEVERAL),
        "GLEU": score(g.GLEU(tokenizer="13a"), PREDICTIONS, SEVERAL),
        "a new metric each time": lambda: g.ROUGE(["rouge1"]).score(PREDICTIONS, REFERENCES),
        "corpus figures": lambda: rouge.score(PREDICTIONS, REFERENCES).corpus,
        "scores joined": lambda: one + other,
        "states joined": lambda: one.state() + other.state(),
        "explanations": lambda: rouge.explain(PREDICTIONS[0], REFERENCES[0]),
        "Arrow": score(rouge, arrow, arrow),
        "NumPy": score(rouge, np.array(PREDICTIONS), np.array(REFERENCES)),
        "error: None": failing(score(rouge, ["a", None], REFERENCES)),
        "error: lengths": failing(score(rouge, PREDICTIONS, REFERENCES[:1])),
        "error: no references": failing(score(rouge, PREDICTIONS, [["a"], []])),
        "error: no UTF-8": failing(score(chrf, bytes_column(b"a", b"\xff"), REFERENCES)),
        "error: null": failing(score(rouge, pa.array(["a", None]), REFERENCES)),
        "error: no character": failing(score(rouge, np.full(1, 1 << 30, np.uint32).view("U1"), ["a"])),
        "error: a wrong option": failing(lambda: g.ROUGE(["rouge0"])),
        "interrupt": failing(score(g.ROUGE(["rouge1"], tokenizer=interrupted), PREDICTIONS, REFERENCES)),
    }


def resident() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def growth(job: Callable[[], object], calls: int) -> int:
    for _ in range(calls // 10 + 100):
        job()
    before = resident()
    for _ in range(calls):
        job()
    return resident() - before


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=10_000_000)
    each = parser.parse_args().calls // len(jobs())
    leaks = False
    for name, job in jobs().items():
        grown = growth(job, each)
        leaks |= grown > FLAT
        print(f"{name:28} {each:10,} calls {grown / 1024:8,.0f} KiB", flush=True)
    return int(leaks)


if __name__ == "__main__":
    sys.exit(main())
