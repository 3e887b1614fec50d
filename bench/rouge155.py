"""On how many documents do the packages differ from ROUGE-1.5.5? Also how fast gramscore is beside the program.

    python bench/rouge155.py summaries.jsonl              a row for each package, as in docs/rouge155.md
    python bench/rouge155.py summaries.jsonl --speed      seconds, beside the program itself

The file has a line for each document, with fields "prediction" and "references" (a list, of which the first counts).
Texts are taken as one line each. Every package is installed for itself into a folder under build/, since several of
them have a module of the same name. A document differs if recall or precision, rounded to the five digits that the
program prints, are others than its own, or F by more than rounding can make of it. The program's digits are those of
gramscore.ROUGE155, which tests/parity/test_rouge155.py compares with the program.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TYPES = ("ROUGE-1", "ROUGE-2", "ROUGE-L")
# F of rounded R and P is at most so far from that of unrounded ones, once it is rounded, too.
APART = 1.6e-5

Triple = tuple[float | None, float | None, float]  # recall, precision, F; None where a package gives F alone
Scorer = Callable[[str, str], Sequence[Triple]]


def rouge_score(stemmer: bool, module: str = "rouge_score") -> Scorer:
    from importlib import import_module

    scorer = import_module(f"{module}.rouge_scorer").RougeScorer(["rouge1", "rouge2", "rougeL"], stemmer)
    return lambda prediction, reference: [
        (score.recall, score.precision, score.fmeasure)
        for score in scorer.score(reference, prediction).values()
    ]


def rouge_score_rs(stemmer: bool) -> Scorer:
    return rouge_score(stemmer, "rouge_score_rs")


def rapidrouge(stemmer: bool) -> Scorer:
    from rapidrouge import RougeScorer

    scorer = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=stemmer)
    return lambda prediction, reference: [
        (score.recall, score.precision, score.fmeasure)
        for score in scorer.score(reference, prediction).values()
    ]


def gramscore_rouge(stemmer: bool) -> Scorer:
    import gramscore

    names = ["rouge1", "rouge2", "rougeL"]
    metric = gramscore.ROUGE(names, stemmer=stemmer)

    def score(prediction: str, reference: str) -> list[Triple]:
        found = metric.score([prediction], [reference])
        parts = [(found[name].recall, found[name].precision, found[name].fmeasure) for name in names]
        return [(float(r[0]), float(p[0]), float(f[0])) for r, p, f in parts]

    return score


def py_rouge(stemmer: bool) -> Scorer:
    from functools import partial

    import nltk
    import rouge

    # NLTK's sentence splitter needs data from elsewhere. To words without punctuation it makes no difference.
    nltk.word_tokenize = partial(nltk.word_tokenize, preserve_line=True)
    nltk.sent_tokenize = lambda text, language: [text]

    scorer = rouge.Rouge(metrics=["rouge-n", "rouge-l"], max_n=2, limit_length=False, stemming=stemmer)
    return lambda prediction, reference: [
        (score["r"], score["p"], score["f"])
        for score in map(
            scorer.get_scores(prediction, reference).__getitem__, ("rouge-1", "rouge-2", "rouge-l")
        )
    ]


def rouge(stemmer: bool) -> Scorer:
    import rouge

    scorer = rouge.Rouge()
    return lambda prediction, reference: [
        (score["r"], score["p"], score["f"]) for score in scorer.get_scores(prediction, reference)[0].values()
    ]


def sumeval(stemmer: bool) -> Scorer:
    from sumeval.metrics.rouge import RougeCalculator

    scorer = RougeCalculator(stopwords=False, lang="en", stemming=stemmer)
    return lambda prediction, reference: [
        (None, None, scorer.rouge_n(prediction, reference, 1)),
        (None, None, scorer.rouge_n(prediction, reference, 2)),
        (None, None, scorer.rouge_l(prediction, reference)),
    ]


def rouge_metric(stemmer: bool) -> Scorer:
    from rouge_metric import PyRouge

    scorer = PyRouge(rouge_n=(1, 2), rouge_l=True)
    return lambda prediction, reference: [
        (score["r"], score["p"], score["f"])
        for score in scorer.evaluate([prediction], [[reference]]).values()
    ]


def kurenai(stemmer: bool) -> Scorer:
    from kurenai.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=stemmer)
    return lambda prediction, reference: [
        (score.recall, score.precision, score.fmeasure)
        for score in scorer.score(reference, prediction).values()
    ]


#: Packages as they are installed, what scores with them, and whether they can stem.
PACKAGES: dict[str, tuple[Callable[[bool], Scorer], bool]] = {
    "rouge-score==0.1.2": (rouge_score, True),
    "rouge-score-rs==0.2.1": (rouge_score_rs, True),
    "rapidrouge==0.2.0": (rapidrouge, True),
    "py-rouge==1.1": (py_rouge, True),
    "rouge-metric==1.0.1": (rouge_metric, False),
    "sumeval==0.2.2": (sumeval, True),
    "rouge==1.0.1": (rouge, False),
    "fitzyracing-rouge==1.0.2": (rouge, False),
    "kurenai==0.1.0": (kurenai, True),
}
OURS = "gramscore.ROUGE"


def pairs_of(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [(_line(row["prediction"]), _line(row["references"][0])) for row in rows]


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def work(name: str, stemmer: bool) -> None:
    """In a process that has the package: pairs on standard input, scores on standard output."""
    make, _ = PACKAGES[name] if name != OURS else (gramscore_rouge, True)
    score = make(stemmer)
    found = [score(prediction, reference) for prediction, reference in json.load(sys.stdin)]
    print(json.dumps(found))


def scores_of(name: str, stemmer: bool, pairs: Any) -> list[list[Triple]]:
    environment = dict(os.environ)
    if name != OURS:
        folder = ROOT / "build" / "bench" / re.sub(r"\W+", "-", name)
        if not folder.exists():
            install = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), name]
            subprocess.run(install, check=True)
        environment["PYTHONPATH"] = os.pathsep.join([str(folder), environment.get("PYTHONPATH", "")])
    command = [sys.executable, __file__, "--work", name, *(["--stemmer"] if stemmer else [])]
    done = subprocess.run(command, input=json.dumps(pairs), capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise RuntimeError(f"{name}: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def differing(found: list[list[Triple]], expected: list[list[Triple]]) -> list[int]:
    """By type, on how many documents."""
    counts = [0] * len(TYPES)
    for mine, theirs in zip(found, expected, strict=True):
        for k, ((r, p, f), (recall, precision, fmeasure)) in enumerate(zip(mine, theirs, strict=True)):
            same = abs(f - fmeasure) <= APART
            if r is not None and p is not None:
                same &= (f"{r:.5f}", f"{p:.5f}") == (f"{recall:.5f}", f"{precision:.5f}")
            counts[k] += not same
    return counts


def program_digits(pairs: list[tuple[str, str]], stemmer: bool) -> list[list[Triple]]:
    import gramscore

    scores = gramscore.ROUGE155(stemmer=stemmer).score([p for p, _ in pairs], [r for _, r in pairs])
    columns = [(scores[name].recall, scores[name].precision, scores[name].fmeasure) for name in TYPES]
    return [[(float(r[i]), float(p[i]), float(f[i])) for r, p, f in columns] for i in range(len(pairs))]


def print_table(pairs: list[tuple[str, str]]) -> None:
    print(f"| documents of {len(pairs)} that differ | stemmed | {' | '.join(TYPES)} |")
    print(f"|---|---|{'--:|' * len(TYPES)}")
    for stemmer in (False, True):
        expected = program_digits(pairs, stemmer)
        print(f"| `gramscore.ROUGE155` | {'yes' if stemmer else 'no'} | 0 | 0 | 0 |")
        for name in (OURS, *PACKAGES):
            if stemmer and name != OURS and not PACKAGES[name][1]:
                continue
            try:
                counts = differing(scores_of(name, stemmer, pairs), expected)
            except (RuntimeError, subprocess.CalledProcessError) as error:
                print(f"{name} did not run: {error}", file=sys.stderr)
                continue
            print(
                f"| {name.replace('==', ' ')} | {'yes' if stemmer else 'no'} | {' | '.join(map(str, counts))} |"
            )


def print_speed(pairs: list[tuple[str, str]]) -> None:
    """Seconds of the program's whole process, of the same in Python, and of the command; the best of several."""
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from rouge155_program import prepare, why_not

    import gramscore

    predictions, references = [p for p, _ in pairs], [r for _, r in pairs]

    def in_python(resamples: int = 1000) -> None:
        metric = gramscore.ROUGE155(stemmer=True, resamples=resamples)
        scores = metric.score(predictions, references, threads=1)
        for name, score in scores.corpus.items():
            for part in score:
                f"{name} {part.value:.5f} {part.low:.5f} {part.high:.5f}"

    seconds = {"gramscore.ROUGE155": best(in_python, 30), "the same, -r 2": best(lambda: in_python(2), 30)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = []
        for number, pair in enumerate(pairs):
            for letter, text in zip("pm", pair, strict=True):
                (folder / f"{letter}{number}").write_text(text, encoding="utf-8")
            rows.append(f"p{number} m{number}")
        (folder / "list").write_text("\n".join(rows), encoding="utf-8")
        arguments = ["-n", "2", "-m", "-z", "SPL", "list"]
        command = [sys.executable, "-m", "gramscore", "rouge155", *arguments]
        seconds["gramscore rouge155"] = best(
            lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True), 5
        )
        remedy = why_not()
        if remedy is None:
            program = prepare(folder)
            seconds["ROUGE-1.5.5"] = best(lambda: program.run(arguments, folder), 5)
        else:
            print(f"ROUGE-1.5.5 {remedy}", file=sys.stderr)
    slowest = max(seconds.values())
    for what, took in seconds.items():
        print(f"{what}: {took * 1000:.2f} ms, {slowest / took:.1f} times as fast")
    many = (
        [predictions[k % len(pairs)] for k in range(100_000)],
        [references[k % len(pairs)] for k in range(100_000)],
    )
    for resamples in (2, 1000):
        metric = gramscore.ROUGE155(stemmer=True, resamples=resamples)
        took = best(lambda: metric.score(*many, threads=1).corpus, 2)  # noqa: B023
        print(f"100,000 documents, {resamples} resamples: {took:.3f} s")


def best(run: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--work", metavar="PACKAGE", help=argparse.SUPPRESS)
    parser.add_argument("--stemmer", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work is not None:
        work(chosen.work, chosen.stemmer)
    elif chosen.corpus is None:
        parser.error("a corpus is needed")
    elif chosen.speed:
        print_speed(pairs_of(chosen.corpus))
    else:
        print_table(pairs_of(chosen.corpus))


if __name__ == "__main__":
    main()
