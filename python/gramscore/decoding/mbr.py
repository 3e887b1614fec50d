"""Minimum Bayes risk: of each group of candidates the one that scores best with all references on average."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.decoding.pruning import Pruning, prune
from gramscore.many.groups import check_as_many, list_of_groups
from gramscore.metrics.metric import Metric

_Floats = npt.NDArray[np.float64]

UTILITIES = ("mean", "aggregate")


@dataclass(frozen=True, eq=False)
class MbrResult:
    """Of G groups the candidates of highest expected utility.

    index: int64 (G,), the best candidate of each group, the first of equals; -1 in a group without candidates.
    utility: float64 (G,), its expected utility; NaN in such a group. Of error rates the lowest is the best.
    utilities: of each group the expected utilities of its candidates, float64 (n,). With pruning NaN where a
        candidate was given up.
    ranking: of each group its candidates, best first, int64 (n,), ties by index. Those given up come last.
    signature: of the metric, and how utilities come about.
    """

    index: npt.NDArray[np.int64]
    utility: _Floats
    utilities: tuple[_Floats, ...]
    ranking: tuple[npt.NDArray[np.int64], ...]
    signature: str

    def __len__(self) -> int:
        return len(self.index)

    def __repr__(self) -> str:
        return f"<MbrResult of {len(self)} groups, {self.signature}>"


def mbr(
    groups: Iterable[Any],
    metric: Metric[Any],
    references: Iterable[Any] | None = None,
    weights: Iterable[Any] | None = None,
    *,
    utility: str = "mean",
    pruning: Pruning | None = None,
    threads: int | None = None,
) -> MbrResult:
    """Choose from each group of candidates by minimum Bayes risk (Kumar and Byrne, 2004; Eikema and Aziz, 2020).

    groups: lists of texts, the candidates for each input; of any lengths.
    metric: the utility of a candidate with a reference. ROUGE has to have one type, whose F counts.
    references: as many lists of texts; None means the candidates themselves, each also with itself.
    weights: for each group the log-probabilities of its references, which are made to add up to 1 (softmax); None means
        that all weigh the same. The expected utility is then the mean over the references, added up in their order.
    utility: "mean", of the scores with each reference; or "aggregate", the score with all references as one,
        whose n-gram counts are their means: another, quicker figure, for BLEU and CHRF.
    pruning: give candidates up early, on part of the references (see Pruning); the result need not be the best then.
    threads: as for `metric.score`.

    Raises TypeError and ValueError for groups, references and weights that do not go together, naming the
    place, and for a metric that has no such utility.

    >>> import gramscore
    >>> found = gramscore.mbr([["the cat sat", "a cat sat", "dogs"]], gramscore.CHRF())
    >>> found.index.tolist(), found.ranking[0].tolist()
    ([0], [0, 1, 2])
    """
    if not isinstance(metric, Metric):
        raise TypeError(f"metric is {metric!r}: a metric with matrices is expected, such as gramscore.CHRF()")
    if utility not in UTILITIES:
        raise ValueError(f"unknown utility {utility!r}: known are {', '.join(UTILITIES)}")
    if pruning is not None and not isinstance(pruning, Pruning):
        raise TypeError(f"pruning is {pruning!r}: a Pruning or None is expected")
    if utility != "mean" and pruning is not None:
        raise ValueError("pruning is for the utility 'mean' only")
    candidates = list_of_groups("groups", groups)
    sides = None if references is None else list_of_groups("references", references)
    if sides is not None:
        check_as_many(sides, len(candidates))
    for index, (texts, others) in enumerate(zip(candidates, sides or candidates, strict=True)):
        if len(texts) and not len(others):
            raise ValueError(f"references[{index}] is empty, but groups[{index}] has candidates")
    group_weights = _normalized(weights, candidates if sides is None else sides)
    if utility == "aggregate":
        found = metric.aggregate_scores(candidates, sides, group_weights)
    elif pruning is None:
        matrices = metric.utility_matrices(candidates, sides, threads=threads)
        found = [
            _core.row_means(matrix.scores.astype(np.float64, copy=False), own)
            for matrix, own in zip(matrices, group_weights, strict=True)
        ]
    else:
        found = [
            _pruned(metric, texts, others, own, pruning, threads)
            for texts, others, own in zip(
                metric.prepare_groups(candidates, "groups"),
                repeat(None) if sides is None else metric.prepare_groups(sides, "references"),
                group_weights,
                strict=False,
            )
        ]
    name = "" if utility == "mean" else f"|utility:{utility}"
    name += "" if pruning is None else f"|{pruning.signature}"
    return _result(found, metric.higher_is_better, f"mbr|{metric.signature}{name}")


def _pruned(
    metric: Metric[Any],
    texts: _core.PreparedTexts,
    references: _core.PreparedTexts | None,
    weights: _Floats | None,
    pruning: Pruning,
    threads: int | None,
) -> _Floats:
    """The utilities of the candidates of a group; those that are given up meet no more references."""
    others = texts if references is None else references

    def scores(candidates: npt.NDArray[np.int64], begin: int, end: int) -> _Floats:
        found = metric.utility_matrix(texts.take(candidates), others[begin:end], threads=threads)
        return found.scores.astype(np.float64, copy=False)

    return prune(scores, len(texts), len(others), weights, pruning, metric.higher_is_better)


def _result(utilities: Sequence[_Floats], higher_is_better: bool, signature: str) -> MbrResult:
    ranking = []
    for own in utilities:
        # NaN sorts last either way.
        ranking.append(np.argsort(-own if higher_is_better else own, kind="stable"))
    index = np.array([order[0] if len(order) else -1 for order in ranking], np.int64)
    best = np.array(
        [own[first] if first >= 0 else np.nan for own, first in zip(utilities, index, strict=True)],
        np.float64,
    )
    return MbrResult(index, best, tuple(utilities), tuple(ranking), signature)


def _normalized(weights: Any, references: Sequence[Any]) -> list[_Floats | None]:
    """The weights of each group's references, adding up to 1."""
    if weights is None:
        return [None] * len(references)
    if isinstance(weights, (str, bytes)) or not isinstance(weights, Iterable):
        raise TypeError(
            f"weights is a {type(weights).__name__}: a list of log-probabilities for each group is expected"
        )
    listed = list(weights)
    if len(listed) != len(references):
        raise ValueError(
            f"weights has {len(listed)} lists for {len(references)} groups: one for each is needed"
        )
    normalized: list[_Floats | None] = []
    for index, (own, texts) in enumerate(zip(listed, references, strict=True)):
        if np.ma.is_masked(own):
            raise TypeError(f"weights[{index}] is masked: a log-probability for each reference is needed")
        try:
            values = np.asarray(own, np.float64)
        except (TypeError, ValueError) as error:
            raise TypeError(f"weights[{index}] is no list of log-probabilities ({error})") from None
        if values.shape != (len(texts),):
            raise ValueError(
                f"weights[{index}] has the shape {values.shape}: {len(texts)} log-probabilities are needed, "
                "one for each reference"
            )
        if not (values < np.inf).all():
            raise ValueError(f"weights[{index}] holds what is no log-probability")
        if len(values):
            if np.isneginf(values).all():
                raise ValueError(f"weights[{index}] gives no reference a probability above 0")
            values = np.exp(values - values.max())
            values /= values.sum()
        normalized.append(values)
    return normalized
