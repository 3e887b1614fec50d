"""BLEU as other tools compute it: the Perl scripts by what they have said, recorded with all digits; COCO's and
torchmetrics' live where they are installed."""

from __future__ import annotations

import json
import math
import pickle
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from texts import HOSTILE

import gramscore
from gramscore import BLEU, _core

FOLDER = Path(__file__).parent / "recorded"
PERL = json.loads((FOLDER / "perl_bleu.json").read_text(encoding="utf-8"))
COCO = json.loads((FOLDER / "coco.json").read_text(encoding="utf-8"))

MULTI_BLEU = {
    "multi-bleu": BLEU.multi_bleu(),
    "multi-bleu -lc": BLEU.multi_bleu(lowercase=True),
    "multi-bleu-detok": BLEU.multi_bleu_detok(),
    "multi-bleu-detok -lc": BLEU.multi_bleu_detok(lowercase=True),
}
MTEVAL = {
    "mteval-v13a": BLEU.mteval(),
    "mteval-v13a -c": BLEU.mteval(case_sensitive=True),
    "mteval-v13a --no-smoothing": BLEU.mteval(smoothing=False),
    "mteval-v14": BLEU.mteval("v14"),
    "mteval-v14 -c": BLEU.mteval("v14", case_sensitive=True),
}
ALL: dict[str, BLEU] = {
    **MULTI_BLEU,
    **MTEVAL,
    "coco": BLEU.coco(),
    "coco 2": BLEU.coco(2, tokenizer="ptb"),
    "torchmetrics": BLEU.torchmetrics(),
    "torchmetrics smooth": BLEU.torchmetrics(3, smooth=True, weights=[0.5, 0.25, 0.25]),
    "fairseq": BLEU.fairseq(),
}
SHORT = [text for text in HOSTILE if len(text) < 300]


def texts_of(corpus: list[tuple[str, list[str]]]) -> tuple[list[str], list[list[str]]]:
    return [text for text, _ in corpus], [references for _, references in corpus]


@pytest.mark.parametrize("name", MULTI_BLEU)
def test_multi_bleu(name: str) -> None:
    for recorded in PERL:
        corpus = MULTI_BLEU[name].score(*texts_of(recorded["corpus"])).corpus
        assert [corpus.score, *corpus.precisions, corpus.bp] == recorded["said"][name]


@pytest.mark.parametrize("name", MTEVAL)
def test_mteval(name: str) -> None:
    for recorded in PERL:
        assert MTEVAL[name].score(*texts_of(recorded["corpus"])).corpus.score == recorded["said"][name]


@pytest.mark.parametrize("pair", COCO["pairs"], ids=range(len(COCO["pairs"])))
def test_coco_pairs(pair: dict[str, Any]) -> None:
    for order in range(1, 5):
        scores = BLEU.coco(order).score([pair["hyp"]], [pair["refs"]])
        assert scores.corpus.score == pair["bleu_corpus"][order - 1]
        assert scores.examples[0] == pair["bleu_sentence"][order - 1]


def test_coco_against_the_original() -> None:
    pytest.importorskip("pycocoevalcap", reason="the original: pip install pycocoevalcap==1.2")
    from pycocoevalcap.bleu.bleu import Bleu

    rng = random.Random(4)
    for _ in range(40):
        count = rng.randint(1, 30)
        predictions = [words(rng) for _ in range(count)]
        references = [[words(rng) for _ in range(rng.randint(1, 5))] for _ in range(count)]
        gts, res = dict(enumerate(references)), {n: [text] for n, text in enumerate(predictions)}
        for order in (1, 3, 4):
            corpus, examples = Bleu(order).compute_score(gts, res, verbose=0)
            scores = BLEU.coco(order).score(predictions, references)
            assert scores.corpus.score == corpus[-1]
            assert scores.examples.tolist() == examples[-1]
            assert _core.coco_bleu_orders(scores.stats).T.tolist() == examples


def words(rng: random.Random) -> str:
    if rng.random() < 0.15:
        return rng.choice(SHORT)
    return rng.choice([" ", "  ", "\t"]).join(rng.choice("abcdeé") for _ in range(rng.randint(0, 12)))


def test_torchmetrics_against_the_original() -> None:
    """In floats of 32 bits, where PyTorch rounds logarithms and exponentials in its own way: docs/bleu.md says so."""
    pytest.importorskip("torch", reason="torchmetrics computes with PyTorch: pip install torch")
    text = pytest.importorskip(
        "torchmetrics.functional.text", reason="the original: pip install torchmetrics==1.9.0"
    )
    rng = random.Random(5)
    for _ in range(60):
        count = rng.randint(1, 12)
        predictions = [words(rng) for _ in range(count)]
        references = [[words(rng) for _ in range(rng.randint(1, 4))] for _ in range(count)]
        for n_gram, smooth in ((4, False), (4, True), (2, False), (1, True)):
            theirs = text.bleu_score(predictions, references, n_gram=n_gram, smooth=smooth).item()
            ours = BLEU.torchmetrics(n_gram, smooth).score(predictions, references).corpus.score
            assert np.float32(ours) == np.float32(theirs) or abs(ours - theirs) <= np.spacing(
                np.float32(theirs)
            )


def test_torchmetrics_takes_the_first_of_lengths_that_are_equally_close() -> None:
    prediction, short, long = "a b c d", "a b c", "a b c d e"
    scores = BLEU.torchmetrics().score([prediction] * 2, [[short, long], [long, short]])
    assert scores.stats[:, 1].tolist() == [3, 5]
    assert BLEU().score([prediction], [[long, short]]).stats[0, 1] == 3


def test_torchmetrics_smoothes_nothing_that_is_zero() -> None:
    assert BLEU.torchmetrics(smooth=True).score(["a b c x"], [["a b c y"]]).corpus.score == 0


@pytest.mark.parametrize("prediction", ["a b c d e", "a b x d e f", "a", "a b c"])
def test_fairseq_by_its_formula(prediction: str) -> None:
    reference = "a b c d e"
    scores = BLEU.fairseq(2).score([prediction], [reference])
    sys_len, ref_len, *counts = scores.stats[0].tolist()
    precisions = [match / total if total else 0 for match, total in zip(counts[:2], counts[2:], strict=True)]
    logs = sum(math.log(p) if p > 0 else float("-Inf") for p in precisions)
    assert scores.corpus.score == min(1, math.exp(1 - ref_len / sys_len)) * math.exp(logs / 2) * 100


def test_a_perfect_segment_of_three_tokens() -> None:
    """Four answers to one question."""
    pair = (["A cat sat"], [["A cat sat"]])
    assert BLEU.mteval().score(*pair).corpus.score == 1.0
    assert BLEU.coco().score(*pair).corpus.score == 0.03162277657664911
    assert BLEU.multi_bleu().score(*pair).corpus.score == 0.0
    assert BLEU().score(*pair).corpus.score == 0.0


@pytest.mark.parametrize("name", ALL)
def test_what_scores_can_do(name: str) -> None:
    metric = ALL[name]
    predictions = ["a b c d e", "a b c d", "The cat sat here now"] * 5
    references = [["a b c d f"], ["a b c d"], ["the cat sat here", "The cat"]] * 5
    whole = metric.score(predictions, references)
    parts = [metric.score([p], [r]).state() for p, r in zip(predictions, references, strict=True)]
    assert sum(parts) == whole.state()
    assert sum(parts).corpus == whole.corpus
    assert gramscore.State.of_parts(whole.state().parts()).corpus == whole.corpus
    assert whole.confidence(samples=20).estimate == whole.corpus.score
    again = pickle.loads(pickle.dumps(metric))
    assert again.signature == metric.signature
    assert again.score(predictions, references) == whole
    assert [metric.score([p], [r]).corpus.score for p, r in zip(predictions, references, strict=True)] == (
        whole.examples.tolist()
    )
    with pytest.raises(TypeError, match="has no matrices"):
        metric.matrix(["a"], ["b"])


def test_signatures_tell_them_apart() -> None:
    assert len({metric.signature for metric in ALL.values()}) == len(ALL)
    assert "case:lc-ascii" in BLEU.mteval().signature
    assert "case:mixed" in BLEU.mteval(case_sensitive=True).signature


def test_only_ascii_letters_lose_their_case() -> None:
    assert BLEU.mteval().score(["ÄRGER ABC X Y Z"], ["ärger abc x y z"]).stats[0, 2] == 4


def test_texts_without_tokens() -> None:
    assert math.isnan(BLEU.multi_bleu().score([""], ["a"]).corpus.score)
    assert BLEU.multi_bleu().score(["a"], [""]).corpus.score == 0
    assert BLEU.mteval().score([""], ["a"]).corpus.score == 0
    assert BLEU.coco().score([""], ["a"]).corpus.score == 0
    assert BLEU.torchmetrics().score([""], ["a"]).corpus.score == 0
    assert math.isnan(BLEU.fairseq().score([""], ["a"]).corpus.score)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: BLEU.mteval("v12"), ValueError, "unknown version 'v12': known are v13a, v14"),
        (lambda: BLEU.mteval(smoothing=1), TypeError, "smoothing is 1"),
        (lambda: BLEU.coco(0), ValueError, "max_order is 0"),
        (lambda: BLEU.multi_bleu(lowercase="yes"), TypeError, "lowercase is 'yes'"),
        (lambda: BLEU.torchmetrics(4, weights=[1.0]), ValueError, "weights has 1 of them"),
        (lambda: BLEU.torchmetrics(1, weights=["1"]), TypeError, "weights"),
        (lambda: BLEU.fairseq(True), TypeError, "order is True"),
    ],
)
def test_options_that_cannot_be(make: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        make()


def test_by_name() -> None:
    names = [
        "bleu-coco",
        "bleu-multi",
        "bleu-multi-detok",
        "bleu-mteval",
        "bleu-torchmetrics",
        "bleu-fairseq",
    ]
    found = gramscore.evaluate(["a b c d e"], ["a b c d f"], names)
    assert [name for name, scores in found.items() if scores.corpus.score > 0] == names


def test_the_table_of_the_documents() -> None:
    metrics = [
        (BLEU(), 1),
        (BLEU.coco(), 100),
        (BLEU.multi_bleu(), 1),
        (BLEU.multi_bleu_detok(), 1),
        (BLEU.mteval(), 100),
        (BLEU.torchmetrics(), 100),
        (BLEU.fairseq(), 1),
        (BLEU.nltk(tokenizer="none"), 100),
        (BLEU.huggingface(), 100),
    ]
    document = (Path(__file__).parents[2] / "docs" / "bleu.md").read_text(encoding="utf-8").split("\n")
    for recorded in PERL[:8]:
        ((prediction, references),) = recorded["corpus"]
        scores = [scale * metric.score([prediction], [references]).corpus.score for metric, scale in metrics]
        cells = [
            f"`{prediction}`",
            " \\| ".join(f"`{text}`" for text in references),
            *(f"{it:.2f}" for it in scores),
        ]
        assert f"| {' | '.join(cells)} |" in document
