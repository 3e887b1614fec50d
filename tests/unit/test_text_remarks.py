"""What is counted of texts, batch by batch."""

from __future__ import annotations

import random
from collections import Counter

import pytest

import gramscore
from gramscore.results import text_remarks


@pytest.mark.parametrize("most", [1, 30, 10_000])
def test_repeats_are_counted_over_batches(rng: random.Random, monkeypatch, most: int) -> None:
    """As a counter does that takes no more batches once it holds so many different texts."""
    monkeypatch.setattr(text_remarks, "_MOST_DIGESTS", most)
    seen = text_remarks.TextRemarks({"rouge": gramscore.ROUGE(["rouge1"])})
    counter: Counter[str] = Counter()
    examples = 0
    for _ in range(12):
        texts = [f"text {rng.randint(0, 8)} {rng.choice(['', 'a', 'b'])}" for _ in range(rng.randint(0, 40))]
        seen.add(texts, ["other"] * len(texts))
        examples += len(texts)
        if len(counter) < most:
            counter.update(texts)
    times = max(counter.values())
    found = {remark.kind: remark.examples for remark in seen}.get("same-predictions")
    assert found == (times if examples >= 5 and times > max(2, 0.2 * examples) else None)
    assert seen._same.most() == times


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\u00a0b", "a\u3000b"])
def test_words_that_jiwer_joins(text: str) -> None:
    def kinds(metric: object) -> list[str]:
        seen = text_remarks.TextRemarks({"wer": metric})
        seen.add(["a b", "a  b\t"], [text.replace("a", "c"), "a \t b"])
        return [remark.kind for remark in seen]

    assert kinds(gramscore.WER()) == ["joined-words"]
    assert kinds(gramscore.WER(tokenizer="none")) == kinds(gramscore.WER.sclite()) == []
