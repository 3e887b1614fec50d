"""What matrices, prepared texts and minimum Bayes risk refuse, and answers typed by hand."""

from __future__ import annotations

import math
import pickle
import threading
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore import BLEU, CHRF, NIST, ROUGE, TER, Pruning
from gramscore.many import memory
from gramscore.metrics.metric import Metric

CHRF_METRIC = CHRF()
TEXTS = ["the cat sat", "a cat sat", "dogs"]


def refused(error: type[Exception], message: str, work: Any) -> None:
    with pytest.raises(error) as found:
        work()
    assert str(found.value) == message


def test_wrong_texts_are_named() -> None:
    expected = "references[1] is None: a str is expected"
    refused(TypeError, expected, lambda: CHRF_METRIC.matrix(TEXTS, ["a", None]))
    expected = "predictions[0] is a list: a str is expected (of a list of tokens pass ' '.join(tokens))"
    refused(TypeError, expected, lambda: CHRF_METRIC.matrix([["a"]]))
    expected = "groups[1][0] is 5 (int): a str is expected"
    refused(TypeError, expected, lambda: CHRF_METRIC.matrices([["a"], [5]]))
    expected = "texts[2] is None: a str is expected"
    refused(TypeError, expected, lambda: CHRF_METRIC.prepare(["a", "b", None]))


def test_wrong_groups_are_named() -> None:
    expected = "groups[1] is a str: a list of texts is expected"
    refused(TypeError, expected, lambda: CHRF_METRIC.matrices([["a"], "b"]))
    expected = "groups is a str: a list of groups, each a list of texts, is expected"
    refused(TypeError, expected, lambda: CHRF_METRIC.matrices("ab"))
    expected = "groups[0] is None: a list of texts is expected"
    refused(TypeError, expected, lambda: gramscore.mbr([None], CHRF_METRIC))
    expected = "references has 1 lists for 2 groups: one for each group is needed"
    refused(ValueError, expected, lambda: CHRF_METRIC.matrices([["a"], ["b"]], [["a"]]))


def test_other_options_are_named() -> None:
    other = CHRF(word_order=2)
    prepared = CHRF_METRIC.prepare(TEXTS)
    for work in (
        lambda: other.score(TEXTS, prepared),
        lambda: other.score(prepared, TEXTS),
        lambda: other.matrix(prepared),
        lambda: other.leave_one_out(prepared),
    ):
        with pytest.raises(ValueError, match="was prepared for other options") as found:
            work()
        assert CHRF_METRIC.signature in str(found.value)
        assert other.signature in str(found.value)
    with pytest.raises(TypeError, match=r"references is texts prepared for chrf"):
        gramscore.evaluate(TEXTS, prepared, ["bleu", "ter"])


def test_outputs() -> None:
    out = np.empty((3, 3), np.float32)
    found = CHRF_METRIC.matrix(TEXTS, out=out)
    assert found.scores is out
    assert np.array_equal(out, CHRF_METRIC.matrix(TEXTS).scores.astype(np.float32))
    assert CHRF_METRIC.matrix(TEXTS, dtype=np.float32).scores.dtype == np.float32
    refused(
        ValueError,
        "out has the shape (2, 3): (3, 3) is needed",
        lambda: CHRF_METRIC.matrix(TEXTS, out=out[:2]),
    )
    with pytest.raises(TypeError, match="out is an array of int64"):
        CHRF_METRIC.matrix(TEXTS, out=np.empty((3, 3), np.int64))
    with pytest.raises(ValueError, match="C order"):
        CHRF_METRIC.matrix(TEXTS, out=np.empty((3, 3)).T)
    with pytest.raises(ValueError, match="dtype is int8"):
        CHRF_METRIC.matrix(TEXTS, dtype=np.int8)
    matches = np.empty((1, 3, 3), np.uint32)
    ROUGE(["rouge1"]).matrix(TEXTS, out=matches)
    assert matches[0].tolist() == [[3, 2, 0], [2, 3, 0], [0, 0, 1]]


def test_a_matrix_without_room_is_refused_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_memory", lambda: 1000)
    prepared = CHRF_METRIC.prepare(TEXTS * 100)
    expected = (
        "a matrix of 300 x 300 float64 scores needs 703.1 KiB, but this machine has 1000 bytes to give: "
        "pass out=, ask for dtype=numpy.float32, or use top_k()"
    )
    refused(MemoryError, expected, lambda: CHRF_METRIC.matrix(prepared))
    with pytest.raises(MemoryError, match="uint32 matches for 1 ROUGE types needs"):
        ROUGE(["rouge1"]).matrix(TEXTS * 100)
    assert CHRF_METRIC.top_k(prepared, k=1).indices.shape == (300, 1)


def test_empty_lists_and_groups() -> None:
    assert CHRF_METRIC.matrix([]).scores.shape == (0, 0)
    assert CHRF_METRIC.matrix(TEXTS, []).scores.shape == (3, 0)
    assert len(CHRF_METRIC.matrices([])) == 0
    assert len(CHRF_METRIC.prepare([])) == 0
    assert CHRF_METRIC.top_k(["a"], k=3).indices.shape == (1, 0)


@pytest.mark.parametrize(
    "metric", [BLEU(), BLEU(max_order=2, tokenizer="none"), ROUGE(), ROUGE(stemmer=True)], ids=str
)
@pytest.mark.parametrize("types", [300, 20_000])
def test_prepared_texts_take_little_memory(metric: Any, types: int) -> None:
    draw = np.random.default_rng(1)
    words = np.array(
        [f"{'bdkmnrst'[n % 8]}{'aeiou'[n % 5]}{n * 7919 % types:x}rten"[: 4 + n % 9] for n in range(types)]
    )
    made = [" ".join(draw.choice(words, size)) + "." for size in draw.integers(8, 30, 20_000)]
    assert metric.prepare(made).nbytes <= 1.5 * sum(len(text.encode()) for text in made)


def test_prepared_texts() -> None:
    metric = BLEU()
    made = [f"The cat number {n} sat on the mat, and {n % 7} dogs slept nearby." for n in range(20_000)]
    prepared = metric.prepare(made)
    assert len(prepared) == 20_000
    assert len(prepared[5:10]) == 5
    assert len(pickle.loads(pickle.dumps(prepared[:100]))) == 100
    assert "20000 texts" in repr(prepared)
    nested = metric.prepare([["a b", "a c"], ["d"]])
    refused(
        ValueError,
        "predictions is prepared texts of which some items are lists of several texts",
        lambda: metric.matrix(nested),
    )
    with pytest.raises(ValueError, match="differ in length: 3 and 2"):
        metric.score(TEXTS, nested)


@pytest.mark.parametrize("tokenizer", [None, "none", str.split], ids=["tokens", "none", "callable"])
def test_nist_takes_prepared_texts(tokenizer: Any) -> None:
    metric = NIST(3, tokenizer=tokenizer)
    other = "an extraordinarily-long-token that a cat sat on"
    predictions = ["the cat sat on the mat", other, "dogs ran"]
    references = [["the cat sat", "a cat sat on the mat"], [other.upper(), other], ["the dogs ran"]]
    if tokenizer is None:
        predictions = [text.split() for text in predictions]  # type: ignore[misc]
        references = [[text.split() for text in one] for one in references]  # type: ignore[misc]
    wanted = metric.score(predictions, references)
    prepared = metric.prepare(references)
    assert len(prepared) == 3
    for texts in (predictions, metric.prepare(predictions)):
        for others in (references, prepared, pickle.loads(pickle.dumps(prepared))):
            assert metric.score(texts, others) == wanted
    with pytest.raises(ValueError, match="references was prepared for other options: for nist"):
        NIST(2, tokenizer=tokenizer).score(predictions, prepared)
    with pytest.raises(ValueError, match="differ in length: 2 and 3"):
        metric.score(predictions[:2], prepared)
    with pytest.raises(ValueError, match="predictions is prepared texts of which some items are lists"):
        metric.score(prepared, references)


def test_long_tokens_of_many_batches() -> None:
    """Prepared texts and others number their long tokens apart; equal ones are found."""
    metric = BLEU(effective_order=True)
    draw = np.random.default_rng(2)
    words = [
        f"{stem}{n}"
        for n in range(300)
        for stem in ("x", "twenty-one-letter-and-", "more-than-thirty-two-letters-of-")
    ]
    texts = [" ".join(draw.choice(words, 12)) for _ in range(600)]
    others = [" ".join(draw.choice(words, 12)) for _ in range(600)]
    wanted = metric.score(texts, others, threads=1)
    prepared = metric.prepare(others)
    assert metric.score(texts, prepared, threads=1) == wanted
    assert metric.score(texts, prepared[:]) == wanted
    assert metric.score(metric.prepare(texts), others, threads=1) == wanted


def test_progress_and_interrupts() -> None:
    calls: list[tuple[int, int]] = []
    CHRF_METRIC.matrix(TEXTS * 50, progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (150 * 150, 150 * 150)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        TER().matrix(TEXTS * 50, progress=stop, threads=2)


def test_threads_may_share_a_metric_and_prepared_texts() -> None:
    prepared = CHRF_METRIC.prepare(TEXTS * 10)
    wanted = CHRF_METRIC.matrix(prepared).scores
    wrong: list[int] = []

    def work() -> None:
        for _ in range(5):
            if not np.array_equal(CHRF_METRIC.matrix(prepared).scores, wanted):
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_leave_one_out_needs_others() -> None:
    refused(
        ValueError, "texts has 1: each needs others as its references", lambda: BLEU().leave_one_out(["a"])
    )
    with pytest.raises(ValueError, match="top_k\\(\\) takes ROUGE with one type"):
        ROUGE(["rouge1", "rouge2"]).top_k(TEXTS)
    with pytest.raises(ValueError, match="one set has a matrix"):
        BLEU.nltk(weights=[(1,), (0.5, 0.5)], tokenizer="none").matrix(TEXTS)


def test_mean_of_pairs() -> None:
    scores = CHRF_METRIC.matrix(TEXTS)
    others = [scores.scores[i, j] for i in range(3) for j in range(3) if i != j]
    assert scores.mean_of_pairs() == math.fsum(others) / 6
    with pytest.raises(ValueError, match="only the matrix of texts with themselves"):
        CHRF_METRIC.matrix(TEXTS, TEXTS).mean_of_pairs()


def sums_in_order(scores: np.ndarray[Any, Any]) -> list[float]:
    return [sum(row.tolist(), 0.0) / len(row) for row in scores]


@pytest.mark.parametrize("metric", [CHRF(), BLEU(effective_order=True), TER(), ROUGE(["rougeL"])])
def test_mbr_is_the_mean_in_order(metric: Any) -> None:
    groups = [TEXTS, [], ["one", "one", "two"]]
    references = [["the cat", "cats"], [], ["one two", "two", "three"]]
    for others in (None, references):
        found = gramscore.mbr(groups, metric, others)
        assert len(found) == 3
        for index, group in enumerate(groups):
            matrix = metric.utility_matrices([group], None if others is None else [others[index]])[0]
            assert found.utilities[index].tolist() == sums_in_order(matrix.scores)
        assert found.index[1] == -1
        assert math.isnan(found.utility[1])
        assert found.index[2] == (0 if others is None else 2)  # the first of equals
        assert found.utility[0] == found.utilities[0][found.index[0]]


def test_mbr_with_weights() -> None:
    found = gramscore.mbr([TEXTS], CHRF_METRIC, [TEXTS], [[0.0, -math.inf, math.log(3)]])
    matrix = CHRF_METRIC.matrix(TEXTS).scores
    assert np.allclose(found.utilities[0], matrix @ [0.25, 0, 0.75], rtol=1e-14)
    with pytest.raises(ValueError, match=r"weights\[0\] has the shape \(2,\): 3 log-probabilities"):
        gramscore.mbr([TEXTS], CHRF_METRIC, None, [[0.0, 0.0]])
    with pytest.raises(ValueError, match="weights has 2 lists for 1 groups"):
        gramscore.mbr([TEXTS], CHRF_METRIC, None, [[0.0], [0.0]])


def test_mbr_refuses() -> None:
    with pytest.raises(ValueError, match=r"references\[0\] is empty"):
        gramscore.mbr([TEXTS], CHRF_METRIC, [[]])
    with pytest.raises(ValueError, match="unknown utility 'median'"):
        gramscore.mbr([TEXTS], CHRF_METRIC, utility="median")
    with pytest.raises(TypeError, match="metric is 'chrf'"):
        gramscore.mbr([TEXTS], "chrf")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="TER has no scores with aggregated references"):
        gramscore.mbr([TEXTS], TER(), utility="aggregate")


def test_pruning_keeps_the_best() -> None:
    draw = np.random.default_rng(3)
    words = [f"w{n}" for n in range(12)]
    texts = [" ".join(draw.choice(words, 9)) for _ in range(60)]
    exact = gramscore.mbr([texts], CHRF_METRIC)
    pruned = gramscore.mbr([texts], CHRF_METRIC, pruning=Pruning(schedule=(8, 16, 60), samples=200))
    assert "pruning:confidence-0.99" in pruned.signature
    given_up = np.isnan(pruned.utilities[0])
    assert 0 < given_up.sum() < 60
    assert np.array_equal(pruned.utilities[0][~given_up], exact.utilities[0][~given_up])
    with pytest.raises(ValueError, match="schedule"):
        Pruning(schedule=(8, 8))


def test_pruning_scores_only_what_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes: list[tuple[int, ...]] = []
    score = Metric.utility_matrix

    def counted(self: Any, *arguments: Any, **options: Any) -> Any:
        found = score(self, *arguments, **options)
        shapes.append(found.shape)
        return found

    monkeypatch.setattr(Metric, "utility_matrix", counted)
    texts = [f"w{n % 3} " * 5 + f"v{n} u{n * 7 % 11}" for n in range(40)]
    pruning = Pruning(schedule=(8, 16, 40), samples=100)
    found = gramscore.mbr([texts, [], texts[:5]], CHRF_METRIC, [texts, [], texts[:10]], pruning=pruning)
    stayed = int((~np.isnan(found.utilities[0])).sum())
    assert shapes[0] == (40, 8)
    assert [columns for _, columns in shapes] == [8, 8, 24, 8, 2]
    assert stayed <= shapes[2][0] < 40
    assert found.index[1] == -1
    with pytest.raises(ValueError, match="references has 1 lists for 2 groups"):
        gramscore.mbr([texts, texts], CHRF_METRIC, [texts], pruning=pruning)


# What mbrs 0.1.8 gives for these texts, as its own tests have it.
HYPOTHESES = [
    "this is a test",
    "another test",
    "this is a fest",
    "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;",
]
REFERENCES = ["ref", "this is a test", "producţia de zahăr brut se exprimă în zahăr alb;"]


def test_aggregates_are_those_of_mbrs() -> None:
    (found,) = CHRF_METRIC.aggregate_scores([HYPOTHESES], [REFERENCES])
    assert np.allclose(found, [23.08157, 10.29285, 16.35524, 29.16298], atol=5e-5)


def aggregate_by_hand(metric: BLEU, hypothesis: str, references: list[str]) -> float:
    """BLEU with mean counts, as mbrs has it, without its logarithms."""
    from collections import Counter

    def grams(text: str) -> Counter[tuple[str, ...]]:
        tokens = text.split()
        return Counter(tuple(tokens[i : i + n]) for n in range(1, 5) for i in range(len(tokens) - n + 1))

    total: Counter[tuple[str, ...]] = Counter()
    for reference in references:
        total.update(grams(reference))
    own = grams(hypothesis)
    count = len(references)
    correct = [
        sum(min(c * count, total[g]) for g, c in own.items() if len(g) == n) / count for n in range(1, 5)
    ]
    totals = [sum(c for g, c in own.items() if len(g) == n) for n in range(1, 5)]
    length, ref_length = len(hypothesis.split()), sum(len(it.split()) for it in references) / count
    if not any(correct):
        return 0.0
    penalty = math.exp(1 - ref_length / length) if length < ref_length else 1.0
    logs, halving = [], 1.0
    for c, t in zip(correct, totals, strict=True):
        if t == 0:
            break
        if c == 0:
            halving *= 2
        logs.append(math.log(100 * c / t if c else 100 / (halving * t)))
    return penalty * math.exp(sum(logs) / len(logs))


def test_aggregates_of_bleu() -> None:
    metric = BLEU(effective_order=True, tokenizer="none")
    hypotheses = ["the cat the cat sat", "a dog", "the the the", "cat"]
    references = ["the cat sat down", "the cat the cat", "a cat"]
    (found,) = metric.aggregate_scores([hypotheses], [references])
    wanted = [aggregate_by_hand(metric, text, references) for text in hypotheses]
    assert np.allclose(found, wanted, rtol=1e-12)
    equal = metric.aggregate_scores([hypotheses], [references], [np.full(3, 1 / 3)])[0]
    assert np.allclose(equal, found, rtol=1e-12)


def test_aggregates_are_those_of_fastchrf() -> None:
    fastchrf = pytest.importorskip("fastchrf", reason="pip install fastchrf==0.2.1")
    groups = [HYPOTHESES, TEXTS]
    references = [REFERENCES, ["the cat", "the cat", "it sat down"]]
    wanted = fastchrf.aggregate_chrf(groups, references)
    for found, theirs in zip(CHRF_METRIC.aggregate_scores(groups, references), wanted, strict=True):
        assert np.allclose(found, theirs, rtol=1e-9)
    pairwise = fastchrf.pairwise_chrf(groups, references)
    for matrix, theirs in zip(CHRF_METRIC.matrices(groups, references), pairwise, strict=True):
        assert np.allclose(matrix.scores, theirs, rtol=1e-12)  # it adds up in another order
