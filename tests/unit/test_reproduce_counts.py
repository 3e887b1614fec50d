"""The search counts what settings share once, and leaves out only what is not among the nearest."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gramscore.reproducing.counts import Counting
from gramscore.reproducing.looks import as_it_is
from gramscore.reproducing.packages.registry import settings_of
from gramscore.reproducing.py_rouge_words import PyRougeCounts
from gramscore.reproducing.rouge import GoogleCounts, PerlCounts, SetCounts
from gramscore.reproducing.search import MOST_NEAR, Search
from gramscore.reproducing.store import Store
from gramscore.reproducing.targets import read_targets
from gramscore.reproducing.texts import read_texts

NAMES = ("rouge1", "rouge2", "rougeL", "rougeLsum")
COUNTINGS = [
    *(kind(stemmer) for kind in (GoogleCounts, PerlCounts) for stemmer in (False, True)),
    PerlCounts(True, 3),
    PyRougeCounts(False, 4, "words"),
    PerlCounts(False, None, 9),
    SetCounts(),
    PyRougeCounts(False, None),
    PyRougeCounts(True, 9, "bytes"),
]
WORDS = [
    "the",
    "The",
    "cats",
    "a-b",
    "don't",
    "gimme",
    "İ",
    "K",
    "k",
    "é",
    ".",
    ". ",
    "\0",
    "\1",
    "\1\2",
    "x",
    "&QUOT;",
    "&quot;",
    "<SKIPPED>",
    "\u03a3",
    "\ud800",
]
SPACES = [" ", "  ", "\n", " \n ", "\t", "\u00a0", "", ". ", "-"]


def text_of(drawn: list[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in drawn)


SIDES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=6)


@pytest.mark.parametrize("counting", COUNTINGS, ids=str)
@settings(max_examples=30)
@given(SIDES, SIDES, st.data())
def test_what_is_seen_decides(
    counting: Counting, prediction: list[tuple[str, str]], reference: list[tuple[str, str]], data: Any
) -> None:
    """Texts that look the same to a package have the same counts, whatever stands between their words."""

    def otherwise(side: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [
            (data.draw(st.sampled_from([word, word.lower()])), data.draw(st.sampled_from([space, *SPACES])))
            for word, space in side
        ]

    one = [text_of(prediction), text_of(reference)]
    two = [text_of(otherwise(prediction)), text_of(otherwise(reference))]
    counting = counting.without_limits()
    for name in NAMES:
        look = counting.look(name)
        if list(look(one)) == list(look(two)):
            assert counts(counting, one, name) == counts(counting, two, name)


def counts(counting: Counting, texts: list[str], name: str) -> Any:
    pair = read_texts(texts[:1], texts[1:])
    try:
        counting.check(pair)
    except ValueError:
        return None
    return counting.count(pair, (counting.kind(name),)).tolist()


@pytest.mark.parametrize(
    ("limit", "text"), [(4, " the cat\n sat"), (3, "the \u2028 cat"), (3, "the cat  "), (2, "\x1cthe")]
)
def test_what_parts_words(limit: int, text: str) -> None:
    """Limits are minded wherever a package may see as many words."""
    texts = read_texts([text], [text])
    for counting in (PerlCounts(False, limit), PyRougeCounts(False, limit, "words")):
        acting = counting.acting_on(texts)
        assert isinstance(acting, type(counting))
        assert acting.count(texts, ("rouge1",)).tolist() == counting.count(texts, ("rouge1",)).tolist()


@pytest.mark.parametrize("counting", COUNTINGS, ids=str)
@settings(max_examples=15)
@given(st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=4))
def test_what_is_mirrored_or_counted_together(counting: Counting, sides: list[Any]) -> None:
    """Swapped sides, and n-grams of several lengths at once, have the counts that they have by themselves."""
    predictions, references = (list(map(text_of, side)) for side in zip(*sides, strict=True))
    texts = read_texts(predictions, references)
    try:
        counting.check(texts)
    except ValueError:
        return
    store = Store(("rouge1", "rouge2", "rouge3"))
    for own in (texts, texts.swapped(), texts):
        for name in ("rouge2", "rouge3", "rougeL", "rougeLsum"):
            found = counting.counted(own, store).overlap(name)
            alone = counting.count(own, (counting.kind(name),))
            assert np.array_equal(found, counting.overlap(alone[:, : counting.columns], name))


BLEU_COUNTINGS = {
    setting.counting: setting.package for setting in settings_of(read_targets({"bleu": 40.0}).listed, False)
}


@settings(max_examples=50)
@given(
    st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=4),
    st.permutations(list(BLEU_COUNTINGS)),
    st.booleans(),
)
def test_what_metrics_share(sides: list[Any], countings: list[Any], lists: bool) -> None:
    """A metric has the statistics that it would have by itself, whichever other one was asked before."""
    predictions, references = (list(map(text_of, side)) for side in zip(*sides, strict=True))
    store = Store()
    texts = read_texts(predictions, [[goal] for goal in references] if lists else references)
    for own in (texts, texts.swapped()):
        for counting in countings:
            expected = counting.metric.score(own.predictions, own.references).stats
            assert np.array_equal(counting.counted(own, store).stats, expected)


@settings(max_examples=30)
@given(st.lists(st.tuples(SIDES, st.lists(SIDES, min_size=1, max_size=4)), min_size=1, max_size=3))
def test_references_that_occur_again(sides: list[Any]) -> None:
    predictions = [text_of(side) for side, _ in sides]
    references = [[*map(text_of, goals), text_of(goals[0])] for _, goals in sides]
    texts = read_texts(predictions, references)
    for counting in BLEU_COUNTINGS:
        expected = counting.metric.score(predictions, references).stats
        assert np.array_equal(counting.counted(texts, Store()).stats, expected)


@settings(max_examples=30)
@given(st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=5), st.integers(0, 1))
def test_no_pair_is_counted_twice(sides: list[Any], most: int) -> None:
    """What a store has is what counting gives; of a store that forgets, too."""
    predictions, references = (list(map(text_of, side)) for side in zip(*sides, strict=True))
    store = Store()
    with pytest.MonkeyPatch.context() as patch:
        if most:
            patch.setattr("gramscore.reproducing.store._MOST", most)
            patch.setattr("gramscore.reproducing.store._MOST_FOUND", 1)
        first = read_texts(predictions, references)
        for texts in (first, first.kept([0]), first.swapped()):
            for counting in (GoogleCounts(True), PerlCounts()):
                for name in NAMES:
                    found = counting.counted(texts, store).overlap(name)
                    expected = counting.counted(texts, Store()).overlap(name)
                    assert np.array_equal(found, expected)
    rows: list[int] = []

    def count(places: Any) -> Any:
        rows.extend(places.tolist())
        return np.zeros((len(places), 1), dtype=np.int64)

    store = Store()
    texts = read_texts(predictions, references)
    for again in (texts, texts.swapped().swapped()):
        assert store.rows("kind", again, as_it_is, count).shape == (len(predictions), 1)
    assert len(rows) == len(set(zip(predictions, references, strict=True)))


def corpus(several: bool) -> tuple[list[str], list[Any]]:
    rng = random.Random(5)
    words = (
        "The cats sat on a mat . They slept, and don't run well-known roads ; Dogs ran ! running home".split()
    )

    def text() -> str:
        return " ".join(rng.choice(words) for _ in range(rng.randint(3, 40)))

    predictions = [text() for _ in range(30)]
    references = [[text() for _ in range(rng.randint(1, 3))] if several else text() for _ in range(30)]
    return predictions, references


@pytest.mark.parametrize("several", [False, True])
def test_settings_share_what_is_known(several: bool) -> None:
    """A search gives the same numbers as each setting by itself, on its own texts."""
    predictions, references = corpus(several)
    targets = read_targets({"rouge1": "40.00", "rouge2": "10.00", "rougeL": "30.00"}).listed
    search = Search(read_texts(predictions, references), targets)
    search.run()
    assert {it.setting.package for it in search.candidates} == {
        it.package for it in settings_of(targets, several)
    }
    for candidate in random.Random(3).sample(search.candidates, 150):
        texts = search.handled(candidate)
        setting = candidate.setting
        counted = setting.counting.counted(texts, Store())
        alone = [setting.rough(counted, target, targets) for target in targets]
        assert (tuple(it.value for it in alone), tuple(it.slack for it in alone)) == (
            candidate.values,
            candidate.slacks,
        )


@pytest.mark.parametrize("scores", [("40.00", "10.00", "30.00"), ("61.0", "35.5", "52.1")])
def test_what_a_bound_leaves_out_is_not_near(scores: tuple[str, str, str]) -> None:
    predictions, references = corpus(False)
    targets = read_targets(dict(zip(("rouge1", "rouge2", "rougeL"), scores, strict=True))).listed
    whole, bounded = (
        Search(read_texts(predictions, references), targets, bounded=bounded) for bounded in (False, True)
    )
    whole.run()
    bounded.run()
    assert bounded.tried == whole.tried == len(whole.candidates) > len(bounded.candidates)
    for search in (whole, bounded):
        assert np.unique([it.cost for it in search.candidates]).size > 3

    def nearest(search: Search) -> list[Any]:
        """What fits, and all of the nearest groups."""
        rest = sorted(
            (it for it in search.candidates if not it.fits(targets)), key=lambda it: it.distance(targets)
        )
        near = list(dict.fromkeys(it.group for it in rest))[:MOST_NEAR]
        kept = [it for it in search.candidates if it.fits(targets)]
        kept += [it for group in near for it in rest if it.group == group]
        return [(it.handling.names, it.setting.options, it.setting.package, it.values) for it in kept]

    assert nearest(bounded) == nearest(whole)
