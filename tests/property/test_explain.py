"""An explanation's figures are the score's, and what it lists adds up to them, for any texts."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from gramscore import BLEU, CHRF, ROUGE, TER
from gramscore.explain import Explanation, Layer, Mark

# Texts that share tokens, so that there is something to match.
words = st.lists(
    st.sampled_from(
        "the The cat cats sat, on. mat running -\n \n &amp; &amp;lt; <skipped> Straße ΣΑΣ 猫 (x)".split(" ")
    ),
    max_size=14,
).map(" ".join)
either = st.one_of(words, texts)
pairs = st.tuples(either, st.lists(either, min_size=1, max_size=3))

ROUGES = [
    ROUGE(["rouge1", "rouge2", "rouge4", "rougeL", "rougeLsum"]),
    ROUGE(["rougeLsum", "rouge1"], stemmer=True),
    ROUGE(["rouge2", "rougeL", "rougeLsum"], tokenizer="unicode"),
    ROUGE(["rouge1", "rougeLsum"], tokenizer="grapheme"),
    ROUGE(["rouge1", "rougeL", "rougeLsum"], tokenizer=str.split, sentence_splitter=str.splitlines),
]
BLEUS = [
    BLEU(effective_order=True),
    BLEU(2, tokenizer="intl", lowercase=True, smoothing="floor"),
    BLEU(3, tokenizer="zh", smoothing="add-k"),
    BLEU(tokenizer=str.split, lowercase=True),
    BLEU.nltk(tokenizer="none"),
    BLEU.huggingface(),
]
CHRFS = [CHRF(), CHRF(3, 2, lowercase=True), CHRF(2, 1, beta=1, whitespace=True, eps_smoothing=True)]
TERS = [TER(), TER(normalized=True, no_punct=True, asian_support=True), TER(case_sensitive=True)]


def same(a: Any, b: Any) -> bool:
    """Equal, NaN being equal to itself."""
    return repr(a) == repr(b)


@pytest.mark.parametrize("metric", ROUGES, ids=repr)
@given(pairs)
def test_rouge(metric: ROUGE, pair: tuple[str, list[str]]) -> None:
    prediction, references = pair
    scores, found = metric.score([prediction], [references]), metric.explain(prediction, references)
    for place, one in enumerate(found.types):
        arrays = scores[one.type]
        assert one.score == (arrays.precision[0], arrays.recall[0], arrays.fmeasure[0])
        counts = (one.matches, one.prediction_units, one.reference_units)
        assert counts == tuple(scores.stats[0, 3 * place : 3 * place + 3])
        alone = metric.score([prediction], [references[one.reference]])
        assert counts == tuple(alone.stats[0, 3 * place : 3 * place + 3])
        if one.type == "rougeL":
            assert len(one.pairs) == one.matches
            mine, theirs = found.prediction.tokens, found.references[one.reference].tokens
            assert [mine[at].token for at, _ in one.pairs] == [theirs[at].token for _, at in one.pairs]
            assert all(a < b for pair in pairwise(one.pairs) for a, b in zip(*pair, strict=True))
        elif one.type == "rougeLsum":
            assert sum(it.counts for it in one.union) == one.matches
            for it in one.union:
                left = found.prediction.sentences[it.prediction_sentence][it.prediction]
                right = found.references[one.reference].sentences[it.reference_sentence][it.reference]
                assert left.token == right.token
        else:
            assert sum(it.matches for it in one.ngrams) == one.matches


@pytest.mark.parametrize("metric", BLEUS, ids=repr)
@given(pairs)
def test_bleu(metric: BLEU, pair: tuple[str, list[str]]) -> None:
    prediction, references = pair
    scores, found = metric.score([prediction], [references]), metric.explain(prediction, references)
    assert same(found.score, scores.corpus)
    assert len(found.references[found.closest].tokens) == found.score.ref_len
    assert len(found.prediction.tokens) == found.score.sys_len
    counts = [order.matches for order in found.orders]
    assert [*counts, *(order.total for order in found.orders)] == scores.stats[0, 2:].tolist()
    assert [sum(it.matches for it in order.ngrams) for order in found.orders] == counts


@pytest.mark.parametrize("metric", CHRFS, ids=repr)
@given(pairs)
def test_chrf(metric: CHRF, pair: tuple[str, list[str]]) -> None:
    prediction, references = pair
    scores, found = metric.score([prediction], [references]), metric.explain(prediction, references)
    assert found.score == scores.corpus
    rows = [(it.prediction_total, it.reference_total, it.matches) for it in found.orders]
    assert [count for row in rows for count in row] == scores.stats[0].tolist()
    assert metric.score([prediction], [references[found.reference]]).examples[0] == found.score.score
    assert [sum(it.matches for it in order.ngrams) for order in found.orders] == [row[2] for row in rows]


@pytest.mark.parametrize("metric", TERS, ids=repr)
@given(pairs)
def test_ter(metric: TER, pair: tuple[str, list[str]]) -> None:
    prediction, references = pair
    scores, found = metric.score([prediction], [references]), metric.explain(prediction, references)
    assert found.score == scores.corpus
    assert found.num_edits == len(found.script) == found.score.num_edits
    # Doing what the script says gives the reference.
    order = list(range(len(found.prediction.tokens)))
    for shift in found.shifts:
        block = order[shift.begin : shift.begin + len(shift.words)]
        assert tuple(block) == shift.words
        del order[shift.begin : shift.begin + len(block)]
        order[shift.to : shift.to] = block
    assert [step.prediction for step in found.steps if step.prediction is not None] == order
    theirs = found.references[found.reference].tokens
    assert [it.reference for it in found.steps if it.reference is not None] == list(range(len(theirs)))
    for step in found.steps:
        if step.prediction is not None and step.reference is not None:
            same_word = found.prediction.tokens[step.prediction].token == theirs[step.reference].token
            assert same_word == (step.kind == "match")


@pytest.mark.parametrize("metric", [*ROUGES[:4], BLEUS[0], BLEUS[1], *CHRFS, *TERS], ids=repr)
@given(pairs)
def test_every_native_token_has_its_place(metric: Any, pair: tuple[str, list[str]]) -> None:
    found = metric.explain(*pair)
    for document in (found.prediction, *found.references):
        last = 0
        for token in document.tokens:
            assert token.begin is not None
            assert token.end is not None
            assert 0 <= token.begin < token.end <= len(document.text)
            # Several tokens may come from one character, such as an entity's.
            assert token.begin >= last or token.end == last
            last = token.end


def well_formed(text: str, marks: tuple[Mark, ...]) -> bool:
    bounds = [bound for mark in marks for bound in (mark.begin, mark.end)]
    return bounds == sorted(bounds) and all(0 <= bound <= len(text) for bound in bounds)


def layers_are_well_formed(found: Explanation) -> bool:
    def fits(layer: Layer) -> bool:
        return well_formed(found.prediction.text, layer.prediction_marks) and well_formed(
            found.references[layer.reference].text, layer.reference_marks
        )

    return all(map(fits, found.layers))


@pytest.mark.parametrize("metric", [ROUGES[0], ROUGES[4], BLEUS[0], BLEUS[3], CHRFS[1], TERS[1]], ids=repr)
@given(pairs)
def test_what_is_shown_is_well_formed(metric: Any, pair: tuple[str, list[str]]) -> None:
    found = metric.explain(*pair)
    assert layers_are_well_formed(found)
    assert json.loads(json.dumps(found.to_dict()))["title"] == found.title
    markup = found._repr_html_()
    assert "<skipped>" not in markup
