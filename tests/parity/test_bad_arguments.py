"""Odd arguments give what they give in the originals: the same values, or errors of the same types."""

# ruff: noqa: B023  # what is defined in a loop is called in it

from __future__ import annotations

import itertools
import logging
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import gramscore.compat.sacrebleu as our_sacrebleu
from gramscore.compat.nltk import bleu_score as our_bleu
from gramscore.compat.nltk import gleu_score as our_gleu
from gramscore.compat.nltk import nist_score as our_nist
from gramscore.compat.rouge_score import rouge_scorer as our_rouge
from gramscore.compat.rouge_score import scoring as our_scoring
from gramscore.compat.rouge_score import tokenize as our_tokenize

logging.getLogger("sacrebleu").setLevel(logging.CRITICAL)


def outcome(call: Callable[[], Any]) -> Any:
    """What is returned, as text, or the type of the error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = call()
        except Exception as error:
            return type(error)
    if hasattr(found, "_verbose"):
        return (found.name, repr(found.score), str(found))
    return repr(found)


FAULTS: list[str] = []


@pytest.fixture(autouse=True)
def faults() -> Iterator[None]:
    """All of a test's are shown together."""
    FAULTS.clear()
    yield
    assert FAULTS == []


def compare(call: Callable[[Any], Any], ours: Any, theirs: Any, note: Any) -> None:
    found, expected = outcome(lambda: call(ours)), outcome(lambda: call(theirs))
    if found != expected:
        FAULTS.append(f"{note}: {found} for {expected}")


class Text(str):
    """A str of somebody's own."""


TEXTS = [
    None,
    "a b",
    "",
    3,
    2.5,
    b"a b",
    ["a b"],
    [],
    ("a", "b"),
    {"a": 1},
    True,
    object,
    np.str_("a b"),
    Text("a"),
]
LISTS = [
    *(None, [], (), "", "ab", 5, {}, {"a": 1}, {"a"}, range(2)),
    *(["a b"], ["a b", "c"], ("a b", "c"), deque(["a b"]), iter(["a b"]), np.array(["a b"])),
    *(
        [None],
        [None, "a"],
        ["a", None],
        [3],
        ["a", 3],
        [b"a"],
        ["a", b"a"],
        [["a b"]],
        [np.str_("a b")],
        [""],
    ),
]
STREAMS = [
    *LISTS,
    *([["a b"], ["c"]], [["a b", "c"]], [["a b", None]], [[None, "c"]], [[None], [None]], [["a b"], [None]]),
    *([["a b"], []], [[], ["a b"]], [["a b"], None], [None, ["a b"]], [[["a b"]]], [["a b", ["c"]]]),
    *(
        [["a b", 3]],
        [[3]],
        [[b"a b"]],
        [("a b", "c")],
        [np.array(["a b"])],
        [{"a b": 1}],
        [3],
        [iter(["a b"])],
    ),
]
METRICS = ("BLEU", "CHRF", "TER")


def fresh(value: Any) -> Any:
    """Iterators are used up."""
    return iter(["a b"]) if hasattr(value, "__next__") else value


@pytest.mark.parametrize("kind", METRICS)
def test_corpora(kind: str) -> None:
    theirs = pytest.importorskip("sacrebleu")
    for hypotheses, references in itertools.product(LISTS, STREAMS):
        if any(hasattr(it, "__next__") for it in (hypotheses, references)) or "iter" in repr(references):
            continue
        note = (hypotheses, references)
        compare(
            lambda it: getattr(it, kind)().corpus_score(hypotheses, references), our_sacrebleu, theirs, note
        )
        compare(
            lambda it: getattr(it, kind)(references=references).corpus_score(hypotheses, None),
            our_sacrebleu,
            theirs,
            note,
        )
        compare(
            lambda it: getattr(it, kind)()._extract_corpus_statistics(hypotheses, references),
            our_sacrebleu,
            theirs,
            note,
        )
        compare(
            lambda it: getattr(it, f"corpus_{kind.lower()}")(hypotheses, references),
            our_sacrebleu,
            theirs,
            note,
        )


@pytest.mark.parametrize("kind", METRICS)
def test_sentences(kind: str) -> None:
    theirs = pytest.importorskip("sacrebleu")
    for hypothesis, references in itertools.product(TEXTS, STREAMS):
        if "iter" in repr(references):
            continue
        note = (hypothesis, references)
        compare(
            lambda it: getattr(it, kind)().sentence_score(hypothesis, references), our_sacrebleu, theirs, note
        )
        compare(
            lambda it: getattr(it, f"sentence_{kind.lower()}")(hypothesis, references),
            our_sacrebleu,
            theirs,
            note,
        )


VALUES = [None, 0, 1, -1, 2, 2.5, "x", "", True, [], float("nan"), float("inf"), 10**30, b"x", object]
OPTIONS = {
    "BLEU": [
        "lowercase",
        "force",
        "tokenize",
        "smooth_method",
        "max_ngram_order",
        "effective_order",
        "trg_lang",
    ],
    "CHRF": ["char_order", "word_order", "beta", "lowercase", "whitespace", "eps_smoothing"],
    "TER": ["normalized", "no_punct", "asian_support", "case_sensitive"],
}


@pytest.mark.parametrize("kind", METRICS)
def test_options(kind: str) -> None:
    theirs = pytest.importorskip("sacrebleu")
    for name, value in itertools.product(OPTIONS[kind], VALUES):
        if value == 10**30 and name.endswith("order"):
            continue  # memory

        def use(package: Any) -> Any:
            metric = getattr(package, kind)(**{name: value})
            score = metric.corpus_score(["a b c", "d"], [["a b", "D"], [None, "d"]], n_bootstrap=4)
            return score.score, str(metric.get_signature())

        compare(use, our_sacrebleu, theirs, (name, value))
    for name in ("ja-mecab", "ko-mecab"):
        compare(
            lambda it: it.BLEU(tokenize=name).signature(), our_sacrebleu, theirs, name
        )  # RuntimeError without it
    compare(lambda it: it.BLEU(nothing=1), our_sacrebleu, theirs, "nothing")


def test_no_bootstraps() -> None:
    theirs = pytest.importorskip("sacrebleu")
    for kind, samples in itertools.product(METRICS, (None, -1, 0, 1, 2, "3", 2.5, True)):
        compare(
            lambda it: getattr(it, kind)().corpus_score(["a b", "c d"], [["a b", "c"]], n_bootstrap=samples),
            our_sacrebleu,
            theirs,
            (kind, samples),
        )


COUNTS = [
    [],
    [1],
    [3, 2, 1, 0],
    [0, 0, 0, 0],
    [2.5, 1.5, 0.5, 0.1],
    [3, 2, 1, 0, 5],
    None,
    (3, 2, 1, 0),
    "abcd",
]


def test_compute_bleu() -> None:
    theirs = pytest.importorskip("sacrebleu")
    for correct, total in itertools.product(COUNTS, [*COUNTS, [4, 3, 2, 1], np.array([4, 3, 2, 1])]):
        for sys_len, ref_len in ((4, 4), (0, 3), (3, 5), (3, 0), (-1, 2), (2.5, 3), (None, 1)):
            for options in (
                {},
                {"smooth_method": "exp", "effective_order": True},
                {"smooth_method": "add-k"},
                {"smooth_method": "add-k", "smooth_value": -5},
                {"smooth_method": "floor", "smooth_value": 1e19},
                {"smooth_method": "floor", "max_ngram_order": 2},
                {"smooth_method": "x"},
            ):

                def use(package: Any) -> Any:
                    lists = [it.copy() if hasattr(it, "copy") else it for it in (correct, total)]
                    score = package.BLEU.compute_bleu(*lists, sys_len, ref_len, **options)
                    return score.score, score.counts, score.totals, score.precisions, score.bp, lists

                compare(use, our_sacrebleu, theirs, (correct, total, sys_len, ref_len, options))


# rouge-score


def test_rouge_scorers() -> None:
    theirs = pytest.importorskip("rouge_score.rouge_scorer")
    types = [
        *(
            ["rouge1"],
            ["rougeL", "rougeLsum"],
            ["rougeLsum"],
            [],
            (),
            "rouge1",
            {"rouge1"},
            {"rouge1", "rougeL"},
        ),
        *({"rouge1": 1}, None, 3, ["rouge0"], ["rouge10"], ["rouge"], ["ROUGE1"], [None], [3], [b"rouge1"]),
        *(
            ["rouge1\n"],
            ["rouge1", "rouge1"],
            ("rouge2",),
            ["rougeL", 3],
            ["rougeLsum", "x"],
            iter(["rouge1"]),
        ),
    ]

    def flat(found: Any) -> Any:
        return {name: tuple(score) for name, score in found.items()}

    for kind in types:
        if hasattr(kind, "__next__"):
            kind = deque(["rouge1"])
        for options in ({}, {"use_stemmer": True}, {"use_stemmer": 1}, {"tokenizer": 3}, {"tokenizer": []}):
            for target, prediction in itertools.product(TEXTS, TEXTS):
                compare(
                    lambda it: flat(it.RougeScorer(kind, **options).score(target, prediction)),
                    our_rouge,
                    theirs,
                    (kind, options, target, prediction),
                )
        for targets, prediction in itertools.product(LISTS, TEXTS[:5]):
            compare(
                lambda it: flat(it.RougeScorer(kind).score_multi(fresh(targets), prediction)),
                our_rouge,
                theirs,
                (kind, targets, prediction),
            )


def test_rouge_helpers() -> None:
    theirs = pytest.importorskip("rouge_score.scoring")
    their_tokenize = pytest.importorskip("rouge_score.tokenize")
    their_scorer = pytest.importorskip("rouge_score.rouge_scorer")
    for interval, samples in itertools.product(
        (0.95, 0, 1, -0.1, 1.1, None, "a"), (1, 0, -1, None, 2.5, "a")
    ):

        def use(package: Any) -> Any:
            np.random.seed(3)
            aggregator = package.BootstrapAggregator(confidence_interval=interval, n_samples=samples)
            aggregator.add_scores({"x": package.Score(0.1, 0.2, 0.3)})
            aggregator.add_scores({"x": package.Score(0.3, 0.2, 0.1)})
            return [tuple(map(float, it)) for it in aggregator.aggregate()["x"]]

        compare(use, our_scoring, theirs, (interval, samples))
    for scores in (None, [], {}, {"x": 3}, {"x": (1, 2, 3)}, {"x": None}, 5):

        def use_scores(package: Any) -> Any:
            aggregator = package.BootstrapAggregator(n_samples=2)
            aggregator.add_scores(scores)
            return sorted(aggregator.aggregate())

        compare(use_scores, our_scoring, theirs, scores)
    for precision, recall in itertools.product((0, 0.5, -0.5, None, float("nan"), 1), repeat=2):
        compare(lambda it: it.fmeasure(precision, recall), our_scoring, theirs, (precision, recall))
    for text, stemmer in itertools.product(TEXTS, (None, 3, "x")):
        compare(lambda it: it.tokenize(text, stemmer), our_tokenize, their_tokenize, (text, stemmer))
    for name in ("_create_ngrams", "_lcs_table", "_score_lcs", "_union_lcs", "_summary_level_lcs", "lcs_ind"):
        for one, other in itertools.product([*TEXTS[1:9], ["a", "b"], [["a"], ["b"]], [[]], 2, 0], repeat=2):

            def call(package: Any) -> Any:
                found = getattr(package, name)(one, other)
                return tuple(found) if name.startswith(("_score", "_summary")) else found

            compare(call, our_rouge, their_scorer, (name, one, other))
    for one, other in itertools.product(
        [None, {}, {"a": 2}, {"a": "b"}, our_rouge.Counter("aab"), 3], repeat=2
    ):
        compare(lambda it: tuple(it._score_ngrams(one, other)), our_rouge, their_scorer, (one, other))


# NLTK

TOKENS = [
    None,
    [],
    ["a"],
    ["a", "b"],
    ("a", "b"),
    "ab",
    "",
    3,
    [["a"]],
    [None],
    [1, 1.0, True],
    {"a": 1},
    {"a"},
    [b"a"],
]
REFERENCES = [
    None,
    [],
    [[]],
    [["a"]],
    [["a", "b"], []],
    [None],
    ["ab", "a"],
    "ab",
    3,
    [["a"], None],
    (("a", "b"),),
]
WEIGHTS = [
    (0.25,) * 4,
    (1,),
    (),
    [],
    None,
    "ab",
    (None,),
    [(0.5, 0.5), (1,)],
    [(0.5, 0.5), ()],
    [()],
    3,
    ("0.5",),
    (-1e100, -1e100),
]


def test_nltk_bleu() -> None:
    theirs = pytest.importorskip("nltk.translate.bleu_score")
    for references, hypothesis in itertools.product(REFERENCES, TOKENS):
        for weights in WEIGHTS:
            compare(
                lambda it: it.sentence_bleu(references, hypothesis, weights=weights),
                our_bleu,
                theirs,
                (references, hypothesis, weights),
            )
        for method in (None, "method1", "method4", "method6", 3, "x"):

            def smoothed(package: Any) -> Any:
                smoothing = getattr(package.SmoothingFunction(), str(method), method)
                return package.sentence_bleu(references, hypothesis, (0.5, 0.5), smoothing)

            compare(smoothed, our_bleu, theirs, (references, hypothesis, method))
        for n in (0, 1, 2, 3, -1, None, 1.5):
            compare(
                lambda it: (lambda p: (p.numerator, p.denominator))(
                    it.modified_precision(references, hypothesis, n)
                ),
                our_bleu,
                theirs,
                (references, hypothesis, n),
            )
    for references, length in itertools.product(REFERENCES, (0, 1, 2, None, 1.5, "a")):
        compare(lambda it: it.closest_ref_length(references, length), our_bleu, theirs, (references, length))
    for ref_len, hyp_len in itertools.product((0, 1, 3, 2.5, None, "a", -1), repeat=2):
        compare(lambda it: it.brevity_penalty(ref_len, hyp_len), our_bleu, theirs, (ref_len, hyp_len))


CORPORA = [
    ([], []),
    ([[["a"]]], []),
    ([], [["a"]]),
    (None, []),
    ([[["a"]], [["b"]]], [["a"], ["c"]]),
    ([[], [["b"]]], [["a"], ["b"]]),
]


def test_nltk_corpora() -> None:
    for name, ours in (("bleu", our_bleu), ("gleu", our_gleu), ("nist", our_nist)):
        theirs = pytest.importorskip(f"nltk.translate.{name}_score")
        for references, hypotheses in CORPORA:
            compare(
                lambda it: getattr(it, f"corpus_{name}")(references, hypotheses),
                ours,
                theirs,
                (references, hypotheses),
            )


def test_nltk_gleu() -> None:
    theirs = pytest.importorskip("nltk.translate.gleu_score")
    lengths = [
        (1, 4),
        (2, 1),
        (0, 2),
        (1, -1),
        (-1, 2),
        (1, 0),
        (1, -3),
        (None, 2),
        (1, None),
        (1.0, 2),
        (1, 2.5),
        (3, 9),
    ]
    for references, hypothesis in itertools.product(REFERENCES, TOKENS):
        for low, high in lengths:
            compare(
                lambda it: it.sentence_gleu(references, hypothesis, low, high),
                our_gleu,
                theirs,
                (references, hypothesis, low, high),
            )


def test_nltk_nist() -> None:
    theirs = pytest.importorskip("nltk.translate.nist_score")
    for references, hypothesis in itertools.product(REFERENCES, TOKENS):
        for n in (1, 2, 5, 0, -1, None, 1.5):
            compare(
                lambda it: it.sentence_nist(references, hypothesis, n),
                our_nist,
                theirs,
                (references, hypothesis, n),
            )
    for ref_len, hyp_len in itertools.product((0, 1, 3, 2.5, None, "a", -1), repeat=2):
        compare(lambda it: it.nist_length_penalty(ref_len, hyp_len), our_nist, theirs, (ref_len, hyp_len))
