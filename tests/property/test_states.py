"""However a corpus is cut, in whatever order its parts are added: the state of the whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gramscore import BLEU, CHRF, GLEU, ROUGE, TER

METRICS: dict[str, Callable[[], Any]] = {
    "rouge": lambda: ROUGE(["rouge1", "rouge2", "rougeL"]),
    "bleu": BLEU,
    "huggingface": BLEU.huggingface,
    "nltk": lambda: BLEU.nltk(smoothing="method3", tokenizer="none"),
    "chrf": lambda: CHRF(word_order=2),
    "ter": TER,
    "gleu": lambda: GLEU(tokenizer="none"),
}
TEXTS = st.lists(st.sampled_from("a b c dd e.".split()), max_size=7).map(" ".join)
EXAMPLES = st.lists(st.tuples(TEXTS, st.lists(TEXTS, min_size=1, max_size=4)), min_size=1, max_size=12)


@pytest.mark.parametrize("name", METRICS)
@given(examples=EXAMPLES, data=st.data())
def test_any_cut_in_any_order(name: str, examples: list[tuple[str, list[str]]], data: st.DataObject) -> None:
    metric = METRICS[name]()
    whole = metric.score([p for p, _ in examples], [r for _, r in examples])
    order = data.draw(st.permutations(examples))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(examples)), max_size=4)) | {0, len(examples)})
    parts = [order[begin:end] for begin, end in pairwise(cuts)]
    states = [metric.score([p for p, _ in part], [r for _, r in part]).state() for part in parts]
    assert sum(states) == whole.state()
    if name != "ter":  # whose corpus figure of the scores depends on their order
        # Not a number is unequal to itself, and may be Hugging Face's figure.
        assert repr(sum(states).corpus) == repr(whole.corpus)
    labels = data.draw(st.lists(st.sampled_from("xyz"), min_size=len(examples), max_size=len(examples)))
    assert sum(whole.states(by=labels).values()) == whole.state()
