"""Whatever is overridden or assigned in a metric of the drop-in has the effect that it has in sacrebleu."""

# ruff: noqa: B023  # what is defined in a loop is called in it

from __future__ import annotations

import copy
import itertools
import logging
import pickle
import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import gramscore.compat.sacrebleu as drop_in
import gramscore.compat.sacrebleu.significance as our_significance
import gramscore.compat.sacrebleu.tokenizers.tokenizer_13a as our_13a
import gramscore.compat.sacrebleu.tokenizers.tokenizer_ter as our_tercom
from gramscore.compat.sacrebleu.metrics import base as our_base
from gramscore.compat.sacrebleu.metrics import bleu as our_bleu
from gramscore.compat.sacrebleu.metrics import chrf as our_chrf
from gramscore.compat.sacrebleu.metrics import lib_ter as our_lib_ter
from gramscore.compat.sacrebleu.metrics import ter as our_ter

original = pytest.importorskip("sacrebleu")
import sacrebleu.metrics.base  # noqa: E402
import sacrebleu.metrics.bleu  # noqa: E402
import sacrebleu.metrics.chrf  # noqa: E402
import sacrebleu.metrics.lib_ter  # noqa: E402
import sacrebleu.metrics.ter  # noqa: E402
import sacrebleu.significance  # noqa: E402
import sacrebleu.tokenizers.tokenizer_13a  # noqa: E402
import sacrebleu.tokenizers.tokenizer_ter  # noqa: E402

OURS = SimpleNamespace(
    base=our_base,
    bleu=our_bleu,
    chrf=our_chrf,
    ter=our_ter,
    lib_ter=our_lib_ter,
    tok_13a=our_13a,
    tok_ter=our_tercom,
    significance=our_significance,
)
THEIRS = SimpleNamespace(
    base=sacrebleu.metrics.base,
    bleu=sacrebleu.metrics.bleu,
    chrf=sacrebleu.metrics.chrf,
    ter=sacrebleu.metrics.ter,
    lib_ter=sacrebleu.metrics.lib_ter,
    tok_13a=sacrebleu.tokenizers.tokenizer_13a,
    tok_ter=sacrebleu.tokenizers.tokenizer_ter,
    significance=sacrebleu.significance,
)
WORDS = "The the a cat sat on mat, (mats). 3.5 it's &amp; Done! don't x-y end . 猫が。 ,".split()
FIELDS = (
    "score",
    "name",
    "_verbose",
    "_mean",
    "_ci",
    "counts",
    "totals",
    "precisions",
    "num_edits",
    "ref_length",
)

logging.getLogger("sacrebleu").setLevel(logging.ERROR)


def text(rng: random.Random, most: int = 9) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(0, most)))


def corpus(rng: random.Random, streams: int = 2, missing: bool = True) -> tuple[list[str], list[list[Any]]]:
    hypotheses = [text(rng) for _ in range(12)]
    references: list[list[Any]] = [[text(rng) for _ in hypotheses] for _ in range(streams)]
    for stream in references[1:]:
        for i in range(len(stream)):
            if missing and rng.random() < 0.3:
                stream[i] = None
    return hypotheses, references


def outcome(call: Callable[[], Any]) -> Any:
    """The fields of a score, anything else as it is, or the type of an error."""
    try:
        found = call()
    except Exception as error:
        return type(error)
    if hasattr(found, "score"):
        return [getattr(found, field, None) for field in FIELDS]
    return found


# What somebody may do to a metric: a function from a package to a metric that it has been done to.


def subclass(kind: str, **members: Any) -> Callable[[Any, dict[str, Any]], Any]:
    def make(package: Any, options: dict[str, Any]) -> Any:
        base = getattr(getattr(package, kind.lower()), kind)
        return type(f"My{kind}", (base,), members)(**options)

    return make


def assigned(kind: str, options: dict[str, Any] | None = None, **attributes: Any) -> Any:
    def make(package: Any, given: dict[str, Any]) -> Any:
        metric = getattr(getattr(package, kind.lower()), kind)(**(options or {}), **given)
        for name, value in attributes.items():
            setattr(metric, name, value)
        return metric

    return make


def above(name: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    """A method that changes what that of the class above returns."""

    def method(self: Any, *args: Any, **options: Any) -> Any:
        return change(getattr(super(type(self), self), name)(*args, **options))

    return {name: method}


def reversed_words(line: str) -> str:
    return " ".join(reversed(line.lower().split()))


class Shouting:
    """A tokenizer of somebody's own."""

    def __call__(self, line: str) -> str:
        return " ".join(line.upper())

    def signature(self) -> str:
        return "shout"


def matches_twice(row: list[int]) -> list[int]:
    return [row[0], row[1], min(row[2] * 2, row[0])]


CASES: dict[str, Any] = {
    **{
        f"{kind} {name}": subclass(kind, **above(name, change))
        for kind in ("BLEU", "CHRF", "TER")
        for name, change in (
            ("_preprocess_segment", reversed_words),
            ("_preprocess_segment", lambda line: line + " more"),
            ("_compute_segment_statistics", lambda row: [2 * number for number in row]),
            ("_extract_corpus_statistics", lambda rows: rows[1:]),
            ("_extract_corpus_statistics", lambda rows: rows[::-1]),
            ("_cache_references", lambda infos: infos[::-1]),
            ("_compute_score_from_stats", lambda score: setattr(score, "score", score.score / 2) or score),
            ("_aggregate_and_compute", lambda score: setattr(score, "score", score.score + 1) or score),
        )
    },
    "BLEU _extract_reference_info": subclass(
        "BLEU", **above("_extract_reference_info", lambda info: {**info, "ref_lens": [3]})
    ),
    "BLEU _get_closest_ref_len": subclass("BLEU", _get_closest_ref_len=lambda self, n, lens: min(lens)),
    "BLEU compute_bleu": subclass(
        "BLEU",
        compute_bleu=staticmethod(lambda correct, total, **kw: SimpleNamespace(score=float(sum(correct)))),
    ),
    "BLEU in an object": assigned("BLEU", _preprocess_segment=reversed_words),
    "BLEU closest in an object": assigned("BLEU", _get_closest_ref_len=lambda n, lens: max(lens)),
    "CHRF _remove_punctuation": lambda package, options: subclass(
        "CHRF", _remove_punctuation=lambda self, line: line.split()[::2]
    )(package, {"word_order": 2, **options}),
    "CHRF _get_match_statistics": subclass(
        "CHRF",
        _get_match_statistics=staticmethod(
            lambda hyp, ref: [len(hyp), len(ref), len(hyp.keys() & ref.keys())]
        ),
    ),
    "CHRF _get_match_statistics above": subclass("CHRF", **above("_get_match_statistics", matches_twice)),
    "CHRF _compute_f_score": subclass("CHRF", _compute_f_score=lambda self, row: float(row[0] - row[2])),
    "CHRF _extract_reference_info": subclass(
        "CHRF", **above("_extract_reference_info", lambda info: {"ref_ngrams": info["ref_ngrams"][:1]})
    ),
    "CHRF _PUNCTS": lambda package, options: subclass("CHRF", _PUNCTS={"t", "."})(
        package, {"word_order": 1, **options}
    ),
    "TER _extract_reference_info": subclass(
        "TER", **above("_extract_reference_info", lambda info: {"ref_words": [info["ref_words"][0][:2]]})
    ),
    "BLEU tokenizer": assigned("BLEU", tokenizer=Shouting()),
    "BLEU tokenizer, a function": assigned("BLEU", tokenizer=reversed_words),
    "BLEU tokenizer, nothing for some": assigned("BLEU", tokenizer=lambda line: line if "a" in line else ""),
    "BLEU tokenizer, a list": assigned("BLEU", tokenizer=str.split),
    "BLEU lowercase": assigned("BLEU", lowercase=True),
    "BLEU max_ngram_order": assigned("BLEU", max_ngram_order=2),
    "BLEU max_ngram_order 0": assigned("BLEU", {"max_ngram_order": 0}),
    "BLEU max_ngram_order -1": assigned("BLEU", {"max_ngram_order": -1}),
    "BLEU max_ngram_order 2.0": assigned("BLEU", {"max_ngram_order": 2.0}),
    "BLEU max_ngram_order of NumPy": assigned("BLEU", {"max_ngram_order": np.int64(3)}),
    "BLEU smooth_method": assigned("BLEU", smooth_method="floor"),
    "BLEU smooth_method unknown": assigned("BLEU", smooth_method="nothing"),
    "BLEU smooth_value": assigned("BLEU", {"smooth_method": "add-k"}, smooth_value=2),
    "BLEU effective_order": assigned("BLEU", effective_order=1),
    **{
        f"BLEU {method} {value!r}": assigned("BLEU", {"smooth_method": method, "smooth_value": value})
        for method, value in itertools.product(
            ("floor", "add-k", "exp"),
            (0, 1.0, 1e19, 10**19, 10**400, -1, -0.5, float("inf"), float("nan"), "1", True, np.float32(0.1)),
        )
    },
    "CHRF order": assigned("CHRF", order=4),
    "CHRF order more": assigned("CHRF", order=8),
    "CHRF char_order": assigned("CHRF", char_order=4),
    "CHRF word_order": assigned("CHRF", word_order=2),
    "CHRF char_order and order": assigned("CHRF", char_order=3, order=3),
    "CHRF lowercase": assigned("CHRF", lowercase=True),
    "CHRF whitespace": assigned("CHRF", whitespace=True),
    "CHRF beta": assigned("CHRF", beta=3),
    "CHRF beta 0": assigned("CHRF", {"beta": 0}),
    "CHRF beta -1": assigned("CHRF", {"beta": -1}),
    "CHRF beta 0.3": assigned("CHRF", {"beta": 0.3}),
    "CHRF beta None": assigned("CHRF", {"beta": None}),
    "CHRF beta inf": assigned("CHRF", {"beta": float("inf")}),
    "CHRF beta 10**200": assigned("CHRF", {"beta": 10**200}),
    "CHRF eps_smoothing": assigned("CHRF", eps_smoothing=True),
    "CHRF order 0": assigned("CHRF", {"char_order": 0}),
    "CHRF order 0 with eps": assigned("CHRF", {"char_order": 0, "eps_smoothing": True}),
    "CHRF char_order -1": assigned("CHRF", {"char_order": -1, "word_order": 3}),
    "CHRF word_order -1": assigned("CHRF", {"word_order": -1}),
    "CHRF char_order None": assigned("CHRF", {"char_order": 4.0}),
    "TER no_punct": assigned("TER", no_punct=True),
    "TER normalized": assigned("TER", normalized=True),
    "TER case_sensitive": assigned("TER", case_sensitive=True),
    "TER asian_support": assigned("TER", {"normalized": True}, asian_support=True),
    "TER tokenizer": assigned("TER", tokenizer=Shouting()),
    "TER tokenizer that changes again": assigned("TER", tokenizer=lambda line: f"<{line}>"),
    "TER tokenizer, a list": assigned("TER", tokenizer=str.split),
}


def with_another_tercom(package: Any, options: dict[str, Any]) -> Any:
    metric = package.ter.TER(**options)
    metric.tokenizer = package.tok_ter.TercomTokenizer(normalized=True, no_punct=True, asian_support=True)
    return metric


def with_another_option_of_tercom(package: Any, options: dict[str, Any]) -> Any:
    metric = package.ter.TER()  # without references: sacrebleu remembers what a tokenizer made of them
    metric.tokenizer._no_punct = True
    return metric


def with_a_subclass_of_a_tokenizer(package: Any, options: dict[str, Any]) -> Any:
    class Mine(package.tok_13a.Tokenizer13a):  # type: ignore[misc, name-defined]
        def __call__(self, line: str) -> str:
            return super().__call__(line.replace("a", "b"))  # type: ignore[no-any-return]

    metric = package.bleu.BLEU(**options)
    metric.tokenizer = Mine()
    return metric


def with_another_last_step(package: Any, options: dict[str, Any]) -> Any:
    metric = package.bleu.BLEU(**options)
    metric.tokenizer = copy.copy(metric.tokenizer)  # sacrebleu remembers what one tokenizer made
    metric.tokenizer._post_tokenizer = str.upper
    return metric


def with_another_rule(package: Any, options: dict[str, Any]) -> Any:
    import re

    metric = package.bleu.BLEU(**options)
    metric.tokenizer = copy.copy(metric.tokenizer)
    metric.tokenizer._post_tokenizer = copy.copy(metric.tokenizer._post_tokenizer)
    metric.tokenizer._post_tokenizer._re = [(re.compile("t"), " t ")]
    return metric


CASES |= {
    "TER with another tercom": with_another_tercom,
    "TER with another option of tercom": with_another_option_of_tercom,
    "BLEU with a subclass of a tokenizer": with_a_subclass_of_a_tokenizer,
    "BLEU with another last step": with_another_last_step,
    "BLEU with another rule": with_another_rule,
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("streams", [1, 3])
def test_overridden(rng: random.Random, case: str, streams: int) -> None:
    hypotheses, references = corpus(rng, streams)

    def all_of(package: Any) -> list[Any]:
        found = []
        for kept in ({}, {"references": references}):
            try:
                metric = CASES[case](package, kept)
            except Exception as error:
                found.append(type(error))
                continue
            given = None if kept else references
            found += [
                outcome(lambda: metric.corpus_score(hypotheses, given)),
                outcome(lambda: metric.corpus_score(hypotheses, given, n_bootstrap=7)),
                outcome(lambda: str(metric.get_signature())),
                outcome(lambda: metric._extract_corpus_statistics(hypotheses, given)),
                outcome(
                    lambda: metric._aggregate_and_compute(
                        metric._extract_corpus_statistics(hypotheses, given)
                    )
                ),
                outcome(lambda: list(metric._cache_references(references))),
                outcome(lambda: None if metric._ref_cache is None else list(metric._ref_cache)),
                *(
                    outcome(lambda i=i: metric.sentence_score(hypotheses[i], [it[i] for it in references]))
                    for i in range(4)
                ),
            ]
        return found

    for mine, other in zip(all_of(OURS), all_of(THEIRS), strict=True):
        assert repr(mine) == repr(other)


SETTINGS = [
    *(
        ("BLEU", options)
        for options in ({}, {"lowercase": True, "smooth_method": "add-k"}, {"tokenize": "zh"})
    ),
    *(("CHRF", options) for options in ({}, {"word_order": 2, "lowercase": True}, {"eps_smoothing": True})),
    *(("TER", options) for options in ({}, {"normalized": True, "no_punct": True, "asian_support": True})),
]


@pytest.mark.parametrize(("kind", "options"), SETTINGS, ids=str)
def test_rows_and_references_are_the_originals(
    rng: random.Random, kind: str, options: dict[str, Any]
) -> None:
    """Types included: they are counted with, sent to other processes and put into arrays of other programs."""
    for streams in (1, 2, 4):
        hypotheses, references = corpus(rng, streams)
        mine, other = (getattr(getattr(it, kind.lower()), kind)(**options) for it in (OURS, THEIRS))
        assert repr(mine._extract_corpus_statistics(hypotheses, references)) == repr(
            other._extract_corpus_statistics(hypotheses, references)
        )
        assert mine._cache_references(references) == other._cache_references(references)
        rows = other._extract_corpus_statistics(hypotheses, references)
        for convert in (
            list,
            lambda it: it[:1],
            np.array,
            lambda it: np.array(it, "float32"),
            lambda it: list(map(np.array, it)),
        ):
            given = [copy.deepcopy(convert(rows)) for _ in range(2)]  # add-k changes arrays
            assert repr(outcome(lambda given=given: mine._aggregate_and_compute(given[0]))) == repr(
                outcome(lambda given=given: other._aggregate_and_compute(given[1]))
            )
        for convert in (
            lambda it: it[0],
            lambda it: tuple(it[0]),
            lambda it: np.array(it).sum(0),
            lambda it: np.array(it, "float32").sum(0),
        ):
            given = [copy.deepcopy(convert(rows)) for _ in range(2)]
            assert repr(outcome(lambda given=given: mine._compute_score_from_stats(given[0]))) == repr(
                outcome(lambda given=given: other._compute_score_from_stats(given[1]))
            )
        halves = [
            mine._extract_corpus_statistics(hypotheses[i::2], [it[i::2] for it in references]) for i in (0, 1)
        ]
        theirs = [
            other._extract_corpus_statistics(hypotheses[i::2], [it[i::2] for it in references])
            for i in (0, 1)
        ]
        assert outcome(lambda: mine._aggregate_and_compute(halves[0] + halves[1])) == outcome(
            lambda: other._aggregate_and_compute(theirs[0] + theirs[1])
        )


def test_cached_references_do_not_follow_later_changes(rng: random.Random) -> None:
    hypotheses, references = corpus(rng)
    for kind, name, value in (
        ("BLEU", "lowercase", True),
        ("BLEU", "max_ngram_order", 2),
        ("CHRF", "lowercase", True),
        ("CHRF", "whitespace", True),
        ("CHRF", "beta", 1),
        ("TER", "tokenizer", reversed_words),
    ):
        found = []
        for package in (OURS, THEIRS):
            metric = getattr(getattr(package, kind.lower()), kind)(references=references)
            before = outcome(lambda: metric.corpus_score(hypotheses, None))
            setattr(metric, name, value)
            found.append((before, outcome(lambda: metric.corpus_score(hypotheses, None))))
        assert repr(found[0]) == repr(found[1]), (kind, name)


def test_metrics_with_references_are_pickled(rng: random.Random) -> None:
    hypotheses, references = corpus(rng)
    for kind in ("BLEU", "CHRF", "TER"):
        metric = getattr(drop_in, kind)(references=references)
        again = pickle.loads(pickle.dumps(metric))
        assert outcome(lambda: again.corpus_score(hypotheses, None)) == outcome(
            lambda: metric.corpus_score(hypotheses, None)
        )
        assert list(again._ref_cache) == list(metric._ref_cache)


# Functions and constants of modules, replaced for a while.
REPLACED: list[tuple[str, str, Any, str, dict[str, Any]]] = [
    ("bleu", "extract_all_word_ngrams", lambda line, low, high: ({}, len(line)), "BLEU", {}),
    ("bleu", "sum_of_lists", lambda rows: rows[0], "BLEU", {}),
    ("bleu", "my_log", lambda number: -1.0, "BLEU", {}),
    ("chrf", "extract_all_char_ngrams", lambda *args: [], "CHRF", {}),
    ("chrf", "sum_of_lists", lambda rows: rows[-1], "CHRF", {}),
    ("ter", "translation_edit_rate", lambda one, other: (len(one), len(other) + 1), "TER", {}),
    ("ter", "sum_of_lists", lambda rows: rows[-1], "TER", {}),
    ("lib_ter", "_MAX_SHIFT_SIZE", 1, "TER", {}),
    ("lib_ter", "_MAX_SHIFT_DIST", 1, "TER", {}),
    ("lib_ter", "_MAX_SHIFT_CANDIDATES", 2, "TER", {}),
    ("lib_ter", "_BEAM_WIDTH", 3, "TER", {}),
    ("lib_ter", "_COST_SUB", 3, "TER", {}),
    ("tok_ter", "_remove_punct", lambda line: line[::2], "TER", {"no_punct": True}),
]


def named(value: Any) -> str:
    """The same in every process that runs tests beside others."""
    return getattr(value, "__name__", None) or str(value)


@pytest.mark.parametrize(("module", "name", "value", "kind", "options"), REPLACED, ids=named)
def test_replaced_in_a_module(
    monkeypatch: pytest.MonkeyPatch,
    rng: random.Random,
    module: str,
    name: str,
    value: Any,
    kind: str,
    options: dict[str, Any],
) -> None:
    hypotheses, references = corpus(rng)
    found = []
    for package in (OURS, THEIRS):
        monkeypatch.setattr(getattr(package, module), name, value)
        metric = getattr(getattr(package, kind.lower()), kind)(**options)
        found.append(outcome(lambda: metric.corpus_score(hypotheses, references, n_bootstrap=5)))
    assert repr(found[0]) == repr(found[1])


def test_replaced_in_the_class(monkeypatch: pytest.MonkeyPatch, rng: random.Random) -> None:
    hypotheses, references = corpus(rng)
    for kind, name, value in (
        ("BLEU", "_preprocess_segment", lambda self, line: line[::2]),
        ("CHRF", "_remove_punctuation", lambda self, line: line.split()[1:]),
        ("TER", "_preprocess_segment", lambda self, line: line[::2]),
    ):
        found = []
        for package in (OURS, THEIRS):
            base = getattr(getattr(package, kind.lower()), kind)
            monkeypatch.setattr(base, name, value)
            metric = base(word_order=2) if kind == "CHRF" else base()
            found.append(outcome(lambda: metric.corpus_score(hypotheses, references)))
        assert repr(found[0]) == repr(found[1])


def test_a_tokenizer_registered_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """As "module.Class", of the tokenizers' package or of any other."""
    monkeypatch.setitem(our_bleu._TOKENIZERS, "mine", f"{__name__}.Shouting")
    monkeypatch.setitem(our_bleu._TOKENIZERS, "again", "tokenizer_char.TokenizerChar")
    assert "mine" in drop_in.BLEU.TOKENIZERS
    assert drop_in.BLEU(tokenize="mine").corpus_score(["ab"], [["AB"]]).counts == [2, 1, 0, 0]
    assert drop_in.BLEU(tokenize="again").corpus_score(["ab"], [["ab"]]).counts == [2, 1, 0, 0]
    monkeypatch.setitem(our_bleu._TOKENIZERS, "lost", "tokenizer_lost.Lost")
    with pytest.raises(ModuleNotFoundError):
        drop_in.BLEU(tokenize="lost")


# Metrics of other people.


def length_metric(package: Any) -> Any:
    """A metric with the five methods that sacrebleu asks for: how near lengths are."""

    class LengthSignature(package.base.Signature):  # type: ignore[misc, name-defined]
        def __init__(self, args: dict[str, Any]) -> None:
            super().__init__(args)
            self._abbr["unit"] = "u"
            self.info["unit"] = args["unit"]

    class Length(package.base.Metric):  # type: ignore[misc, name-defined]
        _SIGNATURE_TYPE = LengthSignature

        def __init__(self, unit: str = "words", references: Any = None) -> None:
            super().__init__()
            self.unit = unit
            if references is not None:
                self._ref_cache = self._cache_references(references)

        def _preprocess_segment(self, sent: str) -> str:
            return sent.strip()

        def _extract_reference_info(self, refs: list[str]) -> dict[str, Any]:
            return {"lengths": [len(it.split()) for it in refs]}

        def _compute_segment_statistics(self, hypothesis: str, ref_kwargs: dict[str, Any]) -> list[float]:
            length = len(hypothesis.split())
            return [float(length), float(min(ref_kwargs["lengths"], key=lambda it: abs(it - length)))]

        def _compute_score_from_stats(self, stats: Any) -> Any:
            return package.base.Score("Length", float(stats[0]) / max(1.0, float(stats[1])))

        def _aggregate_and_compute(self, stats: Any) -> Any:
            return self._compute_score_from_stats([sum(column) for column in zip(*stats, strict=True)])

    return Length


def test_metrics_of_other_people(rng: random.Random) -> None:
    hypotheses, references = corpus(rng)
    systems = [("one", hypotheses), ("two", [text(rng) for _ in hypotheses]), ("three", hypotheses[::-1])]
    found = []
    for package in (OURS, THEIRS):
        kind = length_metric(package)
        metric = kind()
        scores = [
            outcome(lambda: metric.corpus_score(hypotheses, references, n_bootstrap=9)),
            str(metric.get_signature()),
            metric.get_signature().format(short=True),
            outcome(lambda: kind(references=references).corpus_score(hypotheses, None)),
            outcome(lambda: kind().corpus_score(hypotheses, None)),
            outcome(lambda: metric.sentence_score("a b", ["a", None])),
            outcome(lambda: metric.sentence_score(3, ["a"])),
        ]
        for test_type, confidence in (("bs", -1), ("ar", -1), ("ar", 11)):
            test = package.significance.PairedTest(
                systems, {"mine": kind(), "BLEU": package.bleu.BLEU()}, references, test_type, 20, confidence
            )
            signatures, results = test()
            scores.append({name: str(it) for name, it in signatures.items()})
            scores.append({name: list(map(str, it)) for name, it in results.items()})
        found.append(scores)
    for mine, other in zip(*found, strict=True):
        assert mine == other


@pytest.mark.parametrize("test_type", ["bs", "ar"])
def test_paired_tests_of_overridden_metrics(rng: random.Random, test_type: str) -> None:
    hypotheses, references = corpus(rng, streams=1)
    systems = [("one", hypotheses), ("two", [text(rng) for _ in hypotheses])]
    for case in (
        "BLEU _preprocess_segment",
        "CHRF _get_match_statistics above",
        "TER tokenizer",
        "BLEU compute_bleu",
    ):
        if case == "BLEU compute_bleu":
            continue  # its score has no name, which tests need
        found = []
        for package in (OURS, THEIRS):
            test = package.significance.PairedTest(
                systems, {"it": CASES[case](package, {})}, references, test_type, 15, 7
            )
            found.append({name: list(map(str, it)) for name, it in test()[1].items()})
        assert found[0] == found[1], case


def test_helpers_of_significance(rng: random.Random) -> None:
    hypotheses, references = corpus(rng, streams=1)
    for kind in ("BLEU", "CHRF", "TER"):
        found = []
        for package in (OURS, THEIRS):
            metric = getattr(getattr(package, kind.lower()), kind)()
            rows = metric._extract_corpus_statistics(hypotheses, references)
            seed, scores = package.significance._bootstrap_resample(rows, metric, 6)
            baseline = metric._aggregate_and_compute(rows)
            info = {"it": (rows, package.significance.Result(baseline.score))}
            others = hypotheses[::-1]
            arguments = (info, "other", others, references, {"it": metric})
            found.append(
                [
                    seed,
                    [it.score for it in scores],
                    str(package.significance._paired_bs_test(*arguments, n_samples=9, seed=3)),
                    str(
                        package.significance._paired_ar_test(
                            *arguments, n_samples=9, n_ar_confidence=5, seed=3
                        )
                    ),
                ]
            )
        assert repr(found[0]) == repr(found[1])


def test_the_core_scores_while_nothing_is_overridden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Subclasses with names of their own and the usual attributes included: sacrebleu's steps are not taken."""

    def step(*args: Any, **options: Any) -> Any:
        raise AssertionError("a step of sacrebleu's is taken")

    hypotheses, references = ["a b c d", "e f"], [["a b c", "e g"], ["a b", "e f g"]]
    for kind in ("BLEU", "CHRF", "TER"):
        base = getattr(drop_in, kind)
        mine = type("Mine", (base,), {"extra": 1, "helper": lambda self: 2})
        for metric in (base(), mine(), base(references=references), copy.copy(base())):
            monkeypatch.setattr(our_base.Metric, "_extract_corpus_statistics", step)
            given = None if metric._ref_cache is not None else references
            metric.corpus_score(hypotheses, given, n_bootstrap=3)
            metric._extract_corpus_statistics(hypotheses, given)
            metric.sentence_score("a b", ["a b c", "a"])
            monkeypatch.undo()
