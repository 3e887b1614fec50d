"""What gramscore.reproduce, spread, ranking_spread and difference take, refuse and return."""

from __future__ import annotations

import json
from typing import Any

import pytest

import gramscore
from gramscore.reproducing.pool import Pool
from gramscore.reproducing.targets import read_targets

PREDICTIONS = ["The cats sat down. They slept.", "A dog was running home."]
REFERENCES = ["A cat sat there. It slept.", "The dogs ran home."]


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ({"rouge1": 143.1}, "scores['rouge1'] is 143.1: rouge1 is 0 to 1, or 0 to 100"),
        ({"rouge1": -1}, "scores['rouge1'] is -1: a score is 0 or more"),
        ({"rouge1": "nan"}, "scores['rouge1'] is 'nan': a score is 0 or more"),
        ({"ter": "1e400"}, "scores['ter'] is '1e400': a score is 0 or more"),
        ({"rouge1": "x"}, "scores['rouge1'] is 'x': that is no number"),
        ({"rouge1": 1.5, "rouge1_f": 2}, None),
        ({"rouge1": 1.5, "ROUGE-1": 2}, "scores has rouge1 twice, as 'rouge1' and 'ROUGE-1'"),
        ({"foo": 1}, "unknown score 'foo': known are"),
        ({"bleu_f": 1}, "unknown score 'bleu_f': known are"),
        ({}, "scores is empty"),
    ],
)
def test_scores_that_are_none(scores: dict[str, Any], message: str | None) -> None:
    if message is None:
        assert [it.part for it in read_targets(scores).listed] == [None, "fmeasure"]
        return
    with pytest.raises(ValueError, match="score") as raised:
        gramscore.reproduce(PREDICTIONS, REFERENCES, scores)
    assert message in str(raised.value)


@pytest.mark.parametrize("scores", [43.1, {"rouge1": True}, {"rouge1": None}, {1: 2.0}])
def test_scores_of_the_wrong_kind(scores: Any) -> None:
    with pytest.raises(TypeError, match="scores"):
        gramscore.reproduce(PREDICTIONS, REFERENCES, scores)


@pytest.mark.parametrize(
    ("predictions", "references", "error", "message"),
    [
        ([], [], ValueError, "predictions is empty: there is nothing to score"),
        (["a"], ["a", "b"], ValueError, "there are 1 predictions and 2 references"),
        (["a", None], ["a", "b"], TypeError, "predictions[1] is None: a text is expected"),
        (["a", "b"], ["a", ["b", 3]], TypeError, "references[1][1] is 3 (int): a text is expected"),
        (["a"], [[]], ValueError, "references[0] is empty"),
        ("a", ["a"], TypeError, "predictions is a str: a list of texts is expected"),
    ],
)
def test_texts_that_are_none(predictions: Any, references: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        gramscore.reproduce(predictions, references, {"rouge1": 43.1})
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("scores", "sources", "error", "message"),
    [
        (
            {"sari": 40},
            None,
            TypeError,
            "sources is missing: sari compares each prediction with its source, too",
        ),
        (
            {"rouge1": 40},
            REFERENCES,
            ValueError,
            "sources has no effect: of all scores sari alone looks at them",
        ),
        ({"sari": 40}, ["a"], ValueError, "there are 2 predictions and 1 sources"),
        ({"sari": 40}, ["a", 3], TypeError, "sources[1] is 3 (int): a text is expected"),
    ],
)
def test_sources(scores: dict[str, Any], sources: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        gramscore.reproduce(PREDICTIONS, REFERENCES, scores, sources)
    assert str(raised.value) == message


def test_sari_and_meteor() -> None:
    """Handlings change sources, too, and rows that are dropped have theirs."""
    sources = ["A cat was sitting there. It slept.", "The dogs ran home quickly.", "nothing"]
    predictions, references = [*PREDICTIONS, ""], [*REFERENCES, "nothing"]
    kept = gramscore.SARI().score(PREDICTIONS, REFERENCES, sources[:2]).corpus.score
    found = gramscore.reproduce(predictions, references, {"sari": f"{kept:.4f}"}, sources)
    assert (found[0].package, found[0].texts) == ("evaluate", ("rows without a prediction dropped",))
    assert "sources = [sources[row] for row in kept]" in found[0].call
    meteor = gramscore.METEOR(alpha=0.85, beta=0.2, gamma=0.6).score(PREDICTIONS, REFERENCES).corpus.score
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, {"meteor": f"{100 * meteor:.3f}"})
    assert any("alpha=0.85" in row.settings for row in found.exact)
    names = ["sari"]
    spread = gramscore.spread(predictions, references, names, sources)
    assert spread.scores["sari"] == gramscore.SARI().score(predictions, references, sources).corpus.score
    why = gramscore.difference(predictions, references, "sari", "evaluate", "easse", sources)
    assert why.parting is not None


def test_digits() -> None:
    targets = read_targets({"rouge1": "40.90", "rouge2": 20.3, "rougeL": 7})
    assert [it.decimals for it in targets.listed] == [2, 1, 0]
    assert [it.half for it in targets.listed] == pytest.approx([0.00005, 0.0005, 0.005])
    assert targets.scale == 100
    assert read_targets({"bleu": "0.2860"}).listed[0].half == pytest.approx(0.00005)


def test_more_digits_than_floats_have() -> None:
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, {"rouge1": "0.1e-300", "ter": 1e300})
    assert len(found[0].shown["rouge1"]) == len("26.") + 17
    assert max(map(len, found.remarks)) < 200


def test_what_gives_no_number_is_left_out() -> None:
    found = gramscore.reproduce([""], [""], {"bleu": 1.0})
    assert "fairseq-score refuses these texts: its score is not a number" in found.remarks
    assert all(off == off for row in found for off in row.off.values())


def test_both_scales_give_the_same_answer() -> None:
    percent = gramscore.reproduce(PREDICTIONS, REFERENCES, {"rouge1": "47.22", "rouge2": "10.00"})
    share = gramscore.reproduce(PREDICTIONS, REFERENCES, {"rouge1": "0.4722", "rouge2": "0.1000"})
    assert [row.call for row in percent] == [row.call for row in share]
    assert percent[0].shown == {"rouge1": "47.22", "rouge2": "10.00"}
    assert share[0].shown == {"rouge1": "0.4722", "rouge2": "0.1000"}


def test_rows() -> None:
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, {"rouge1": "47.22", "rouge2": "10.00"})
    assert found.exact
    assert found.complete
    assert found.fitting >= len(found.exact)
    assert list(found)[: len(found.exact)] == list(found.exact)
    assert all(not row.exact for row in found.near)
    first = found[0]
    assert (first.package, first.version, first.texts) == ("rouge-score", "0.1.2", ())
    assert (
        first.scores["rouge1"]
        == gramscore.ROUGE(["rouge1"], stemmer=True).score(PREDICTIONS, REFERENCES).corpus["rouge1"].fmeasure
    )
    assert any("torchmetrics" in same for same in first.same)
    assert json.loads(json.dumps(found.to_dict()))["rows"][0]["call"] == first.call


def test_one_score_with_one_decimal_says_how_many_fit() -> None:
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, {"rouge1": 47.2})
    assert found.fitting > 1
    assert f"{found.fitting} settings give rouge1" in "\n".join(found.remarks)


def test_nothing_fits() -> None:
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, {"rouge1": "99.99", "rouge2": "98.00"})
    assert not found.exact
    assert found.near
    assert "another output" in "\n".join(found.remarks)
    assert found[0].off["rouge2"] < 0


def test_an_interrupted_search_has_what_was_found() -> None:
    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    scores = {"rouge1": "47.22"}
    with pytest.raises(KeyboardInterrupt):
        gramscore.reproduce(PREDICTIONS, REFERENCES, scores, progress=stop)
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, scores, progress=stop, interruptible=True)
    assert not found.complete
    assert found.exact
    assert "interrupted" in found.remarks[0]


@pytest.mark.parametrize("call", [10, 20])
def test_what_an_interrupt_leaves_half_done_is_not_used(monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    scores = {"rouge1": "47.22", "bleu": "10.28"}
    whole = {row.call: row.scores for row in gramscore.reproduce(PREDICTIONS, REFERENCES, scores)}
    numbers = Pool.numbers
    calls = 0

    def interrupted(self: Pool, texts: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            for number, text in enumerate(texts):
                self._numbers.setdefault(text, number)  # those of other texts
            raise KeyboardInterrupt
        return numbers(self, texts)

    monkeypatch.setattr(Pool, "numbers", interrupted)
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, scores, interruptible=True)
    assert not found.complete
    assert calls > call
    assert all(row.scores == whole[row.call] for row in found.exact)


def test_recall_by_name() -> None:
    recall = gramscore.ROUGE(["rouge1"], stemmer=True).score(PREDICTIONS, REFERENCES).corpus["rouge1"].recall
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, {"rouge1_recall": f"{100 * recall:.3f}"})
    assert found[0].scores == {"rouge1_recall": recall}


def test_texts_that_a_package_refuses_are_said() -> None:
    found = gramscore.reproduce(["a b", "..."], ["a", "b"], {"rouge1": "33.33"})
    assert "rouge refuses these texts: predictions[1] has no sentence" in found.remarks


def test_empty_rows_dropped() -> None:
    predictions, references = [*PREDICTIONS, ""], [*REFERENCES, "nothing"]
    found = gramscore.reproduce(predictions, references, {"rouge1": "47.22", "rouge2": "10.00"})
    assert "rows without a prediction dropped" in found[0].texts


def test_swapped_sides() -> None:
    corpus = gramscore.BLEU().score(REFERENCES, PREDICTIONS).corpus
    found = gramscore.reproduce(PREDICTIONS, REFERENCES, {"bleu": f"{corpus.score:.4f}"})
    assert any("predictions and references swapped" in row.texts for row in found.exact)


def test_spread() -> None:
    found = gramscore.spread(PREDICTIONS, REFERENCES, ["rouge1", "rougeL"])
    for name, score in found.scores.items():
        assert found.lowest[name][0] <= score <= found.highest[name][0]
    assert [it.most for it in found.choices] == sorted((it.most for it in found.choices), reverse=True)
    unstemmed = next(it for it in found.choices if it.what == "rouge-score 0.1.2: use_stemmer=False")
    corpus = gramscore.ROUGE(["rouge1"]).score(PREDICTIONS, REFERENCES).corpus
    assert unstemmed.scores["rouge1"] == 100 * corpus["rouge1"].fmeasure
    with pytest.raises(ValueError, match="names has rouge and bleu: scores of one kind are expected"):
        gramscore.spread(PREDICTIONS, REFERENCES, ["rouge1", "bleu"])


def test_ranking_spread() -> None:
    systems = {"same": REFERENCES, "other": PREDICTIONS}
    found = gramscore.ranking_spread(systems, REFERENCES, ["rouge1"])
    assert found.stable
    assert found.scores["rouge1"]["same"] == 100
    (order,) = found.orders
    assert (order.better, order.worse, order.turned) == ("same", "other", ())
    # The prediction with more stems in common has fewer words in common.
    turned = gramscore.ranking_spread(
        {"stems": ["cats dogs runs"], "words": ["cat there here"]}, ["cat dog run"], ["rouge1"]
    )
    assert not turned.stable
    assert any("use_stemmer=False" in what for what in turned.orders[0].turned)
    with pytest.raises(ValueError, match="at least two"):
        gramscore.ranking_spread({"one": REFERENCES}, REFERENCES, ["rouge1"])
    for wrong, message in (
        ([REFERENCES] * 2, "systems is a list"),
        ({1: REFERENCES, 2: REFERENCES}, "systems has the name 1"),
        ({"a": REFERENCES, "b": None}, r"systems\['b'\]: predictions is None"),
    ):
        with pytest.raises(TypeError, match=message):
            gramscore.ranking_spread(wrong, REFERENCES, ["rouge1"])
    with pytest.raises(TypeError, match=r"names\[1\] is 3: a str is expected"):
        gramscore.spread(PREDICTIONS, REFERENCES, ["rouge1", 3])


def test_what_difference_refuses() -> None:
    with pytest.raises(ValueError, match="fairseq-score: defaults gives no number on these texts"):
        gramscore.difference([""], [""], "bleu", "sacrebleu", "fairseq-score")
    with pytest.raises(ValueError, match="the handling of texts 'lower case' is named twice"):
        gramscore.difference(["a"], ["b"], "bleu", "nltk", "nltk; texts: lower case, lower case")


def test_difference() -> None:
    found = gramscore.difference(
        PREDICTIONS, REFERENCES, "rouge1", "rouge-score", "rouge-score: use_stemmer=False"
    )
    assert found.parting is not None
    assert found.moved is not None
    assert found.parting.what == "words and counts"
    scores = gramscore.ROUGE(["rouge1"]).score(PREDICTIONS, REFERENCES)["rouge1"].fmeasure
    assert found.moved.after == 100 * scores[found.moved.index]
    assert len(found.moved.explanations) == 2
    same = gramscore.difference(PREDICTIONS, REFERENCES, "rouge1", "rouge-score", "torchmetrics")
    assert same.moved is None or same.parting is not None
    lower = gramscore.difference(PREDICTIONS, REFERENCES, "bleu", "sacrebleu", "sacrebleu; texts: lower case")
    assert lower.changes[0].second == "lower case"
    for words, message in (
        ("nobody", "unknown package 'nobody': for rouge1 these are known: rouge-score"),
        ("rouge-score: nothing", "rouge-score has no setting with nothing"),
        ("rouge-score; texts: nothing", "unknown handling of texts 'nothing'"),
    ):
        with pytest.raises(ValueError, match=message):
            gramscore.difference(PREDICTIONS, REFERENCES, "rouge1", "rouge-score", words)
    with pytest.raises(TypeError, match="second is None: a str is expected"):
        gramscore.difference(PREDICTIONS, REFERENCES, "rouge1", "rouge-score", None)
