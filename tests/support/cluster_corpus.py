"""The corpus of these tests, what it scores locally, and a metric that its first user dies of."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import gramscore

ROWS = 600
PREDICTIONS = [f"line {n % 31} of {n % 7}: the kettle sings, {n} times" for n in range(ROWS)]
REFERENCES = [[f"line {n % 29} of {n % 5}: the kettle sang", f"{n} kettles"] for n in range(ROWS)]
METRICS = {
    "rouge": gramscore.ROUGE(["rouge1", "rouge2", "rougeL"], stemmer=True),
    "bleu": "bleu",
    "chrf": "chrf",
    "ter": "ter",
}


def rows() -> list[dict[str, object]]:
    return [
        {"row": n, "output": prediction, "targets": references}
        for n, (prediction, references) in enumerate(zip(PREDICTIONS, REFERENCES, strict=True))
    ]


def local() -> dict[str, gramscore.State]:
    return {name: it.state() for name, it in gramscore.evaluate(PREDICTIONS, REFERENCES, METRICS).items()}


class DeadlyTokenizer:
    """Splits at white space; kills the first process that comes upon `row`, and leaves a file that says so."""

    def __init__(self, trace: Path, row: int) -> None:
        self.trace = trace
        self.row = row

    def __call__(self, text: str) -> list[str]:
        if text == PREDICTIONS[self.row]:
            try:
                self.trace.touch(exist_ok=False)
            except FileExistsError:
                pass  # somebody else has died of it
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return text.split()


#: What occurs in many predictions, in few, and in none.
INDICES = {
    "any": gramscore.Contamination(["3 of 5: the kettle sings", "7 times", "no kettles"], "custom", n=2),
    "most": gramscore.Contamination(["3 of 5: the kettle sings", "7 times"], "nemo", n=2, shortest=None),
}


def found_locally(index: gramscore.Contamination, texts: list[str]) -> dict[str, object]:
    """What `overlap_of` makes of the local answer."""
    return overlap_of(index.scan(texts).benchmark)


def overlap_of(found: gramscore.BenchmarkOverlap) -> dict[str, object]:
    return {name: column.tolist() for name, column in found.columns().items()} | {"examined": found.examined}
