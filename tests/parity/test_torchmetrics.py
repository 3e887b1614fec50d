"""gramscore.compat.torchmetrics: torchmetrics 1.9.0's scores, live where it is installed, and as they were recorded."""

from __future__ import annotations

import json
import random
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from torchmetrics_runs import in_numbers, near, phrase, runs

import gramscore.compat.torchmetrics.functional.text as ours
from gramscore.compat.torchmetrics import text
from gramscore.compat.torchmetrics.numbers import torch

RECORDED = Path(__file__).parent / "recorded" / "torchmetrics.json"
CLASSES = {
    "word_error_rate": text.WordErrorRate,
    "char_error_rate": text.CharErrorRate,
    "match_error_rate": text.MatchErrorRate,
    "word_information_lost": text.WordInfoLost,
    "word_information_preserved": text.WordInfoPreserved,
    "bleu_score": text.BLEUScore,
    "sacre_bleu_score": text.SacreBLEUScore,
    "chrf_score": text.CHRFScore,
    "translation_edit_rate": text.TranslationEditRate,
    "extended_edit_distance": text.ExtendedEditDistance,
    "rouge_score": text.ROUGEScore,
}


def test_recorded() -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    for (name, preds, target, options), (known, expected) in zip(runs(1, 25), recorded, strict=True):
        assert name == known
        if "bleu" in name and torch() is None:
            continue  # its logarithms are torch's
        assert in_numbers(getattr(ours, name)(preds, target, **options)) == expected, (
            name,
            preds,
            target,
            options,
        )


def test_live() -> None:
    original: Any = pytest.importorskip(
        "torchmetrics.functional.text", reason="torchmetrics 1.9.0 is the original: pip install torchmetrics"
    )
    for name, preds, target, options in runs(2, 60):
        expected = in_numbers(getattr(original, name)(preds, target, **options))
        assert in_numbers(getattr(ours, name)(preds, target, **options)) == expected, (
            name,
            preds,
            target,
            options,
        )


@pytest.mark.parametrize("name", CLASSES)
def test_classes_add_up(name: str) -> None:
    """Of counts, the scores of parts are those of the whole; of lists, they are in order."""
    found = [run for run in runs(3, 6) if run[0] == name and not run[3].get("return_sentence_level_score")]
    for _, preds, target, options in found:
        whole = CLASSES[name](**options)
        whole.update(preds, target)
        expected = in_numbers(getattr(ours, name)(preds, target, **options))
        assert in_numbers(whole.compute()) == expected
        first, second = CLASSES[name](**options), CLASSES[name](**options)
        own = first(preds[:1], target[:1])
        assert in_numbers(own) == in_numbers(getattr(ours, name)(preds[:1], target[:1], **options))
        if len(preds) > 1:
            second.update(preds[1:], target[1:])
        second.merge_state(first)  # whose texts come first then
        assert in_numbers(second.compute()) == expected
        first.reset()
        first.update(preds, target)
        assert in_numbers(first.compute()) == expected


def test_numbers_are_of_float32() -> None:
    score = ours.word_error_rate(["a b c"], ["a b d"])
    expected = "torch.float32" if find_spec("torch") is not None else "float32"
    assert str(score.dtype) == expected


@pytest.mark.parametrize(
    ("message", "work"),
    [
        ("Corpus has different size 1 != 2", lambda: ours.bleu_score(["a"], ["a", "b"])),
        ("List of weights", lambda: ours.bleu_score(["a"], ["a"], weights=[1.0])),
        ("Unsupported tokenizer", lambda: ours.sacre_bleu_score(["a"], [["a"]], tokenize="b")),
        ("`n_char_order`", lambda: ours.chrf_score(["a"], ["a"], n_char_order=0)),
        ("`normalize`", lambda: ours.translation_edit_rate(["a"], ["a"], normalize=1)),  # type: ignore[arg-type]
        ("Parameter `alpha`", lambda: ours.extended_edit_distance(["a"], ["a"], alpha=2)),
        ("`substitution_cost`", lambda: text.EditDistance(-1)),
        ("one of", lambda: text.EditDistance(reduction="best")),
        ("either be", lambda: ours.edit_distance("a", "b", reduction="best")),
        ("same length", lambda: ours.edit_distance(["a"], ["b", "c"])),
        ("string type", lambda: ours.edit_distance(["a"], [5])),  # type: ignore[list-item]
        ("unknown rouge key", lambda: ours.rouge_score(["a"], ["a"], rouge_keys="rouge")),
    ],
)
def test_wrong_arguments(message: str, work: Any) -> None:
    with pytest.raises(ValueError, match=message):
        work()


def _distance(one: str, other: str, cost: int) -> int:
    """Of the whole table."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row = row, [i]
        for j, own in enumerate(other, 1):
            row.append(min(row[-1] + 1, above[j] + 1, above[j - 1] + cost * (own != letter)))
    return row[-1]


def _letters(rng: random.Random, most: int) -> str:
    return "".join(rng.choices("abcd é日😀", k=rng.randint(0, most)))


@pytest.mark.parametrize("cost", [0, 1, 2, 5])
def test_edit_distance(cost: int) -> None:
    rng = random.Random(cost)
    preds, target = ([_letters(rng, 24) for _ in range(200)] for _ in range(2))
    expected = [_distance(one, other, cost) for one, other in zip(preds, target, strict=True)]
    found = ours.edit_distance(preds, target, cost, "none")
    assert found.tolist() == expected
    assert str(found.dtype).removeprefix("torch.") == "int32"
    assert float(ours.edit_distance(preds, target, cost, "sum")) == sum(expected)
    assert float(ours.edit_distance(preds, target, cost)) == pytest.approx(sum(expected) / 200, rel=1e-6)
    whole, part = (text.EditDistance(cost, reduction=None) for _ in range(2))
    part(preds[:50], target[:50])
    whole.update(preds[50:], target[50:])
    whole.merge_state(part)
    assert whole.compute().tolist() == expected
    whole = text.EditDistance(cost, "sum")
    whole.update(preds, target)
    assert float(whole("abc", "abd")) == min(cost, 2)
    assert float(whole.compute()) == sum(expected) + min(cost, 2)


def test_edit_distance_along_the_diagonal() -> None:
    """The cheapest way is far from the diagonal, where torchmetrics does not look."""
    far = "x" * 60 + "".join(map(chr, range(0x4E00, 0x4E00 + 60)))
    near = far[60:] + far[:60]
    assert _distance(far, near, 1) == 120
    assert ours.edit_distance(far, near, 3, "none").tolist() == [192]


def test_edit_distance_live() -> None:
    original: Any = pytest.importorskip(
        "torchmetrics.functional.text", reason="torchmetrics 1.9.0 is the original: pip install torchmetrics"
    )
    rng = random.Random(9)
    for most in (5, 30, 60, 150):
        preds, target = ([_letters(rng, most) for _ in range(12)] for _ in range(2))
        target[0] = preds[0][most // 2 :] + preds[0][: most // 2]
        for cost in (1, 2, 5):
            for reduction in ("mean", "sum", "none"):
                arguments = (preds, target, cost, reduction)
                one, other = ours.edit_distance(*arguments), original.edit_distance(*arguments)
                assert one.dtype == other.dtype
                assert one.tolist() == other.tolist()


def _questions(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rng = random.Random(seed)
    count = rng.randint(1, 6)
    preds = [{"id": str(n), "prediction_text": phrase(rng, 5)} for n in range(count) if rng.random() < 0.9]
    answers = [[near(rng, phrase(rng, 5)) for _ in range(rng.randint(1, 3))] for _ in range(count)]
    return preds, [{"id": str(n), "answers": {"text": own}} for n, own in enumerate(answers)]


@pytest.mark.filterwarnings("ignore:Unanswered question")
def test_squad_live() -> None:
    original: Any = pytest.importorskip(
        "torchmetrics.text", reason="torchmetrics 1.9.0 is the original: pip install torchmetrics"
    )
    both, theirs = text.SQuAD(), original.SQuAD()
    for seed in range(100):
        preds, target = _questions(seed)
        assert in_numbers(both(preds, target)) == in_numbers(theirs(preds, target)), (preds, target)
    assert in_numbers(both.compute()) == in_numbers(theirs.compute())


def test_squad() -> None:
    question = {"id": 1, "answers": {"text": ["the old harbour", "harbour bridge"]}}
    found = ours.squad({"id": 1, "prediction_text": "Harbour, bridge and pier"}, question)
    assert {name: float(value) for name, value in found.items()} == {
        "exact_match": 0.0,
        "f1": pytest.approx(200 / 3, rel=1e-6),
    }
    with pytest.warns(UserWarning, match="Unanswered question 1"):
        assert float(ours.squad([], question)["f1"]) == 0.0
    # Two answers without words agree here, and do not in SQuAD's script.
    nothing = {"id": 1, "answers": {"text": ["the"]}}
    assert float(ours.squad({"id": 1, "prediction_text": "a"}, nothing)["f1"]) == 100.0


@pytest.mark.parametrize(
    ("error", "message", "preds", "target"),
    [
        (KeyError, r"preds\[0\] has no 'id'", {"prediction_text": "a"}, []),
        (KeyError, r"target\[1\] has no 'answers'", [], [{"id": 1, "answers": {"text": ["a"]}}, {"id": 2}]),
        (KeyError, "has no 'text'", [], {"id": 1, "answers": {}}),
        (ValueError, "needs an answer", [], {"id": 1, "answers": {"text": []}}),
    ],
)
def test_wrong_questions(error: type[Exception], message: str, preds: Any, target: Any) -> None:
    with pytest.raises(error, match=message):
        ours.squad(preds, target)
