"""What the engine counts for ROUGE: words as each package takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gramscore import _core
from gramscore.metrics.rouge import ROUGE
from gramscore.metrics.rouge155 import ROUGE155
from gramscore.reproducing.counts import Counted, Overlap
from gramscore.reproducing.texts import Texts


class Counting(Protocol):
    """Counts for all that stands on the same words."""

    @property
    def settles_case(self) -> bool:
        """Whether lower-casing the texts first makes no difference, or is an option of its own."""

    def acting_on(self, texts: Texts) -> Counting:
        """The plainest that counts the same on these texts: without limits that they do not reach."""

    def count(self, texts: Texts, types: tuple[str, ...]) -> Counted:
        """Of these types, as they are named by rouge-score. ValueError where the package refuses the texts."""


@dataclass(frozen=True)
class GoogleCounts:
    """rouge-score's words, or those of another of our tokenizers."""

    stemmer: bool = False
    tokenizer: str = "rouge"

    @property
    def settles_case(self) -> bool:
        return self.tokenizer == "rouge"

    def acting_on(self, texts: Texts) -> Counting:
        return self

    def count(self, texts: Texts, types: tuple[str, ...]) -> Counted:
        metric = ROUGE(types, stemmer=self.stemmer, tokenizer=self.tokenizer)
        stats = metric.score(texts.paired, texts.references, threads=1).stats
        return Counted(texts, overlaps_of(stats, types))


@dataclass(frozen=True)
class PerlCounts:
    """ROUGE-1.5.5's words. Its ROUGE-L is that of summaries: both "rougeL" and "rougeLsum" stand for it."""

    stemmer: bool = False
    words: int | None = None
    bytes: int | None = None

    settles_case = True

    def acting_on(self, texts: Texts) -> Counting:
        words = self.words if self.words is not None and self.words <= texts.most_words else None
        most = self.bytes if self.bytes is not None and self.bytes <= texts.most_bytes else None
        return PerlCounts(self.stemmer, words, most)

    def count(self, texts: Texts, types: tuple[str, ...]) -> Counted:
        order = max((int(name[-1]) for name in types if name[-1].isdigit()), default=0)
        lcs = any(name.startswith("rougeL") for name in types)
        metric = ROUGE155(order, lcs, stemmer=self.stemmer, words=self.words, bytes=self.bytes)
        stats = metric.score(texts.paired, texts.references, threads=1).stats
        own = {name: f"ROUGE-{name[-1] if name[-1].isdigit() else 'L'}" for name in types}
        by_name = overlaps_of(stats, metric.types)
        return Counted(texts, {name: by_name[own[name]] for name in types})


def overlaps_of(
    stats: np.ndarray[tuple[int, int], np.dtype[np.int64]], types: tuple[str, ...]
) -> dict[str, Overlap]:
    """Statistics of three columns a type, by type."""
    return {
        name: Overlap(*(np.ascontiguousarray(stats[:, 3 * at + k]) for k in range(3)))
        for at, name in enumerate(types)
    }


@dataclass(frozen=True)
class SetCounts:
    """Words and sentences of the package rouge, which counts what is different (`exclusive`) or all of it.

    Its ROUGE-L is that of summaries.
    """

    exclusive: bool = True

    settles_case = False

    def acting_on(self, texts: Texts) -> Counting:
        return self

    def count(self, texts: Texts, types: tuple[str, ...]) -> Counted:
        for name, side in (("predictions", texts.predictions), ("references", texts.references)):
            for index, text in enumerate(side):
                if not text.strip("."):
                    raise ValueError(f"{name}[{index}] has no sentence")
        orders = [int(name[-1]) for name in types if name[-1].isdigit()]
        lcs = [name for name in types if not name[-1].isdigit()]
        stats = _core.set_rouge(
            *_buffers(texts.paired), *_buffers(texts.references), orders, bool(lcs), self.exclusive
        )
        found = overlaps_of(stats, tuple(f"rouge{order}" for order in orders) + (("L",) if lcs else ()))
        return Counted(texts, {name: found["L" if name in lcs else name] for name in types})


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
