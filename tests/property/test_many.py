"""Many with many: every entry of a matrix is what `score` gives for that pair, to the last bit."""

from __future__ import annotations

import pickle
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import HOSTILE, texts

import gramscore
from gramscore import BLEU, CHRF, GLEU, ROUGE, TER

ROUGE_TYPES = ["rouge1", "rouge2", "rouge3", "rouge9", "rougeL", "rougeLsum"]
SINGLE = [
    CHRF(),
    CHRF(word_order=2, beta=3, lowercase=True),
    CHRF(char_order=0, word_order=12),
    CHRF(eps_smoothing=True, whitespace=True),
    CHRF(beta=0),
    BLEU(),
    BLEU(effective_order=True),
    BLEU(6, smoothing="floor", tokenizer="intl"),
    BLEU(smoothing="add-k", effective_order=True),
    BLEU(smoothing="add-k", smooth_value=0),
    BLEU(smoothing="none", lowercase=True, tokenizer="char"),
    BLEU.huggingface(smooth=True),
    BLEU.huggingface(),
    BLEU.nltk(smoothing="method1", tokenizer="none"),
    BLEU.nltk(smoothing="method4", auto_reweigh=True, tokenizer="none"),
    GLEU(tokenizer="13a"),
    GLEU(2, 3, tokenizer="none"),
    TER(),
    TER(normalized=True, no_punct=True, asian_support=True),
]
SHORT = [text for text in HOSTILE if len(text) < 300]


def expanded(metric: Any, predictions: list[Any], references: list[Any]) -> Any:
    """The scores of all pairs, by writing them out."""
    pairs = [(p, r) for p in predictions for r in references]
    return metric.score([p for p, _ in pairs], [r for _, r in pairs])


def same(found: Any, wanted: Any) -> bool:
    return np.array_equal(np.asarray(found), np.asarray(wanted), equal_nan=True)


def check(metric: Any, predictions: list[Any], references: list[Any] | None, **options: Any) -> None:
    shape = (len(predictions), len(predictions if references is None else references))
    wanted = expanded(metric, predictions, predictions if references is None else references)
    found = metric.matrix(predictions, references, **options)
    if isinstance(metric, ROUGE):
        for name in metric.types:
            for part in ("precision", "recall", "fmeasure"):
                assert same(getattr(found[name], part), getattr(wanted[name], part).reshape(shape)), (
                    name,
                    part,
                )
    else:
        assert same(found.scores, wanted.examples.reshape(shape))


@pytest.mark.parametrize("metric", SINGLE, ids=lambda metric: metric.signature)
def test_entries_are_scores(metric: Any) -> None:
    check(metric, SHORT, None)
    check(metric, SHORT[:20], SHORT[7:])


@pytest.mark.parametrize(
    "options", [{}, {"stemmer": True}, {"tokenizer": "unicode"}, {"tokenizer": str.split}]
)
def test_entries_are_scores_of_rouge(options: dict[str, Any]) -> None:
    check(ROUGE(ROUGE_TYPES, **options), SHORT, None)
    check(ROUGE(ROUGE_TYPES, **options), SHORT[:20], SHORT[7:])
    check(ROUGE(["rougeLsum"], **options), SHORT[:9], SHORT[5:14])


def recombined(seed: int, count: int, longest: int = 30) -> list[str]:
    """Texts that share long stretches, of any lengths."""
    draw = random.Random(seed)
    words = [f"w{n}" for n in range(40)] + ["internationalization" * k for k in (1, 2, 3)]
    sentence = draw.choices(words, k=longest)
    made = []
    for _ in range(count):
        begin = draw.randrange(longest)
        text = sentence[begin : begin + draw.randrange(longest)]
        for _ in range(draw.randrange(4)):
            text.insert(draw.randrange(len(text) + 1), draw.choice(words))
        made.append(" ".join(text))
    return made


@pytest.mark.parametrize("longest", [12, 40, 90, 200, 400])
def test_long_texts(longest: int) -> None:
    made = recombined(longest, 40, longest)
    check(ROUGE(["rouge1", "rouge2", "rougeL"]), made, None)
    check(ROUGE(["rougeL"]), made[:9], made[3:])
    check(BLEU(effective_order=True), made, made[:7])


def test_many_texts_share_little() -> None:
    # Few texts have most n-grams, so that these are kept in lists, and some in bits.
    draw = random.Random(5)
    words = [f"{a}{b}" for a in "bcdfghkl" for b in "aeiou"]
    made = [
        "the " * draw.randrange(3) + " ".join(draw.choices(words, k=draw.randrange(12))) for _ in range(150)
    ]
    for metric in (CHRF(), BLEU(), ROUGE(["rouge1", "rouge2"]), GLEU(tokenizer="none")):
        check(metric, made, None)
        check(metric, made[:30], made)


@settings(max_examples=30)
@given(st.lists(texts, min_size=1, max_size=20), st.lists(texts, max_size=20))
def test_any_texts(predictions: list[str], references: list[str]) -> None:
    for metric in (CHRF(word_order=2), BLEU(), ROUGE(["rouge1", "rouge2", "rougeL", "rougeLsum"]), TER()):
        check(metric, predictions, None)
        if references:
            check(metric, predictions, references)


@pytest.mark.parametrize("metric", [CHRF(), BLEU(), TER(), ROUGE(["rouge2", "rougeL", "rougeLsum"])])
def test_threads_change_nothing(metric: Any) -> None:
    made = recombined(3, 130)
    groups = [made[:50], [], made[50:53], made[53:]]
    key = "flat"
    one = metric.matrices(groups, threads=1)
    many = metric.matrices(groups, threads=4)
    assert same(getattr(one, key), getattr(many, key))
    alone = metric.matrix(made, threads=1)
    shared = metric.matrix(made, threads=4)
    if isinstance(metric, ROUGE):
        assert all(same(alone[name].matches, shared[name].matches) for name in metric.types)
    else:
        assert same(alone.scores, shared.scores)


@pytest.mark.parametrize("metric", [CHRF(), BLEU(), GLEU(tokenizer="13a"), TER(normalized=True), ROUGE()])
def test_groups_are_matrices(metric: Any) -> None:
    made = recombined(9, 25)
    groups = [made[:7], [], made[7:8], made[8:]]
    references = [made[3:5], made[:2], [], made[20:]]
    for others in (None, references):
        found = metric.matrices(groups, others)
        assert len(found) == len(groups)
        for index, group in enumerate(groups):
            wanted = metric.matrix(group, None if others is None else others[index])
            if isinstance(metric, ROUGE):
                assert all(same(found[index][name].fmeasure, wanted[name].fmeasure) for name in metric.types)
            else:
                assert same(found[index].scores, wanted.scores)


@settings(max_examples=30)
@given(
    st.lists(texts, min_size=1, max_size=12),
    st.lists(st.lists(texts, min_size=1, max_size=3), min_size=1, max_size=12),
)
def test_prepared_texts_score_as_texts(predictions: list[str], references: list[list[str]]) -> None:
    size = min(len(predictions), len(references))
    predictions, references = predictions[:size], references[:size]
    for metric in (BLEU(), CHRF(word_order=2), TER(normalized=True), ROUGE(ROUGE_TYPES, stemmer=True)):
        wanted = metric.score(predictions, references)
        prepared = metric.prepare(references)
        pickled = pickle.loads(pickle.dumps(prepared))
        assert metric.score(predictions, prepared) == wanted
        assert metric.score(metric.prepare(predictions), references) == wanted
        assert metric.score(metric.prepare(predictions), pickled) == wanted
        assert metric.score(predictions[::2], prepared[::2]) == metric.score(
            predictions[::2], references[::2]
        )


@pytest.mark.parametrize("tokenizer", [None, str.split])
def test_prepared_tokens(tokenizer: Any) -> None:
    given_tokens = [["a", "é", "日本", -1, 7], [], ["a", 2**62, -(2**63)], ["internationalization"] * 3]
    words = ["a é 日本", "", "a b c", "internationalization " * 3]
    made = given_tokens if tokenizer is None else words
    for metric in (BLEU(tokenizer=tokenizer), ROUGE(["rouge1", "rougeL", "rougeLsum"], tokenizer=tokenizer)):
        wanted = metric.score(made, made[::-1])
        prepared = metric.prepare(made)
        assert metric.score(prepared, made[::-1]) == wanted
        assert metric.score(prepared, metric.prepare(made[::-1])) == wanted
        assert metric.score(pickle.loads(pickle.dumps(prepared)), prepared[::-1]) == wanted
        check(metric, made, None)


def best_by_hand(metric: Any, made: list[str]) -> Any:
    """Each text against all others, by writing the references out."""
    return metric.score(made, [[*made[:i], *made[i + 1 :]] for i in range(len(made))])


@pytest.mark.parametrize("metric", SINGLE, ids=lambda metric: metric.signature)
def test_leave_one_out(metric: Any) -> None:
    for made in (SHORT, recombined(1, 17), ["one", "one"], ["", ""]):
        assert same(metric.leave_one_out(made), best_by_hand(metric, made).examples)
    assert same(metric.leave_one_out(metric.prepare(SHORT)), metric.leave_one_out(SHORT))


def test_leave_one_out_of_several_orders() -> None:
    metric = BLEU.nltk(weights=[(1,), (0.5, 0.5), (0.25,) * 4], smoothing="method1", tokenizer="none")
    made = recombined(2, 30)
    assert same(metric.leave_one_out(made), best_by_hand(metric, made).examples)


def test_leave_one_out_of_rouge() -> None:
    metric = ROUGE(["rouge1", "rouge2", "rougeL", "rougeLsum"])
    for made in (SHORT[:25], recombined(1, 17)):
        found, wanted = metric.leave_one_out(made), best_by_hand(metric, made)
        for name in metric.types:
            assert all(same(a, b) for a, b in zip(found[name], wanted[name], strict=True))


@pytest.mark.parametrize("metric", [CHRF(), BLEU(), TER(), ROUGE(["rougeL"])])
def test_top_k_is_of_the_matrix(metric: Any) -> None:
    made = recombined(4, 40)
    matrix = metric.matrix(made[:11], made)
    scores = matrix["rougeL"].fmeasure if isinstance(metric, ROUGE) else matrix.scores
    order = np.argsort(-scores if metric.higher_is_better else scores, axis=1, kind="stable")
    for k in (1, 5, 40, 99):
        best = metric.top_k(made[:11], made, k=k)
        assert same(best.indices, order[:, :k])
        assert same(best.scores, np.take_along_axis(scores, order[:, :k], axis=1))
    others = metric.top_k(made, k=3).indices
    assert not (others == np.arange(40)[:, None]).any()


def test_kernels_agree() -> None:
    made = recombined(8, 45, 70)
    before = gramscore._core.active_kernels()
    try:
        for name in gramscore._core.available_kernels():
            gramscore._core.select_kernels(name)
            check(CHRF(word_order=2), made[:20], made[20:])
            check(ROUGE(["rouge1", "rougeL"]), made, None)
    finally:
        gramscore._core.select_kernels(before)
