"""The shapes in which trainers call rewards: TRL, verl, verifiers, open-instruct."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gramscore.metrics.metric import Metric
from gramscore.rewards.reward import Reward

_Batch = Callable[..., list[float]]


def _named(function: Any, metric: Metric[Any]) -> Any:
    """Trainers log rewards by the names of their functions."""
    function.__name__ = f"gramscore_{metric.signature.partition('|')[0]}"
    return function


def trl(metric: Metric[Any], references: str = "reference", **options: Any) -> _Batch:
    """A reward function for TRL's trainers: `reward(prompts, completions, **columns) -> list[float]`.

    references: the column of the data set that has them: a text or a list of texts in each row.
    options: those of Reward.

    Completions may be lists of messages. Raises KeyError if there is no such column.

    >>> import gramscore
    >>> reward = trl(gramscore.CHRF(), "answer")
    >>> completion = [{"role": "assistant", "content": "the cat"}]
    >>> reward(prompts=["?"], completions=[completion], answer=[["a dog", "the cat"]])
    [100.0]
    """
    score = Reward(metric, **options)

    def reward(
        prompts: Sequence[Any] | None = None, completions: Sequence[Any] = (), **columns: Any
    ) -> list[float]:
        if references not in columns:
            raise KeyError(f"no column {references!r}: the data set has {', '.join(columns) or 'none'}")
        return score(completions, columns[references])

    return _named(reward, metric)  # type: ignore[no-any-return]


def verl(metric: Metric[Any], **options: Any) -> Callable[..., float]:
    """A `compute_score(data_source, solution_str, ground_truth, extra_info)` for verl, which calls it for each sample.

    options: those of Reward. `ground_truth` is a text or a list of texts.

    >>> import gramscore
    >>> verl(gramscore.ROUGE(["rouge1"]))("summaries", "the cat sat", "the cat")
    0.8
    """
    score = Reward(metric, **options)

    def compute_score(
        data_source: Any, solution_str: Any, ground_truth: Any, extra_info: Any = None, **_: Any
    ) -> float:
        return score([solution_str], [ground_truth])[0]

    return _named(compute_score, metric)  # type: ignore[no-any-return]


def verl_batch(metric: Metric[Any], **options: Any) -> _Batch:
    """The same for verl's batch reward manager, with lists: `compute_score(data_sources, solution_strs,
    ground_truths, extra_infos)`.

    >>> import gramscore
    >>> verl_batch(gramscore.ROUGE(["rouge1"]))(["s", "s"], ["the cat sat", "dogs"], ["the cat", "cats"])
    [0.8, 0.0]
    """
    score = Reward(metric, **options)

    def compute_score(
        data_sources: Any,
        solution_strs: Sequence[Any],
        ground_truths: Sequence[Any],
        extra_infos: Any = None,
        **_: Any,
    ) -> list[float]:
        return score(solution_strs, ground_truths)

    return _named(compute_score, metric)  # type: ignore[no-any-return]


def verifiers(metric: Metric[Any], **options: Any) -> Callable[..., Awaitable[float]]:
    """A reward function for a rubric of verifiers: `async reward(completion, answer, **others) -> float`.

    options: those of Reward. `answer` is a text or a list of texts.

    >>> import asyncio, gramscore
    >>> reward = verifiers(gramscore.ROUGE(["rouge1"]))
    >>> asyncio.run(reward(completion=[{"role": "assistant", "content": "the cat sat"}], answer="the cat"))
    0.8
    """
    score = Reward(metric, **options)

    async def reward(completion: Any, answer: Any, **_: Any) -> float:
        return score([completion], [answer])[0]

    return _named(reward, metric)  # type: ignore[no-any-return]


def verifiers_group(metric: Metric[Any], **options: Any) -> Callable[..., Awaitable[list[float]]]:
    """The same for all rollouts of a group: `async reward(completions, answers, **others) -> list[float]`.

    >>> import asyncio, gramscore
    >>> asyncio.run(verifiers_group(gramscore.ROUGE(["rouge1"]))(["the cat sat", "dogs"], ["the cat", "cats"]))
    [0.8, 0.0]
    """
    score = Reward(metric, **options)

    async def reward(completions: Sequence[Any], answers: Sequence[Any], **_: Any) -> list[float]:
        return score(completions, answers)

    return _named(reward, metric)  # type: ignore[no-any-return]


@dataclass
class VerificationResult:
    """What a verifier of open-instruct returns."""

    score: float
    cost: float = 0.0
    reasoning: str | None = None


def open_instruct(metric: Metric[Any], **options: Any) -> Callable[..., VerificationResult]:
    """A verifier for open-instruct: `verifier(tokenized_prediction, prediction, label, query) -> VerificationResult`.

    options: those of Reward. `label` is a text or a list of texts; a metric of token ids reads
    `tokenized_prediction`, and the label as ids.

    >>> import gramscore
    >>> open_instruct(gramscore.ROUGE(["rouge1"]))([], "the cat sat", ["a dog", "the cat"]).score
    0.8
    """
    score = Reward(metric, **options)
    takes_ids = score.takes_ids

    def verifier(
        tokenized_prediction: Sequence[int], prediction: str, label: Any, query: str | None = None, **_: Any
    ) -> VerificationResult:
        return VerificationResult(score([tokenized_prediction if takes_ids else prediction], [label])[0])

    return _named(verifier, metric)  # type: ignore[no-any-return]
