"""Several metrics in one call: what each alone returns, by name."""

from __future__ import annotations

from typing import Any

import pytest

import gramscore

pytestmark = pytest.mark.quick

PREDICTIONS = ["the cat sat on the mat", "A dog ran.", "", "one two three four five"]
REFERENCES = [["the cat is on the mat", "a cat sat"], ["a dog ran"], ["nothing"], ["one two three four six"]]

ALONE: dict[str, Any] = {
    "rouge1": gramscore.ROUGE(["rouge1"]),
    "rougeLsum": gramscore.ROUGE(["rougeLsum"]),
    "bleu": gramscore.BLEU(),
    "rouge9": gramscore.ROUGE(["rouge9"]),
    "chrf": gramscore.CHRF(),
    "chrf++": gramscore.CHRF(word_order=2),
    "ter": gramscore.TER(),
    "wer": gramscore.WER(),
    "cer": gramscore.CER(),
    "exact_match": gramscore.ExactMatch(),
    "token_f1": gramscore.TokenF1(),
    "anls": gramscore.ANLS(),
    "edit_similarity": gramscore.EditSimilarity(),
}


def check(found: dict[str, gramscore.Scores], metrics: dict[str, Any], references: Any = REFERENCES) -> None:
    assert list(found) == list(metrics)
    for name, metric in metrics.items():
        expected = metric.score(PREDICTIONS, references)
        assert found[name] == expected, name
        assert found[name].columns == expected.columns
        assert type(found[name]) is type(expected)
        assert str(found[name].corpus) == str(expected.corpus)
        assert len(found[name]) == len(PREDICTIONS)


@pytest.mark.parametrize("threads", [None, 1, 3])
def test_all_names(threads: int | None) -> None:
    check(gramscore.evaluate(PREDICTIONS, REFERENCES, list(ALONE), threads=threads), ALONE)


@pytest.mark.parametrize("name", ALONE)
def test_one_name(name: str) -> None:
    check(gramscore.evaluate(PREDICTIONS, REFERENCES, [name]), {name: ALONE[name]})


def test_one_reference_each() -> None:
    single = [texts[0] for texts in REFERENCES]
    check(gramscore.evaluate(PREDICTIONS, single, list(ALONE)), ALONE, single)


def test_metrics_and_names() -> None:
    chosen = [
        gramscore.BLEU(effective_order=True),
        "rouge2",
        gramscore.ROUGE(["rouge2"], stemmer=True),
        "ter",
    ]
    names = ["bleu", "rouge2", "rouge", "ter"]
    check(
        gramscore.evaluate(PREDICTIONS, REFERENCES, chosen),
        {"bleu": chosen[0], "rouge2": gramscore.ROUGE(["rouge2"]), "rouge": chosen[2], "ter": ALONE["ter"]},
    )
    assert names == list(gramscore.evaluate(PREDICTIONS, REFERENCES, tuple(chosen)))


def test_names_of_ones_own() -> None:
    chosen = {"13a": gramscore.BLEU(), "intl": gramscore.BLEU(tokenizer="intl"), "r": "rougeL", "c": "chrf"}
    check(
        gramscore.evaluate(PREDICTIONS, REFERENCES, chosen),
        {
            "13a": chosen["13a"],
            "intl": chosen["intl"],
            "r": gramscore.ROUGE(["rougeL"]),
            "c": gramscore.CHRF(),
        },
    )


def test_tokenizers_in_python() -> None:
    chosen = {
        "split": gramscore.ROUGE(["rouge1"], tokenizer=str.split),
        "bleu": gramscore.BLEU(),
        "rouge1": "rouge1",
        "characters": gramscore.BLEU(tokenizer=list),
        "nist": gramscore.NIST(2, tokenizer="13a"),
    }
    check(
        gramscore.evaluate(PREDICTIONS, REFERENCES, chosen),
        {**chosen, "rouge1": gramscore.ROUGE(["rouge1"])},
    )


def test_iterators_serve_every_pass() -> None:
    chosen = {
        "bleu": gramscore.BLEU(),
        "split": gramscore.ROUGE(["rouge1"], tokenizer=str.split),
        "ter": "ter",
    }
    check(
        gramscore.evaluate(iter(PREDICTIONS), (lists for lists in REFERENCES), chosen),
        {**chosen, "ter": gramscore.TER()},
    )


def test_progress() -> None:
    seen: list[tuple[int, int]] = []
    gramscore.evaluate(
        PREDICTIONS * 3000,
        REFERENCES * 3000,
        ["bleu", "ter"],
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (12_000, 12_000)


def test_wrong_metrics() -> None:
    for metrics, error, message in (
        (
            ["rouge1", "bertscore"],
            ValueError,
            "'bertscore' is a score by a neural network, which is not offered; the known ones are rouge1, ",
        ),
        (["bleu", gramscore.BLEU()], ValueError, "two called 'bleu'"),
        ([], ValueError, "metrics is empty"),
        ({}, ValueError, "metrics is empty"),
        ("rouge1", TypeError, "a list of metrics or of names"),
        (3, TypeError, "a list of metrics or of names"),
        ([3], TypeError, "metrics holds 3"),
        ([gramscore.BLEU], TypeError, "metrics holds <class"),
    ):
        with pytest.raises(error, match=message):
            gramscore.evaluate(PREDICTIONS, REFERENCES, metrics)


def test_wrong_texts() -> None:
    with pytest.raises(ValueError, match="differ in length: 4 and 3"):
        gramscore.evaluate(PREDICTIONS, REFERENCES[:3], ["bleu", "rouge1"])
    with pytest.raises(TypeError, match=r"predictions\[1\] is None"):
        gramscore.evaluate(["a", None], ["a", "b"], ["bleu", "rouge1"])
    with pytest.raises(ValueError, match="threads is 0"):
        gramscore.evaluate(["a"], ["a"], ["bleu", "rouge1"], threads=0)
