"""How speed and memory scale: plots, and the numbers behind them.

    python bench/scale.py [--quick] [--only NAME] [--json bench/results/scale.json] [--images docs/images]

- threads: pairs/s of a batch of 100,000 pairs with 1, 2, ... threads
- batch: pairs/s of calls with 1 to 1,000,000 pairs
- length: tokens/s of texts of 10 to 100,000 tokens; a line ends where a pair takes over `MOST_SECONDS`
- corpus: time and peak memory of a process that scores a corpus of Parquet, by the command and in memory
- command: `gramscore score` from Parquet to scores, as a process, beside the scoring alone with as many threads
- call: what a call with one pair costs

Texts are synthetic and seeded (corpora.py). Where variants are compared they take turns, and medians over rounds are
reported. Nothing else should run on the machine. `bench/publish.py` puts the results into docs/speed.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
from corpora import Corpus, synthetic
from machine import machine
from stream import CHILD, pieces, write

import gramscore

HERE = Path(__file__).parent
METRICS = {
    "ROUGE-1, 2, L": gramscore.ROUGE(["rouge1", "rouge2", "rougeL"]),
    "BLEU": gramscore.BLEU(),
    "chrF": gramscore.CHRF(),
    "TER": gramscore.TER(),
}
ROUGE = "ROUGE-1, 2, L"
# What the command calls the same.
NAMES = {ROUGE: "rouge1,rouge2,rougeL", "BLEU": "bleu", "chrF": "chrf", "TER": "ter"}
CPUS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
MOST_SECONDS = 2.0
# Scores a corpus in memory, then prints seconds and its own peak in KiB.
IN_MEMORY = """
import re, sys, time
import pyarrow.parquet
import gramscore
table = pyarrow.parquet.read_table(sys.argv[1])
metric = gramscore.ROUGE(["rouge1", "rouge2", "rougeL"])
started = time.perf_counter()
metric.score(table["prediction"], table["reference"]).corpus
taken = time.perf_counter() - started
print(taken, re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    batch: int
    largest_batch: int
    longest: int
    corpora: tuple[int, ...]
    rounds: int
    seconds: float  # of one variant's turn, about


FULL = Sizes(100_000, 1_000_000, 100_000, (10_000, 100_000, 300_000, 1_000_000, 3_000_000), 7, 0.3)
QUICK = Sizes(20_000, 20_000, 3_000, (5_000, 20_000), 3, 0.05)


def seconds_of(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def medians(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Seconds of each; they take turns."""
    for call in calls.values():
        call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            taken[name].append(seconds_of(call))
    return {name: statistics.median(times) for name, times in taken.items()}


def per_call(call: Callable[[], object], sizes: Sizes) -> float:
    """Seconds of a call, of which a round makes as many as fill its time; median of rounds."""
    call()
    once = max(seconds_of(call), 1e-7)
    many = max(1, int(sizes.seconds / once))

    def repeat() -> None:
        for _ in range(many):
            call()

    return statistics.median(
        seconds_of(repeat) / many for _ in range(1 if once > MOST_SECONDS else sizes.rounds)
    )


def summaries(pairs: int) -> Corpus:
    made = synthetic("summaries", min(pairs, 100_000), words=19, types=30_000, seed=11)
    times = -(-pairs // len(made))
    return Corpus(made.name, (made.predictions * times)[:pairs], (made.references * times)[:pairs])


def threads(sizes: Sizes) -> dict[str, Any]:
    corpus = summaries(sizes.batch)
    arrow = (pa.array(corpus.predictions), pa.array(corpus.references))
    texts = {name: (metric, *arrow) for name, metric in METRICS.items()}
    texts[f"{ROUGE}, lists of str"] = (METRICS[ROUGE], corpus.predictions, corpus.references)
    counts = sorted({1, 2, *(2**power for power in range(2, 10)), CPUS} & set(range(1, CPUS + 1)))
    found: dict[str, dict[str, float]] = {}
    for name, (metric, predictions, references) in texts.items():
        calls = {
            str(count): partial(metric.score, predictions, references, threads=count) for count in counts
        }
        taken = medians(calls, sizes.rounds)
        found[name] = {count: len(corpus) / seconds for count, seconds in taken.items()}
    twice = {name: rates["2"] / rates["1"] for name, rates in found.items() if "2" in rates}
    return {"pairs": len(corpus), "pairs_per_second": found, "two_threads_over_one": twice}


def batch(sizes: Sizes) -> dict[str, Any]:
    corpus = summaries(sizes.largest_batch)
    found: dict[str, dict[str, float]] = {name: {} for name in METRICS}
    count = 1
    while count <= sizes.largest_batch:
        predictions, references = corpus.predictions[:count], corpus.references[:count]
        for name, metric in METRICS.items():
            taken = per_call(partial(metric.score, predictions, references), sizes)
            found[name][str(count)] = count / taken
        count *= 10
    return {"threads": CPUS, "pairs_per_second": found}


def length(sizes: Sizes) -> dict[str, Any]:
    found: dict[str, dict[str, float]] = {name: {} for name in METRICS}
    ended: set[str] = set()
    tokens = 10
    while tokens <= sizes.longest:
        pairs = max(1, min(10_000, 300_000 // tokens))
        corpus = synthetic("texts", pairs, words=tokens, types=30_000, seed=12)
        words = sum(len(text.split()) for text in corpus.predictions) / pairs
        for name, metric in METRICS.items():
            if name in ended:
                continue
            call = partial(metric.score, corpus.predictions, corpus.references, threads=1)
            taken = per_call(call, sizes) / pairs
            found[name][f"{words:.0f}"] = 1 / taken
            if 10 * taken > MOST_SECONDS:
                ended.add(name)
        tokens *= 10
    return {"threads": 1, "pairs_per_second_by_tokens": found}


def child(code: str, *arguments: str) -> tuple[float, str]:
    """Seconds of a fresh Python, and what it says on standard error."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    return time.perf_counter() - started, done.stderr


def corpus(sizes: Sizes) -> dict[str, Any]:
    command: dict[str, dict[str, float]] = {}
    memory: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as folder:
        for pairs in sizes.corpora:
            path = str(Path(folder, "corpus.parquet"))
            write(pa.concat_tables(pieces(pairs)), Path(path))
            taken, peak = child(CHILD, "score", path, "-m", NAMES[ROUGE], "--format", "json", "-q")
            command[str(pairs)] = {"seconds": taken, "peak_mib": int(peak) / 1024}
            _, said = child(IN_MEMORY, path)
            taken, peak = said.split()
            memory[str(pairs)] = {"seconds": float(taken), "peak_mib": int(peak) / 1024}
    return {"threads": CPUS, "gramscore score": command, "metric.score of Arrow": memory}


def command(sizes: Sizes) -> dict[str, Any]:
    pairs = sizes.corpora[-1]
    found: dict[str, Any] = {name: {} for name in METRICS}
    with TemporaryDirectory() as folder:
        table = pa.concat_tables(pieces(pairs))
        whole, one = str(Path(folder, "corpus.parquet")), str(Path(folder, "one.parquet"))
        write(table, Path(whole))
        write(table[:1], Path(one))
        for name, metric in METRICS.items():
            for count in sorted({1, min(2, CPUS), CPUS}):
                score = partial(metric.score, table["prediction"], table["reference"], threads=count)
                options = ("-m", NAMES[name], "--format", "json", "-q", "--threads", str(count))
                calls: dict[str, Callable[[], object]] = {
                    "command": partial(child, CHILD, "score", whole, *options),
                    "command, one pair": partial(child, CHILD, "score", one, *options),
                    "scoring alone": partial(state_of, score),
                }
                taken = medians(calls, min(sizes.rounds, 3))
                found[name][str(count)] = {**taken, "ratio": taken["command"] / taken["scoring alone"]}
    return {"pairs": pairs, "seconds_by_metric_and_threads": found}


def state_of(score: Callable[[], gramscore.Scores]) -> gramscore.State:
    """What the command keeps of a batch, too."""
    return score().state()


def call(sizes: Sizes) -> dict[str, Any]:
    (prediction,), (reference,) = (texts[:1] for texts in (summaries(1).predictions, summaries(1).references))
    found: dict[str, dict[str, float]] = {}
    for name, metric in METRICS.items():
        found[name] = {
            "one word": 1e6 * per_call(partial(metric.score, ["word"], ["word"]), sizes),
            "a sentence": 1e6 * per_call(partial(metric.score, [prediction], [reference]), sizes),
        }
    return {"microseconds": found}


def draw(results: Mapping[str, Any], folder: Path) -> None:
    """A PNG per measurement that there is."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    plt.rcParams.update(
        {"axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.3}
    )
    folder.mkdir(parents=True, exist_ok=True)

    def lines(axes: Any, series: Mapping[str, Mapping[str, float]], x: str, y: str, log: bool = True) -> None:
        for name, points in series.items():
            axes.plot([float(at) for at in points], list(points.values()), marker="o", label=name)
        if log:
            axes.set_xscale("log")
            axes.set_yscale("log")
        axes.set_xlabel(x)
        axes.set_ylabel(y)
        axes.legend(frameon=False, fontsize="small")

    def save(figure: Any, name: str) -> None:
        figure.tight_layout()
        figure.savefig(folder / f"scale-{name}.png", dpi=110, metadata={"Software": None})
        plt.close(figure)

    def one(name: str, series: Mapping[str, Mapping[str, float]], x: str, y: str, log: bool = True) -> None:
        figure, axes = plt.subplots(figsize=(6, 4))
        lines(axes, series, x, y, log)
        if not log:
            axes.set_ylim(bottom=0)
            axes.xaxis.get_major_locator().set_params(integer=True)
        save(figure, name)

    if "threads" in results:
        one("threads", results["threads"]["pairs_per_second"], "threads", "pairs/s", log=False)
    if "batch" in results:
        one("batch", results["batch"]["pairs_per_second"], "pairs in a call", "pairs/s")
    if "length" in results:
        one("length", results["length"]["pairs_per_second_by_tokens"], "tokens in a text", "pairs/s")
    if "corpus" in results:
        found = {name: points for name, points in results["corpus"].items() if name != "threads"}
        figure, both = plt.subplots(1, 2, figsize=(10, 4))
        for axes, value, label in zip(
            both, ("seconds", "peak_mib"), ("seconds", "peak memory, MiB"), strict=True
        ):
            series = {name: {at: it[value] for at, it in points.items()} for name, points in found.items()}
            lines(axes, series, "pairs in the corpus", label)
        both[1].set_yscale("linear")
        both[1].set_ylim(bottom=0)
        save(figure, "corpus")
    if "call" in results:
        found = results["call"]["microseconds"]
        figure, axes = plt.subplots(figsize=(6, 3))
        places = np.arange(len(found))
        for shift, kind in ((-0.2, "one word"), (0.2, "a sentence")):
            axes.barh(places + shift, [times[kind] for times in found.values()], 0.38, label=kind)
        axes.set_yticks(places, list(found))
        axes.invert_yaxis()
        axes.set_xlabel("microseconds for a call with one pair")
        axes.legend(frameon=False, fontsize="small")
        save(figure, "call")


MEASUREMENTS: dict[str, Callable[[Sizes], dict[str, Any]]] = {
    it.__name__: it for it in (threads, batch, length, corpus, command, call)
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="little of everything, to see that it works")
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="repeatable")
    parser.add_argument("--json", type=Path, default=HERE / "results" / "scale.json")
    parser.add_argument("--images", type=Path, default=HERE.parent / "docs" / "images")
    options = parser.parse_args()
    sizes = QUICK if options.quick else FULL
    results = {}
    for name in options.only or MEASUREMENTS:
        results[name] = MEASUREMENTS[name](sizes)
        print(json.dumps({name: results[name]}, indent=1), flush=True)
    report = {
        "machine": machine(("gramscore", "numpy", "pyarrow")),
        "date": time.strftime("%Y-%m-%d"),
        "rounds": sizes.rounds,
        "quick": options.quick,
        "scale": results,
    }
    draw(results, options.images)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
