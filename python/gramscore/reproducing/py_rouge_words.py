"""The words of the package py-rouge: limits, contractions and stems, before anything is counted."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.metrics.rouge import ROUGE
from gramscore.reproducing.counts import Counting, is_lcs
from gramscore.reproducing.store import Look, as_it_is, lines, words
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
    "gimme": ("gim", "me"),
    "gonna": ("gon", "na"),
    "gotta": ("got", "ta"),
    "lemme": ("lem", "me"),
    "wanna": ("wan", "na"),
}
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
        if self.limit is None:
            return self
        long = texts.most_characters >= self.limit if self.unit == "bytes" else texts.has_words(self.limit)
        return self if long else PyRougeCounts(self.stemmer, None)

    def look(self, name: str) -> Look:
        if self.limit is not None:
            return as_it_is
        return lines if is_lcs(name) else words

    def kind(self, name: str) -> str:
        return "rougeLsum" if is_lcs(name) else name

    def count(self, pairs: Texts, kinds: Sequence[str]) -> npt.NDArray[np.int64]:
        limited = pairs if self.limit is None else pairs.mapped(lambda text: "\n".join(self._sentences(text)))
        # Without stems its words are those of rouge-score, but for contractions.
        plain = not self.stemmer and not _has_contractions(limited)
        handled = limited if plain else _as_words(limited, _written(self.stemmer))
        lcs = is_lcs(kinds[0])
        types = list(kinds) if lcs else list(dict.fromkeys(["rouge1", *kinds]))
        metric = ROUGE(types, tokenizer="rouge" if plain else "whitespace")
        found = metric.score(handled.predictions, handled.references, threads=1).stats
        if lcs:
            return found
        columns = []
        for kind in kinds:
            units = found[:, 1:3] - (int(kind[-1]) - 1)  # less than none of a text that is too short
            columns += [found[:, 3 * types.index(kind)], units]
        return np.column_stack(columns)

    def _sentences(self, text: str) -> list[str]:
        """Its lines, up to the limit."""
        lines = text.split("\n")
        if self.limit is None:
            return lines
        found = []
        left = self.limit
        for line in lines:
            pieces = line.split() if self.unit == "words" else line.strip()
            if len(pieces) < left:
                found.append(line)
                left -= len(pieces)
                continue
            found.append("".join(pieces[:left]) if self.unit == "bytes" else " ".join(pieces[:left]))
            break
        return found


def _has_contractions(texts: Texts) -> bool:
    joined = "\n".join((*texts.predictions, *texts.references)).lower()
    return any(word in joined for word in _CONTRACTIONS)


def _as_words(texts: Texts, written: _Written) -> Texts:
    """The words of each line with spaces between them. All texts are taken at once, which is what makes it fast."""
    joined = _SEPARATOR.join((*texts.predictions, *texts.references))
    count = len(texts.predictions)
    if joined.count(_SEPARATOR) != count + len(texts.references) - 1:
        return _as_words(texts.mapped(lambda text: text.replace(_SEPARATOR, " ")), written)
    plain = joined.lower().encode("ascii", "replace").translate(_TABLE).decode()
    words = plain.replace(_LINE, f" {_LINE} ").replace(_SEPARATOR, f" {_SEPARATOR} ").split()
    found = " ".join(map(written.__getitem__, words)).split(_SEPARATOR)
    return Texts(tuple(found[:count]), tuple(found[count:]), texts.counts)


class _Written(dict[str, str]):
    """How words are written: contractions taken apart, and stems."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__({_SEPARATOR: _SEPARATOR, _LINE: "\n"})
        self._stem = stem

    def __missing__(self, word: str) -> str:
        self[word] = " ".join(map(self._stem, _CONTRACTIONS.get(word, (word,))))
        return self[word]


@cache
def _written(stemmer: bool) -> _Written:
    return _Written(_stem() if stemmer else lambda word: word)


@cache
def _stem() -> Callable[[str], str]:
    exceptions = _core.Exceptions.wordnet()
    irregular = {word.decode(): base.decode() for word, base in exceptions.entries()} | _ITS_OWN

    @cache
    def stem(word: str) -> str:
        if len(word) <= 3 or word == "cannot":
            return word
        if word in irregular:
            return irregular[word]
        if word in _AS_THE_PROGRAM:
            return _core.rouge155_base(word.encode(), exceptions).decode()
        return _core.porter_stem_as_published(word.encode()).decode()

    return stem
