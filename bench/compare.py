"""gramscore beside its peers, in one process and on one core.

    python bench/compare.py [--real dialogsum_test.jsonl] [--translations wmt17_en_de.jsonl.bz2]
                            [--json bench/results/compare.json] [--rounds 7] [--only NAME]

Needs no files: without paths all corpora are synthetic. `bench/real_corpora.py` makes the files of the real ones.

Each job is a corpus, scores and contenders. Before any timing the contenders' scores are compared, and a difference
stops the run. Then they take turns: in every round each one scores fresh copies of pairs of the same corpus, as many
as fill about --seconds; results are read as arrays where the package returns them so. Reported is the median over
rounds, and for each peer the median of the rounds' ratios. The table goes to stdout as Markdown; `bench/publish.py`
puts a file of results into the documents.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

os.environ["RAYON_NUM_THREADS"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import contenders as c
import corpora
import numpy as np
import translation_contenders as t
from machine import machine

import gramscore as g

ROUGE_12L = ("rouge1", "rouge2", "rougeL")
FOUR = (*ROUGE_12L, "rougeLsum")
PACKAGES = (
    "gramscore",
    "rouge-score",
    "rouge-score-rs",
    "rouge-rust",
    "rapidfuzz",
    "sacrebleu",
    "bleuscore",
    "fastchrf",
    "numpy",
)


@dataclass(frozen=True)
class Job:
    name: str
    corpus: Callable[[], corpora.Corpus]
    figures: tuple[str, ...]
    make: tuple[Callable[[], c.Contender], ...]  # the first is the one that is compared
    tokenizer: str = "rouge"  # whose token bounds are the floor


def jobs(real: Path | None, translations: Path | None) -> list[Job]:
    return [*rouge_jobs(real), *translation_jobs(translations)]


def rouge_jobs(real: Path | None) -> list[Job]:
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

    def job(
        name: str,
        corpus: Callable[[], corpora.Corpus],
        types: tuple[str, ...],
        stemmer: bool,
        make: tuple[Callable[[tuple[str, ...], bool], c.Contender], ...],
    ) -> Job:
        return Job(name, corpus, types, tuple(partial(it, types, stemmer) for it in make))

    def add(label: str, short: Callable[[], corpora.Corpus], dialogue: Callable[[], corpora.Corpus]) -> None:
        out.extend(
            [
                job(f"summaries, stemmed{label}", short, ROUGE_12L, True, (*batch, c.rouge_score)),
                job(f"summaries, not stemmed{label}", short, ROUGE_12L, False, (*plain, c.rouge_score)),
                job(f"dialogues, stemmed{label}", dialogue, ROUGE_12L, True, batch),
                job(f"dialogues, not stemmed{label}", dialogue, ROUGE_12L, False, plain),
                job(f"dialogues, rougeLsum{label}", dialogue, ("rougeLsum",), False, batch),
                job(f"dialogues, rougeLsum, stemmed{label}", dialogue, ("rougeLsum",), True, batch),
            ]
        )

    if real is not None:
        summaries = once("summaries", lambda: corpora.summaries(real))
        add(", real", summaries, once("dialogues", lambda: corpora.dialogues(real)))
    add(", synthetic", narrow, long)
    out += [
        job("summaries, 300k types, stemmed", wide, ROUGE_12L, True, batch),
        job("summaries, 300k types, not stemmed", wide, ROUGE_12L, False, plain),
        job("5,000-word documents, rougeL", documents, ("rougeL",), False, (c.gramscore, c.rapidfuzz_lcs)),
    ]
    one = (c.gramscore_one_by_one, c.drop_in_one_by_one, c.rouge_score_rs_one_by_one)
    singles = summaries if real is not None else narrow
    out += [
        job("one pair a call, four types, stemmed", singles, FOUR, True, one),
        job("one pair a call, four types, not stemmed", singles, FOUR, False, one),
    ]
    return out


def translation_jobs(real: Path | None) -> list[Job]:
    kept: list[corpora.Corpus] = []

    def news() -> corpora.Corpus:
        if not kept:
            kept.append(corpora.translations(real))
        return kept[0]

    made: list[corpora.Corpus] = []

    def synthetic() -> corpora.Corpus:
        if not made:
            made.append(corpora.synthetic("sentences, 100k types (synthetic)", 30_000, 22, 100_000, 5))
        return made[0]

    def several() -> list[object]:
        return [g.ROUGE(ROUGE_12L), g.BLEU(), g.CHRF()]

    def sharing() -> list[object]:
        return [g.ROUGE(["rouge1", "rouge2"]), g.ROUGE(["rougeL"]), g.BLEU(), g.BLEU(effective_order=True)]

    def bleu_of(tokenizer: str) -> Callable[[], c.Contender]:
        return lambda: t.own(g.BLEU(tokenizer=tokenizer), f"gramscore, {tokenizer}")

    out = []
    for label, corpus in ([] if real is None else [(", real", news)]) + [(", synthetic", synthetic)]:
        bleu = (lambda: t.own(g.BLEU()), lambda: t.arrow(g.BLEU()), lambda: t.sacrebleu("bleu"), t.bleuscore)
        chrf = (lambda: t.own(g.CHRF()), lambda: t.arrow(g.CHRF()), lambda: t.sacrebleu("chrf"))
        single = (
            lambda: t.own(g.BLEU(effective_order=True), examples=True),
            lambda: t.sacrebleu("bleu", examples=True, effective_order=True),
        )
        rows = (
            ("BLEU-4, 13a", bleu, "13a"),
            ("BLEU per example, effective order", single, "13a"),
            ("chrF", chrf, "whitespace"),
            ("chrF per example", (lambda: t.own(g.CHRF(), examples=True), t.fastchrf), "whitespace"),
            (
                "chrF++",
                (lambda: t.own(g.CHRF(word_order=2)), lambda: t.sacrebleu("chrf", word_order=2)),
                "whitespace",
            ),
            ("TER", (lambda: t.own(g.TER()), lambda: t.sacrebleu("ter")), "whitespace"),
            ("BLEU-4, tokenizers", tuple(map(bleu_of, ("13a", "intl", "zh", "char"))), "13a"),
            ("ROUGE-1/2/L, BLEU and chrF", (lambda: t.together(several), lambda: t.apart(several)), "rouge"),
            (
                "ROUGE-1/2, ROUGE-L and two BLEU",
                (lambda: t.together(sharing), lambda: t.apart(sharing)),
                "rouge",
            ),
        )
        out += [Job(name + label, corpus, ("score",), make, tokenizer) for name, make, tokenizer in rows]
    return out


def agree(job: Job, corpus: corpora.Corpus, group: list[c.Contender]) -> int:
    """Compare all scores on some pairs; returns how many."""
    count = min(len(corpus), 200)
    predictions, references = corpus.fresh(0, count)
    expected: c.Columns = {}
    for contender in group:
        got = contender.columns(contender.run(contender.prepare(predictions), contender.prepare(references)))
        if "tokenizers" in job.name:
            continue  # contenders of different scores
        for name in job.figures:
            reference = expected.setdefault(name, got[name])
            if not np.allclose(got[name], reference, rtol=contender.tolerance, atol=0):
                raise SystemExit(f"{contender.name} differs from {group[0].name} in {name} on {corpus.name}")
    return count


def measure(contender: c.Contender, corpus: corpora.Corpus, first: int, pairs: int) -> float:
    """Nanoseconds per pair over fresh texts."""
    predictions, references = corpus.fresh(first, pairs)
    p, r = contender.prepare(predictions), contender.prepare(references)
    gc.freeze()  # a full collection, which comes with a contender's own objects, leaves out corpora and packages
    start = time.perf_counter()
    contender.run(p, r)
    return (time.perf_counter() - start) / pairs * 1e9


def floors(corpus: corpora.Corpus, tokenizer: str) -> dict[str, float]:
    """Nanoseconds per pair of reading the bytes and of finding the token bounds, in the same core."""
    from gramscore import _core

    pairs = min(len(corpus), 20_000)
    texts = [text for side in corpus.fresh(0, pairs) for text in side]
    result = {}
    for name, run in {
        "reading the bytes": lambda: _core.read_bytes(texts),
        "token bounds": lambda: _core.count_tokens(texts, tokenizer),
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
    group = [make() for make in job.make]
    compared = agree(job, corpus, group)
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
    base = floors(corpus, job.tokenizer)
    own = times[group[0].name]
    return {
        "job": job.name,
        "corpus": corpus.name,
        "figures": list(job.figures),
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--real", type=Path, help="JSONL with the fields dialogue, prediction, references")
    parser.add_argument("--translations", type=Path, help="JSONL with the fields reference, systems")
    parser.add_argument("--json", type=Path, help="write the results here, with machine and commit")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.25, help="about the time of one contender's turn")
    parser.add_argument("--only", default="", help="only jobs whose name contains this")
    options = parser.parse_args()
    results = []
    for job in jobs(options.real, options.translations):
        if options.only in job.name:
            results.append(run_job(job, options.rounds, options.seconds))
            print(f"{job.name}: done", file=sys.stderr)
    print(table(results))
    if options.json:
        report = {
            "machine": machine(PACKAGES),
            "date": time.strftime("%Y-%m-%d"),
            "rounds": options.rounds,
            "results": results,
        }
        temporary = options.json.with_name(options.json.name + ".part")
        temporary.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        temporary.replace(options.json)


if __name__ == "__main__":
    main()
