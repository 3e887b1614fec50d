"""The report `sum` of the program: percentages by speaker, and `rsum`: counts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gramscore.compat.sclite.table import Row, printed

_BARS: Final = frozenset((0, 2))
_COLUMNS: Final = (b"Corr", b" Sub", b" Del", b" Ins", b" Err", b"S.Err")
_TITLE: Final = b"SYSTEM SUMMARY PERCENTAGES by SPEAKER"


@dataclass(frozen=True)
class Speaker:
    """A speaker's sentences, those with errors among them, and what was counted in all of them."""

    name: bytes
    sentences: int
    with_errors: int
    hits: int
    substitutions: int
    deletions: int
    insertions: int

    @property
    def words(self) -> int:
        return self.hits + self.substitutions + self.deletions

    @property
    def counts(self) -> tuple[int, ...]:
        """As columns: correct, substituted, deleted, inserted, all errors."""
        errors = self.substitutions + self.deletions + self.insertions
        return self.hits, self.substitutions, self.deletions, self.insertions, errors


def summary(title: bytes, speakers: Sequence[Speaker], characters: bool, raw: bool) -> Iterator[bytes]:
    """The lines of the report."""
    without_words = [not raw and it.words == 0 for it in speakers]
    shares = [
        [float(count) if raw or it.words == 0 else _percent(count, it.words) for count in it.counts]
        for it in speakers
    ]
    sentences = [float(it.with_errors) if raw else _percent(it.with_errors, it.sentences) for it in speakers]
    places = 0 if raw else 1
    names = [b" SPKR", b" # Snt", b"# Chr" if characters else b"# Wrd", *_COLUMNS]
    rows = [Row([title], "c"), Row(names, "lcccccccc", _BARS, "-")]
    for k, it in enumerate(speakers):
        numbers = [
            _number(share, 0, "*") if without_words[k] else _number(share, places) for share in shares[k]
        ]
        head = [b" " + it.name + b" ", b"%5d" % it.sentences, b"%5d" % it.words]
        rows.append(Row([*head, *numbers, _number(sentences[k], places)], "lcccccccc", _BARS, "-"))
    rows.append(_sums(speakers, raw))
    marked = "+" if any(without_words) else " "
    columns = [_without_empty(column, without_words) for column in zip(*shares, strict=True)]
    of_all = [[float(it.sentences) for it in speakers], [float(it.words) for it in speakers]]
    for name, statistic in ((b" Mean ", _mean), (b" S.D. ", _deviation), (b"Median", _median)):
        cells = [name, *(_number(statistic(column), 1) for column in of_all)]
        cells += [_number(statistic(column), 1, marked) for column in columns]
        cells.append(_number(statistic(sentences), 1))
        rows.append(Row(cells, "ccccccccc", _BARS, "=" if name == b" Mean " else ""))
    yield from (b"", b"", b"")
    yield _centered(_TITLE, 80)
    yield b""
    yield from printed(rows)
    if any(without_words):
        yield b""
        yield b"* No Reference words for this/these speaker(s).  Word counts supplied"
        yield b"  rather than percents."
        yield b"# No Reference words for this/these speaker(s).  NCE not computable."
        yield b"+ Speaker(s) with no reference data is ignored"


def _sums(speakers: Sequence[Speaker], raw: bool) -> Row:
    totals = [sum(column) for column in zip(*(it.counts for it in speakers), strict=True)]
    words = sum(it.words for it in speakers)
    sentences = sum(it.sentences for it in speakers)
    with_errors = sum(it.with_errors for it in speakers)
    head = [b" Sum" if raw else b" Sum/Avg", b"%5d" % sentences, b"%5d" % words]
    if raw:
        numbers = [_number(float(count), 0) for count in (*totals, with_errors)]
    else:
        numbers = [_number(_percent(count, words), 1) for count in totals]
        numbers.append(_number(_percent(with_errors, sentences), 1))
    return Row([*head, *numbers], "lcccccccc", _BARS, "=")


def _percent(count: int, total: int) -> float:
    return count / total * 100 if total else 0.0


def _number(value: float, places: int, mark: str = " ") -> bytes:
    """Rounded half up, by way of a whole number in single precision."""
    factor = 10.0**places
    rounded = float(np.float32(int(value * factor + (0.5 if value > 0 else -0.5)))) / factor
    return f"{rounded:5.{places}f}{mark}".encode()


def _without_empty(column: Sequence[float], empty: Sequence[bool]) -> list[float]:
    """What the program keeps where speakers have no words: it looks for each in its place although what stood there has
    moved up, and so drops a neighbour where several are."""
    kept = list(column)
    for k, drop in enumerate(empty):
        if drop:
            kept = [*kept[:k], *kept[k + 1 :], -1000.0]
    return kept[: len(kept) - sum(empty)]


def _mean(values: Sequence[float]) -> float:
    return _sum(values) / len(values) if values else 0.0


def _deviation(values: Sequence[float]) -> float:
    mean = _mean(values)
    squares = _sum([(value - mean) * (value - mean) for value in values])
    return math.sqrt(squares / (len(values) - 1)) if squares != 0 else 0.0


def _median(values: Sequence[float]) -> float:
    if not values:
        return 0.0
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half] + ordered[half - 1]) / 2


def _sum(values: Sequence[float]) -> float:
    """One after another; Python's sum() compensates for rounding from 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total


def _centered(text: bytes, width: int) -> bytes:
    return (b" " * ((width - len(text)) // 2) + text).ljust(width)
