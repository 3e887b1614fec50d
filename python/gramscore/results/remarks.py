"""What is probably not meant, though it is scored as the reference packages do: all remarks, and when they are made.

Here are those that statistics tell; `text_remarks` has those that take a look at the texts. A remark never changes a
score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore._core import Statistics

#: The share of a corpus sum that one example should not hold, and among how many it is looked for.
_HEAVY: Final = 0.2
_FEW: Final = 20
#: How many times as long, or as short, predictions may be as references.
_LONG: Final = 2.0


class Remark(NamedTuple):
    """kind: a short name that stays the same: "no-tokens", "heavy-example", "length", ...
    message: one sentence for people.
    examples: how many examples it is about, and
    first: the index of the first of them; None if it is about all together.
    """

    kind: str
    message: str
    examples: int
    first: int | None = None

    def __str__(self) -> str:
        return self.message


def remarks_of(scores: Statistics) -> tuple[Remark, ...]:
    """What the statistics of scores tell."""
    if not len(scores.stats):
        return ()
    return tuple(_of_statistics(scores))


def _of_statistics(scores: Statistics) -> Iterator[Remark]:
    columns = dict(zip(scores.columns, scores.stats.T, strict=True))
    ours, theirs = _lengths(columns)
    name = scores.signature.partition("|")[0]
    if ours is not None:
        yield from _without_tokens("prediction", name, ours)
    if theirs is not None:
        yield from _without_tokens("reference", name, theirs)
    if ours is not None and theirs is not None:
        yield from _unequal_lengths(name, int(ours.sum()), int(theirs.sum()))
    heavy, what = _summed(columns)
    if heavy is not None:
        yield from _heavy_example(name, what, heavy)
    yield from _sentences(columns)


def _lengths(columns: dict[str, Any]) -> tuple[Any, Any]:
    """How many tokens each prediction and each reference has, where the statistics hold that."""
    if "sys_len" in columns:
        return columns["sys_len"], columns.get("ref_len")
    for kind in ("rouge1", "rougeL", "rougeLsum"):
        if f"{kind}_prediction" in columns:
            return columns[f"{kind}_prediction"], columns[f"{kind}_reference"]
    if "char1_ref" in columns:
        return None, columns["char1_ref"]
    return None, None


def _summed(columns: dict[str, Any]) -> tuple[Any, str]:
    """Of what the corpus score is a ratio of sums: the larger summand of each example, and what it counts."""
    if "sys_len" in columns and "ref_len" in columns:
        return np.maximum(columns["sys_len"], columns["ref_len"]), "tokens"
    if "num_edits" in columns:
        return columns["num_edits"], "edits"
    if "char1_ref" in columns:
        return np.maximum(columns["char1_hyp"], columns["char1_ref"]), "characters"
    return None, ""


def _without_tokens(side: str, name: str, lengths: npt.NDArray[np.int64]) -> Iterator[Remark]:
    empty = np.flatnonzero(lengths == 0)
    if len(empty):
        first = int(empty[0])
        yield Remark(
            f"{side}s-without-tokens",
            f"{counted(len(empty), len(lengths), f'{side}s')} {'has' if len(empty) == 1 else 'have'} no tokens for "
            f"{name} "
            f"(first {side}s[{first}]): empty, or of characters that the tokenizer does not see",
            len(empty),
            first,
        )


def _unequal_lengths(name: str, ours: int, theirs: int) -> Iterator[Remark]:
    if ours and theirs and not 1 / _LONG <= ours / theirs <= _LONG:
        ratio = ours / theirs
        said = f"{ratio:.1f} times as long as" if ratio > 1 else f"{1 / ratio:.1f} times shorter than"
        yield Remark("length", f"the predictions are {said} the references in tokens of {name}", 0)


def _heavy_example(name: str, what: str, summands: npt.NDArray[np.int64]) -> Iterator[Remark]:
    at = int(np.argmax(summands))
    yield from _heavy(name, what, at, int(summands[at]), int(summands.sum()), len(summands))


def _heavy(name: str, what: str, at: int, most: int, whole: int, examples: int) -> Iterator[Remark]:
    """One example that makes up much of a corpus sum."""
    if examples >= _FEW and most > _HEAVY * whole:
        yield Remark(
            "heavy-example",
            f"predictions[{at}] holds {most / whole:.0%} of the {what} of all {examples:,} examples, and the corpus "
            f"score of {name} is made of sums",
            1,
            at,
        )


class StatisticsRemarks:
    """What the statistics of a whole corpus tell, batch by batch: lengths, and examples that outweigh the others."""

    def __init__(self) -> None:
        self._examples = 0
        self._lengths: dict[str, tuple[int, int]] = {}
        self._heaviest: dict[
            str, tuple[int, int, int, str]
        ] = {}  # of each metric: where, how much, of how much, of what

    def add(self, scores: Mapping[str, Statistics]) -> None:
        """A batch, by metric."""
        examples = 0
        for name, found in scores.items():
            examples = len(found.stats)
            columns = dict(zip(found.columns, found.stats.T, strict=True))
            ours, theirs = _lengths(columns)
            if ours is not None and theirs is not None:
                before = self._lengths.get(name, (0, 0))
                self._lengths[name] = (before[0] + int(ours.sum()), before[1] + int(theirs.sum()))
            summands, what = _summed(columns)
            if summands is not None:
                at = int(np.argmax(summands))
                where, most, whole, _ = self._heaviest.get(name, (0, -1, 0, ""))
                if int(summands[at]) > most:
                    where, most = self._examples + at, int(summands[at])
                self._heaviest[name] = (where, most, whole + int(summands.sum()), what)
        self._examples += examples

    def __iter__(self) -> Iterator[Remark]:
        for name, (ours, theirs) in self._lengths.items():
            yield from _unequal_lengths(name, ours, theirs)
        for name, (at, most, whole, what) in self._heaviest.items():
            yield from _heavy(name, what, at, most, whole, self._examples)


def _sentences(columns: dict[str, Any]) -> Iterator[Remark]:
    """rougeLsum that could as well be rougeL."""
    parts = ("match", "prediction", "reference")
    if not all(f"{kind}_{part}" in columns for kind in ("rougeL", "rougeLsum") for part in parts):
        return
    if any((columns[f"rougeL_{part}"] != columns[f"rougeLsum_{part}"]).any() for part in parts):
        return
    lengths = columns["rougeL_reference"]
    if float(lengths.mean()) >= _LONG_TEXT:
        yield Remark(
            "no-line-breaks",
            "rougeLsum equals rougeL in every example: it takes lines for sentences, and the texts seem to have one "
            "each",
            len(lengths),
        )


#: Tokens of references that are hardly one sentence each.
_LONG_TEXT: Final = 40


def counted(some: int, all_: int, what: str) -> str:
    """ "3 of 20 predictions", "all 20 predictions", "the one prediction"."""
    if all_ == 1:
        return f"the one {what.removesuffix('s')}"
    return f"all {all_:,} {what}" if some == all_ else f"{some:,} of {all_:,} {what}"
