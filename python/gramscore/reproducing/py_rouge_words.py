"""The words of the package py-rouge: limits, contractions and stems, before anything is counted."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.metrics.rouge import ROUGE
from gramscore.reproducing.counts import Counting, is_lcs
from gramscore.reproducing.looks import Look, lines, words
from gramscore.reproducing.pool import Rewrite
from gramscore.reproducing.texts import Texts

#: Between texts that are taken at once, and for the ends of lines among words.
_SEPARATOR: Final = "\0"
_LINE: Final = "\1"
_LETTERS: Final = f"{string.ascii_lowercase}{string.digits}{_SEPARATOR}"
#: Bytes as they are if words have them, and spaces otherwise.
_TABLE: Final = bytes(
    ord(_LINE) if byte == ord("\n") else byte if chr(byte) in _LETTERS else ord(" ") for byte in range(256)
)
#: What NLTK's word_tokenize() takes apart of words without punctuation; "cannot" the package keeps whole.
_CONTRACTIONS: Final = {
    "gimme": "gim me",
    "gonna": "gon na",
    "gotta": "got ta",
    "lemme": "lem me",
    "wanna": "wan na",
}
_CONTRACTION: Final = re.compile(f"(?<![a-z0-9])({'|'.join(_CONTRACTIONS)})(?![a-z0-9])")
#: Words that take the stem of ROUGE-1.5.5, where that of NLTK's stemmer is another.
_AS_THE_PROGRAM: Final = frozenset(
    """
    accidentally agreement agreements anthropology apologies apology argument arguments assembly bubbly
    cardiology coincidentally commissioner commissioners compassionate componentized congressional
    continental detrimental dimensional disproportionate divisional document documentation documented
    documenting documents element elements environmental experimentation fundamental fundamentalism
    governmental ideologies ideology immiment implement implementation implemented implementers
    implementing impossibly impressionable incredibly instrument instrumental instruments intentionally
    intergovernmental internationalize internationally judgement monument monumental movement movements
    mythology neurobiology occasional occasionally ostensibly parliament pharmacology physiology
    placement possibly professional professionals psychology representation responsibly revolutionize
    revolutionized sentiment sentimental sentiments settlement settlements statement statements
    supplement supplements technologies technology terribly testament tournament toxicology
    traditionally transnationalism unconstitutionally unintentionally unrepentant vacationers visibly
    """.split()
)
#: Words whose stems are neither's.
_ITS_OWN: Final = {"revolutionarize": "revolutionari", "revolutionarized": "revolutionari"}


@dataclass(frozen=True)
class PyRougeCounts(Counting):
    """Its words, stemmed or not, of the first `limit` characters or words (`unit`)."""

    stemmer: bool = True
    limit: int | None = 665
    unit: str = "bytes"

    def acting_on(self, texts: Texts) -> Counting:
        limited = texts.reaching(*self.limits()).any()
        return self if limited else self.without_limits()

    def limits(self) -> tuple[int | None, int | None]:
        return (None, self.limit) if self.unit == "bytes" else (self.limit, None)

    def without_limits(self) -> Counting:
        return PyRougeCounts(self.stemmer, None)

    def look(self, name: str) -> Look:
        return lines if is_lcs(name) else words

    def kind(self, name: str) -> str:
        return "rougeLsum" if is_lcs(name) else name

    def count(self, pairs: Texts, kinds: Sequence[str]) -> npt.NDArray[np.int64]:
        limited = pairs if self.limit is None else pairs.rewritten(_limit(self.limit, self.unit))
        # Without stems its words are those of rouge-score, but for contractions.
        handled = limited.rewritten(_stems() if self.stemmer else _apart)
        lcs = is_lcs(kinds[0])
        types = list(kinds) if lcs else list(dict.fromkeys(["rouge1", *kinds]))
        metric = ROUGE(types, tokenizer="whitespace" if self.stemmer else "rouge")
        found = metric.score(handled.predictions, handled.references, threads=1).stats
        if lcs:
            return found
        columns = []
        for kind in kinds:
            units = found[:, 1:3] - (int(kind[-1]) - 1)  # less than none of a text that is too short
            columns += [found[:, 3 * types.index(kind)], units]
        return np.column_stack(columns)


@cache
def _limit(limit: int, unit: str) -> Rewrite:
    return lambda texts: ("\n".join(_sentences(text, limit, unit)) for text in texts)


def _sentences(text: str, left: int, unit: str) -> Iterator[str]:
    """Its lines, up to the limit."""
    for line in text.split("\n"):
        pieces = line.split() if unit == "words" else line.strip()
        if len(pieces) >= left:
            yield "".join(pieces[:left]) if unit == "bytes" else " ".join(pieces[:left])
            return
        yield line
        left -= len(pieces)


def _apart(texts: Sequence[str]) -> Iterable[str]:
    """With contractions taken apart."""
    for text in texts:
        lower = text.lower()
        found = any(map(lower.__contains__, _CONTRACTIONS))
        yield _CONTRACTION.sub(lambda it: _CONTRACTIONS[it[0]], lower) if found else text


@cache
def _stems() -> Rewrite:
    return partial(_as_words, _Stems())


def _as_words(stems: _Stems, texts: Sequence[str]) -> Iterable[str]:
    """The stems of each line with spaces between them. All texts are taken at once, which is what makes it fast."""
    joined = _SEPARATOR.join(texts)
    if joined.count(_SEPARATOR) >= len(texts):
        return _as_words(stems, [text.replace(_SEPARATOR, " ") for text in texts])
    plain = joined.lower().encode("ascii", "replace").translate(_TABLE).decode()
    words = plain.replace(_LINE, f" {_LINE} ").replace(_SEPARATOR, f" {_SEPARATOR} ").split()
    return " ".join(map(stems.__getitem__, words)).split(_SEPARATOR)


class _Stems(dict[str, str]):
    """The stems of words, of contractions those of either part."""

    def __init__(self) -> None:
        super().__init__({_SEPARATOR: _SEPARATOR, _LINE: "\n"})
        self._exceptions = _core.Exceptions.wordnet()
        self._irregular = {
            word.decode(): base.decode() for word, base in self._exceptions.entries()
        } | _ITS_OWN

    def __missing__(self, word: str) -> str:
        self[word] = found = " ".join(map(self._stem, _CONTRACTIONS.get(word, word).split()))
        return found

    def _stem(self, word: str) -> str:
        if len(word) <= 3 or word == "cannot":
            return word
        if word in self._irregular:
            return self._irregular[word]
        if word in _AS_THE_PROGRAM:
            return _core.rouge155_base(word.encode(), self._exceptions).decode()
        return _core.porter_stem_as_published(word.encode()).decode()
