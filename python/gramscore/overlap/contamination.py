"""Benchmark items in training texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.options.checks import check_threads
from gramscore.options.moses import native
from gramscore.options.optional import optional
from gramscore.overlap.profiles import Profile, drawn_starts, items_of, profile_of

_Integers = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


class ItemOverlap(NamedTuple):
    """What a text has of a benchmark item, in one of its fields.

    item: its number. field: its name, "" for a benchmark without fields.
    tokens, ngrams: the shares of its tokens that stand in n-grams which the text has, too, and of these n-grams, 0..1.
    longest: tokens of the longest run of such.
    """

    item: int
    field: str
    tokens: float
    ngrams: float
    longest: int


@dataclass(frozen=True, eq=False)
class BenchmarkOverlap:
    """What texts have of each of M benchmark items. Those of several parts of the texts add up, in their order.

    texts: how many texts have some of it, int64 (M,).
    first: the index of the first of them, int64 (M,); -1 for none.
    contaminated: how many texts have so much of it that they are contaminated, int64 (M,).
    share: the largest share that one text has of it, by the profile's criterion, float64 (M,).
    examined: the number of texts.
    """

    texts: _Integers
    first: _Integers
    contaminated: _Integers
    share: _Floats
    examined: int

    def __add__(self, other: object) -> BenchmarkOverlap:
        if not isinstance(other, BenchmarkOverlap):
            return NotImplemented
        if len(other.texts) != len(self.texts):
            raise ValueError(
                f"benchmarks of {len(self.texts)} and of {len(other.texts)} items cannot be added"
            )
        later = np.where(other.first >= 0, other.first + self.examined, -1)
        return BenchmarkOverlap(
            self.texts + other.texts,
            np.where(self.first >= 0, self.first, later),
            self.contaminated + other.contaminated,
            np.maximum(self.share, other.share),
            self.examined + other.examined,
        )

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """A row for each item."""
        return {
            "item": np.arange(len(self.texts)),
            "texts": self.texts,
            "first": self.first,
            "contaminated": self.contaminated,
            "share": self.share,
        }


@dataclass(frozen=True, eq=False)
class Contaminated:
    """What N texts have of a benchmark.

    contaminated: by the profile, bool (N,).
    tokens: of each text, int64 (N,). covered: the share of them in matches, 0..1, float64 (N,). longest: the tokens of
        the longest run of such, int64 (N,).
    hits: how many n-grams match, int64 (N,).
    benchmark: the same by benchmark item.
    signature: the profile and its parameters.
    """

    contaminated: npt.NDArray[np.bool_]
    tokens: _Integers
    covered: _Floats
    longest: _Integers
    hits: _Integers
    benchmark: BenchmarkOverlap
    signature: str
    _spans: tuple[_Integers, _Integers] = field(repr=False)
    _ngrams: tuple[npt.NDArray[np.uint32], _Integers] = field(repr=False)
    _documents: tuple[_Integers, _Integers] = field(repr=False)
    _index: Contamination = field(repr=False)

    def __len__(self) -> int:
        return len(self.contaminated)

    def token_spans(self, index: int) -> list[tuple[int, int]]:
        """The runs of tokens of a text that are in matches, as the numbers of the first and of the one behind the
        last."""
        return [(begin, end) for begin, end in _part(self._spans, index).tolist()]

    def spans(self, index: int, text: str) -> list[tuple[int, int]]:
        """The same as places in the text, which has to be the one of this index."""
        runs = self.token_spans(index)
        if not runs:
            return []
        places = self._index.places(text)
        if len(places) != self.tokens[index]:
            raise ValueError(f"the text of index {index} has other tokens")
        return [(places[begin][0], places[end - 1][1]) for begin, end in runs]

    def cut(self, index: int, text: str) -> list[str]:
        """The pieces that are left of a text, which has to be the one of this index, once its matches are cut out as
        the profile has it; none if there is too much to cut. As in lm-evaluation-harness, a text that is no longer than
        `shortest_piece` leaves none, even if nothing matches."""
        found = _part(self._ngrams, index)
        places = self._index.places(text) if len(found) else []
        if len(found) and len(places) != self.tokens[index]:
            raise ValueError(f"the text of index {index} has other tokens")
        return _pieces(
            text,
            [(places[at][0], places[at + n - 1][1] - 1) for at, _, n in found.tolist()],
            self._index.profile,
        )

    def items(self, index: int) -> list[ItemOverlap]:
        """What a text has of each benchmark item of which it has something, by item and field."""
        return self._index._items(_part(self._documents, index))

    def columns(self) -> dict[str, Any]:
        """A row for each text: the arrays by name, and the numbers of the items as a list."""
        return {
            "contaminated": self.contaminated,
            "hits": self.hits,
            "covered": self.covered,
            "longest": self.longest,
            "tokens": self.tokens,
            "items": [
                sorted({it.item for it in self.items(i)}) if self.hits[i] else [] for i in range(len(self))
            ],
        }

    def to_arrow(self) -> Any:
        """The columns as a pyarrow.Table. Raises ImportError without pyarrow."""
        return optional("pyarrow", "pyarrow", "to_arrow()").table(self.columns())

    def to_pandas(self) -> Any:
        """The columns as a pandas.DataFrame. Raises ImportError without pandas."""
        return optional("pandas", "pandas", "to_pandas()").DataFrame(self.columns())

    def __repr__(self) -> str:
        return f"<Contaminated: {int(self.contaminated.sum())} of {len(self)} texts, {self.signature}>"


class ItemWithoutTokens(ValueError):
    """A benchmark item in which there is nothing to look for. item: its number."""

    def __init__(self, item: int, text: str) -> None:
        super().__init__(f"benchmark[{item}] is {text!r}: a text with tokens is expected")
        self.item = item


class Contamination:
    """An index of benchmark items, with which texts are looked through for them.

    benchmark: a list of texts, or a dict of such by the names of fields: {"question": [...], "answer": [...]}. N-grams
        do not reach from one field into another.
    profile: whose definition: "gpt3", "llama2", "llama3", "palm", "gpt4", "tulu3", "datatrove", "open-r1", "nemo" or
        "custom". docs/contamination.md has them.
    parameters: other values for those of gramscore.Profile, such as n=8.

    A hash only says where to look; an n-gram matches if all its tokens are equal. `len()` is the number of different
    n-grams. Pickles.

    Raises TypeError and ValueError for what is no benchmark, for an item without tokens, and for parameters that are
    not possible.

    >>> import gramscore
    >>> index = gramscore.Contamination(["What is the capital of France?"], profile="custom", n=4)
    >>> found = index.scan(["They asked: what is the capital of France?", "Paris is the capital."])
    >>> found.contaminated.tolist(), found.covered.tolist(), found.items(0)
    ([True, False], [0.75, 0.0], [ItemOverlap(item=0, field='', tokens=1.0, ngrams=1.0, longest=6)])
    >>> found.spans(0, "They asked: what is the capital of France?")
    [(12, 41)]
    """

    def __init__(
        self,
        benchmark: Iterable[str] | Mapping[str, Iterable[str]],
        profile: str | Profile = "gpt3",
        **parameters: Any,
    ) -> None:
        self.profile = profile_of(profile, **parameters)
        listed, self.size = items_of(benchmark)
        self.fields = tuple(listed)
        if self.profile.crossing and set(listed) - {"", "query", "label"}:
            raise ValueError(
                f"profile {self.profile.name!r} knows the fields query and label, not {', '.join(listed)}"
            )
        self._core: _core.NgramIndex
        self._core, self._of_part = self._built(listed)
        tokens, lengths = self._core.documents()
        self._part_tokens: _Integers = tokens
        self._part_lengths: _Integers = lengths
        self._field_of = np.array([self.fields.index(name) for name, _ in self._of_part])
        self._item_of = np.array([item for _, item in self._of_part], np.int64)
        self._check(listed)

    def _built(self, listed: Mapping[str, list[str]]) -> tuple[Any, list[tuple[str, int]]]:
        """The index, and the field and the item of each of its documents."""
        profile = self.profile
        least = profile.n if profile.shortest is None else profile.shortest
        of_part = [(name, item) for name, texts in listed.items() for item in range(len(texts))]
        if not (profile.samples or (profile.crossing and "query" in listed)):
            texts = [text for own in listed.values() for text in own]
            return _core.NgramIndex(
                texts, native(profile.tokenizer), profile.lowercase, least, profile.n
            ), of_part
        parts: list[list[Any]] = []
        places: list[tuple[str, int]] = []
        for name, item in of_part:
            tokens = self.tokens(listed[name][item])
            if profile.crossing and name == "query":
                if "label" in listed:
                    continue
            elif profile.crossing and name == "label":
                before = self.tokens(listed["query"][item])
                tokens = [*before[max(0, len(before) - profile.n + 1) :], *tokens]
            if profile.samples:
                cut = [
                    tokens[at : at + profile.n]
                    for at in drawn_starts(len(tokens), profile.n, profile.samples, item)
                ]
            else:
                cut = [tokens]
            parts += cut
            places += [(name, item)] * len(cut)
        made = _core.NgramIndex([str(i) for i in range(len(parts))], _Listed(parts), False, least, profile.n)
        return _core.NgramIndex.restored(made.state(), native(profile.tokenizer), profile.lowercase), places

    def _check(self, listed: Mapping[str, list[str]]) -> None:
        for (name, item), tokens in zip(self._of_part, self._part_tokens.tolist(), strict=True):
            if not tokens and len(self.fields) == 1:
                raise ItemWithoutTokens(item, listed[name][item])
        used = np.zeros(self.size, bool)
        used[self._item_of[self._part_lengths > 0]] = True
        if not used.any():
            raise ValueError(
                f"no benchmark item has {self._least} tokens: nothing could be found (profile {self.profile.name!r})"
            )

    @property
    def _least(self) -> int:
        return self.profile.n if self.profile.shortest is None else self.profile.shortest

    @property
    def too_short(self) -> list[tuple[int, str]]:
        """The item and the field of each benchmark text that has too few tokens for an n-gram: it is not looked for."""
        return [
            (item, name)
            for (name, item), length in zip(self._of_part, self._part_lengths.tolist(), strict=True)
            if not length
        ]

    @property
    def nbytes(self) -> int:
        """The bytes of memory that the index takes."""
        return self._core.nbytes

    @property
    def signature(self) -> str:
        """The profile and its parameters, and the version."""
        return f"{self.profile.signature}|version:{_core.__version__}"

    def __len__(self) -> int:
        return len(self._core)

    def tokens(self, text: str) -> list[Any]:
        """The tokens of a text that is looked through."""
        tokenizer = self.profile.tokenizer
        if callable(tokenizer):
            return list(tokenizer(text))
        if tokenizer == "janitor":
            return _core.tokenize(text, "janitor_words")
        if tokenizer == "characters":
            return _core.tokenize(
                text, "chrf_characters", lowercase=self.profile.lowercase, keep_whitespace=True
            )
        return _core.tokenize(text, native(tokenizer), lowercase=self.profile.lowercase)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the tokens of a text stand in it."""
        tokenizer = self.profile.tokenizer
        if tokenizer in ("janitor", "whitespace"):
            return [it.span() for it in re.finditer(r"\S+", text)]
        if tokenizer == "characters":
            return [(at, at + 1) for at in range(len(text))]
        if callable(tokenizer):
            named = [chr(it) if isinstance(it, int) else str(it) for it in tokenizer(text)]
            found: list[tuple[int, int]] = []
            for place in _core.places_of(text, named):
                found.append(place or ((found[-1][1],) * 2 if found else (0, 0)))
            return found
        return [
            (begin, end)
            for _, begin, end in _core.placed_tokens(
                text, native(tokenizer), lowercase=self.profile.lowercase
            )
        ]

    def matches(self, texts: Any, *, threads: int | None = None) -> _Integers:
        """How often N texts have each n-gram, int64, one for each token of the benchmark, at the first n-gram of its
        kind.

        Those of several parts of the texts add up: what `scan` is given for a profile with `most_matches` if it is
            given the
        texts in parts.
        """
        hits, _, _ = self._hits(texts, threads)
        return np.bincount(hits[:, 1], minlength=int(self._part_tokens.sum()))

    def _hits(self, texts: Any, threads: int | None) -> tuple[npt.NDArray[np.uint32], _Integers, _Integers]:
        profile = self.profile
        used = 0 if threads is None else check_threads(threads)
        return self._core.scan(texts, profile.skips, profile.longer_than, used)

    def scan(
        self, texts: Any, *, matches: _Integers | None = None, threads: int | None = None
    ) -> Contaminated:
        """Look N texts through.

        texts: a list, tuple, NumPy array, Series, or anything that exports Arrow strings, which are read without a
            copy.
        matches: for a profile with `most_matches`: how often all texts have each n-gram, if these are not all.
        threads: how many to use; None means every CPU this process may use. No result depends on it.

        Raises TypeError for what is no text, naming the index.
        """
        profile = self.profile
        if matches is not None and np.shape(matches) != (ngrams := int(self._part_tokens.sum()),):
            raise ValueError(f"matches is no array of {ngrams} numbers, as matches() returns it")
        hits, ends, tokens = self._hits(texts, threads)
        if profile.most_matches is not None:
            if matches is None:
                matches = np.bincount(hits[:, 1], minlength=int(self._part_tokens.sum()))
            kept = matches[hits[:, 1]] <= profile.most_matches
            ends = np.concatenate([[0], np.cumsum(kept)])[ends]
            hits = np.ascontiguousarray(hits[kept])
        covered, longest, spans, span_end, documents, document_end = self._core.overlaps(
            hits, ends, profile.skips is None
        )
        counts = np.diff(ends, prepend=0)
        contaminated, benchmark = self._judged(counts, documents, document_end)
        return Contaminated(
            contaminated,
            tokens,
            np.divide(covered, tokens, out=np.zeros(len(tokens)), where=tokens > 0),
            longest,
            counts,
            benchmark,
            self.signature,
            (spans, span_end),
            (hits, ends),
            (documents, document_end),
            self,
        )

    def _shares(self, documents: _Integers) -> tuple[_Floats, _Floats]:
        """The shares of tokens and of n-grams that rows of documents have."""
        part = documents[:, 0]
        size = self._part_tokens[part]
        grams = size - self._part_lengths[part] + 1
        return documents[:, 1] / size, documents[:, 2] / grams

    def _judged(
        self, counts: _Integers, documents: _Integers, ends: _Integers
    ) -> tuple[npt.NDArray[np.bool_], BenchmarkOverlap]:
        """Which texts are contaminated, and what they all have of each item."""
        profile = self.profile
        texts = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
        # A row for each text and item: several fields, or samples, of one item are one.
        keys = texts * self.size + self._item_of[documents[:, 0]]
        pairs, row = np.unique(keys, return_inverse=True)
        by_tokens, by_grams = self._shares(documents)
        of_fields = by_grams if profile.criterion == "ngrams" else by_tokens
        # The mean over the fields of an item, of which some may have nothing.
        parts = np.bincount(self._item_of, minlength=self.size)
        text, item = np.divmod(pairs, self.size) if len(pairs) else (pairs, pairs)
        share = np.bincount(row, of_fields, len(pairs)) / parts[item] if len(pairs) else np.zeros(0)
        if profile.criterion == "any":
            reached = np.ones(len(pairs), bool)
        elif profile.above:
            reached = share > profile.threshold
        else:
            reached = share >= profile.threshold
        contaminated = np.zeros(len(counts), bool)
        contaminated[text[reached]] = True
        first = np.full(self.size, -1, np.int64)
        first[item[::-1]] = text[::-1]
        highest = np.zeros(self.size)
        np.maximum.at(highest, item, share)
        benchmark = BenchmarkOverlap(
            np.bincount(item, minlength=self.size),
            first,
            np.bincount(item[reached], minlength=self.size),
            highest,
            len(counts),
        )
        return contaminated, benchmark

    def _items(self, documents: _Integers) -> list[ItemOverlap]:
        if not len(documents):
            return []
        by_tokens, by_grams = self._shares(documents)
        found = [
            ItemOverlap(self._of_part[part][1], self._of_part[part][0], tokens, grams, longest)
            for part, tokens, grams, longest in zip(
                documents[:, 0].tolist(),
                by_tokens.tolist(),
                by_grams.tolist(),
                documents[:, 3].tolist(),
                strict=True,
            )
        ]
        return sorted(found, key=lambda it: (it.item, self.fields.index(it.field)))

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_core": self._core.state()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        profile = self.profile
        self._core = _core.NgramIndex.restored(state["_core"], native(profile.tokenizer), profile.lowercase)

    def __repr__(self) -> str:
        return f"<Contamination: {len(self)} n-grams of {self.size} items, {self.signature}>"


class _Listed:
    """Stands in for a tokenizer where tokens are there already, by their number."""

    def __init__(self, tokens: Sequence[Sequence[Any]]) -> None:
        self._tokens = tokens

    def __call__(self, number: str) -> Sequence[Any]:
        return self._tokens[int(number)]


def _part(of_texts: tuple[Any, _Integers], index: int) -> Any:
    """The rows of one text."""
    rows, ends = of_texts
    index = range(len(ends))[index]
    return rows[ends[index - 1] if index else 0 : ends[index]]


def _pieces(text: str, found: Sequence[tuple[int, int]], profile: Profile) -> list[str]:
    """What is left of a text without its n-grams, each from its first to its last character, as lm-evaluation-harness'
    janitor
    cuts: one behind the last piece is lost."""
    if len(found) > profile.most_cuts:
        return []
    pieces = []
    begin = 0
    end = -1
    for first, last in found:
        start = max(0, first - profile.window)
        end = min(len(text), last + profile.window)
        if start - begin > profile.shortest_piece:
            pieces.append(text[begin:start])
        begin = end
    if end < len(text) - profile.shortest_piece:
        pieces.append(text[end + 1 :])
    return pieces
