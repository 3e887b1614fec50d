"""The result object."""

from __future__ import annotations

import copy
import gc
import math
import pickle
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore import ROUGE, RougeArrays, RougeScore, RougeScores

pytestmark = pytest.mark.quick

TYPES = ["rouge2", "rougeL", "rouge1"]


@pytest.fixture
def scores() -> RougeScores:
    return ROUGE(TYPES).score(["the cat sat", "a dog", ""], ["the cat sat down", "no match", "x"])


def test_statistics(scores: RougeScores) -> None:
    assert isinstance(scores, gramscore.Scores)
    assert scores.stats.dtype == np.int64
    assert scores.stats.shape == (3, 9)
    assert scores.stats.flags.c_contiguous
    assert scores.stats.tolist() == [
        [2, 2, 3, 3, 3, 4, 3, 3, 4],
        [0, 1, 1, 0, 2, 2, 0, 2, 2],
        [0, 0, 0, 0, 0, 1, 0, 0, 1],
    ]


def test_columns(scores: RougeScores) -> None:
    parts = ("match", "prediction", "reference")
    assert scores.columns == tuple(f"{name}_{part}" for name in TYPES for part in parts)
    assert scores.types == tuple(TYPES)


def test_arrays_by_type(scores: RougeScores) -> None:
    arrays = scores["rouge1"]
    assert isinstance(arrays, RougeArrays)
    for part in arrays:
        assert part.dtype == np.float64
        assert part.shape == (3,)
    assert arrays.precision.tolist() == [1.0, 0.0, 0.0]
    assert arrays.recall.tolist() == [0.75, 0.0, 0.0]
    assert arrays.fmeasure.tolist() == [2 * 0.75 / 1.75, 0.0, 0.0]


def test_arrays_unpack_and_pickle(scores: RougeScores) -> None:
    arrays = scores["rouge2"]
    precision, recall, fmeasure = arrays
    assert precision is arrays.precision
    assert recall is arrays[1]
    for made in (pickle.loads(pickle.dumps(arrays)), copy.copy(arrays), copy.deepcopy(arrays)):
        assert isinstance(made, RougeArrays)
        assert made.recall.tolist() == recall.tolist()
        assert made.fmeasure.tolist() == fmeasure.tolist()
    with pytest.raises(IndexError, match="holds three arrays"):
        arrays[3]
    with pytest.raises(AttributeError):
        arrays.precision = recall  # type: ignore[misc]


def overwrite(array: Any) -> None:
    array[0] = 7.0


@pytest.mark.parametrize(
    "change",
    [
        overwrite,
        lambda array: array.setflags(write=False),
        lambda array: array.resize(3, refcheck=False),
        lambda array: array.resize((1, 1), refcheck=False),
    ],
)
def test_arrays_of_a_pair_do_not_remember_what_became_of_others(change: Callable[[Any], None]) -> None:
    metric = ROUGE(["rougeL"])
    for _ in range(3):  # of which later ones may be in the memory of the first
        arrays = metric.score(["a b"], ["a b"])["rougeL"]
        for array in arrays:
            change(array)
        del array, arrays
        for array, expected in zip(metric.score(["a b c"], ["a"])["rougeL"], (1 / 3, 1.0, 0.5), strict=True):
            assert (array.dtype, array.shape, array.strides, array.flags.writeable) == (
                np.float64,
                (1,),
                (8,),
                True,
            )
            assert array.tolist() == [expected]


def test_arrays_of_a_pair_outlive_it() -> None:
    metric = ROUGE(["rouge1"])
    arrays = metric.score(["a b"], ["a c"])["rouge1"]
    kept = [arrays.recall, arrays.fmeasure[:], memoryview(arrays.precision)]
    del arrays
    others = [metric.score(["a"], ["a"])["rouge1"] for _ in range(40)]
    assert [array.tolist() for other in others for array in other] == [[1.0]] * 120
    assert [array.tolist() for array in kept] == [[0.5]] * 3


def test_arrays_of_a_pair_end_with_it() -> None:
    arrays = ROUGE(["rouge1"]).score(["a b"], ["a c"])["rouge1"]
    watched = weakref.ref(arrays.precision)
    del arrays
    assert watched() is None


def test_examples_is_a_mapping(scores: RougeScores) -> None:
    assert list(scores.examples) == TYPES
    assert len(scores.examples) == 3
    assert "rouge1" in scores.examples
    assert "rouge9" not in scores.examples
    assert scores.examples["rouge2"].recall.tolist() == [2 / 3, 0.0, 0.0]


def test_corpus_is_a_mapping_of_means(scores: RougeScores) -> None:
    corpus = scores.corpus
    assert list(corpus) == TYPES
    assert isinstance(corpus["rouge1"], RougeScore)
    assert corpus["rouge1"] == (1 / 3, 0.25, 2 * 0.75 / 1.75 / 3)
    assert type(corpus["rouge1"].precision) is float
    for name in TYPES:
        assert corpus[name] == tuple(math.fsum(part.tolist()) / 3 for part in scores[name])
    assert dict(corpus) == {name: corpus[name] for name in TYPES}


@pytest.mark.parametrize("absent", ["rouge3", "rouge1_match", "", 0, None, ["rouge1"]])
def test_absent_type(scores: RougeScores, absent: object) -> None:
    for read in (scores.__getitem__, scores.examples.__getitem__, scores.corpus.__getitem__):
        with pytest.raises((KeyError, TypeError)):
            read(absent)  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="they hold rouge2, rougeL, rouge1"):
        scores["rougeX"]


def test_length_and_repr(scores: RougeScores) -> None:
    assert len(scores) == 3
    figures = ", ".join(f"{name} F {one.fmeasure:.4f}" for name, one in scores.corpus.items())
    assert repr(scores) == f"<RougeScores {figures} of 3 examples, {scores.signature}>"
    assert "rouge1" in repr(scores.corpus)


def test_signature_names_all_options() -> None:
    version = gramscore.__version__
    assert ROUGE(["rouge1", "rougeLsum"]).signature == (
        f"rouge|types:rouge1,rougeLsum|stem:no|tok:rouge|sent:newline|version:{version}"
    )
    assert ROUGE(["rouge1"], stemmer=True).signature == (
        f"rouge|types:rouge1|stem:porter|tok:rouge|sent:newline|version:{version}"
    )
    assert "|tok:whitespace|" in ROUGE(tokenizer="whitespace").signature
    assert "|tok:given|sent:given|" in ROUGE(tokenizer=None, sentence_splitter=None).signature
    signature = ROUGE(tokenizer=copy.copy, sentence_splitter=copy.deepcopy).signature
    assert "|tok:copy.copy|sent:copy.deepcopy|" in signature


@pytest.mark.parametrize(
    ("make", "option"),
    [
        *((gramscore.METEOR, name) for name in ("alpha", "beta", "gamma")),
        *((gramscore.RIBES, name) for name in ("alpha", "beta")),
        *((gramscore.EED, name) for name in ("alpha", "rho", "deletion", "insertion")),
        (gramscore.ANLS, "threshold"),
        (gramscore.CHRF, "beta"),
        (gramscore.CIDEr, "sigma"),
    ],
)
def test_signatures_have_all_digits(make: Any, option: str) -> None:
    """Or the states of different metrics would add up."""
    one, other = (make(**{option: value}).signature for value in (0.3, 0.30000000000000004))
    assert f":{0.3}|" in one
    assert f":{0.30000000000000004}|" in other


def test_scores_carry_the_metric_s_signature() -> None:
    metric = ROUGE(["rouge3"], stemmer=True)
    assert metric.score(["a"], ["a"]).signature == metric.signature
    assert metric.types == ("rouge3",)
    assert repr(metric) == f"<ROUGE {metric.signature}>"


def test_types_keep_their_order() -> None:
    forwards = ROUGE(["rouge1", "rougeL"]).score(["a b"], ["b c a"])
    backwards = ROUGE(["rougeL", "rouge1"]).score(["a b"], ["b c a"])
    assert forwards.stats.tolist() == [[2, 2, 3, 1, 2, 3]]
    assert backwards.stats.tolist() == [[1, 2, 3, 2, 2, 3]]
    assert forwards != backwards


def test_default_types() -> None:
    assert ROUGE().types == ("rouge1", "rouge2", "rougeL", "rougeLsum")


def test_addition(scores: RougeScores) -> None:
    other = ROUGE(TYPES).score(["a b"], ["a"])
    both = scores + other
    assert type(both) is RougeScores
    assert len(both) == 4
    assert both.stats.tolist() == scores.stats.tolist() + other.stats.tolist()
    assert both.columns == scores.columns
    assert both["rouge1"].recall.tolist() == [0.75, 0.0, 0.0, 1.0]
    assert len(scores) == 3


def test_addition_after_reading(scores: RougeScores) -> None:
    assert len(scores["rouge1"].recall) == 3
    assert len((scores + scores)["rouge1"].recall) == 6


def test_addition_of_other_scores(scores: RougeScores) -> None:
    other = ROUGE(TYPES, stemmer=True).score(["a"], ["a"])
    with pytest.raises(ValueError, match=r"stem:no.*stem:porter"):
        scores + other
    with pytest.raises(TypeError):
        scores + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        scores + scores.stats  # type: ignore[operator]


def test_equality(scores: RougeScores) -> None:
    metric = ROUGE(TYPES)
    again = metric.score(["the cat sat", "a dog", ""], ["the cat sat down", "no match", "x"])
    assert scores == again
    assert scores != metric.score(["the cat sat"], ["the cat sat down"])
    assert scores != ROUGE(TYPES, stemmer=True).score(["a"], ["a"])
    assert scores != 1
    with pytest.raises(TypeError):
        hash(scores)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_scores_pickle(scores: RougeScores, protocol: int) -> None:
    copied = pickle.loads(pickle.dumps(scores, protocol))
    assert copied == scores
    assert copied.columns == scores.columns
    assert copied["rouge1"].recall.tolist() == [0.75, 0.0, 0.0]
    assert dict(copied.corpus) == dict(scores.corpus)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_metrics_pickle(scores: RougeScores, protocol: int) -> None:
    metric = ROUGE(["rouge1", "rougeLsum"], tokenizer=str.split, sentence_splitter=str.splitlines)
    copied = pickle.loads(pickle.dumps(metric, protocol))
    assert copied.signature == metric.signature
    texts = ["A b\nc", "d"], ["b A c", "e"]
    assert copied.score(*texts) == metric.score(*texts)


def test_scores_and_metrics_copy(scores: RougeScores) -> None:
    assert copy.deepcopy(scores) == scores
    assert copy.copy(scores) == scores
    assert copy.deepcopy(ROUGE(TYPES)).score(["a"], ["a"]) == ROUGE(TYPES).score(["a"], ["a"])


@pytest.mark.parametrize("threads", [None, 1, 2, 3, 7, 64])
def test_threads_change_nothing(threads: int | None) -> None:
    predictions = [f"the cat {i % 17} sat on mat {i % 5}" for i in range(9000)]
    references = [f"a cat {i % 13} on the mat {i % 7}" for i in range(9000)]
    metric = ROUGE(["rouge1", "rouge2", "rougeL", "rougeLsum"])
    assert metric.score(predictions, references, threads=threads) == metric.score(
        predictions, references, threads=1
    )


def test_progress_callable() -> None:
    seen: list[tuple[int, int]] = []
    n = 200_000
    scores = ROUGE(["rouge1"]).score(
        ["a b c d e f"] * n, ["a b x"] * n, progress=lambda *now: seen.append(now)
    )
    assert seen[-1] == (n, n)
    assert all(total == n for _, total in seen)
    done = [it for it, _ in seen]
    assert done == sorted(done)
    assert len(scores) == n


def test_progress_of_one_example() -> None:
    seen: list[tuple[int, int]] = []
    ROUGE(["rouge1"]).score(["a"], ["b"], progress=lambda *now: seen.append(now))
    assert seen == [(1, 1)]


def test_progress_bar(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rich")
    scores = ROUGE(["rouge1"]).score(["a"] * 1000, ["a"] * 1000, progress=True)
    assert scores.corpus["rouge1"].recall == 1.0
    assert capsys.readouterr().out == ""


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    ROUGE().score(["a"] * 100, ["b"] * 100)
    assert capfd.readouterr() == ("", "")


def test_a_metric_forgets_what_it_scored() -> None:
    metric = ROUGE(["rouge1", "rougeL"])
    first = metric.score(["a b c"], ["c b a"])
    metric.score([" ".join(f"w{i}" for i in range(5000))], ["w1 w2"])
    assert metric.score(["a b c"], ["c b a"]) == first


@pytest.mark.parametrize(
    "metric",
    [
        gramscore.BLEU(tokenizer="none"),
        gramscore.BLEU.nltk(tokenizer="none"),
        gramscore.BLEU.huggingface(),
        gramscore.GLEU(tokenizer="none"),
        gramscore.CHRF(),
        gramscore.TER(),
    ],
    ids=str,
)
def test_sums_beyond_64_bits_are_an_error(metric: Any) -> None:
    rows = metric.score(["a b"], [["a c"]]).stats
    scores = metric._scores(np.full((2, rows.shape[1]), 2**62))
    with pytest.raises(OverflowError, match="beyond 64 bits"):
        scores.corpus  # noqa: B018 - what it is made of is what fails


def test_the_arrays_of_one_pair() -> None:
    """A single example's statistics and figures lie elsewhere than those of many."""
    scores = ROUGE(TYPES).score(["the cat sat"], ["the cat sat down"])
    arrays = scores["rougeL"]
    assert [part.tolist() for part in arrays] == [[1.0], [0.75], [6 / 7]]
    assert pickle.loads(pickle.dumps(arrays)).recall.tolist() == [0.75]
    fmeasure = arrays.fmeasure
    assert fmeasure.shape == (1,)
    assert fmeasure.flags.c_contiguous
    assert fmeasure.flags.aligned
    fmeasure[0] = 2
    assert arrays.fmeasure.tolist() == [2]
    del scores, arrays
    gc.collect()
    assert fmeasure.tolist() == [2]


def test_the_statistics_of_one_pair() -> None:
    many = ROUGE(TYPES).score(["the cat sat", "a"], ["the cat sat down", "b"])
    one = ROUGE(TYPES).score(["the cat sat"], ["the cat sat down"])
    assert one["rouge1"].recall.tolist() == [0.75]  # read before there is an array
    assert one.stats is one.stats
    assert one.stats.dtype == np.int64
    assert one.stats.tolist() == many.stats[:1].tolist()
    one.stats = many.stats
    assert one == many
    assert ROUGE().score(["a b"], [["c", "a b"]]).single_reference is False
    assert ROUGE().score(["a b"], ["a b"]).single_reference is True


def test_other_metrics_of_one_pair() -> None:
    for metric in (
        gramscore.BLEU(),
        gramscore.CHRF(word_order=2),
        gramscore.CHRF(word_order=9),
        gramscore.TER(),
    ):
        one = metric.score(["the cat sat"], ["the cat sat down"])
        two = metric.score(["the cat sat"] * 2, ["the cat sat down"] * 2)
        assert one.stats.tolist() == two.stats[:1].tolist()
        assert one + one == two
        assert pickle.loads(pickle.dumps(one)) == one


def test_scores_that_were_never_set_up() -> None:
    empty: Any = RougeScores.__new__(RougeScores)
    with pytest.raises(AttributeError, match="stats"):
        _ = empty.stats
    with pytest.raises(AttributeError, match="formula"):
        empty["rouge1"]
    with pytest.raises(AttributeError, match="types"):
        RougeScores(np.zeros((1, 3), np.int64), ("a", "b", "c"), "none")["rouge1"]


def test_scores_that_are_set_up_again(scores: RougeScores) -> None:
    other = ROUGE(["rouge1"]).score(["the cat"], ["a cat"])
    assert (other["rouge1"].recall.tolist(), other.corpus["rouge1"].recall) == ([0.5], 0.5)
    other._examples = None
    assert other["rouge1"].recall.tolist() == [0.5]
    other.__setstate__(scores.__getstate__())
    assert other == scores
    assert other.corpus == scores.corpus
    assert other["rougeL"].recall.tolist() == scores["rougeL"].recall.tolist()


def test_names_that_change_the_scores_while_they_are_compared(scores: RougeScores) -> None:
    class Name(str):
        def __eq__(self, other: object) -> bool:
            scores.__setstate__(ROUGE(["rouge9"]).score(["x"], ["x"]).__getstate__())
            return super().__eq__(other)

        __hash__ = str.__hash__

    before = scores["rougeL"].recall.tolist()
    assert scores[Name("rougeL")].recall.tolist() == before


def test_a_subclass_with_an_init_of_its_own() -> None:
    class Own(gramscore.Scores):
        def __init__(self, stats: Any) -> None:
            super().__init__(stats, ("n",), "own")

    assert len(Own(np.zeros((3, 1), np.int64))) == 3


def test_statistics_that_do_not_fit_the_types() -> None:
    scores = ROUGE(TYPES).score(["a"], ["a"])
    scores.stats = np.zeros((1, 3), np.int64)
    with pytest.raises(ValueError, match="columns for type 2"):
        scores["rouge1"]
