"""Fragments, extracts and contamination, beside what people run today.

    python bench/overlap.py [--rounds 5] [--only NAME]

Newsroom's and PreSumm's ways and the janitor's are written out plainly here, from their descriptions: they are in no
package index, or bring much else. Each is what its original does, in Python. Texts are synthetic and seeded; one
thread; processor time; what is compared takes turns, and the fastest turn of each counts. Before anything is timed the
answers are compared.
"""

from __future__ import annotations

import argparse
import random
import re
import string
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import gramscore
from gramscore import _core

Call = Callable[[], Any]


@dataclass
class Job:
    """Contenders that compute the same, ours first, and how many times as fast it is to be as each."""

    name: str
    contenders: dict[str, Call]
    least: dict[str, float]
    megabytes: float = 0.0
    # How much more work a contender's call would be if it did all.
    scaled: dict[str, float] = field(default_factory=dict)


def vocabulary(size: int, seed: int = 3) -> list[str]:
    draw = random.Random(seed)
    return [
        "".join(draw.choices(string.ascii_lowercase, k=min(draw.randint(1, 9), draw.randint(2, 12))))
        for _ in range(size)
    ]


def zipf(words: list[str], count: int, draw: random.Random) -> list[str]:
    """Words, the first of which are the most frequent."""
    return [words[int(len(words) ** draw.random()) - 1] for _ in range(count)]


def fragments_of(summary: list[str], article: list[str]) -> list[tuple[int, int, int]]:
    found = []
    at = 0
    while at < len(summary):
        best = (at, 0, 0)
        start = 0
        while start < len(article):
            if summary[at] != article[start]:
                start += 1
                continue
            length = 0
            while at + length < len(summary) and start + length < len(article):
                if summary[at + length] != article[start + length]:
                    break
                length += 1
            if length > best[2]:
                best = (at, start, length)
            start += length
        if best[2]:
            found.append(best)
        at += max(best[2], 1)
    return found


def newsroom() -> Iterator[Job]:
    draw = random.Random(1)
    words = vocabulary(20_000)
    for length, count in ((134, 200), (1007, 40)):
        articles = [zipf(words, length, draw) for _ in range(count)]
        summaries = []
        for article in articles:
            own: list[str] = []
            while len(own) < length // 8:
                at = draw.randrange(len(article))
                own += article[at : at + draw.randint(1, 8)] + zipf(words, 2, draw)
            summaries.append(own)
        texts = [" ".join(it) for it in articles], [" ".join(it) for it in summaries]
        coverage = gramscore.Extractiveness("coverage", tokenizer="whitespace", lowercase=False)
        density = gramscore.Extractiveness("density", tokenizer="whitespace", lowercase=False)

        def ours(texts: Any = texts, metrics: Any = (coverage, density)) -> Any:
            found = gramscore.evaluate(
                texts[1], texts[0], dict(zip(("coverage", "density"), metrics, strict=True)), threads=1
            )
            return found["coverage"].examples.tolist(), found["density"].examples.tolist()

        def theirs(texts: Any = texts) -> Any:
            found = [
                (fragments_of(summary.split(), article.split()), len(summary.split()))
                for article, summary in zip(*texts, strict=True)
            ]
            return (
                [sum(it[2] for it in own) / size for own, size in found],
                [sum(it[2] ** 2 for it in own) / size for own, size in found],
            )

        assert ours() == theirs()
        least = 100.0 if length > 1000 else 0.0
        yield Job(
            f"coverage and density, {length} words",
            {"gramscore": ours, "Newsroom's way": theirs},
            {"Newsroom's way": least},
        )


def gram_set(tokens: list[str], order: int) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + order]) for i in range(len(tokens) - order + 1)}


def f_of_sets(evaluated: set[Any], reference: set[Any]) -> float:
    overlap = len(evaluated & reference)
    precision = overlap / len(evaluated) if evaluated else 0.0
    recall = overlap / len(reference) if reference else 0.0
    return 2.0 * ((precision * recall) / (precision + recall + 1e-8))


def greedy(sentences: list[str], summary: str, most: int) -> list[int]:
    """PreSumm's way: the n-grams of each sentence once, their unions again for each candidate."""
    split = [re.sub("[^a-zA-Z0-9 ]", "", it).split() for it in sentences]
    target = re.sub("[^a-zA-Z0-9 ]", "", summary).split()
    own = [[gram_set(it, order) for it in split] for order in (1, 2)]
    goals = [gram_set(target, order) for order in (1, 2)]
    chosen: list[int] = []
    reached = 0.0
    for _ in range(most):
        best = None
        for i in range(len(split)):
            if i in chosen:
                continue
            tried = [*chosen, i]
            value = sum(
                f_of_sets(set.union(*(grams[k] for k in tried)), goal)
                for grams, goal in zip(own, goals, strict=True)
            )
            if value > reached:
                reached, best = value, i
        if best is None:
            return chosen
        chosen.append(best)
    return sorted(chosen)


def presumm() -> Iterator[Job]:
    draw = random.Random(2)
    words = vocabulary(20_000)
    for count, documents in ((10, 300), (40, 100)):
        sentences = [
            [" ".join(zipf(words, draw.randint(8, 20), draw)) + "." for _ in range(count)]
            for _ in range(documents)
        ]
        summaries = [
            " ".join(" ".join(draw.choice(own).split()[:9] + zipf(words, 4, draw)) for _ in range(3))
            for own in sentences
        ]

        def ours(sentences: Any = sentences, summaries: Any = summaries) -> Any:
            return list(gramscore.extractive_oracle(sentences, summaries, threads=1).sentences)

        def theirs(sentences: Any = sentences, summaries: Any = summaries) -> Any:
            return [greedy(own, summary, 3) for own, summary in zip(sentences, summaries, strict=True)]

        assert ours() == theirs()
        least = 50.0 if count == 40 else 0.0
        yield Job(
            f"greedy oracle, {count} sentences of 14 words",
            {"gramscore": ours, "PreSumm's way": theirs},
            {"PreSumm's way": least},
        )


NO_PUNCTUATION = str.maketrans(string.ascii_uppercase, string.ascii_lowercase, string.punctuation)


def contamination(items: int = 10_000, documents: int = 1_500) -> Iterator[Job]:
    draw = random.Random(4)
    words = vocabulary(60_000)
    benchmark = [" ".join(zipf(words, draw.randint(30, 170), draw)) for _ in range(items)]
    texts = []
    for number in range(documents):
        text = zipf(words, draw.randint(200, 1200), draw)
        if number % 20 == 0:
            at = draw.randrange(len(text))
            text[at:at] = draw.choice(benchmark).split()
        for at in range(7, len(text), 11):
            text[at] = text[at].capitalize() + draw.choice(",.;")
        texts.append(" ".join(text))
    index = gramscore.Contamination(benchmark, "gpt3")
    known = {
        " ".join(tokens[i : i + 13])
        for tokens in (text.translate(NO_PUNCTUATION).split() for text in benchmark)
        for i in range(len(tokens) - 12)
    }
    print(f"index: {len(index):,} n-grams, {index.nbytes / len(index):.1f} bytes each")

    def ours() -> Any:
        return index.scan(texts, threads=1).contaminated.tolist()

    def as_set() -> Any:
        """Normalised once, and then joined."""
        found = []
        for text in texts:
            tokens = [word.translate(NO_PUNCTUATION) for word in text.split()]
            found.append(any(" ".join(tokens[i : i + 13]) in known for i in range(len(tokens) - 12)))
        return found

    def janitor() -> Any:
        """Each n-gram joined and then normalised."""
        found = []
        for text in texts[:100]:
            places = [(it.group(), it.start(), it.end() - 1) for it in re.finditer(r"\S+", text)]
            dirty = []
            for i in range(len(places) - 12):
                gram = " ".join(it[0] for it in places[i : i + 13])
                if gram.translate(NO_PUNCTUATION) in known:
                    dirty.append((places[i][1], places[i + 12][2]))
            found.append(bool(dirty))
        return found

    def bounds() -> Any:
        return _core.count_tokens(texts, "whitespace")

    assert ours() == as_set()
    assert ours()[:100] == janitor()
    size = sum(map(len, texts)) / 1e6
    share = sum(map(len, texts[:100])) / 1e6 / size
    yield Job(
        f"contamination, 13-grams, {items:,} items",
        {
            "gramscore": ours,
            "Python set": as_set,
            "janitor's way": janitor,
            "reading the tokens' bounds": bounds,
        },
        {"Python set": 20.0, "janitor's way": 140.0, "reading the tokens' bounds": 0.5},
        size,
        {"janitor's way": 1 / share},
    )


JOBS = (newsroom, presumm, contamination)


def measured(job: Job, rounds: int) -> dict[str, float]:
    fastest = dict.fromkeys(job.contenders, float("inf"))
    for turn in range(rounds):
        for name, call in job.contenders.items():
            if turn and fastest[name] > 1.0:
                continue  # once is enough
            start = time.process_time()
            call()
            fastest[name] = min(fastest[name], time.process_time() - start)
    return fastest


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    for make in JOBS:
        if options.only not in make.__name__:
            continue
        for job in make():
            found = measured(job, options.rounds)
            ours = found["gramscore"]
            more = f", {job.megabytes / ours:,.0f} MB/s" if job.megabytes else ""
            print(f"{job.name}: {1000 * ours:.2f} ms{more}")
            for name, seconds in found.items():
                if name != "gramscore":
                    least = job.least[name]
                    seconds *= job.scaled.get(name, 1.0)
                    goal = f" (at least {least:g})" if least else ""
                    print(f"  {name}: {1000 * seconds:.1f} ms, {seconds / ours:.3g} times{goal}")


if __name__ == "__main__":
    main()
