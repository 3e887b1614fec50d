"""Rewards of a group: how different its completions are from each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore.many.groups import list_of_groups
from gramscore.metrics.metric import Metric
from gramscore.rewards.reward import Reward, listed


def _mean_of_others(scores: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.float64]:
    """Of each row the mean without the diagonal; 0 for a single text."""
    count = len(scores)
    if count < 2:
        return np.zeros(count)
    others = scores[~np.eye(count, dtype=bool)].reshape(count, count - 1)
    means: npt.NDArray[np.float64] = others.mean(axis=1, dtype=np.float64)
    return means


def diversity(metric: Metric[Any], **options: Any) -> Callable[[Iterable[Sequence[Any]]], list[list[float]]]:
    """A function of groups of completions: for each completion minus its mean score with the others of its group as
    references, 0 alone; of error rates that mean itself. So who says what others say gets less.

    options: those of Reward; of ROUGE F counts.

    >>> import gramscore
    >>> diversity(gramscore.ROUGE(["rouge1"]))([["the cat", "the cat", "a dog"], ["alone"]])
    [[-0.5, -0.5, 0.0], [0.0]]
    """
    reward = Reward(metric, **options)
    sign = -1.0 if metric.higher_is_better else 1.0

    def rewards(groups: Iterable[Sequence[Any]]) -> list[list[float]]:
        given = list_of_groups("groups", groups)
        texts = [reward.completions(group, f"groups[{index}]") for index, group in enumerate(given)]
        found = metric.utility_matrices(texts)
        return [reward.scaled(sign * _mean_of_others(matrix.scores) + 0.0) for matrix in found]

    return rewards


def trl_diversity(metric: Metric[Any], **options: Any) -> Callable[..., list[float]]:
    """The same for TRL: completions of equal prompts in a row are a group.

    >>> import gramscore
    >>> reward = trl_diversity(gramscore.ROUGE(["rouge1"]))
    >>> reward(prompts=["p", "p", "q", "q"], completions=["the cat", "the cat", "a dog", "cats"])
    [-1.0, -1.0, 0.0, 0.0]
    """
    rewards = diversity(metric, **options)

    def reward(prompts: Sequence[Any], completions: Sequence[Any], **_: Any) -> list[float]:
        prompts, completions = listed(prompts, "prompts"), listed(completions, "completions")
        if len(prompts) != len(completions):
            raise ValueError(f"there are {len(prompts)} prompts for {len(completions)} completions")
        groups = [
            [completions[index] for index, _ in members]
            for _, members in groupby(enumerate(prompts), key=lambda member: member[1])
        ]
        return [one for group in rewards(groups) for one in group]

    reward.__name__ = f"gramscore_{metric.signature.partition('|')[0]}_diversity"
    return reward


def verifiers_diversity(metric: Metric[Any], **options: Any) -> Callable[..., Awaitable[list[float]]]:
    """The same for a group of verifiers' rollouts.

    >>> import asyncio, gramscore
    >>> asyncio.run(verifiers_diversity(gramscore.ROUGE(["rouge1"]))(["the cat", "the cat", "a dog"]))
    [-0.5, -0.5, 0.0]
    """
    rewards = diversity(metric, **options)

    async def reward(completions: Sequence[Any], **_: Any) -> list[float]:
        return rewards([completions])[0]

    reward.__name__ = f"gramscore_{metric.signature.partition('|')[0]}_diversity"
    return reward
