"""What people call metrics."""

from __future__ import annotations

import pytest

import gramscore
from gramscore.metrics.names import names_of


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("rouge", ("rouge1", "rouge2", "rougeL", "rougeLsum")),
        ("rouge-1", ("rouge1",)),
        ("ROUGE1", ("rouge1",)),
        ("rouge_l", ("rougeL",)),
        ("Rouge-LSum", ("rougeLsum",)),
        ("chrF++", ("chrf++",)),
        ("sacrebleu", ("bleu",)),
        ("BLEU-4", ("bleu",)),
        ("bleu2", ("bleu2",)),
        ("GLEU", ("gleu",)),
        ("NIST", ("nist",)),
        ("ROUGE-1.5.5", ("rouge155",)),
    ],
)
def test_names(given: str, names: tuple[str, ...]) -> None:
    assert names_of(given) == names


@pytest.mark.parametrize(
    ("given", "meant"),
    [("rogue1", "rouge1"), ("blue", "bleu"), ("charf", "chrf"), ("rougeLsums", "rougeLsum")],
)
def test_did_you_mean(given: str, meant: str) -> None:
    with pytest.raises(
        ValueError, match=f"unknown metric '{given}'; did you mean {meant}\\? the known ones are "
    ):
        gramscore.evaluate(["a"], ["a"], [given])


def test_bleu_of_lower_orders() -> None:
    found = gramscore.evaluate(["the cat sat"], ["the cat sat down"], ["bleu1", "BLEU2", "rouge-l"])
    assert list(found) == ["bleu1", "bleu2", "rougeL"]
    assert found["bleu2"] == gramscore.BLEU(2).score(["the cat sat"], ["the cat sat down"])
    with pytest.raises(
        ValueError, match="'rouge' is several metrics: rouge1, rouge2, rougeL, rougeLsum; name one"
    ):
        gramscore.evaluate(["a"], ["a"], {"mine": "rouge"})
