"""SARI as its four programs compute it, in the plainest way, of lists of words: 0..1, but EASSE's 0..100."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction

Words = Sequence[str]


def ngrams(words: Words, n: int) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


def harmonic(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p > 0 or r > 0 else 0.0


def by_script(source: Words, prediction: Words, references: Sequence[Words], original: bool = False) -> float:
    """evaluate's, or the authors' own: an empty text has one word there, the empty one."""
    nothing = 0.0 if original else 1.0
    source, prediction, *references = (list(text) or [""] for text in (source, prediction, *references))
    parts: list[tuple[float, float, float]] = []
    for n in range(1, 5):
        many = len(references)
        of_source = Counter({gram: many * k for gram, k in Counter(ngrams(source, n)).items()})
        of_ours = Counter({gram: many * k for gram, k in Counter(ngrams(prediction, n)).items()})
        of_theirs = Counter(gram for text in references for gram in ngrams(text, n))
        kept, to_keep = of_source & of_ours, of_source & of_theirs
        good = kept & of_theirs
        precision = recall = 0.0
        for gram in good:
            precision += good[gram] / kept[gram]
            recall += good[gram] / to_keep[gram]
        precision = precision / len(kept) if kept else nothing
        if original:
            recall = recall / len(to_keep) if to_keep else nothing
        else:
            recall = sum(good.values()) / sum(to_keep.values()) if to_keep else nothing
        keep = harmonic(precision, recall)
        gone = of_source - of_ours
        rightly = gone - of_theirs
        delete = 0.0
        for gram in rightly:
            delete += rightly[gram] / gone[gram]
        delete = delete / len(gone) if gone else nothing
        added, to_add = set(of_ours) - set(of_source), set(of_theirs) - set(of_source)
        well = len(added & to_add)
        add = harmonic(well / len(added) if added else nothing, well / len(to_add) if to_add else nothing)
        parts.append((keep, delete, add))
    keep, delete, add = (plain_sum(column) / 4 for column in zip(*parts, strict=True))
    return (keep + delete + add) / 3


def by_tensor2tensor(source: Words, prediction: Words, references: Sequence[Words]) -> float:
    """Sums of shares rounded once."""
    parts = []
    for n in range(1, 5):
        ours, before = set(ngrams(prediction, n)), set(ngrams(source, n))
        theirs = [set(ngrams(text, n)) for text in references if len(text) >= n]
        share: Callable[[tuple[str, ...]], Fraction] = lambda gram, theirs=theirs: (  # noqa: E731
            Fraction(sum(gram in text for text in theirs), len(theirs)) if theirs else Fraction(0)
        )
        every = set().union(*theirs)
        kept = float(sum(map(share, before & ours)))
        to_keep = float(sum(map(share, before)))
        gone = float(sum(1 - share(gram) for gram in before - ours))
        keep = f_measure(kept, len(before & ours), to_keep)
        delete = gone / len(before - ours) if before - ours else 1.0
        well = len((ours - before) & every)
        parts.append((keep, delete, f_measure(well, len(ours - before), len(every - before))))
    keep, delete, add = (plain_sum(column) / 4 for column in zip(*parts, strict=True))
    return (keep + add + delete) / 3.0


def f_measure(right: float, selected: float, relevant: float) -> float:
    precision = right / selected if selected > 0 else 1.0
    recall = right / relevant if relevant > 0 else 1.0
    return 2 * precision * recall / (precision + recall) if precision > 0 and recall > 0 else 0.0


def by_easse(
    sources: Sequence[Words], predictions: Sequence[Words], references: Sequence[Sequence[Words]]
) -> float:
    """Of a corpus."""
    totals = [[0] * 9 for _ in range(4)]
    for source, prediction, each in zip(sources, predictions, references, strict=True):
        for n in range(1, 5):
            of_source = Counter({gram: len(each) * k for gram, k in Counter(ngrams(source, n)).items()})
            of_ours = Counter({gram: len(each) * k for gram, k in Counter(ngrams(prediction, n)).items()})
            of_theirs = Counter(gram for text in each for gram in ngrams(text, n))
            added, to_add = set(of_ours) - set(of_source), set(of_theirs) - set(of_source)
            kept, to_keep = of_source & of_ours, of_source & of_theirs
            gone, to_go = of_source - of_ours, of_source - of_theirs
            counts = [len(added & to_add), len(added), len(to_add)]
            for ours, theirs in ((kept, to_keep), (gone, to_go)):
                counts += [(ours & theirs).total(), ours.total(), theirs.total()]
            totals[n - 1] = [a + b for a, b in zip(totals[n - 1], counts, strict=True)]
    parts = [0.0] * 3
    for counts in totals:
        for part in range(3):
            right, ours, theirs = counts[3 * part : 3 * part + 3]
            p, r = (right / total if total > 0 else 0.0 for total in (ours, theirs))
            parts[part] += (2 * p * r / (p + r) if p > 0 and r > 0 else 0.0) / 4
    add, keep, delete = (100.0 * part for part in parts)
    return (add + keep + delete) / 3


def plain_sum(numbers: Sequence[float]) -> float:
    """One after the other: the built-in sum() rounds differently from CPython 3.12 on."""
    total = 0.0
    for number in numbers:
        total += number
    return total
