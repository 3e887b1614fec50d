"""ROUGE-1.5.5: the scores of the Perl program, to the last digit that it prints."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.rouge import ByType, RougeIntervals
from gramscore.figures.rouge155 import (
    Documents,
    Rouge155Arrays,
    Rouge155Formula,
    Rouge155Score,
    check_weight,
)
from gramscore.metrics.metric import Metric
from gramscore.options.checks import check_flag, check_number, check_order, check_threads
from gramscore.resampling.resampling import Figures, Means, check_draws
from gramscore.results.scores import Scores

if TYPE_CHECKING:
    from gramscore.explain.rouge155 import Rouge155Explanation
    from gramscore.results.state import State

#: WordNet's lists, in the order in which the program's table was made of them: a later one overrides an earlier one.
EXCEPTION_LISTS: Final = ("adj.exc", "adv.exc", "noun.exc", "verb.exc")
_MOST: Final = 2**62


@dataclass(frozen=True)
class _Exceptions:
    """Irregular forms and their base forms: what they are called, the core's object, and the lists of a user's own."""

    name: str
    table: _core.Exceptions | None
    lists: tuple[bytes, ...] = ()

    @staticmethod
    def chosen(given: Any) -> _Exceptions:
        if isinstance(given, tuple) and all(isinstance(it, bytes) for it in given):  # of a pickle
            return _Exceptions.of_lists(given)
        if not isinstance(given, (str, os.PathLike)):
            raise TypeError(f"exceptions is {given!r}: 'wordnet-2.0', 'none' or a folder is expected")
        if given == "wordnet-2.0":
            return _Exceptions(given, _core.Exceptions.wordnet())
        if given == "none":
            return _Exceptions(given, None)
        lists = []
        for name in EXCEPTION_LISTS:
            try:
                with open(os.path.join(given, name), "rb") as file:
                    lists.append(file.read())
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or error
                raise ValueError(
                    f"exceptions is {os.fspath(given)!r}, neither 'wordnet-2.0' nor 'none', nor a folder with "
                    f"{name}: {reason}"
                ) from None
        return _Exceptions.of_lists(tuple(lists))

    @staticmethod
    def of_lists(lists: tuple[bytes, ...]) -> _Exceptions:
        name = f"lists-{_hash(b''.join(lists))}"
        return _Exceptions(name, _core.Exceptions(list(lists)), lists)


class ROUGE155(Metric["Rouge155Scores"]):
    """ROUGE as the Perl program ROUGE-1.5.5 (Lin, 2004) computes it, to the last digit that it prints.

    In brackets, the program's own options. A text's sentences are its lines; its words are runs of ASCII letters and
    digits, in lower case.

    order: ROUGE-1 to ROUGE-`order` (-n); 0 for none.
    lcs: ROUGE-L, the union of longest common subsequences of sentences (-x leaves it out).
    weight: ROUGE-W with this weight, 0.1 to 30 (-w).
    skip: ROUGE-S, pairs of words with at most so many words between them; negative for any number (-2).
    unigrams: "u" for ROUGE-SU instead of ROUGE-S, "U" for both (-u, -U). Needs `skip`.
    stemmer: stem words of over three letters (-m): an irregular form becomes its base form, another word its stem.
    stop_words: words to leave out, in lower case (-s, whose list is not ours to ship).
    words, bytes: only the first so many words or bytes of each text count (-l, -b). Not both. 0 means all. Bytes are
        those of `encoding`.
    formula: of several references, "A" adds up the counts of all, "B" takes the one of highest recall (-f).
    alpha: the weight of precision in F, 0..1 (-p).
    confidence: per cent of the resamples inside the intervals, 0..100 (-c).
    resamples: how many are drawn (-r).
    exceptions: the irregular forms: "wordnet-2.0", what the program comes with; "none"; or a folder with adj.exc,
        adv.exc, noun.exc and verb.exc in WordNet's format.
    encoding: the one whose bytes count: "utf-8", or "latin-1" of texts whose characters are bytes.
    averaging: "documents" for averages of the documents' scores (-t 0), "words" for scores of their counts (-t 1).

    The averages depend on the names of the documents, as the program draws them in the order of these.

    Raises TypeError or ValueError for options that are unknown or do not go together.

    >>> metric = ROUGE155(order=1, stemmer=True)
    >>> scores = metric.score(["the cats went home", "a dog ran"], ["the cat goes home", "a dog slept"])
    >>> scores["ROUGE-1"].recall
    array([1.     , 0.66667])
    >>> scores.corpus["ROUGE-1"].fmeasure
    Rouge155Average(value=0.83333, low=0.66667, high=1.0)
    """

    def __init__(
        self,
        order: int = 2,
        lcs: bool = True,
        weight: float | None = None,
        skip: int | None = None,
        unigrams: str | None = None,
        stemmer: bool = False,
        stop_words: Iterable[str] | None = None,
        words: int | None = None,
        bytes: int | None = None,
        formula: str = "A",
        alpha: float = 0.5,
        confidence: float = 95,
        resamples: int = 1000,
        exceptions: str | os.PathLike[str] | tuple[Any, ...] = "wordnet-2.0",
        averaging: str = "documents",
        encoding: str = "utf-8",
    ) -> None:
        stop = _stop_words(stop_words)
        chosen = _Exceptions.chosen(exceptions)
        types = _types(order, lcs, weight, skip, unigrams)
        limit, most = _limit(words, bytes)
        if formula not in ("A", "B"):
            raise ValueError(f"formula is {formula!r}: 'A' or 'B' is expected")
        if averaging not in ("documents", "words"):
            raise ValueError(f"averaging is {averaging!r}: 'documents' or 'words' is expected")
        if encoding not in ("utf-8", "latin-1"):
            raise ValueError(f"encoding is {encoding!r}: 'utf-8' or 'latin-1' is expected")
        check_number("alpha", alpha, 0, 1)
        check_number("confidence", confidence, 0, 100)
        check_draws("resamples", resamples)
        self._options = (
            order,
            lcs,
            weight,
            skip,
            unigrams,
            check_flag("stemmer", stemmer),
            stop or None,
            words,
            bytes,
            formula,
            alpha,
            confidence,
            resamples,
            chosen.lists or chosen.name,
            averaging,
            encoding,
        )
        self._reading, self._core = _core_metric(
            tuple(types.values()), formula == "B", stemmer, limit, most, encoding == "latin-1", stop, chosen
        )
        weights = tuple(float(kind[1]) if kind[0] == "weighted_lcs" else 0.0 for kind in types.values())
        signature = "|".join(
            (
                "rouge155",
                f"types:{','.join(types)}",
                f"stem:{chosen.name if stemmer else 'no'}",
                f"stop:{_digest(stop) if stop else 'no'}",
                f"limit:{'no' if limit == 'none' else f'{most}-{limit}'}",
                *((f"enc:{encoding}",) if limit == "bytes" else ()),
                f"refs:{formula}",
                f"alpha:{alpha}",
                f"avg:{averaging}",
                f"conf:{confidence}",
                f"bs:{resamples}",
                f"version:{_core.__version__}",
            )
        )
        columns = tuple(f"{name}_{part}" for name in types for part in ("match", "prediction", "reference"))
        self._results = (
            Rouge155Scores,
            columns,
            signature,
            Rouge155Formula(
                tuple(types), weights, float(alpha), float(confidence), int(resamples), averaging == "words"
            ),
        )

    @property
    def types(self) -> tuple[str, ...]:
        """The names of what is computed, as the program prints them, in its order."""
        formula: Rouge155Formula = self._results[3]
        return formula.types

    def score(
        self,
        predictions: Any,
        references: Any,
        *,
        ids: Iterable[str | int] | None = None,
        threads: int | None = None,
        progress: bool | Callable[[int, int], object] = False,
    ) -> Rouge155Scores:
        """Score N predictions against their references, as other metrics do.

        ids: the evaluation IDs, N different strings or whole numbers; None for "1", "2"... The averages depend on their
            order.

        Raises what other metrics raise; ValueError also for an ID that is there twice, and for a reference without
        words, by whose weight ROUGE-W would divide.
        """
        scores = super().score(predictions, references, threads=threads, progress=progress)
        self._check(scores.stats)
        scores._ids = () if ids is None else _ids(ids, len(scores))
        scores._threads = 0 if threads is None else check_threads(threads)
        return scores

    def explain(self, prediction: Any, reference: Any) -> Rouge155Explanation:
        """Why one prediction has the scores that it has: what matches, and where.

        prediction: one text, as `score` takes N of.
        reference: one text, or a list of one or more.

        Raises what `score` raises; ValueError for an empty list of references.

        >>> found = ROUGE155(order=1, lcs=False, stemmer=True).explain("The cats went.", "A cat goes.")
        >>> [match.ngram for match in found["ROUGE-1"].references[0].ngrams]
        [('cat',), ('go',)]
        """
        from gramscore.explain.rouge155 import explain

        return explain(self, self.types, self._options[5], self._reading, prediction, reference)

    def _scores(self, stats: npt.NDArray[np.int64]) -> Rouge155Scores:
        self._check(stats)
        return super()._scores(stats)

    def _check(self, stats: npt.NDArray[np.int64]) -> None:
        """Whether all is defined: of ROUGE-W not what a reference without words would divide by."""
        formula: Rouge155Formula = self._results[3]
        for t, weight in enumerate(formula.weights):
            if weight > 0:
                undefined = np.isnan(stats[:, 3 * t + 2].view(np.float64))
                for index in np.flatnonzero(undefined)[:1]:
                    raise ValueError(
                        f"references[{index}] has no words: {formula.types[t]} would divide by their weight"
                    )

    def __reduce__(self) -> tuple[Any, ...]:
        return (ROUGE155, self._options)


@lru_cache(maxsize=4)
def _core_metric(
    types: tuple[tuple[Any, ...], ...],
    best_reference: bool,
    stemmer: bool,
    limit: str,
    most: int,
    latin1: bool,
    stop_words: tuple[str, ...],
    exceptions: _Exceptions,
) -> tuple[_core.Rouge155Words, _core.Rouge155]:
    """The core's objects. Metrics of equal options share them, and so the stems that they have learnt: many make a new
    metric for each evaluation."""
    words = _core.Rouge155Words(limit, most, latin1, list(stop_words), exceptions.table if stemmer else None)
    return words, _core.Rouge155(list(types), best_reference, stemmer, words, False)


def _types(order: Any, lcs: Any, weight: Any, skip: Any, unigrams: Any) -> dict[str, tuple[Any, ...]]:
    """What is computed, by the names that the program prints, in its order."""
    types: dict[str, tuple[Any, ...]] = {
        f"ROUGE-{n}": ("ngram", n) for n in range(1, check_order("order", order, 0) + 1)
    }
    if check_flag("lcs", lcs):
        types["ROUGE-L"] = ("lcs",)
    if weight is not None:
        check_weight(weight)
        types[f"ROUGE-W-{weight}"] = ("weighted_lcs", float(weight))
    if unigrams not in (None, "u", "U"):
        raise ValueError(f"unigrams is {unigrams!r}: 'u', 'U' or None is expected")
    if skip is None:
        if unigrams is not None:
            raise ValueError("unigrams goes with skip only")
    else:
        if isinstance(skip, bool) or not isinstance(skip, int):
            raise TypeError(f"skip is {skip!r}: a whole number or None is expected")
        gap = "*" if skip < 0 else str(skip)
        reach = max(-1, min(skip, _MOST))
        if unigrams != "u":
            types[f"ROUGE-S{gap}"] = ("skip", reach, False)
        if unigrams is not None:
            types[f"ROUGE-SU{gap}"] = ("skip", reach, True)
    if not types:
        raise ValueError("nothing is to be computed: order, lcs, weight or skip says what")
    return types


def _limit(words: Any, bytes: Any) -> tuple[str, int]:
    """The kind of limit and how much it leaves; one of 0 is none."""
    given = []
    for name, most in (("words", words), ("bytes", bytes)):
        if most is None:
            continue
        if isinstance(most, bool) or not isinstance(most, int):
            raise TypeError(f"{name} is {most!r}: a whole number or None is expected")
        if not -_MOST <= most <= _MOST:
            raise ValueError(f"{name} is {most}: no text is so long")
        if most != 0:
            given.append((name, most))
    if len(given) > 1:
        raise ValueError("words and bytes are both given: a text has one limit")
    return given[0] if given else ("none", 0)


def _stop_words(given: Any) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise TypeError(f"stop_words is {given!r}: a list of words is expected")
    words = list(given)
    for index, word in enumerate(words):
        if not isinstance(word, str):
            raise TypeError(f"stop_words[{index}] is {word!r}: words are str")
    return tuple(sorted(set(words)))


def _digest(words: Sequence[str]) -> str:
    text = "\n".join(words).encode("utf-8", "surrogatepass")
    return f"{len(words)}-{_hash(text)}"


def _hash(data: bytes) -> str:
    from hashlib import sha256  # which takes long to load

    return sha256(data).hexdigest()[:8]


def _ids(given: Iterable[str | int], count: int) -> tuple[bytes, ...]:
    ids = _core.listed(given, "ids", "a list of IDs, one per example,")
    if len(ids) != count:
        raise ValueError(f"ids has {len(ids)} for {count} predictions")
    names: dict[str, None] = {}
    for index, name in enumerate(ids):
        if not isinstance(name, (str, int, np.integer)) or isinstance(name, bool):
            raise TypeError(f"ids[{index}] is {_core.described(name)}: a str or a whole number is expected")
        if str(name) in names:
            raise ValueError(f"ids[{index}] is {name!r}, which is there before")
        names[str(name)] = None
    return tuple(name.encode("utf-8", "surrogatepass") for name in names)


class Rouge155Scores(Scores):
    """Scores of ROUGE-1.5.5: `scores["ROUGE-1"]` per document, `scores.corpus["ROUGE-1"]` the averages as printed.

    Per type there are three statistics: clipped matches, and the units of the prediction and of the references. Those
    of ROUGE-W are float64, whose bits the int64 have. `scores[name]` is a KeyError for a type that was not scored.

    Scores join with `+`, and so do their states: the documents of the one, then those of the other. Documents without
    IDs are numbered anew, so that these states have other averages when they are added in another order: the averages
    depend on the IDs. Documents with IDs keep them; ValueError for an ID that is there twice.
    """

    __slots__ = ("_ids", "_threads")

    _of_reference = ("_reference",)

    _ids: tuple[bytes, ...]
    _threads: int
    formula: Rouge155Formula
    _corpus: Mapping[str, Rouge155Score] | None

    @property
    def types(self) -> tuple[str, ...]:
        """What was computed, in order."""
        return self.formula.types

    @property
    def ids(self) -> tuple[str, ...]:
        """The evaluation IDs, in the order of the documents."""
        given = self._own_ids()
        if given:
            return tuple(name.decode("utf-8", "surrogatepass") for name in given)
        return tuple(str(number) for number in range(1, len(self) + 1))

    def __getitem__(self, name: str) -> Rouge155Arrays:
        return self.examples[name]

    @property
    def examples(self) -> Mapping[str, Rouge155Arrays]:
        """Per document scores by type, each the five digits that the program's -d prints."""
        found: Mapping[str, Rouge155Arrays] | None = self._examples
        if found is None:
            found = self._examples = self.formula.documents(self.stats)
        return found

    @property
    def corpus(self) -> Mapping[str, Rouge155Score]:
        """By type, the averages over resamples with their intervals, as the program prints them."""
        if self._corpus is None:
            threads = getattr(self, "_threads", 0)
            self._corpus = self.formula.averages(self.stats, self._own_ids(), threads=threads)
        return self._corpus

    @property
    def counts(self) -> dict[str, tuple[int, int, int]]:
        """By type, sums over the corpus: units of references, of predictions, and matches, as the program's -t 2 prints
        them (of ROUGE-W the whole part)."""
        counts = self.formula.counts(self.stats)
        # One after another, as the program adds them up.
        totals = np.add.accumulate(counts[self._order()], axis=0)[-1]
        return ByType(
            {
                name: (int(totals[3 * t + 2]), int(totals[3 * t + 1]), int(totals[3 * t]))
                for t, name in enumerate(self.types)
            }
        )

    def per_example(self) -> dict[str, npt.NDArray[np.float64]]:
        parts = ("precision", "recall", "fmeasure")
        return {f"{name}_{part}": getattr(self[name], part) for name in self.types for part in parts}

    def confidence(
        self,
        level: float = 0.95,
        samples: int = 1000,
        seed: int = 12345,
        *,
        mean: bool = False,
        stream: str = "gramscore",
        threads: int | None = None,
    ) -> dict[str, RougeIntervals]:
        """How far the documents' mean scores would move with other documents: intervals by type, as
        Scores.confidence() describes them. The intervals that the program prints are in `corpus`.

        `mean` makes no difference.
        """
        found = self._intervals(level, samples, seed, mean, stream, threads)
        return {name: RougeIntervals(*intervals) for name, intervals in found.items()}

    def state(self) -> State:
        from gramscore.results.state import State

        return State(self.signature, self.formula, Documents(len(self), self.stats, self._own_ids()))

    def __add__(self, other: Rouge155Scores) -> Rouge155Scores:
        joined = super().__add__(other)
        if not isinstance(joined, Rouge155Scores):
            return NotImplemented
        both = Documents(len(self), self.stats, self._own_ids()) + Documents(
            len(other), other.stats, other._own_ids()
        )
        joined._ids = both.ids
        return joined

    def __eq__(self, other: object) -> bool:
        same = super().__eq__(other)
        return same and self._own_ids() == other._own_ids() if isinstance(other, Rouge155Scores) else same

    __hash__ = None

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "ids": self._own_ids()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._ids = state.pop("ids")
        super().__setstate__(state)

    def _own_ids(self) -> tuple[bytes, ...]:
        return getattr(self, "_ids", ())

    def _order(self) -> npt.NDArray[np.intp]:
        """The documents as the program goes through them."""
        names = [name.encode("utf-8", "surrogatepass") + b".X" for name in self.ids]
        return np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.intp)

    def _of_rows(self, rows: npt.NDArray[np.intp]) -> Rouge155Scores:
        part = super()._of_rows(rows)
        ids = self._own_ids()
        if ids:
            part._ids = tuple(ids[row] for row in rows)
        return part

    def _table(self) -> dict[str, npt.NDArray[Any]]:
        counts = self.formula.counts(self.stats)
        columns = {
            name: counts[:, k] if self.formula.weights[k // 3] > 0 else self.stats[:, k]
            for k, name in enumerate(self.columns)
        }
        return {**self.per_example(), **columns}

    def _figures(self, mean: bool) -> Mapping[str, Figures]:
        return {
            name: Means(
                Rouge155Score._fields,
                tuple(_core.exact_sum(column) / len(self) for column in self[name]),
                tuple(self[name]),
            )
            for name in self.types
        }
