"""RIBES, METEOR, CharacTER, EED, SARI, GECGLEU and Distinct: what they refuse, and what all metrics have."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import gramscore

PREDICTIONS = ["the cat sat on the mat", "a dog barked", "the rain in Spain", "one two three four five"]
REFERENCES = [
    ["on the mat the cat sat", "a cat sat on a mat"],
    ["the dog barked loudly"],
    ["the rain in Spain stays", "rain in the plain"],
    ["five four three two one"],
]
SOURCES = [
    "the old cat sat on the mat",
    "a big dog barked",
    "the heavy rain in Spain",
    "one two three four five six",
]
MEANS = [gramscore.RIBES, gramscore.METEOR, gramscore.CharacTER, gramscore.EED]
SARIS = [
    lambda name=name: gramscore.SARI(name) for name in ("evaluate", "original", "tensor2tensor", "easse")
]
SOURCED = [*SARIS, gramscore.GECGLEU]


def score(metric: Any, rows: slice = slice(None)) -> Any:
    texts, references, sources = PREDICTIONS[rows], REFERENCES[rows], SOURCES[rows]
    if not metric.needs_sources:
        return metric.score(texts, references)
    if isinstance(metric, gramscore.GECGLEU):
        references = [each[:1] for each in references]
    return metric.score(texts, references, sources=sources)


@pytest.mark.parametrize("make", [*MEANS, *SOURCED])
def test_all_that_metrics_have(make: Any) -> None:
    metric = make()
    scores = score(metric)
    assert pickle.loads(pickle.dumps(metric)).signature == metric.signature
    assert pickle.loads(pickle.dumps(scores)) == scores
    parts = [score(metric, slice(i, i + 1)) for i in range(4)]
    assert sum(part.state() for part in parts).corpus == scores.corpus
    assert (parts[0] + parts[1]).examples.tolist() == scores.examples[:2].tolist()
    interval = scores.confidence(samples=50)
    assert interval.estimate == scores.corpus.score
    assert interval.low <= interval.estimate <= interval.high
    assert scores.confidence(samples=50, mean=True).low <= scores.examples.mean()
    other = metric.score(
        list(reversed(PREDICTIONS)),
        [each[:1] for each in REFERENCES] if isinstance(metric, gramscore.GECGLEU) else REFERENCES,
        **({"sources": SOURCES} if metric.needs_sources else {}),
    )
    assert gramscore.compare({"a": scores, "b": other}) is not None
    assert "<" in repr(scores)
    assert "score" in scores._repr_html_()
    assert not scores.remarks or scores.remarks[0].message


@pytest.mark.parametrize("make", MEANS)
def test_matrices_and_prepared_texts(make: Any) -> None:
    metric = make()
    matrix = metric.matrix(PREDICTIONS, SOURCES)
    for i, text in enumerate(PREDICTIONS):
        for j, other in enumerate(SOURCES):
            assert matrix.scores[i, j] == metric.score([text], [other]).examples[0]
    prepared = metric.prepare(SOURCES)
    assert (
        metric.score(PREDICTIONS, prepared).examples.tolist()
        == metric.score(PREDICTIONS, SOURCES).examples.tolist()
    )
    assert metric.score(PREDICTIONS * 30, SOURCES * 30, threads=3) == metric.score(
        PREDICTIONS * 30, SOURCES * 30
    )


def test_evaluate() -> None:
    names = ["meteor", "character", "eed", "ribes", "distinct", "rouge1", "sari"]
    found = gramscore.evaluate(PREDICTIONS, REFERENCES, names, sources=SOURCES)
    assert list(found) == names
    for make, name in zip(MEANS, ("ribes", "meteor", "character", "eed"), strict=True):
        assert found[name].examples.tolist() == score(make()).examples.tolist()
    assert found["sari"].examples.tolist() == score(gramscore.SARI()).examples.tolist()
    with pytest.raises(TypeError, match="sources is missing: SARI"):
        gramscore.evaluate(PREDICTIONS, REFERENCES, ["sari"])
    with pytest.raises(TypeError, match=r"which no metric looks at: .*eed"):
        gramscore.evaluate(PREDICTIONS, REFERENCES, ["eed"], sources=SOURCES)


def test_streams_with_sources() -> None:
    rows = list(zip(PREDICTIONS, REFERENCES, SOURCES, strict=True))
    table = {"prediction": PREDICTIONS, "reference": REFERENCES, "source": SOURCES}
    whole = score(gramscore.SARI("easse")).corpus
    for batches, size in (([(PREDICTIONS, REFERENCES, SOURCES)], None), ([table], None), (rows, 3)):
        found = list(gramscore.SARI("easse").score_stream(batches, batch_size=size))
        assert sum(part.state() for part in found).corpus == whole
        together = list(gramscore.evaluate_stream(batches, [gramscore.SARI("easse"), "ter"], batch_size=size))
        assert sum(part["sari"].state() for part in together).corpus == whole
    with pytest.raises(ValueError, match=r"batches\[0\]: a tuple of 2: \(predictions, references, sources\)"):
        list(gramscore.SARI().score_stream([(PREDICTIONS, REFERENCES)]))


@pytest.mark.parametrize(
    ("error", "message", "work"),
    [
        (ValueError, "definition is 'hf'", lambda: gramscore.SARI("hf")),
        (ValueError, "lowercase=True has no effect", lambda: gramscore.SARI(tokenizer=None)),
        (TypeError, "sources is missing", lambda: gramscore.SARI().score(["a"], ["a"])),
        (
            ValueError,
            "predictions and sources differ in length: 1 and 2",
            lambda: gramscore.SARI().score(["a"], ["a"], sources=["a", "b"]),
        ),
        (TypeError, r"sources\[0\] is None", lambda: gramscore.SARI().score(["a"], ["a"], sources=[None])),
        (
            TypeError,
            r"references\[0\]\[1\] is 5",
            lambda: gramscore.SARI().score(["a"], [["a", 5]], sources=["a"]),
        ),
        (TypeError, "takes no prepared texts", lambda: gramscore.SARI().prepare(["a"])),
        (TypeError, "SARI has no matrices", lambda: gramscore.SARI().matrix(["a"])),
        (ValueError, "alpha is -1", lambda: gramscore.RIBES(alpha=-1)),
        (TypeError, "beta is '1'", lambda: gramscore.RIBES(beta="1")),  # type: ignore[arg-type]
        (ValueError, "alpha is 2: a number from 0 to 1", lambda: gramscore.METEOR(alpha=2)),
        (TypeError, "wordnet is 5", lambda: gramscore.METEOR(5)),  # type: ignore[arg-type]
        (
            TypeError,
            r"predictions\[0\] is 5 \(int\)",
            lambda: gramscore.METEOR(tokenizer=None).score([5], [["a"]]),
        ),
        (ValueError, "language is 'de'", lambda: gramscore.EED("de")),
        (ValueError, "rho is inf", lambda: gramscore.EED(rho=float("inf"))),
        (ValueError, "n is 0", lambda: gramscore.Distinct(0)),
        (ValueError, "predictions is empty", lambda: gramscore.Distinct().score([])),
        (TypeError, "METEOR has no matrices", lambda: gramscore.METEOR(stem=str.upper).matrix(["a"])),
    ],
)
def test_what_is_refused(error: type[Exception], message: str, work: Any) -> None:
    with pytest.raises(error, match=message):
        work()


def test_distinct() -> None:
    texts = ["a b a b c", "", "b a b c d", "z"]
    scores = gramscore.Distinct(2, repetition=2).score(texts)
    words = [text.split() for text in texts]
    for n in (1, 2):
        grams = [{tuple(each[i : i + n]) for i in range(len(each) - n + 1)} for each in words]
        total = sum(max(len(each) - n + 1, 0) for each in words)
        assert scores.corpus.distinct[n - 1] == len(set().union(*grams)) / total
    assert scores.examples.tolist() == [3 / 4, 0, 1, 0]
    # "a b", "b a" and "b c" are in both of two texts.
    assert scores.stats[:, -1].tolist() == [3, 0, 3, 0]
    assert scores.corpus.self_repetition == np.log(4) / 2
    assert pickle.loads(pickle.dumps(scores)) == scores
    with pytest.raises(ValueError, match="have no state"):
        scores.state()
    with pytest.raises(TypeError, match="cannot be added"):
        scores + scores
    assert gramscore.Distinct(tokenizer=None).score([["a", "b"]]).corpus.score == 1.0


def test_self_repetition_is_that_of_the_package() -> None:
    """diversity 0.3.1, written out: the n-grams of a text that others have, as often as others have them."""
    texts = [
        "the cat sat on the mat",
        "the cat sat on a chair and the cat sat on it",
        "the cat sat on",
        "no more",
    ]
    grams = [
        {tuple(words[i : i + 4]) for i in range(len(words) - 3)} for words in (text.split() for text in texts)
    ]
    total = 0.0
    for own in grams:
        total += np.log(sum(sum(gram in each for each in grams) for gram in own) - len(own) + 1)
    assert gramscore.Distinct().score(texts).corpus.self_repetition == total / 4


@pytest.mark.parametrize("metric", [gramscore.SARI(), gramscore.GECGLEU()])
def test_what_has_sources_has_no_matrices(metric: Any) -> None:
    for work in (metric.matrix, metric.matrices, metric.top_k, metric.leave_one_out):
        with pytest.raises(
            TypeError, match="has no matrices: it compares each prediction with its own source"
        ):
            work(["a", "b"])
