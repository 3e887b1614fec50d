"""The example of the classic course notes, and figures small enough to check on paper."""

from __future__ import annotations

import pytest

import gramscore

pytestmark = pytest.mark.quick

REFERENCE = "It is cold outside."
OUTPUT = "It is very cold outside."


def one(
    prediction: str, reference: str | list[str], *types: str, **options: object
) -> dict[str, tuple[float, ...]]:
    scores = gramscore.ROUGE(list(types), **options).score([prediction], [reference])  # type: ignore[arg-type]
    return {name: tuple(float(part[0]) for part in scores[name]) for name in types}


def test_rouge_1() -> None:
    assert one(OUTPUT, REFERENCE, "rouge1") == {"rouge1": (0.8, 1.0, 2 * 0.8 * 1.0 / (0.8 + 1.0))}
    assert one(OUTPUT, REFERENCE, "rouge1")["rouge1"][2] == pytest.approx(8 / 9, abs=1e-15)


def test_rouge_2() -> None:
    precision, recall, f = one(OUTPUT, REFERENCE, "rouge2")["rouge2"]
    assert (precision, recall) == (1 / 2, 2 / 3)
    assert f == pytest.approx(4 / 7, abs=1e-15)


def test_longest_common_subsequence_need_not_be_contiguous() -> None:
    scores = gramscore.ROUGE(["rougeL"]).score([OUTPUT], [REFERENCE])
    assert scores.stats.tolist() == [[4, 5, 4]]
    assert one(OUTPUT, REFERENCE, "rougeL")["rougeL"][:2] == (0.8, 1.0)


def test_matches_are_clipped() -> None:
    scores = gramscore.ROUGE(["rouge1"]).score(["cold cold cold cold"], [REFERENCE])
    assert scores.stats.tolist() == [[1, 4, 4]]
    assert scores["rouge1"].precision.tolist() == [1 / 4]


def test_all_statistics() -> None:
    scores = gramscore.ROUGE(["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]).score(
        [OUTPUT], [REFERENCE]
    )
    assert scores.stats.tolist() == [[4, 5, 4, 2, 4, 3, 0, 3, 2, 4, 5, 4, 4, 5, 4]]


@pytest.mark.parametrize("order", range(1, 10))
def test_orders(order: int) -> None:
    letters = "a b c d e f g h i j"
    scores = gramscore.ROUGE([f"rouge{order}"]).score([letters], [letters[:-2]])
    assert scores.stats.tolist() == [[10 - order, 11 - order, 10 - order]]


def test_texts_shorter_than_the_order() -> None:
    assert one("a b", "a b", "rouge3") == {"rouge3": (0.0, 0.0, 0.0)}
    assert one("a b", "a b c", "rouge3") == {"rouge3": (0.0, 0.0, 0.0)}


def test_order_of_lines_matters_to_rouge_l_alone() -> None:
    got = one("Second sentence.\nFirst Sentence.", "First sentence.\nSecond Sentence.", "rougeL", "rougeLsum")
    assert got == {"rougeL": (0.5, 0.5, 0.5), "rougeLsum": (1.0, 1.0, 1.0)}


def test_union_of_subsequences() -> None:
    # Section 3.2 of Lin (2004): the reference w1 w2 w3 w4 w5 shares w1 w2 with one sentence, w1 w3 w5 with another.
    scores = gramscore.ROUGE(["rougeLsum"]).score(["w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5"], ["w1 w2 w3 w4 w5"])
    assert scores.stats.tolist() == [[4, 10, 5]]


def test_stemmer() -> None:
    assert one("running cats", "run cat", "rouge1") == {"rouge1": (0.0, 0.0, 0.0)}
    # Tokens of up to three characters stay as they are, longer ones become run and cat.
    assert one("running cats", "run cat", "rouge1", stemmer=True) == {"rouge1": (1.0, 1.0, 1.0)}
    assert one("was", "wa", "rouge1", stemmer=True) == {"rouge1": (0.0, 0.0, 0.0)}


def test_tokens_are_lower_case_ascii() -> None:
    assert one("naïve CAFÉ", "na ve caf", "rouge1") == {"rouge1": (1.0, 1.0, 1.0)}
    assert one("5\u212a", "5k", "rouge1") == {"rouge1": (1.0, 1.0, 1.0)}
    assert one("snake_case", "snake case", "rouge1") == {"rouge1": (1.0, 1.0, 1.0)}


def test_whitespace_tokenizer_keeps_case_and_punctuation() -> None:
    got = one("It's cold.\u3000Very", "it's cold. Very", "rouge1", tokenizer="whitespace")
    assert got == {"rouge1": (2 / 3, 2 / 3, 2 / 3)}


@pytest.mark.parametrize("sides", [("", "a"), ("a", ""), ("", ""), ("!", "?"), (" \n", "\0")])
def test_empty_text_is_a_text(sides: tuple[str, str]) -> None:
    zero = (0.0, 0.0, 0.0)
    got = one(*sides, "rouge1", "rouge2", "rougeL", "rougeLsum")
    assert got == {"rouge1": zero, "rouge2": zero, "rougeL": zero, "rougeLsum": zero}


def test_the_best_reference_is_chosen_per_type() -> None:
    metric = gramscore.ROUGE(["rouge1", "rouge2"])
    # The first shares both words, the second a pair of them.
    scores = metric.score(["a b"], [["b a", "a b x y z"]])
    assert scores.stats.tolist() == [[2, 2, 2, 1, 1, 4]]


def test_the_first_of_equal_references_is_chosen() -> None:
    metric = gramscore.ROUGE(["rouge1"])
    # F is 2/5 either way: 1 of 2 and 1 of 3 in either order.
    assert metric.score(["a b"], [["a x y", "b x y"]]).stats.tolist() == [[1, 2, 3]]
    assert metric.score(["a b c"], [["", "x y z w", "q"]]).stats.tolist() == [[0, 3, 0]]
    assert metric.score(["a b c"], [["x y z w", "", "q"]]).stats.tolist() == [[0, 3, 4]]


def test_any_number_of_references_per_example() -> None:
    scores = gramscore.ROUGE(["rouge1"]).score(["a", "a b", "c"], [["b", "a"], ["a b"], ["x", "y", "z", "c"]])
    assert scores["rouge1"].fmeasure.tolist() == [1.0, 1.0, 1.0]


def test_corpus_is_the_mean() -> None:
    scores = gramscore.ROUGE(["rouge1"]).score(["a", "a b", "c d"], ["a", "a x", "e f"])
    assert scores.corpus["rouge1"] == (0.5, 0.5, 0.5)


def test_corpus_sums_are_exact() -> None:
    # Ten times 0.1 adds up to 0.9999999999999999 if it is rounded after each.
    scores = gramscore.ROUGE(["rouge1"]).score(["a b c d e f g h i j"] * 10, ["a"] * 10)
    assert scores.corpus["rouge1"].precision == 0.1
