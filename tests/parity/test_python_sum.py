"""sum() of floats compensates for rounding from CPython 3.12 on. The drop-ins add as the Python they run on, like the
originals; our own interface adds one number after the other on every Python."""

from __future__ import annotations

import logging
import math
import random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from plain_sum import compensated_sum, logarithms, plain_bleu, plain_sum

import gramscore
import gramscore.compat.sacrebleu as drop_in
from gramscore import _core
from gramscore.compat import hf
from gramscore.compat.nltk import nist_score as our_nist
from gramscore.compat.python_sum import COMPENSATES

logging.getLogger("sacrebleu").setLevel(logging.ERROR)

SUMS = {False: plain_sum, True: compensated_sum}


def rows(rng: random.Random, count: int) -> Any:
    """Statistics of BLEU of four orders."""
    found = []
    for _ in range(count):
        length = rng.randint(4, 60)
        totals = [length - n for n in range(4)]
        matches = sorted((rng.randint(0, total) for total in totals), reverse=True)
        found.append([length, rng.randint(1, 60), *matches, *totals])
    return np.array(found, np.int64)


def test_what_this_python_does() -> None:
    numbers = [0.1] * 10
    assert sum(numbers) == SUMS[COMPENSATES](numbers)
    assert plain_sum(numbers) != compensated_sum(numbers)


@pytest.mark.parametrize("compensated", [False, True])
@pytest.mark.parametrize("effective", [False, True])
def test_both_sums_in_the_core(rng: random.Random, compensated: bool, effective: bool) -> None:
    """On any Python. Some scores of either kind are not those of the other."""
    differ = 0
    for row in rows(rng, 1500):
        for smoothing in ("exp", "floor", "add-k"):
            found = drop_in.metrics.BLEUScore(
                *_core.bleu_corpus(row[None], smoothing, 1.0, effective, compensated)
            )
            if not any(found.counts):
                continue
            logs = logarithms(found, effective)
            both = [found.bp * math.exp(add(logs) / len(logs)) for add in SUMS.values()]
            assert found.score == both[compensated]
            differ += both[0] != both[1]
    assert differ > 100


def test_hugging_face_in_the_core(rng: random.Random) -> None:
    differ = 0
    for row in rows(rng, 1500):
        found = {}
        for compensated, add in SUMS.items():
            score, _, _, precisions, bp, *_ = _core.huggingface_bleu_corpus(row[None], True, compensated)
            expected = math.exp(add([0.25 * math.log(p) for p in precisions])) * bp
            assert score == expected
            found[compensated] = score
        differ += found[False] != found[True]
    assert differ > 20


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choices("a the by on , . cat dog ran sat".split(), k=rng.randint(1, 12)))


def test_drop_in_of_sacrebleu(rng: random.Random) -> None:
    theirs = pytest.importorskip("sacrebleu")
    assert drop_in.sentence_bleu("a on , ,", ["a by , ,"], smooth_method="add-k").score == pytest.approx(50)
    for _ in range(1500):
        text, references = sentence(rng), [sentence(rng) for _ in range(rng.randint(1, 2))]
        for method in ("exp", "add-k"):
            ours, other = (
                it.sentence_bleu(text, references, smooth_method=method) for it in (drop_in, theirs)
            )
            assert ours.score == other.score
            own = gramscore.BLEU(smoothing=method, effective_order=True).score([text], [references])
            assert own.examples[0] == own.corpus.score == plain_bleu(other, True)
    texts = [sentence(rng) for _ in range(30)]
    streams = [[sentence(rng) for _ in texts]]
    for options in ({}, {"smooth_method": "add-k", "effective_order": True}):
        ours, other = (
            it.BLEU(**options).corpus_score(texts, streams, n_bootstrap=300) for it in (drop_in, theirs)
        )
        assert (ours.score, ours._mean, ours._ci) == (other.score, other._mean, other._ci)


def test_a_sentence_whose_score_moves() -> None:
    """The last bit of it is another from 3.12 on."""
    moved = drop_in.sentence_bleu("a on , ,", ["a by , ,"], smooth_method="add-k").score
    logs = [math.log(100.0 * match / total) for match, total in ((3, 4), (2, 4), (1, 3), (1, 2))]
    assert [math.exp(add(logs) / 4) for add in SUMS.values()] == [50.000000000000014, 49.99999999999999]
    assert moved == math.exp(SUMS[COMPENSATES](logs) / 4)


def test_drop_in_of_nltk(rng: random.Random) -> None:
    theirs = pytest.importorskip("nltk.translate.nist_score")
    differ = 0
    for _ in range(200):
        size = rng.randint(1, 4)
        hypotheses = [[*sentence(rng).split(), "a", "cat"] for _ in range(size)]
        references = [[sentence(rng).split() for _ in range(rng.randint(1, 3))] for _ in range(size)]
        assert our_nist.corpus_nist(references, hypotheses, 2) == theirs.corpus_nist(
            references, hypotheses, 2
        )
        plain, compensated = (
            _core.nist_corpus(*_core.Nist(2, None, it).score(hypotheses, references)[:2])
            for it in (False, True)
        )
        assert plain == gramscore.NIST(2).score(hypotheses, references).corpus
        differ += plain != compensated
    assert differ > 5


def test_drop_in_of_hugging_face(rng: random.Random) -> None:
    for _ in range(300):
        texts = [sentence(rng) for _ in range(3)]
        references = [[sentence(rng)] for _ in texts]
        found = hf.load("bleu").compute(predictions=texts, references=references, smooth=True)
        score = SimpleNamespace(**found)
        logs = [(1.0 / 4) * math.log(p) for p in score.precisions]
        assert score.bleu == math.exp(sum(logs)) * score.brevity_penalty
