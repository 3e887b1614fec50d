"""What the engine counts for ROUGE: words as each package takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.metrics.rouge import ROUGE
from gramscore.metrics.rouge155 import ROUGE155
from gramscore.reproducing.counts import Counting, Overlap, is_lcs
from gramscore.reproducing.looks import Look, lines, spaced, words
from gramscore.reproducing.texts import Texts

_Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class GoogleCounts(Counting):
    """rouge-score's words."""

    stemmer: bool = False

    def look(self, name: str) -> Look:
        return lines if name == "rougeLsum" else words

    def mirrors(self, kind: str) -> bool:
        return kind != "rougeLsum"

    def count(self, pairs: Texts, kinds: Sequence[str]) -> _Rows:
        metric = ROUGE(list(kinds), stemmer=self.stemmer)
        return metric.score(pairs.predictions, pairs.references, threads=1).stats


@dataclass(frozen=True)
class PerlCounts(Counting):
    """ROUGE-1.5.5's words. Its ROUGE-L is that of summaries: both "rougeL" and "rougeLsum" stand for it."""

    stemmer: bool = False
    words: int | None = None
    bytes: int | None = None

    def acting_on(self, texts: Texts) -> Counting:
        limited = texts.reaching(self.words, self.bytes).any()
        return self if limited else self.without_limits()

    def limits(self) -> tuple[int | None, int | None]:
        return (self.words, self.bytes)

    def without_limits(self) -> Counting:
        return PerlCounts(self.stemmer)

    def look(self, name: str) -> Look:
        return lines if is_lcs(name) else words

    def kind(self, name: str) -> str:
        return "rougeL" if is_lcs(name) else name

    def count(self, pairs: Texts, kinds: Sequence[str]) -> _Rows:
        lcs = is_lcs(kinds[0])
        orders = [0 if lcs else int(kind[-1]) for kind in kinds]
        metric = ROUGE155(max(orders), lcs, stemmer=self.stemmer, words=self.words, bytes=self.bytes)
        stats = metric.score(pairs.predictions, pairs.references, threads=1).stats
        return (
            stats
            if lcs
            else stats.reshape(len(stats), -1, 3)[:, [it - 1 for it in orders]].reshape(len(stats), -1)
        )


#: What the names of types end in where n-grams count each time, not as sets.
EACH_TIME: Final = ", each time"


@dataclass(frozen=True)
class SetCounts(Counting):
    """Words and sentences of the package rouge, which counts what is different (`exclusive`) or, as other types, all of
    it. Its ROUGE-L is that of summaries."""

    settles_case = False
    columns = 6

    def check(self, texts: Texts) -> None:
        empty = np.flatnonzero(texts.having(_no_sentence))
        if len(empty):
            index = int(empty[0])
            place = f"predictions[{index}]" if index < len(texts) else f"references[{index - len(texts)}]"
            raise ValueError(f"{place} has no sentence")

    def look(self, name: str) -> Look:
        return spaced

    def kind(self, name: str) -> str:
        return "rougeL" if is_lcs(name) else name.removesuffix(EACH_TIME)

    def count(self, pairs: Texts, kinds: Sequence[str]) -> _Rows:
        lcs = is_lcs(kinds[0])
        sides = (*_buffers(pairs.predictions), *_buffers(pairs.references))
        return _core.set_rouge(*sides, [] if lcs else [int(kind[-1]) for kind in kinds], lcs)

    def overlap(self, rows: _Rows, name: str) -> Overlap:
        own = rows[:, 3:] if name.endswith(EACH_TIME) else rows[:, :3]
        return Overlap(*np.ascontiguousarray(own.T))


def _no_sentence(texts: Sequence[str]) -> Iterable[int]:
    return (not text.strip(".") for text in texts)


def _buffers(
    texts: tuple[str, ...],
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], np.ndarray[tuple[int], np.dtype[np.uint8]]]:
    """The offsets and bytes of strings, as Arrow has them."""
    joined = "".join(texts)
    data = joined.encode(errors="surrogatepass")
    plain = len(data) == len(joined)
    lengths = map(len, texts) if plain else (len(text.encode(errors="surrogatepass")) for text in texts)
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(lengths, np.int64, len(texts)), out=offsets[1:])
    if offsets[-1] >= 2**31:
        raise ValueError("the texts have 2 GB or more")
    return offsets.astype(np.int32), np.frombuffer(data, dtype=np.uint8)
