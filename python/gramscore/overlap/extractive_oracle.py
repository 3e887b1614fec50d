"""The extract of a document that is most like its summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.options.checks import check_flag, check_threads
from gramscore.options.moses import native
from gramscore.options.sentences import choose_splitter
from gramscore.options.tokenizers import tokenizer_signature
from gramscore.resampling.resampling import check_count

DEFINITIONS = ("presumm", "rouge")
SEARCHES = ("greedy", "exact")
_STEMMED = ("rouge", "unicode")


@dataclass(frozen=True, eq=False)
class Extracts:
    """The extracts of N documents.

    sentences: of each document the numbers of the sentences that were chosen. A greedy search that ended before
        `max_sentences` leaves them in the order in which it chose them, as PreSumm does; else they rise.
    scores: float64 (N,), what the extracts are worth: the sum of F of those n-grams that count.
    sizes: int64 (N,), the sentences of each document.
    signature: the definition and its options.
    """

    sentences: tuple[list[int], ...]
    scores: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.int64]
    signature: str

    def __len__(self) -> int:
        return len(self.sentences)

    def labels(self) -> list[npt.NDArray[np.int8]]:
        """Of each document 1 for a sentence of the extract and 0 for another one, as models of extraction are
        trained."""
        found = []
        for chosen, size in zip(self.sentences, self.sizes, strict=True):
            own = np.zeros(size, np.int8)
            own[chosen] = 1
            found.append(own)
        return found

    def __repr__(self) -> str:
        return f"<Extracts of {len(self)} documents, {self.signature}>"


def extractive_oracle(
    documents: Iterable[Any],
    summaries: Iterable[Any],
    *,
    max_sentences: int = 3,
    definition: str = "presumm",
    search: str = "greedy",
    types: Sequence[str] = ("rouge1", "rouge2"),
    tokenizer: str | Callable[[str], Sequence[str] | Sequence[int]] = "rouge",
    stemmer: bool = False,
    sentence_splitter: str | Callable[[str], Sequence[str]] = "newline",
    threads: int | None = None,
) -> Extracts:
    """Choose from each of N documents the sentences that make the extract most like its summary.

    documents: of each a list of its sentences, or a text, which `sentence_splitter` cuts. A sentence is a text or a
        list of tokens, which are put together with spaces.
    summaries: of each a text, or a list of sentences likewise.
    max_sentences: at most so many are chosen.
    definition: "presumm", the sum of the F of unigrams and of bigrams as BertSum and PreSumm have it (Liu and Lapata,
        2019): of what is left without all but ASCII letters, digits and spaces, the different n-grams of each sentence.
        "rouge", the sum of rouge-score's F of the extract, in the document's order, for each of `types`.
    search: "greedy": one sentence after the other, the first of those that raise the sum most, until none does.
        "exact": the best extract of all, found by branch and bound; of equals the one of fewest sentences, and then
        the one whose numbers come first.
    types, tokenizer, stemmer: of the definition "rouge": any of rouge1 to rouge9 and rougeL, and what ROUGE takes.
    sentence_splitter: as ROUGE takes it: "newline", "unicode", "nltk", a separator or a callable.
    threads: how many to use; None means every CPU this process may use.

    Raises TypeError for what is no text or list, naming the place, ValueError for unequal numbers and for options that
    are not possible or have no effect.

    >>> import gramscore
    >>> document = ["The cat sat down.", "It rained all day.", "Nobody came, and the cat slept."]
    >>> found = gramscore.extractive_oracle([document], ["It rained all day, and the cat slept."])
    >>> found.sentences, found.labels()[0].tolist()
    (([1, 2],), [0, 1, 1])
    """
    check_count("max_sentences", max_sentences)
    for name, value, known in (("definition", definition, DEFINITIONS), ("search", search, SEARCHES)):
        if value not in known:
            raise ValueError(f"{name} is {value!r}: {' and '.join(map(repr, known))} are possible")
    orders, lcs = _orders(types)
    if definition == "presumm":
        if (tuple(types), tokenizer, stemmer) != (("rouge1", "rouge2"), "rouge", False):
            raise ValueError("types, tokenizer and stemmer are of the definition 'rouge'")
        orders, lcs = [], False
        signature = "presumm"
    else:
        if tokenizer is None or not (isinstance(tokenizer, str) or callable(tokenizer)):
            raise TypeError(f"tokenizer is {tokenizer!r}: a name or a callable is expected")
        tokenizer = native(tokenizer)
        if check_flag("stemmer", stemmer) and tokenizer not in _STEMMED:
            raise ValueError("stemmer=True goes with tokenizer='rouge' or tokenizer='unicode' only")
        stem = "porter" if stemmer else "no"
        signature = f"rouge|types:{','.join(types)}|stem:{stem}|tok:{tokenizer_signature(tokenizer)}"
    split = _splitter(sentence_splitter)
    listed = [
        _sentences(document, f"documents[{i}]", split)
        for i, document in enumerate(_list("documents", documents))
    ]
    texts = [_text(summary, f"summaries[{i}]") for i, summary in enumerate(_list("summaries", summaries))]
    if len(listed) != len(texts):
        raise ValueError(f"{len(listed)} documents, but {len(texts)} summaries: one for each is needed")
    together: list[str] = []
    for summary, own in zip(texts, listed, strict=True):
        together.append(summary)
        together += own
    chosen, scores = _core.extracts_of(
        together,
        [len(own) + 1 for own in listed],
        orders,
        lcs,
        tokenizer,
        stemmer,
        max_sentences,
        search == "exact",
        0 if threads is None else check_threads(threads),
    )
    sizes = np.fromiter(map(len, listed), np.int64, len(listed))
    return Extracts(
        tuple(chosen),
        scores,
        sizes,
        f"extract|{signature}|search:{search}|most:{max_sentences}|version:{_core.__version__}",
    )


def _orders(types: Sequence[str]) -> tuple[list[int], bool]:
    if isinstance(types, (str, bytes)) or not isinstance(types, Iterable):
        raise TypeError(
            f"types is {types!r}: a list of ROUGE types is expected, such as ['rouge1', 'rouge2']"
        )
    orders, lcs = [], False
    for name in types:
        if name == "rougeL":
            lcs = True
        elif isinstance(name, str) and (found := re.fullmatch("rouge([1-9])", name)):
            orders.append(int(found[1]))
        else:
            raise ValueError(f"types holds {name!r}: rouge1 to rouge9 and rougeL are possible")
    if not orders and not lcs:
        raise ValueError("types is empty: at least one ROUGE type is needed")
    if len(set(types)) != len(tuple(types)):
        raise ValueError(f"types lists a ROUGE type twice: {', '.join(types)}")
    return orders, lcs


def _splitter(given: Any) -> Callable[[str], Sequence[str]]:
    found = choose_splitter(given)
    if found == "newline":
        return lambda text: text.split("\n") if text else []
    if not callable(found):
        raise TypeError(f"sentence_splitter is {given!r}: a name, a separator or a callable is expected")
    return found  # type: ignore[no-any-return]


def _list(name: str, given: Any) -> list[Any]:
    return _core.listed(given, name, "a list with one for each document")


def _sentences(document: Any, place: str, split: Callable[[str], Sequence[str]]) -> list[str]:
    if isinstance(document, str):
        return list(split(document))
    if type(document) is list and set(map(type, document)) <= {str}:  # as nearly all are
        return document
    sentences = _core.listed(document, place, "a list of sentences or a text")
    return [it if type(it) is str else _joined(it, f"{place}[{k}]") for k, it in enumerate(sentences)]


def _text(summary: Any, place: str) -> str:
    if isinstance(summary, str):
        return summary
    sentences = _core.listed(summary, place, "a text or a list of sentences")
    return " ".join(it if type(it) is str else _joined(it, f"{place}[{k}]") for k, it in enumerate(sentences))


def _joined(sentence: Any, place: str) -> str:
    """A sentence: a text, or tokens with spaces between."""
    if isinstance(sentence, str):
        return sentence
    tokens = _core.listed(sentence, place, "a text or a list of tokens")
    for index, token in enumerate(tokens):
        if not isinstance(token, str):
            raise TypeError(f"{place}[{index}] is {_core.described(token)}: a str is expected")
    return " ".join(tokens)
