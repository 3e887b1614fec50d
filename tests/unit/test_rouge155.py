"""ROUGE-1.5.5: answers worked out by hand from its definition, options, IDs, states."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gramscore
from gramscore import ROUGE155


def scored(prediction: str, *references: str, **options: Any) -> Any:
    return ROUGE155(**options).score([prediction], [list(references)])


def one(scores: Any, name: str) -> tuple[float, float, float]:
    found = scores[name]
    return float(found.recall[0]), float(found.precision[0]), float(found.fmeasure[0])


def test_f_is_that_of_rounded_recall_and_precision() -> None:
    # R = 1/3 and P = 2/3 rounded to five digits give an F of 0.444446...; unrounded ones 0.4444...
    scores = scored("a b c", "a x y b z w", order=1, lcs=False)
    assert one(scores, "ROUGE-1") == (0.33333, 0.66667, 0.44444)
    scores = scored("a", "a b c d e f g", order=1, lcs=False, alpha=0.3)
    assert one(scores, "ROUGE-1")[2] == round(0.14286 / (0.7 + 0.3 * 0.14286), 5)


def test_words_are_runs_of_ascii_letters_and_digits() -> None:
    scores = scored("naïve \u212aelvin $5.00 x_y", "na ve elvin 5 00 X Y", order=1, lcs=False)
    assert one(scores, "ROUGE-1") == (1.0, 1.0, 1.0)


def test_stemmer_takes_irregular_forms_first_and_leaves_short_words() -> None:
    assert one(scored("went men used", "go man us", order=1, stemmer=True), "ROUGE-1")[0] == 0.66667
    none = scored("went", "go", order=1, stemmer=True, exceptions="none")
    assert one(none, "ROUGE-1")[0] == 0.0
    assert one(scored("agreement", "agreem", order=1, stemmer=True), "ROUGE-1")[0] == 1.0


def test_a_base_form_longer_than_its_form_is_the_word_it_spells(tmp_path: Path) -> None:
    for name in ("adj", "adv", "noun", "verb"):
        (tmp_path / f"{name}.exc").write_bytes(b"")
    long = "internationalizations"
    (tmp_path / "verb.exc").write_text(
        f"abcd incomprehensible other\nabce {long}\nabcf x-y\nabcg x-y\n", encoding="ascii"
    )
    options: dict[str, Any] = {"order": 1, "lcs": False, "stemmer": True, "exceptions": tmp_path}
    assert one(scored("abcd", "Incomprehensible", **options), "ROUGE-1")[0] == 0.0  # which is stemmed
    assert one(scored("abcd abcd", "abcd abcd", **options), "ROUGE-1")[0] == 1.0
    assert one(scored("abce abcf", "abcg abce", **options), "ROUGE-1")[0] == 1.0
    assert one(scored("abcf", "abce", **options), "ROUGE-1")[0] == 0.0
    metric = pickle.loads(pickle.dumps(ROUGE155(**options)))
    for path in tmp_path.iterdir():
        path.unlink()
    assert metric.score(["abcf"], ["abcg"])["ROUGE-1"].recall[0] == 1.0


def test_stop_words_go_before_stemming() -> None:
    scores = scored("Going home", "go home", order=1, stemmer=True, stop_words=["going"])
    assert one(scores, "ROUGE-1") == (0.5, 1.0, 0.66667)


@pytest.mark.parametrize(
    ("limit", "text", "left"),
    [
        ({"words": 2}, "a b c", 2),
        ({"words": 2}, " a b c", 1),  # white space at the beginning ends an empty word
        ({"words": 3}, "a-b c.d e f", 5),
        ({"words": -1}, "a b c", 0),
        ({"words": 0}, "a b c", 3),
        ({"words": 2}, "a\nb\nc", 2),
        ({"bytes": 3}, "a b c", 2),
        ({"bytes": 4}, "é b c", 1),  # two bytes in UTF-8
        ({"bytes": 4, "encoding": "latin-1"}, "é b c", 1),
        ({"bytes": 5, "encoding": "latin-1"}, "é b c", 2),
        ({"bytes": -2}, "a b c\nd e", 2),
    ],
)
def test_limits(limit: dict[str, Any], text: str, left: int) -> None:
    metric = ROUGE155(order=1, lcs=False, **limit)
    assert metric.score([text], ["x"]).counts["ROUGE-1"][1] == left


def test_identical_texts_have_no_recall_of_1_by_rouge_w() -> None:
    assert one(scored("a b c d", "a b c d", order=0, lcs=False, weight=1.2), "ROUGE-W-1.2")[0] == 0.75786


def test_skip_bigrams_with_and_without_single_words() -> None:
    # a b c: ab ac bc; a c b: ac ab cb. One word but the last is a unit of SU: a b, and a c.
    scores = scored("a b c", "a c b", order=0, lcs=False, skip=-1, unigrams="U")
    assert scores.types == ("ROUGE-S*", "ROUGE-SU*")
    assert one(scores, "ROUGE-S*")[0] == 0.66667
    assert one(scores, "ROUGE-SU*")[0] == 0.6
    assert one(scored("a", "a", order=0, lcs=False, skip=4, unigrams="u"), "ROUGE-SU4") == (0.0, 0.0, 0.0)


def test_several_references_are_added_up_or_the_best_is_taken() -> None:
    assert one(scored("a b", "a b", "x y z", order=1, lcs=False), "ROUGE-1") == (0.4, 0.5, 0.44444)
    assert one(scored("a b", "x y z", "a b", order=1, lcs=False, formula="B"), "ROUGE-1") == (1.0, 1.0, 1.0)


def test_a_limit_of_bytes_limits_each_sentence_of_rouge_l() -> None:
    scores = scored("a b\nc d", "a b\nc d", order=1, bytes=4)
    assert scores.counts["ROUGE-1"] == (3, 3, 3)  # a b c
    assert scores.counts["ROUGE-L"] == (4, 3, 3)


TEXTS = [f"the cat {number % 7} sat {'on the mat ' * (number % 3)}" for number in range(40)]
OTHERS = [f"a cat {number % 5} sat on a mat" for number in range(40)]


def test_averages_are_the_same_for_every_number_of_threads() -> None:
    metric = ROUGE155()
    first = metric.score(TEXTS, OTHERS, threads=1)
    for threads in (2, 3, None):
        again = metric.score(TEXTS, OTHERS, threads=threads)
        assert again.corpus == first.corpus
        assert again == first


def test_averages_depend_on_the_ids_and_on_nothing_but_their_order() -> None:
    metric = ROUGE155(resamples=10)
    numbered = metric.score(TEXTS, OTHERS)
    named = metric.score(TEXTS, OTHERS, ids=range(1, 41))
    padded = metric.score(TEXTS, OTHERS, ids=[f"{n:03}" for n in range(40)])
    assert named.corpus == numbered.corpus
    assert named.ids == numbered.ids == tuple(map(str, range(1, 41)))
    assert padded.corpus != numbered.corpus
    order = np.random.default_rng(5).permutation(40)
    shuffled = metric.score(
        [TEXTS[k] for k in order], [OTHERS[k] for k in order], ids=[f"{k:03}" for k in order]
    )
    assert shuffled.corpus == padded.corpus


def test_states_of_numbered_documents_add_up_in_their_order(tmp_path: Path) -> None:
    metric = ROUGE155(weight=1.2)
    whole = metric.score(TEXTS, OTHERS)
    parts = [metric.score(TEXTS[k : k + 10], OTHERS[k : k + 10]) for k in range(0, 40, 10)]
    state = sum(part.state() for part in parts)
    assert state.corpus == whole.corpus
    assert (parts[0] + parts[1] + parts[2] + parts[3]).corpus == whole.corpus
    state.save(str(tmp_path / "state.parquet"))
    loaded = gramscore.State.load(str(tmp_path / "state.parquet"))
    assert loaded == state
    assert loaded.corpus == whole.corpus
    assert pickle.loads(pickle.dumps(state)).corpus == whole.corpus


def test_states_of_named_documents_add_up_in_any_order() -> None:
    metric = ROUGE155(order=1)
    first = metric.score(TEXTS[:20], OTHERS[:20], ids=[f"a{n}" for n in range(20)]).state()
    second = metric.score(TEXTS[20:], OTHERS[20:], ids=[f"b{n}" for n in range(20)]).state()
    assert (first + second).corpus == (second + first).corpus
    with pytest.raises(ValueError, match="two documents with the ID 'a0'"):
        first + first
    with pytest.raises(ValueError, match="documents with IDs and documents without cannot be put together"):
        first + metric.score(["a"], ["a"]).state()


def test_groups_keep_their_ids() -> None:
    scores = ROUGE155(order=1).score(TEXTS, OTHERS, ids=[f"d{n}" for n in range(40)])
    parts = scores.states(by=[n % 2 for n in range(40)])
    assert (parts[0] + parts[1]).corpus == scores.corpus


def test_scores_pickle_with_their_ids() -> None:
    scores = ROUGE155(order=1).score(["a b", "c"], ["a", "d"], ids=["x", "y"])
    again = pickle.loads(pickle.dumps(scores))
    assert again == scores
    assert again.ids == ("x", "y")
    assert again.corpus == scores.corpus
    assert scores != ROUGE155(order=1).score(["a b", "c"], ["a", "d"])


def test_metrics_pickle() -> None:
    metric = ROUGE155(3, False, 1.5, 4, "U", True, ["the"], 10, None, "B", 0.2, 90, 50, "none", "words")
    again = pickle.loads(pickle.dumps(metric))
    assert again.signature == metric.signature
    assert again.score(TEXTS, OTHERS).corpus == metric.score(TEXTS, OTHERS).corpus


def test_evaluate_knows_it_and_gives_what_it_gives_alone() -> None:
    scores = gramscore.evaluate(TEXTS, OTHERS, ["rouge155", "rouge1"])["rouge155"]
    assert scores == ROUGE155().score(TEXTS, OTHERS)
    assert scores.corpus == ROUGE155().score(TEXTS, OTHERS).corpus


def test_compare_and_confidence() -> None:
    metric = ROUGE155(order=1)
    found = gramscore.compare({"a": metric.score(TEXTS, OTHERS), "b": metric.score(OTHERS, OTHERS)})
    row = found.rows[1]
    assert (row.metric, row.figure, row.losses) == ("ROUGE-1", "fmeasure", 0)
    interval = metric.score(TEXTS, OTHERS).confidence(samples=50)["ROUGE-1"].recall
    assert interval.low <= interval.estimate <= interval.high


def test_tables_have_the_weights_of_rouge_w_as_numbers() -> None:
    table = scored("a b", "a b", order=1, lcs=False, weight=2).to_arrow()
    row = table.to_pylist()[0]
    assert row["ROUGE-1_match"] == 2
    assert (row["ROUGE-W-2_match"], row["ROUGE-W-2_reference"]) == (4.0, 16.0)
    assert row["ROUGE-1_recall"] == 1.0


def test_explain_shows_what_matches() -> None:
    found = ROUGE155(stemmer=True, words=4, stop_words=["the"]).explain(
        "The Cats went the home\nnow", ["Cat goes.", "a home"]
    )
    unigrams = found["ROUGE-1"].references[0].ngrams
    assert [match.ngram for match in unigrams] == [("cat",), ("go",)]
    assert [(token.token, token.begin, token.end) for token in found.prediction.tokens] == [
        ("cat", 4, 8),
        ("go", 9, 13),
    ]
    assert [it.reference for it in found["ROUGE-L"].references[0].union] == [0, 1]
    assert found["ROUGE-1"].score.recall == 0.5
    assert len(found.layers) == 6
    assert "ROUGE-1 F" in found.title


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"order": -1}, ValueError, "order is -1: 0 to 1000 are possible"),
    ({"order": 1.5}, TypeError, "order is 1.5: a number is expected"),
    ({"order": 0, "lcs": False}, ValueError, "nothing is to be computed"),
    ({"weight": 0}, ValueError, "weight is 0: a number from 0.1 to 30 is expected"),
    ({"weight": 5e-324}, ValueError, "weight is 5e-324: a number from"),
    ({"weight": 1e16}, ValueError, "weight is 1e+16: a number from"),
    ({"weight": "1.2"}, TypeError, "weight is '1.2': a number is expected"),
    ({"skip": 1.0}, TypeError, "skip is 1.0: a whole number or None is expected"),
    ({"unigrams": "u"}, ValueError, "unigrams goes with skip only"),
    ({"skip": 1, "unigrams": "x"}, ValueError, "unigrams is 'x': 'u', 'U' or None is expected"),
    ({"stemmer": 1}, TypeError, "stemmer is 1: True or False is expected"),
    ({"stop_words": "the"}, TypeError, "stop_words is 'the': a list of words is expected"),
    ({"stop_words": ["the", 5]}, TypeError, "stop_words[1] is 5: words are str"),
    ({"words": 5, "bytes": 5}, ValueError, "words and bytes are both given: a text has one limit"),
    ({"words": 1.0}, TypeError, "words is 1.0: a whole number or None is expected"),
    ({"formula": "C"}, ValueError, "formula is 'C': 'A' or 'B' is expected"),
    ({"alpha": 1.1}, ValueError, "alpha is 1.1: a number from 0 to 1 is expected"),
    ({"alpha": None}, TypeError, "alpha is None: a number is expected"),
    ({"confidence": -1}, ValueError, "confidence is -1: a number from 0 to 100 is expected"),
    ({"resamples": 0}, ValueError, "resamples is 0: at least 1 is needed"),
    (
        {"exceptions": "nowhere"},
        ValueError,
        "exceptions is 'nowhere', neither 'wordnet-2.0' nor 'none', nor a folder",
    ),
    ({"exceptions": 5}, TypeError, "exceptions is 5: 'wordnet-2.0', 'none' or a folder is expected"),
    ({"averaging": "both"}, ValueError, "averaging is 'both': 'documents' or 'words' is expected"),
    ({"encoding": "utf-16"}, ValueError, "encoding is 'utf-16': 'utf-8' or 'latin-1' is expected"),
]


@pytest.mark.parametrize(("options", "kind", "message"), WRONG)
def test_options_that_are_wrong(options: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        ROUGE155(**options)


def test_wrong_ids() -> None:
    metric = ROUGE155()
    with pytest.raises(ValueError, match="ids has 1 for 2 predictions"):
        metric.score(["a", "b"], ["a", "b"], ids=["x"])
    with pytest.raises(ValueError, match=re.escape("ids[1] is 'x', which is there before")):
        metric.score(["a", "b"], ["a", "b"], ids=["x", "x"])


@pytest.mark.parametrize("formula", ["A", "B"])
def test_rouge_w_of_a_reference_without_words(formula: str) -> None:
    metric = ROUGE155(weight=1.2, formula=formula)
    with pytest.raises(ValueError, match=re.escape("references[1] has no words: ROUGE-W-1.2 would divide")):
        metric.score(["a", "b"], [["a", "b"], ["b", "...", "b"]])


def test_types_that_were_not_scored_are_named() -> None:
    scores = scored("a", "a", order=1, lcs=False)
    with pytest.raises(KeyError, match="no 'ROUGE-2' in these scores: they hold ROUGE-1"):
        scores["ROUGE-2"]
