"""Random pairs of error rates and answers against the originals with ==: python tests/parity/differential_errors.py

A hundred thousand pairs for each part by default: WER and CER with all that jiwer counts of them, jiwer's alignments,
SQuAD's two scores, ANLS, the similarity of characters, and the program sclite (Debian: sctk), if it is there. A
difference stops the run and prints the part and the batch, which --only PART:BATCH repeats with the same seed.
"""

# ruff: noqa: E402
from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import anls
import jiwer
import test_answers as answers
import test_wer as wer
from differential import pairs
from differential_runs import BATCH, run
from rapidfuzz.distance import Levenshtein
from sclite_program import PROGRAM, any_case, any_text, counts_of

import gramscore
from gramscore.compat import jiwer as ours


def single(rng: random.Random) -> tuple[list[str], list[str]]:
    """References and predictions."""
    predictions, references = pairs(rng)
    return [own[0] for own in references], predictions


def compare_wer(rng: random.Random) -> None:
    wer.check(*single(rng))


def compare_alignments(rng: random.Random) -> None:
    references, predictions = single(rng)
    for process in ("process_words", "process_characters"):
        theirs, mine = (getattr(it, process)(references, predictions) for it in (jiwer, ours))
        assert jiwer.visualize_alignment(theirs) == ours.visualize_alignment(mine)


def compare_squad(rng: random.Random) -> None:
    texts = [answers.phrase(rng) for _ in range(BATCH)]
    answers.check(texts, [[answers.phrase(rng) for _ in range(rng.randint(1, 4))] for _ in texts])


def compare_anls(rng: random.Random) -> None:
    predictions, references = pairs(rng)
    threshold = rng.choice((0.5, 0.5, 0.1, 0.9, 1.5))
    scores = gramscore.ANLS(threshold).score(predictions, references).examples.tolist()
    assert scores == [anls.anls_score(*pair, threshold) for pair in zip(predictions, references, strict=True)]


def compare_similarity(rng: random.Random) -> None:
    references, predictions = single(rng)
    scores = gramscore.EditSimilarity().score(predictions, references).examples.tolist()
    for score, *pair in zip(scores, predictions, references, strict=True):
        assert score == 1 - Levenshtein.distance(*pair) / (max(map(len, pair)) or 1)


def compare_sclite(rng: random.Random) -> None:
    case = any_case(rng)
    references, texts = ([any_text(rng, case) for _ in range(BATCH)] for _ in range(2))
    scores = gramscore.WER.sclite(**case.options).score(texts, references)
    with tempfile.TemporaryDirectory() as folder:
        assert scores.stats.tolist() == counts_of(references, texts, case.arguments, Path(folder))


PARTS: dict[str, Callable[[random.Random], None]] = {
    "wer": compare_wer,
    "alignments": compare_alignments,
    "squad": compare_squad,
    "anls": compare_anls,
    "similarity": compare_similarity,
    "sclite": compare_sclite,
}


if __name__ == "__main__":
    parts = {name: (1.0, it) for name, it in PARTS.items() if name != "sclite" or PROGRAM is not None}
    run(parts, __doc__, 100_000, "of each part")
