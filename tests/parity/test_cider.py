"""CIDEr against pycocoevalcap 1.2, with ==, and scores of parts and by tables of n-grams with those of the whole."""

from __future__ import annotations

import pickle
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import HOSTILE

import gramscore

SHORT = [text for text in HOSTILE if len(text) < 300]
WORDS = [
    "a",
    "b",
    "c",
    "the",
    "cat",
    "dog",
    "ran",
    "naïve",
    "日本",
    "😀",
    "\ud800",
    "internationalisation",
    "x" * 40,
]
SPACES = [" ", " ", " ", "  ", "\t", "\u00a0", "\n", "\u3000"]


def original_scores(
    predictions: list[str], references: list[list[str]], n: int = 4, sigma: float = 6.0
) -> tuple[float, np.ndarray]:
    """What the original says; where no reference has a word, it raises, and the score is 0."""
    pytest.importorskip("pycocoevalcap", reason="the original: pip install pycocoevalcap==1.2")
    from pycocoevalcap.cider.cider import Cider

    gts = dict(enumerate(references))
    res = {number: [text] for number, text in enumerate(predictions)}
    if not any(text.split() for own in references for text in own):
        return 0.0, np.zeros(len(predictions))
    return Cider(n=n, sigma=sigma).compute_score(gts, res)


def check(predictions: list[str], references: list[list[str]], sigma: float = 6.0) -> None:
    corpus, examples = original_scores(predictions, references, sigma=sigma)
    scores = gramscore.CIDEr(sigma=sigma).score(predictions, references)
    np.testing.assert_array_equal(scores.examples, examples, strict=True)
    assert scores.corpus.score == corpus


def words(rng: random.Random, most: int = 14) -> str:
    return rng.choice(SPACES).join(rng.choice(WORDS) for _ in range(rng.randint(0, most)))


@pytest.mark.parametrize("seed", range(12))
def test_random_corpora(seed: int) -> None:
    rng = random.Random(seed)
    for count in (1, 2, 3, 40):
        predictions = [words(rng) for _ in range(count)]
        references = [[words(rng) for _ in range(rng.randint(1, 5))] for _ in range(count)]
        check(predictions, references, rng.choice([6.0, 1.0, 0.3]))


@pytest.mark.parametrize("seed", range(4))
def test_hostile_texts(seed: int) -> None:
    rng = random.Random(seed)
    predictions = [rng.choice(SHORT) for _ in range(60)]
    references = [rng.sample(SHORT, rng.randint(1, 4)) for _ in range(60)]
    check(predictions, references)


@given(
    st.lists(
        st.tuples(
            st.text("ab \t", max_size=9), st.lists(st.text("ab \t", max_size=9), min_size=1, max_size=3)
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_texts(examples: list[tuple[str, list[str]]]) -> None:
    check([prediction for prediction, _ in examples], [references for _, references in examples])


CORPUS = (
    ["a dog runs", "a cat", "", "two birds"],
    [["a dog runs fast", "the dog runs"], ["a cat sleeps"], ["nothing"], ["two birds fly", "birds", "two"]],
)


def test_recorded_scores() -> None:
    """Of pycocoevalcap 1.2, where it is not installed, too."""
    scores = gramscore.CIDEr().score(*CORPUS)
    assert scores.examples.tolist() == RECORDED
    assert scores.corpus.score == float(np.mean(RECORDED))
    assert scores.columns == ("sys_len", "references")
    assert scores.stats.tolist() == [[3, 2], [2, 1], [0, 1], [2, 3]]


RECORDED = [4.491203449370509, 3.5810728105380307, 0.0, 2.4144132988501394]


def test_plain_cider_is_the_cosine_of_weights() -> None:
    """By hand: in order 1, "b" and "c" tell images apart, "a" does not."""
    scores = gramscore.CIDEr(1, variant="plain").score(["a b b", "a c"], [["a b"], ["a c d"]])
    assert scores.examples.tolist() == [10.0, pytest.approx(10 / 2**0.5)]


def test_one_image_scores_nothing_and_says_so() -> None:
    scores = gramscore.CIDEr().score(["a dog"], [["a dog"]])
    assert scores.corpus.score == 0
    assert "one-image" in [remark.kind for remark in scores.remarks]
    assert "one-image" not in [remark.kind for remark in gramscore.CIDEr().score(*CORPUS).remarks]


def test_parts_put_together_have_the_scores_of_the_whole() -> None:
    metric = gramscore.CIDEr()
    whole = metric.score(*CORPUS)
    parts = [metric.score([p], [r]) for p, r in zip(*CORPUS, strict=True)]
    assert sum((part.state() for part in parts[1:]), parts[0].state()) == whole.state()
    assert sum(part.state() for part in parts).corpus == whole.corpus
    joined = parts[0] + parts[1] + parts[2] + parts[3]
    assert joined == whole
    assert joined.examples.tolist() == whole.examples.tolist()
    with pytest.raises(ValueError, match="different signatures"):
        whole + gramscore.CIDEr(3).score(*CORPUS)


def test_states_keep(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    state = (
        gramscore.CIDEr(tokenizer=None)
        .score([["a", "é" * 30], [7, 2**60]], [[["a"], ["b", "a"]], [[7]]])
        .state()
    )
    state.save(str(tmp_path / "state.parquet"))
    found = gramscore.State.load(str(tmp_path / "state.parquet"))
    assert found == state
    assert found.corpus == state.corpus
    parts = state.parts()
    for damage in (
        {"examples": 3},
        {"exact": parts["exact"][:1]},
        {"exact": [parts["exact"][0][:-9], parts["exact"][1]]},
        {"whole": [1]},
    ):
        with pytest.raises(ValueError, match="not the parts of a state"):
            gramscore.State.of_parts({**parts, **damage})


def test_scores_pickle_and_group() -> None:
    scores = gramscore.CIDEr().score(*CORPUS)
    again = pickle.loads(pickle.dumps(scores))
    assert again == scores
    assert again.examples.tolist() == scores.examples.tolist()
    states = scores.states(by=["x", "y", "x", "y"])
    assert states["x"].corpus == gramscore.CIDEr().score(CORPUS[0][::2], CORPUS[1][::2]).corpus
    metric = pickle.loads(pickle.dumps(gramscore.CIDEr(3, tokenizer="13a", lowercase=True)))
    assert metric.signature == gramscore.CIDEr(3, tokenizer="13a", lowercase=True).signature


@pytest.mark.parametrize("tokenizer", ["none", "13a", "char", "intl", str.split, None])
def test_a_table_of_the_references_gives_what_they_give(tokenizer: object, tmp_path: Path) -> None:
    predictions, references = CORPUS
    if tokenizer is None:
        predictions = [text.split() for text in predictions]
        references = [[text.split() for text in own] for own in references]
    learnt = gramscore.CIDEr(tokenizer=tokenizer)
    table = learnt.document_frequencies(references)
    assert table.images == 4
    table.save(tmp_path / "table.json")
    assert gramscore.DocumentFrequencies.load(tmp_path / "table.json") == table
    metric = gramscore.CIDEr(tokenizer=tokenizer, document_frequencies=str(tmp_path / "table.json"))
    whole = metric.score(predictions, references)
    assert whole.examples.tolist() == learnt.score(predictions, references).examples.tolist()
    parts = [metric.score([p], [r]) for p, r in zip(predictions, references, strict=True)]
    assert [part.examples[0] for part in parts] == whole.examples.tolist()
    assert sum(part.state() for part in parts) == whole.state()
    assert pickle.loads(pickle.dumps(metric)).signature == metric.signature


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no JSON"),
        ("[]", '"images" and "counts" is expected'),
        ('{"images": 0, "counts": {}}', "images is 0"),
        ('{"images": 2, "counts": {"a": 3}}', "of 2 images, 0 to 2 are possible"),
        ('{"images": 2, "counts": {" ": 1}}', "a token at least"),
        ('{"images": 2, "counts": {"a": "1"}}', "a number is expected"),
    ],
)
def test_files_that_are_no_tables(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message) as caught:
        gramscore.CIDEr(document_frequencies=path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"max_order": 0}, ValueError, "max_order is 0"),
        ({"variant": "E"}, ValueError, "unknown variant 'E': known are D, plain"),
        ({"sigma": 0}, ValueError, "sigma is 0: a number from 1e-100"),
        ({"sigma": "6"}, TypeError, "sigma is '6': a number"),
        ({"variant": "plain", "sigma": 2.0}, ValueError, "sigma has no effect"),
        ({"tokenizer": None, "lowercase": True}, ValueError, "lowercase=True needs texts"),
        ({"document_frequencies": 3}, TypeError, "document_frequencies is 3"),
    ],
)
def test_options_that_cannot_be(options: dict, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        gramscore.CIDEr(**options)


def test_what_cannot_be_scored() -> None:
    metric = gramscore.CIDEr()
    with pytest.raises(TypeError, match=r"predictions\[1\] is 3"):
        metric.score(["a", 3], [["a"], ["b"]])
    with pytest.raises(ValueError, match="2"):
        metric.score(["a"], [["a"], ["b"]])
    with pytest.raises(ValueError, match=r"references\[1\]"):
        metric.score(["a", "b"], [["a"], []])


def test_it_goes_where_metrics_go() -> None:
    scores = gramscore.evaluate(*CORPUS, ["cider", "bleu"])
    assert scores["cider"].corpus == gramscore.CIDEr().score(*CORPUS).corpus
    interval = scores["cider"].confidence(samples=50)
    assert interval.estimate == scores["cider"].corpus.score
    metric = gramscore.CIDEr()
    others = metric.score(CORPUS[0][::-1], CORPUS[1])
    rows = gramscore.compare({"a": scores["cider"], "b": others}, samples=50).rows
    assert [row.metric for row in rows] == ["cider", "cider"]
    assert rows[1].difference.estimate == others.corpus.score - scores["cider"].corpus.score
    assert scores["cider"].per_example()["cider_score"].tolist() == scores["cider"].examples.tolist()
    with pytest.raises(ValueError, match="all examples together"):
        next(gramscore.evaluate_stream([CORPUS], ["cider"]))


def test_matrix() -> None:
    captions, references = ["a dog runs", "a cat", "", "the dog"], ["a dog", "a cat sat", "a dog runs fast"]
    table = gramscore.CIDEr().document_frequencies([[text] for text in references])
    metric = gramscore.CIDEr(document_frequencies=table)
    found = metric.matrix(captions, references)
    assert found.shape == (4, 3)
    for i, caption in enumerate(captions):
        for j, reference in enumerate(references):
            assert found.scores[i, j] == metric.score([caption], [[reference]]).examples[0]
    assert metric.matrix(captions).square
    assert metric.matrix([], references).shape == (0, 3)
    with pytest.raises(TypeError, match="CIDEr has matrices only with document_frequencies"):
        gramscore.CIDEr().matrix(captions)
