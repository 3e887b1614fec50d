"""`gramscore rouge-score` beside `python -m rouge_score.rouge`: the same files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

rouge_scorer = pytest.importorskip("rouge_score.rouge_scorer", reason="rouge-score is not installed")
rouge_io = pytest.importorskip("rouge_score.io")
scoring = pytest.importorskip("rouge_score.scoring")

TARGETS = ["the cat sat on the mat", "it was raining", "a dog ran", ""]
PREDICTIONS = ["the cats sat on a mat", "it rained", "the dog ran home", "x"]


@pytest.fixture
def files(run) -> None:
    for part in range(2):
        for name, lines in (("target", TARGETS), ("decode", PREDICTIONS)):
            Path(f"{part}.{name}").write_text("".join(f"{line} {part}\n" for line in lines))


@pytest.mark.parametrize("stemmer", [False, True])
@pytest.mark.parametrize("aggregate", [False, True])
def test_the_same_file(run, files, stemmer: bool, aggregate: bool) -> None:
    types = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    scorer = rouge_scorer.RougeScorer(types, use_stemmer=stemmer)
    aggregator = scoring.BootstrapAggregator() if aggregate else None
    np.random.seed(7)
    rouge_io.compute_scores_and_write_to_csv("*.target", "*.decode", "original.csv", scorer, aggregator)
    np.random.seed(7)
    outcome = run(
        "rouge-score",
        "--target_filepattern=*.target",
        "--prediction_filepattern",
        "*.decode",
        "--output_filename=ours.csv",
        f"--rouge_types={','.join(types)}",
        "--use_stemmer" if stemmer else "--nouse_stemmer",
        f"--aggregate={str(aggregate).lower()}",
    )
    assert (outcome.code, outcome.out) == (0, "")
    assert Path("ours.csv").read_bytes() == Path("original.csv").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--target_filepattern=none", "--prediction_filepattern=*.decode"], "0 files match none and 2"),
        (["--target_filepattern=*.target", "--prediction_filepattern=0.decode"], "2 files match"),
        (["--target_filepattern=*.target", "--prediction_filepattern=*.decode", "--rouge_types=x"], "x"),
    ],
)
def test_what_is_wrong(run, files, arguments: list[str], error: str) -> None:
    outcome = run("rouge-score", *arguments, "--output_filename=out.csv")
    assert outcome.code == 2
    assert error in outcome.error
    assert not Path("out.csv").exists()


def test_help_and_usage(run) -> None:
    assert "--target_filepattern" in run("rouge-score", "--help").out
    assert run("rouge-score").code == 2
