"""Explanations of texts that one can count in."""

from __future__ import annotations

import pytest

from gramscore import (
    ANLS,
    BLEU,
    CER,
    CHRF,
    GLEU,
    NIST,
    ROUGE,
    TER,
    WER,
    EditSimilarity,
    ExactMatch,
    TokenF1,
)
from gramscore.explain import Mark, TerShift, TerStep, Token, UnionMatch


def test_stems_stand_where_their_words_do() -> None:
    found = ROUGE(["rouge1"], stemmer=True).explain("Running  dogs!", "a dog runs")
    assert found.prediction.tokens == (Token("run", 0, 7), Token("dog", 9, 13))
    assert found["rouge1"].matches == 2
    (layer,) = found.layers
    assert layer.prediction_marks == (Mark(0, 7, "match"), Mark(9, 13, "match"))
    assert layer.reference_marks == (Mark(2, 5, "match"), Mark(6, 10, "match"))


def test_ngrams_are_clipped() -> None:
    (found,) = ROUGE(["rouge1"]).explain("the the the", "the cat the")["rouge1"].ngrams
    assert (found.ngram, found.matches) == (("the",), 2)
    assert (found.prediction, found.reference) == ((0, 1, 2), (0, 2))
    (layer,) = ROUGE(["rouge1"]).explain("the the the", "the cat the").layers
    assert layer.prediction_marks[-1] == Mark(8, 11, "surplus")
    assert layer.notes == ("“the” counts twice, not 3 times: the reference has it twice.",)


def test_neighbouring_ngrams_are_one_mark() -> None:
    (layer,) = ROUGE(["rouge2"]).explain("a big red dog ran", "the big red dog ate").layers
    assert layer.prediction_marks == (Mark(2, 13, "match"),)


def test_the_reference_of_highest_f_wins_for_each_type() -> None:
    found = ROUGE(["rouge1", "rougeL"]).explain("a b c", ["c b a", "a b x y"])
    assert (found["rouge1"].reference, found["rougeL"].reference) == (0, 1)
    assert found["rougeL"].pairs == ((0, 0), (1, 1))


def test_the_union_of_subsequences() -> None:
    found = ROUGE(["rougeLsum"]).explain("a b\nc a", "c b a\na")["rougeLsum"]
    assert found.matches == 4
    assert found.union == (
        UnionMatch(1, 0, 0, 0, True),
        UnionMatch(0, 1, 0, 1, True),
        UnionMatch(1, 1, 0, 2, True),
        UnionMatch(0, 0, 1, 0, True),
    )


def test_what_a_union_has_too_much_of() -> None:
    found = ROUGE(["rougeLsum"]).explain("a", "a\na")
    assert [it.counts for it in found["rougeLsum"].union] == [True, False]
    assert found.layers[0].reference_marks == (Mark(0, 1, "match"), Mark(2, 3, "surplus"))


def test_tokens_that_are_given() -> None:
    metric = ROUGE(["rouge1"], tokenizer=None)
    found = metric.explain([7, 8, 9], [9, 8])
    assert found.prediction.text == "7 8 9"
    assert found["rouge1"].matches == 2
    assert len(metric.explain([7], [[7], [8]]).references) == 2


def test_sentences_that_are_given() -> None:
    metric = ROUGE(["rougeLsum"], sentence_splitter=None)
    found = metric.explain(["A b.", "C."], ["C b."])
    assert found.prediction.text == "A b.\nC."
    assert found.prediction.sentences[1] == (Token("c", 5, 6),)


def test_tokenizers_in_python_have_places_where_the_text_spells_their_tokens() -> None:
    metric = BLEU(tokenizer=lambda text: ["▁the", "ca", "##t", "SAT"])
    tokens = metric.explain("The cat sat", "x").prediction.tokens
    assert [(token.begin, token.end) for token in tokens] == [(0, 3), (4, 6), (None, None), (8, 11)]


def test_entities_and_joined_lines() -> None:
    tokens = BLEU().explain("A &amp;lt; well-\nknown <skipped>cat", "x").prediction.tokens
    assert tokens == (
        Token("A", 0, 1),
        Token("<", 2, 10),
        Token("wellknown", 11, 22),
        Token("cat", 32, 35),
    )


def test_the_brevity_penalty() -> None:
    found = BLEU(1).explain("a b c", ["a b c d e f", "a b c d"])
    assert found.closest == 1
    assert found.brevity == (
        "Brevity penalty 0.7165: the prediction has 3 tokens, reference 2, the closest in length, 4 (exp(1 - 4/3))."
    )
    assert BLEU(1).explain("a b", "a b").brevity == (
        "No brevity penalty: the prediction has 2 tokens, the reference 2."
    )
    assert "has none" in BLEU(1).explain("", "a b").brevity


def test_bleu_takes_each_ngram_from_the_reference_that_has_most() -> None:
    (found,) = BLEU(1).explain("a a a", ["a", "a a b"]).orders[0].ngrams
    assert (found.matches, found.source) == (2, 1)


def test_smoothing_is_said() -> None:
    layers = BLEU(2).explain("a b", "b a").layers
    assert layers[1].figures == "0 of 1 match, precision 50.0000 by smoothing"


def test_chrf_by_order() -> None:
    found = CHRF(char_order=2, word_order=1).explain("ab c", "ab d")
    assert [(it.unit, it.order, it.matches) for it in found.orders] == [
        ("char", 1, 2),
        ("char", 2, 1),
        ("word", 1, 1),
    ]
    assert found.orders[0].precision == 2 / 3
    assert found.layers[0].prediction_marks == (Mark(0, 2, "match"),)
    assert found.title.startswith("chrF+ ")


def test_the_edits_of_ter() -> None:
    found = TER().explain("b c a x", "A b c y z")
    # "b c" is in place already, where an "a" is missing before it: tercom moves only what is wrong.
    assert found.shifts == (TerShift((2,), 2, 0),)
    assert found.steps == (
        TerStep("match", 2, 0),
        TerStep("match", 0, 1),
        TerStep("match", 1, 2),
        TerStep("insertion", None, 3),
        TerStep("substitution", 3, 4),
    ) or found.steps[3:] == (TerStep("substitution", 3, 3), TerStep("insertion", None, 4))
    assert found.num_edits == found.score.num_edits == 3


def test_ter_against_nothing() -> None:
    assert TER().explain("a b", "").script == ("delete “a”", "delete “b”")
    assert TER().explain("", "a").script == ("insert “a”",)


def test_what_is_in_a_text_stays_text() -> None:
    markup = ROUGE(["rouge1"]).explain("<script>alert(1)</script>", "a script")._repr_html_()
    assert "<script" not in markup
    assert "&lt;<mark" in markup


@pytest.mark.parametrize(
    "metric",
    [
        *(ROUGE(), BLEU(), CHRF(), TER(), GLEU(), BLEU.nltk(tokenizer="none")),
        *(WER(), CER(), ExactMatch(), TokenF1(), ANLS(), EditSimilarity()),
    ],
    ids=repr,
)
def test_scores_are_tables_in_notebooks(metric: object) -> None:
    given = "tok:given" in metric.signature  # type: ignore[attr-defined]
    texts = (["a", "b"], ["a", "c"]) if given else ("a b", "a c")
    scores = metric.score([texts[0]], [[texts[1]]])  # type: ignore[attr-defined]
    markup = scores._repr_html_()
    assert markup.startswith("<table><caption>1 example, ")
    assert scores.signature in markup


def test_nist_is_a_table_too() -> None:
    assert "<td>" in NIST().score([["a"]], [[["a"]]])._repr_html_()


@pytest.mark.parametrize("metric", [ROUGE(), BLEU(), CHRF(), TER(), WER(), CER()], ids=repr)
def test_what_is_wrong(metric: object) -> None:
    with pytest.raises(ValueError, match="reference is an empty list"):
        metric.explain("a", [])  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="predictions"):
        metric.explain(5, "a")  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="references"):
        metric.explain("a", ["a", None])  # type: ignore[attr-defined]


def test_a_type_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="rouge9"):
        ROUGE(["rouge1"]).explain("a", "a")["rouge9"]
