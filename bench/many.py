"""Many texts with many: matrices, groups, leave-one-out, prepared references and rewards, beside other packages.

    python bench/many.py [--translations wmt17_en_de.jsonl.bz2] [--rounds 7] [--only NAME] [--write]

Texts are the translations of one sentence by the systems of the file, recombined, about 124 characters long; without
the file seeded synthetic ones. One thread; processor time; what is compared takes turns, and the median of the rounds
counts. Before anything is timed the scores are compared. Packages that are not installed (sacrebleu, fastchrf, mbrs,
fast-bleu) are left out. What takes seconds a turn is measured once, or on fewer texts and multiplied.

`--only NAME` runs the jobs whose name contains NAME. `--write` writes bench/results/many.json and the table of
docs/speed.md.
"""

from __future__ import annotations

import argparse
import bz2
import datetime
import importlib
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any

import machine
import numpy as np
import publish

import gramscore
from gramscore import BLEU, CHRF, ROUGE, rewards

RESULT = Path(__file__).parent / "results" / "many.json"

Call = Callable[[], Any]

# A turn takes at least so many seconds: what is quicker is called often enough.
SHORTEST_TURN = 0.02


@dataclass
class Job:
    """Contenders that compute the same, gramscore's way first; `least`: how many times as fast it is to be as each."""

    name: str
    entries: int
    contenders: dict[str, Call]
    least: dict[str, float] = field(default_factory=dict)
    # How much more work a contender's call would be if it did all entries; it is measured once.
    scaled: dict[str, float] = field(default_factory=dict)
    check: Call = lambda: None


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


def optional(name: str) -> Any:
    """The package, or None."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def same(one: Any, other: Any) -> None:
    assert np.array_equal(np.ravel(one), np.ravel(other)), "the scores are not the same"


def close(one: Any, other: Any) -> None:
    assert np.allclose(one, other, rtol=1e-6, atol=1e-9), "the scores are not the same"


def matrix_of(metric: Any, texts: list[str]) -> Any:
    found = metric.matrix(texts, threads=1)
    return [found[name].fmeasure for name in metric.types] if isinstance(metric, ROUGE) else found.scores


def scores_of(metric: Any, predictions: Any, references: Any) -> Any:
    found = metric.score(predictions, references, threads=1)
    return [found[name].fmeasure for name in metric.types] if isinstance(metric, ROUGE) else found.examples


def written_out(metric: Any, groups: list[list[str]]) -> Any:
    predictions = [text for group in groups for text in group for _ in group]
    references = [text for group in groups for _ in group for text in group]
    return scores_of(metric, predictions, references)


def matrices(outputs: list[str], n: int) -> Iterator[Job]:
    large = n >= 1024
    metrics = {
        "chrF": (CHRF(), 25 if large else 4),
        "BLEU": (BLEU(effective_order=True), 15 if large else 4),
        "ROUGE-1, 2 and L": (ROUGE(["rouge1", "rouge2", "rougeL"]), 15 if large else 6),
    }
    texts = recombined(outputs, n)
    few = texts[: min(n, 64)]
    predictions, references = [text for text in texts for _ in texts], texts * n
    sacrebleu, fastchrf, mbrs = optional("sacrebleu"), optional("fastchrf"), optional("mbrs.metrics")
    for name, (metric, least) in metrics.items():
        job = Job(f"{name} matrix, N = {n}", n * n, {})
        ours = job.contenders["gramscore"] = partial(matrix_of, metric, texts)
        expanded = partial(scores_of, metric, predictions, references)
        checks = [lambda ours=ours, expanded=expanded: same(ours(), expanded())]

        def beside(
            other: str,
            call: Call,
            used: list[str],
            least: float = 0,
            job: Job = job,
            checks: list[Call] = checks,
            metric: Any = metric,
        ) -> None:
            """What computes the matrix of as many texts."""
            job.contenders[other] = call
            job.scaled[other] = (n / len(used)) ** 2
            job.least[other] = least
            checks.append(lambda: close(call(), matrix_of(metric, used)))

        job.contenders["gramscore, expanded pairs"] = expanded
        job.least["gramscore, expanded pairs"] = least
        scorer = {"chrF": "MetricChrF", "BLEU": "MetricBLEU"}.get(name)
        if name == "chrF" and fastchrf is not None:
            some = texts[:256]  # per entry it takes longer with more
            call = partial(fastchrf.pairwise_chrf, [some], [some])
            beside("fastchrf.pairwise_chrf", lambda call=call: np.array(call()[0]), some, 700 * large)
        if scorer is not None and mbrs is not None:
            theirs = getattr(mbrs, scorer)(getattr(mbrs, scorer).Config(num_workers=1))
            beside("mbrs", lambda theirs=theirs: theirs.pairwise_scores(few, few).numpy(), few)
        if scorer is not None and sacrebleu is not None:
            one = sacrebleu.CHRF() if name == "chrF" else sacrebleu.BLEU(effective_order=True)
            beside(
                "sacrebleu",
                lambda one=one: [[one.sentence_score(a, [b]).score for b in few] for a in few],
                few,
            )
        job.check = lambda checks=checks: [check() for check in checks]
        yield job


def leave_one_out() -> Iterator[Job]:
    draw = random.Random(3)
    words = [f"w{int(2000 * draw.random() ** 3)}" for _ in range(100_000)]
    lists = {n: [" ".join(draw.choices(words, k=15)) for _ in range(n)] for n in (1000, 5000)}
    metric = BLEU.nltk(smoothing="method1", tokenizer="none")
    calls = {n: partial(metric.leave_one_out, texts, threads=1) for n, texts in lists.items()}
    fast_bleu = optional("fast_bleu")
    for n, texts in lists.items():
        job = Job(f"self-BLEU-4 of {n} texts of 15 words, leave one out", n, {"gramscore": calls[n]})
        if fast_bleu is not None:
            split = [text.split() for text in texts]

            def theirs(split: Any = split) -> Any:
                return fast_bleu.SelfBLEU(split, {"bleu": (0.25,) * 4}).get_score()["bleu"]

            job.contenders["fast-bleu"] = theirs
            job.scaled["fast-bleu"] = 1
            job.least["fast-bleu"] = 50
            job.check = lambda n=n, theirs=theirs: close(theirs(), calls[n]())
        if n == 5000:
            job.contenders["gramscore, 1000 of them"] = calls[1000]
            job.least["gramscore, 1000 of them"] = 1 / 6
        yield job


def groups(outputs: list[str]) -> Iterator[Job]:
    draw = random.Random(5)
    made = [recombined(draw.sample(outputs, min(6, len(outputs))), 16, seed) for seed in range(64)]
    for name, metric in {"ROUGE-L": ROUGE(["rougeL"]), "BLEU": BLEU(), "chrF": CHRF()}.items():

        def ours(metric: Any = metric) -> Any:
            found = metric.matrices(made, threads=1)
            if isinstance(metric, ROUGE):
                return np.concatenate([matrix["rougeL"].fmeasure.ravel() for matrix in found])
            return found.flat

        lists = partial(written_out, metric, made)
        yield Job(
            f"64 groups of 16, {name}",
            64 * 256,
            {"gramscore": ours, "gramscore, two lists and score": lists},
            {"gramscore, two lists and score": 5},
            check=lambda ours=ours, lists=lists: same(ours(), lists()),
        )


def prepared(outputs: list[str], count: int = 100_000) -> Iterator[Job]:
    @cache
    def texts(seed: int) -> list[str]:
        return recombined(outputs, count, seed)

    for metric in (BLEU(), CHRF(), ROUGE(["rouge1", "rouge2", "rougeL"])):

        @cache
        def kept(metric: Any = metric) -> Any:
            return metric.prepare(texts(11))

        def ours(metric: Any = metric, kept: Any = kept) -> Any:
            return metric.score(texts(12), kept(), threads=1)

        def unprepared(metric: Any = metric) -> Any:
            return metric.score(texts(12), texts(11), threads=1)

        def check(ours: Any = ours, unprepared: Any = unprepared) -> None:
            assert ours() == unprepared()

        name = "ROUGE-1, 2 and L" if isinstance(metric, ROUGE) else metric.signature.partition("|")[0]
        yield Job(
            f"{count:,} pairs with prepared references, {name}",
            count,
            {"gramscore": ours, "gramscore, unprepared": unprepared},
            {"gramscore, unprepared": 1.5},
            check=check,
        )


def reward(outputs: list[str]) -> Iterator[Job]:
    completions = [text for seed in range(8) for text in recombined(outputs, 16, seed)]
    answers = [text for seed in range(8) for text in recombined(outputs, 1, seed + 50) * 16]
    metric = ROUGE(["rougeL"])
    shaped = rewards.trl(metric, "answer")
    ours = partial(shaped, ["p"] * len(completions), completions, answer=answers)

    def alone() -> Any:
        return metric.score(completions, answers)["rougeL"].fmeasure

    yield Job(
        "rougeL reward, 8 groups of 16, one call",
        128,
        {"gramscore": ours, "gramscore, scoring alone": alone},
        {"gramscore, scoring alone": 1 / 1.3},
        check=lambda: same(ours(), alone()),
    )


def all_jobs(outputs: list[str]) -> Iterator[Job]:
    for n in (64, 1024):
        yield from matrices(outputs, n)
    yield from leave_one_out()
    yield from groups(outputs)
    yield from prepared(outputs)
    yield from reward(outputs)


def processor_time() -> float:
    """Seconds, those of processes that were started and ended included: mbrs scores in others."""
    try:
        import resource
    except ImportError:
        return time.process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measured(job: Job, rounds: int) -> dict[str, float]:
    """The median processor time of each call, in seconds, taking turns; the first round does not count."""
    repeats = {}
    for name, call in job.contenders.items():
        if name in job.scaled:
            continue
        started = processor_time()
        call()
        repeats[name] = 1 + int(SHORTEST_TURN / max(processor_time() - started, 1e-6))
    times: dict[str, list[float]] = {name: [] for name in job.contenders}
    for turn in range(rounds):
        for name, call in job.contenders.items():
            if name in job.scaled and turn:
                continue
            count = repeats.get(name, 1)
            started = processor_time()
            for _ in range(count):
                call()
            times[name].append((processor_time() - started) / count)
    return {name: float(np.median(found)) * job.scaled.get(name, 1) for name, found in times.items()}


def result_of(job: Job, rounds: int) -> dict[str, Any]:
    """As bench/compare.py's results are."""
    job.check()
    found = measured(job, rounds)
    ours = found["gramscore"]
    contenders = [
        {
            "name": name,
            "ns_per_pair": seconds / job.entries * 1e9,
            "ratio": seconds / ours,
            "least": job.least.get(name, 0),
        }
        for name, seconds in found.items()
    ]
    return {"job": job.name, "contenders": contenders}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--translations", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="run the jobs whose name contains this")
    parser.add_argument(
        "--write", action="store_true", help="write the results and the table of docs/speed.md"
    )
    arguments = parser.parse_args()
    if arguments.write and arguments.only:
        parser.error("--write is for all jobs")
    outputs = outputs_of_one_sentence(arguments.translations)
    print(f"gramscore {gramscore.__version__}, kernels {gramscore._core.active_kernels()}")
    results = []
    for job in all_jobs(outputs):
        if arguments.only not in job.name:
            continue
        results.append(result_of(job, arguments.rounds))
        ours, *others = results[-1]["contenders"]
        print(f"{job.name}: {ours['ns_per_pair']:,.1f} ns")
        for it in others:
            goal = f"   at least {it['least']:.2f}" if it["least"] else ""
            missed = "   MISSED" if it["ratio"] < it["least"] else ""
            print(f"    {it['ratio']:10,.2f}x {it['name']}{goal}{missed}", flush=True)
    if not arguments.write:
        return
    packages = [
        name for name in ("gramscore", "sacrebleu", "fastchrf", "fast-bleu", "mbrs") if _installed(name)
    ]
    report = {
        "date": datetime.date.today().isoformat(),
        "machine": machine.machine([*packages, "numpy"]),
        "rounds": arguments.rounds,
        "results": results,
    }
    RESULT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    for path, text in publish.documents().items():
        path.write_text(text, encoding="utf-8")


def _installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main()
