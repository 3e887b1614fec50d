"""gramscore beside its peers, in one process and on one core.

    python bench/compare.py [--real dialogsum_test.jsonl] [--json results.json] [--rounds 7] [--only NAME]

Each job is a corpus, ROUGE types and contenders. Before any timing the contenders' figures are compared, and a
difference stops the run. Then they take turns: in every round each one scores fresh copies of pairs of the same
corpus, as many as fill about --seconds; results are read as arrays where the package returns them so. Reported is
the median over rounds, and for each peer the median of the rounds' ratios. Where no path is given, only synthetic
corpora are used. The table goes to stdout as Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

os.environ["RAYON_NUM_THREADS"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import contenders as c
import corpora
import numpy as np

ROUGE_12L = ("rouge1", "rouge2", "rougeL")
FOUR = (*ROUGE_12L, "rougeLsum")


@dataclass(frozen=True)
class Job:
    name: str
    corpus: Callable[[], corpora.Corpus]
    types: tuple[str, ...]
    stemmer: bool
    make: tuple[Callable[[tuple[str, ...], bool], c.Contender], ...]  # the first is the one that is compared


def jobs(real: Path | None) -> list[Job]:
    batch = (c.gramscore, c.gramscore_arrow, c.rouge_score_rs)
    plain = (*batch, c.rouge_rust)
    kept: dict[str, corpora.Corpus] = {}

    def once(key: str, make: Callable[[], corpora.Corpus]) -> Callable[[], corpora.Corpus]:
        def corpus() -> corpora.Corpus:
            if key not in kept:
                kept[key] = make()
            return kept[key]

        return corpus

    narrow = once(
        "narrow", lambda: corpora.synthetic("summaries, 5k types (synthetic)", 60_000, 19, 5_000, 1)
    )
    wide = once(
        "wide", lambda: corpora.synthetic("summaries, 300k types (synthetic)", 60_000, 19, 300_000, 2)
    )
    long = once(
        "long", lambda: corpora.synthetic("dialogues, 20k types (synthetic)", 6_000, 134, 20_000, 3, 10)
    )
    documents = once(
        "documents", lambda: corpora.synthetic("5,000-word documents (synthetic)", 12, 5000, 50_000, 4)
    )
    out = []

    def add(label: str, short: Callable[[], corpora.Corpus], dialogue: Callable[[], corpora.Corpus]) -> None:
        out.extend(
            [
                Job(f"summaries, stemmed{label}", short, ROUGE_12L, True, (*batch, c.rouge_score)),
                Job(f"summaries, not stemmed{label}", short, ROUGE_12L, False, (*plain, c.rouge_score)),
                Job(f"dialogues, stemmed{label}", dialogue, ROUGE_12L, True, batch),
                Job(f"dialogues, not stemmed{label}", dialogue, ROUGE_12L, False, plain),
                Job(f"dialogues, rougeLsum{label}", dialogue, ("rougeLsum",), False, batch),
                Job(f"dialogues, rougeLsum, stemmed{label}", dialogue, ("rougeLsum",), True, batch),
            ]
        )

    if real is not None:
        summaries = once("summaries", lambda: corpora.summaries(real))
        add(", real", summaries, once("dialogues", lambda: corpora.dialogues(real)))
    add(", synthetic", narrow, long)
    out += [
        Job("summaries, 300k types, stemmed", wide, ROUGE_12L, True, batch),
        Job("summaries, 300k types, not stemmed", wide, ROUGE_12L, False, plain),
        Job("5,000-word documents, rougeL", documents, ("rougeL",), False, (c.gramscore, c.rapidfuzz_lcs)),
    ]
    one = (c.gramscore_one_by_one, c.drop_in_one_by_one, c.rouge_score_rs_one_by_one)
    singles = summaries if real is not None else narrow
    out += [
        Job("one pair a call, four types, stemmed", singles, FOUR, True, one),
        Job("one pair a call, four types, not stemmed", singles, FOUR, False, one),
    ]
    return out


def agree(corpus: corpora.Corpus, types: tuple[str, ...], group: list[c.Contender]) -> int:
    """Compare all figures on some pairs; returns how many."""
    count = min(len(corpus), 200)
    predictions, references = corpus.fresh(0, count)
    expected: c.Columns = {}
    for contender in group:
        got = contender.columns(contender.run(contender.prepare(predictions), contender.prepare(references)))
        for name in types:
            reference = expected.setdefault(name, got[name])
            if not np.array_equal(got[name], reference):
                raise SystemExit(f"{contender.name} differs from {group[0].name} in {name} on {corpus.name}")
    return count


def measure(contender: c.Contender, corpus: corpora.Corpus, first: int, pairs: int) -> float:
    """Nanoseconds per pair over fresh texts."""
    predictions, references = corpus.fresh(first, pairs)
    p, r = contender.prepare(predictions), contender.prepare(references)
    start = time.perf_counter()
    contender.run(p, r)
    return (time.perf_counter() - start) / pairs * 1e9


def floors(corpus: corpora.Corpus) -> dict[str, float]:
    """Nanoseconds per pair of reading the bytes and of finding the token bounds, in the same core."""
    from gramscore import _core

    pairs = min(len(corpus), 20_000)
    texts = [text for side in corpus.fresh(0, pairs) for text in side]
    result = {}
    for name, run in {
        "reading the bytes": lambda: _core.read_bytes(texts),
        "token bounds": lambda: _core.count_tokens(texts, "rouge"),
    }.items():
        times = []
        for _ in range(5):
            start = time.perf_counter()
            run()
            times.append((time.perf_counter() - start) / pairs * 1e9)
        result[name] = statistics.median(times)
    return result


def run_job(job: Job, rounds: int, seconds: float) -> dict[str, object]:
    corpus = job.corpus()
    group = [make(job.types, job.stemmer) for make in job.make]
    compared = agree(corpus, job.types, group)
    pairs = {}
    for contender in group:
        pilot = min(len(corpus), 50)
        measure(contender, corpus, 0, pilot)
        pairs[contender.name] = max(
            1, min(100_000, int(seconds * 1e9 / measure(contender, corpus, 0, pilot)))
        )
    times: dict[str, list[float]] = {contender.name: [] for contender in group}
    for k in range(rounds):
        for contender in group if k % 2 == 0 else group[::-1]:
            first = k * pairs[contender.name] % len(corpus)
            times[contender.name].append(measure(contender, corpus, first, pairs[contender.name]))
    base = floors(corpus)
    own = times[group[0].name]
    return {
        "job": job.name,
        "corpus": corpus.name,
        "types": list(job.types),
        "stemmer": job.stemmer,
        "pairs_compared": compared,
        "floors_ns": base,
        "over_token_bounds": statistics.median(own) / base["token bounds"],
        "contenders": [
            {
                "name": name,
                "ns_per_pair": statistics.median(values),
                "ratio": statistics.median(theirs / ours for theirs, ours in zip(values, own, strict=True)),
                "pairs_per_round": pairs[name],
            }
            for name, values in times.items()
        ],
    }


def table(results: list[dict[str, object]]) -> str:
    lines = [
        "| job | contender | ns/pair | pairs/s | times gramscore's time |",
        "|---|---|--:|--:|--:|",
    ]
    for result in results:
        label = str(result["job"])
        for entry in result["contenders"]:
            ns = entry["ns_per_pair"]
            lines.append(
                f"| {label} | {entry['name']} | {ns:,.0f} | {1e9 / ns:,.0f} | {entry['ratio']:.2f} |"
            )
            label = ""
        base = result["floors_ns"]
        for name, ns in base.items():
            lines.append(f"| | *floor: {name}* | {ns:,.0f} | {1e9 / ns:,.0f} | {ns / _own(result):.2f} |")
    return "\n".join(lines)


def _own(result: dict[str, object]) -> float:
    return float(result["contenders"][0]["ns_per_pair"])


def machine() -> dict[str, object]:
    model = platform.processor()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line
        ]
        model = names[0] if names else model
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    from gramscore import _core

    packages = ("gramscore", "rouge-score", "rouge-score-rs", "rouge-rust", "rapidfuzz", "numpy")
    return {
        "cpu": model,
        "cpus": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "kernels": _core.active_kernels(),
        "commit": commit,
        "packages": {name: metadata.version(name) for name in packages},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--real", type=Path, help="JSONL with the fields dialogue, prediction, references")
    parser.add_argument("--json", type=Path, help="write the results here, with machine and commit")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.25, help="about the time of one contender's turn")
    parser.add_argument("--only", default="", help="only jobs whose name contains this")
    options = parser.parse_args()
    results = []
    for job in jobs(options.real):
        if options.only in job.name:
            results.append(run_job(job, options.rounds, options.seconds))
            print(f"{job.name}: done", file=sys.stderr)
    print(table(results))
    if options.json:
        report = {
            "machine": machine(),
            "date": time.strftime("%Y-%m-%d"),
            "rounds": options.rounds,
            "results": results,
        }
        temporary = options.json.with_name(options.json.name + ".part")
        temporary.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        temporary.replace(options.json)


if __name__ == "__main__":
    main()
