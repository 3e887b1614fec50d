"""Many texts with many: matrices, groups, leave-one-out, prepared references and rewards, beside other packages.

    python bench/many.py [--translations wmt17_en_de.jsonl.bz2] [--rounds 5] [--quick] [--markdown]

Texts are the translations of one sentence by the systems of the file, recombined, about 124 characters long; without
the file seeded synthetic ones. One thread; process CPU time; what is compared takes turns, and the median of the
rounds counts. Before anything is timed the scores are compared. Packages that are not installed (fastchrf,
fast-bleu) are left out.
"""

from __future__ import annotations

import argparse
import bz2
import json
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import gramscore
from gramscore import BLEU, CHRF, ROUGE, rewards

Job = Callable[[], Any]


def outputs_of_one_sentence(path: Path | None) -> list[str]:
    """What systems make of one sentence."""
    if path is None:
        draw = random.Random(7)
        words = [f"{a}{b}{c}" for a in "bdklmnrst" for b in "aeiou" for c in ("", "n", "rt", "chen", "lich")]
        sentence = draw.choices(words, k=20)
        return [
            " ".join(it if draw.random() < 0.6 else draw.choice(words) for it in sentence).capitalize() + "."
            for _ in range(16)
        ]
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    row = min(rows, key=lambda one: abs(np.mean([len(it) for it in one["systems"].values()]) - 124))
    return list(row["systems"].values())


def recombined(outputs: list[str], count: int, seed: int = 1) -> list[str]:
    """As many texts, whose words come in turn from one output or another."""
    draw = random.Random(seed)
    split = [text.split() for text in outputs]
    texts = []
    for _ in range(count):
        words: list[str] = []
        while len(words) < 19:
            source = draw.choice(split)
            words += source[len(words) : len(words) + draw.randint(1, 8)] or source[-1:]
        texts.append(" ".join(words))
    return texts


def measured(jobs: dict[str, Job], rounds: int) -> dict[str, float]:
    """The median CPU time of each, in seconds, taking turns; the first round does not count."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds + 1):
        for name, job in jobs.items():
            started = time.process_time()
            job()
            if turn:
                times[name].append(time.process_time() - started)
    return {name: float(np.median(found)) for name, found in times.items()}


def optional(name: str) -> Any:
    """The package, or None."""
    try:
        return __import__(name)
    except ImportError:
        return None


def pairs_of(texts: list[str], others: list[str]) -> tuple[list[str], list[str]]:
    return [text for text in texts for _ in others], others * len(texts)


class Table:
    """Results as rows of a table."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str, str]] = []

    def add(self, job: str, ours: float, entries: int, other: str, theirs: float, bar: str) -> None:
        per = ours / entries * 1e9
        self.rows.append((job, f"{per:,.1f} ns", other, f"{theirs / ours:,.1f}x", bar))
        print("{:52s} {:>12s}   {:34s} {:>9s}   bar {}".format(*self.rows[-1]), flush=True)

    def markdown(self) -> str:
        lines = ["| job | per entry | beside | ratio |", "|---|--:|---|--:|"]
        lines += [f"| {job} | {per} | {other} | {ratio} |" for job, per, other, ratio, _ in self.rows]
        return "\n".join(lines)


def matrix_of(metric: Any, texts: list[str]) -> list[Any]:
    found = metric.matrix(texts, threads=1)
    if isinstance(metric, ROUGE):
        return [found[name].fmeasure for name in metric.types]
    return [found.scores]


def scores_of(metric: Any, predictions: list[str], references: list[str]) -> list[Any]:
    found = metric.score(predictions, references, threads=1)
    if isinstance(metric, ROUGE):
        return [found[name].fmeasure for name in metric.types]
    return [found.examples]


def matrices(table: Table, outputs: list[str], sizes: tuple[int, ...], rounds: int) -> None:
    fastchrf = optional("fastchrf")
    metrics = {
        "chrF": (CHRF(), ("25x", "4x")),
        "BLEU": (BLEU(effective_order=True), ("15x", "4x")),
        "ROUGE-1, 2, L": (ROUGE(["rouge1", "rouge2", "rougeL"]), ("15x", "6x")),
    }
    for n in sizes:
        texts = recombined(outputs, n)
        predictions, references = pairs_of(texts, texts)
        for name, (metric, bars) in metrics.items():
            bar = bars[0] if n >= 1024 else bars[1]

            ours = partial(matrix_of, metric, texts)
            expanded = partial(scores_of, metric, predictions, references)
            for mine, wanted in zip(ours(), expanded(), strict=True):
                assert np.array_equal(mine.ravel(), wanted)
            found = measured({"ours": ours, "expanded": expanded}, rounds)
            table.add(
                f"{name} matrix, N = {n}", found["ours"], n * n, "expanded pairs", found["expanded"], bar
            )
            if name == "chrF" and fastchrf is not None:
                theirs = np.array(fastchrf.pairwise_chrf([texts[:64]], [texts[:64]])[0])
                assert np.allclose(theirs, metric.matrix(texts[:64]).scores, rtol=1e-12)
                part = texts[: min(n, 128)]
                one = measured({"theirs": lambda part=part: fastchrf.pairwise_chrf([part], [part])}, 1)
                scaled = one["theirs"] / len(part) ** 2 * n * n
                table.add(
                    f"{name} matrix, N = {n}",
                    found["ours"],
                    n * n,
                    "fastchrf.pairwise_chrf",
                    scaled,
                    "700x" if n >= 1024 else "",
                )


def leave_one_out(table: Table, rounds: int) -> None:
    draw = random.Random(3)
    words = [f"w{int(2000 * draw.random() ** 3)}" for _ in range(100_000)]
    metric = BLEU.nltk(smoothing="method1", tokenizer="none")
    fast_bleu = optional("fast_bleu")
    times = {}
    for n in (1000, 5000):
        texts = [" ".join(draw.choices(words, k=15)) for _ in range(n)]
        jobs: dict[str, Job] = {"ours": lambda texts=texts: metric.leave_one_out(texts, threads=1)}
        if fast_bleu is not None:
            split = [text.split() for text in texts]

            def theirs(split: Any = split) -> Any:
                return fast_bleu.SelfBLEU(split, {"bleu": (0.25,) * 4}, n_threads=1).get_score()["bleu"]

            assert np.allclose(theirs(), metric.leave_one_out(texts), rtol=0, atol=1e-9)
            jobs["theirs"] = theirs
        found = measured(jobs, rounds)
        times[n] = found["ours"]
        if "theirs" in found:
            table.add(f"self-BLEU-4 of {n} texts", found["ours"], n, "fast-bleu", found["theirs"], "50x")
    table.add(
        "self-BLEU-4 of 5000 texts", times[5000], 5000, "our 1000 (ratio < 6 is growth)", times[1000], "1/6"
    )


def groups(table: Table, outputs: list[str], rounds: int) -> None:
    draw = random.Random(5)
    made = [recombined(draw.sample(outputs, min(6, len(outputs))), 16, seed) for seed in range(64)]
    for name, metric in {"rougeL": ROUGE(["rougeL"]), "BLEU": BLEU(), "chrF": CHRF()}.items():

        def written_out(metric: Any = metric) -> Any:
            predictions = [text for group in made for text in group for _ in group]
            references = [text for group in made for _ in group for text in group]
            found = metric.score(predictions, references, threads=1)
            return found["rougeL"].fmeasure if isinstance(metric, ROUGE) else found.examples

        def ours(metric: Any = metric) -> Any:
            found = metric.matrices(made, threads=1)
            if isinstance(metric, ROUGE):
                return np.concatenate([matrix["rougeL"].fmeasure.ravel() for matrix in found])
            return found.flat

        assert np.array_equal(ours(), written_out())
        found = measured({"ours": ours, "lists": written_out}, 4 * rounds)
        table.add(
            f"64 groups of 16, {name}", found["ours"], 64 * 256, "two lists and score", found["lists"], "5x"
        )


def prepared(table: Table, outputs: list[str], count: int, rounds: int) -> None:
    references = recombined(outputs, count, 11)
    predictions = recombined(outputs, count, 12)
    metrics = {"BLEU": BLEU(), "chrF": CHRF(), "ROUGE-1, 2, L": ROUGE(["rouge1", "rouge2", "rougeL"])}
    size = sum(len(text.encode()) for text in references)
    for name, metric in metrics.items():
        kept = metric.prepare(references)
        assert metric.score(predictions, kept) == metric.score(predictions, references)
        found = measured(
            {
                "ours": lambda metric=metric, kept=kept: metric.score(predictions, kept, threads=1),
                "texts": lambda metric=metric: metric.score(predictions, references, threads=1),
            },
            rounds,
        )
        table.add(
            f"{count} pairs, prepared references, {name} ({kept.nbytes / size:.2f} of the bytes)",
            found["ours"],
            count,
            "unprepared",
            found["texts"],
            "1.5x",
        )


def reward(table: Table, outputs: list[str], rounds: int) -> None:
    completions = [text for seed in range(8) for text in recombined(outputs, 16, seed)]
    answers = [text for seed in range(8) for text in recombined(outputs, 1, seed + 50) * 16]
    metric = ROUGE(["rougeL"])
    shaped = rewards.trl(metric, "answer")
    prompts = ["p"] * len(completions)
    assert (
        shaped(prompts, completions, answer=answers)
        == metric.score(completions, answers)["rougeL"].fmeasure.tolist()
    )

    def often(job: Job) -> Job:
        return lambda: [job() for _ in range(200)]

    found = measured(
        {
            "ours": often(lambda: shaped(prompts, completions, answer=answers)),
            "alone": often(lambda: metric.score(completions, answers)["rougeL"].fmeasure),
        },
        rounds,
    )
    table.add(
        "rougeL reward, 8 groups of 16", found["ours"], 200 * 128, "scoring alone", found["alone"], "1/1.3"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--translations", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="smaller sizes")
    parser.add_argument("--markdown", action="store_true", help="print the table of docs/speed.md, too")
    arguments = parser.parse_args()
    outputs = outputs_of_one_sentence(arguments.translations)
    print(f"gramscore {gramscore.__version__}, kernels {gramscore._core.active_kernels()}")
    table = Table()
    matrices(table, outputs, (64, 256) if arguments.quick else (64, 256, 1024), arguments.rounds)
    leave_one_out(table, arguments.rounds)
    groups(table, outputs, arguments.rounds)
    prepared(table, outputs, 10_000 if arguments.quick else 100_000, arguments.rounds)
    reward(table, outputs, arguments.rounds)
    if arguments.markdown:
        print(table.markdown())


if __name__ == "__main__":
    main()
