"""Python that reads well: representations, plain floats, hints, the Trainer's and evaluate's shapes."""

from __future__ import annotations

import sys
import warnings

import numpy as np
import pytest

import gramscore
from gramscore.compat import hf

PREDICTIONS = ["the otter swims", "a red lamp"]
REFERENCES = ["the otters swim", "the red lamp glows"]


def test_representations_show_the_score() -> None:
    bleu = gramscore.BLEU(1).score(PREDICTIONS, REFERENCES)
    assert repr(bleu) == f"<BleuScores {bleu.corpus.score:.4f} of 2 examples, {bleu.signature}>"
    rouge = gramscore.ROUGE(["rouge1", "rougeL"]).score(["a b"], ["a c"])
    assert repr(rouge) == f"<RougeScores rouge1 F 0.5000, rougeL F 0.5000 of 1 example, {rouge.signature}>"
    assert repr(rouge.confidence(samples=10)["rouge1"].recall) == "Interval(0.5, 95%: 0.5 to 0.5)"
    nist = gramscore.NIST(1, tokenizer="13a").score(PREDICTIONS, REFERENCES)
    assert repr(nist).startswith(f"<NistScores {nist.corpus:.4f} of 2 examples, nist|")


def test_evaluations() -> None:
    found = gramscore.evaluate(PREDICTIONS, REFERENCES, ["rouge1", "bleu", "ter"])
    numbers = found.to_dict()
    assert list(numbers) == [
        "rouge1_precision",
        "rouge1_recall",
        "rouge1_fmeasure",
        "bleu_score",
        "ter_score",
    ]
    assert all(type(number) is float for number in numbers.values())
    assert numbers["ter_score"] == found["ter"].corpus.score
    assert found._repr_html_().count("<table>") == 3


@pytest.mark.parametrize(
    ("make", "hint"),
    [
        (
            lambda: gramscore.ROUGE(["rouge1"], use_stemmer=True),
            "ROUGE has no option 'use_stemmer': it is called 'stemmer'",
        ),
        (
            lambda: gramscore.BLEU(tokenize="13a"),
            "BLEU has no option 'tokenize': it is called 'tokenizer' here",
        ),
        (
            lambda: gramscore.BLEU(smooth_method="exp"),
            "BLEU has no option 'smooth_method': it is called 'smoothing' here",
        ),
        (
            lambda: gramscore.CHRF(n_word_order=2),
            "CHRF has no option 'n_word_order': it is called 'word_order' here",
        ),
        (
            lambda: gramscore.TER(tokenize="13a"),
            "TER has no option 'tokenize': its options are normalized, no_punct, asian_support, case_sensitive",
        ),
        (lambda: gramscore.WER(lowercased=True), "WER has no option 'lowercased': did you mean 'lowercase'"),
        (lambda: gramscore.NIST(max_n=2), "NIST has no option 'max_n': its options are n, tokenizer"),
    ],
)
def test_names_of_other_packages(make, hint: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError, match=hint):
        make()


@pytest.mark.parametrize(
    ("metric", "advice"),
    [
        (gramscore.GLEU(), 'GLEU takes tokens unless it has a tokenizer, as in GLEU(tokenizer="13a")'),
        (gramscore.NIST(), 'NIST takes tokens unless it has a tokenizer, as in NIST(tokenizer="13a")'),
        (gramscore.BLEU(tokenizer=None), "BLEU takes tokens unless it has a tokenizer, as in BLEU("),
        (gramscore.ROUGE(tokenizer=None), 'as in ROUGE(tokenizer="rouge")'),
    ],
)
def test_texts_for_metrics_of_tokens(metric, advice: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError) as raised:
        metric.score(PREDICTIONS, REFERENCES)
    assert str(raised.value).startswith("predictions[0] is a str: a list of tokens is expected: ")
    assert advice in str(raised.value)


def test_names_of_metrics() -> None:
    for given, said in {
        "": "the name of a metric is empty; the known ones are rouge1, ",
        "rogue": "unknown metric 'rogue'; did you mean rouge?",
        "bleurt": "'bleurt' is a score by a neural network, which is not offered; the known ones are ",
    }.items():
        with pytest.raises(ValueError, match="^" + said.replace("?", r"\?")):
            gramscore.evaluate(PREDICTIONS, REFERENCES, [given])
    assert list(gramscore.evaluate(PREDICTIONS, REFERENCES, ["squad", "cider-d"])) == [
        "exact_match",
        "token_f1",
        "cider",
    ]


def test_references_by_set() -> None:
    sets = [REFERENCES, ["an otter swims", None]]
    found = gramscore.evaluate(PREDICTIONS, sets, ["bleu", "rouge1"], references_by="set")
    expected = gramscore.evaluate(
        PREDICTIONS, [[REFERENCES[0], "an otter swims"], [REFERENCES[1]]], ["bleu", "rouge1"]
    )
    assert found == expected
    with pytest.raises(ValueError, match=r"references\[1\] has 1 texts, references\[0\] 2"):
        gramscore.evaluate(PREDICTIONS, [REFERENCES, ["a"]], ["bleu"], references_by="set")
    with pytest.raises(TypeError, match=r"references\[0\] is a str: with references_by='set'"):
        gramscore.evaluate(PREDICTIONS, REFERENCES, ["bleu"], references_by="set")
    with pytest.raises(ValueError, match="references_by is 'row'"):
        gramscore.evaluate(PREDICTIONS, REFERENCES, ["bleu"], references_by="row")


class Words:
    pad_token_id = 0
    words = ("", "the", "otter", "swims", "sleeps")

    def batch_decode(self, rows: object, skip_special_tokens: bool) -> list[str]:
        assert skip_special_tokens
        return [" ".join(self.words[i] for i in row if i) for row in rows]  # type: ignore[attr-defined]


def test_the_trainer() -> None:
    compute = gramscore.compute_metrics(Words(), ["rouge1", "chrf"])
    predictions = np.array([[1, 2, 3, 0, -100], [1, 2, -100, -100, -100]])
    labels = np.array([[1, 2, 4, -100], [1, 2, -100, -100]])
    found = compute((predictions, labels))
    assert found["rouge1_recall"] == (2 / 3 + 1) / 2
    assert found["gen_len"] == 2.5
    with pytest.raises(TypeError, match="predictions are logits"):
        compute((np.zeros((2, 3, 5)), labels))
    with pytest.raises(TypeError, match="tokenizer is None, which has no batch_decode"):
        gramscore.compute_metrics(None)


def test_combine() -> None:
    texts = {"predictions": PREDICTIONS, "references": REFERENCES}
    found = hf.combine(["chrf", "ter"]).compute(**texts)
    chrf, ter = hf.load("chrf").compute(**texts), hf.load("ter").compute(**texts)
    assert found == {
        **{f"chrf_{key}" if key in ter else key: value for key, value in chrf.items()},
        **{f"ter_{key}" if key in chrf else key: value for key, value in ter.items()},
    }
    prefixed = hf.combine({"a": "chrf"}, force_prefix=True)
    prefixed.add_batch(**texts)
    assert prefixed.compute() == {f"a_{key}": value for key, value in chrf.items()}
    for given, error, message in (
        ("rouge", TypeError, "evaluations is 'rouge': a list of metrics"),
        ([3], TypeError, "evaluations holds 3"),
        ([], ValueError, "evaluations is empty"),
        (["nope"], ValueError, "unknown metric 'nope'"),
    ):
        with pytest.raises(error, match=message):
            hf.combine(given)  # type: ignore[arg-type]


def test_progress_in_notebooks_needs_no_widgets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    console = pytest.importorskip("rich.console")
    monkeypatch.setattr(console, "_is_jupyter", lambda: True)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gramscore.BLEU(1).score(PREDICTIONS, REFERENCES, progress=True)
    assert capsys.readouterr().out == ""
