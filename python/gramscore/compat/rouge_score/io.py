"""Files of texts in, a file of scores out."""

from __future__ import annotations

import glob
import logging
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import IO, Any

from gramscore.compat.rouge_score.tokenize import as_str

logger = logging.getLogger("rouge_score")


def compute_scores_and_write_to_csv(
    target_filepattern: str,
    prediction_filepattern: str,
    output_filename: str,
    scorer: Any,
    aggregator: Any,
    delimiter: str | bytes = "\n",
) -> None:
    """Scores the texts of files and writes a CSV file.

    The files that match the two patterns are paired in the order of their names. A text ends with `delimiter`.
    scorer: an object with score(target, prediction).
    aggregator: a BootstrapAggregator for three columns by score, or None for a row per example.

    Raises ValueError if the patterns match no files or not equally many, or if files hold different numbers of texts.
    """
    targets, predictions = _glob(target_filepattern), _glob(prediction_filepattern)
    if not targets or len(targets) != len(predictions):
        raise ValueError(
            f"{len(targets)} files match {target_filepattern} and {len(predictions)} {prediction_filepattern}: "
            "as many of each are needed, and at least one"
        )
    scores = _compute_scores(targets, predictions, scorer, delimiter)
    if not aggregator:
        _write_scores_to_csv(output_filename, scores)
        return
    for score in scores:
        aggregator.add_scores(score)
    _write_aggregates_to_csv(output_filename, aggregator.aggregate())


def _glob(filepattern: str) -> list[str]:
    return glob.glob(filepattern)


def _open(filepattern: str, mode: str = "r") -> IO[Any]:
    return open(filepattern, mode)


def _record_gen(filename: str, delimiter: str | bytes) -> Iterator[str]:
    """The texts of a file."""
    with _open(filename) as file:
        try:
            text = file.read()
        except UnicodeDecodeError as error:
            error.reason += f", in {filename}"
            raise
    records = text.split(as_str(delimiter))
    if records[-1]:
        logger.warning("%s does not end with a delimiter", filename)
    else:
        del records[-1]
    yield from records


def _compute_scores(
    target_filenames: Sequence[str], prediction_filenames: Sequence[str], scorer: Any, delimiter: str | bytes
) -> list[dict[str, Any]]:
    """The scores of the texts of all files, by type."""
    scores = []
    for target, prediction in zip(sorted(target_filenames), sorted(prediction_filenames)):  # noqa: B905
        for texts in zip_longest(_record_gen(target, delimiter), _record_gen(prediction, delimiter)):
            if None in texts:
                raise ValueError(f"{target} and {prediction} hold different numbers of texts")
            scores.append(scorer.score(*texts))
    return scores


def _write_aggregates_to_csv(output_filename: str, aggregates: Mapping[str, Any]) -> None:
    """A row for recall, precision and F of each type, with the bounds of their intervals."""
    with _open(output_filename, "w") as file:
        file.write("score_type,low,mid,high\n")
        for name, bounds in sorted(aggregates.items()):
            for letter, field in (("R", "recall"), ("P", "precision"), ("F", "fmeasure")):
                numbers = (getattr(bound, field) for bound in (bounds.low, bounds.mid, bounds.high))
                file.write(f"{name}-{letter},{','.join(f'{number:f}' for number in numbers)}\n")


def _write_scores_to_csv(output_filename: str, scores: Sequence[Mapping[str, Any]]) -> None:
    """A row for each example, with precision, recall and F of each type."""
    if not scores:
        logger.warning("there are no scores to write")
        return
    types = sorted(scores[0])
    with _open(output_filename, "w") as file:
        file.write("id" + "".join(f",{name}-{letter}" for name in types for letter in "PRF") + "\n")
        for i, found in enumerate(scores):
            numbers = (
                number
                for name in types
                for number in (found[name].precision, found[name].recall, found[name].fmeasure)
            )
            file.write(f"{i}{''.join(f',{number:f}' for number in numbers)}\n")
