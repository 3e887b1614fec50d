"""Metrics as rewards, in the shapes in which trainers call them. Each makes one call of `score` for a batch.

>>> import gramscore
>>> from gramscore import rewards
>>> reward = rewards.trl(gramscore.ROUGE(["rougeL"]), references="summary")
>>> reward(prompts=["..."], completions=["<think>hm</think>the cat sat"], summary=["the cat sat down"])
[0.8571428571428571]
"""

from gramscore.rewards.groups import diversity, trl_diversity, verifiers_diversity
from gramscore.rewards.reward import Reward
from gramscore.rewards.shapes import (
    VerificationResult,
    open_instruct,
    trl,
    verifiers,
    verifiers_group,
    verl,
    verl_batch,
)
from gramscore.rewards.texts import text_of_completion, without_thinking

__all__ = [
    "Reward",
    "VerificationResult",
    "diversity",
    "open_instruct",
    "text_of_completion",
    "trl",
    "trl_diversity",
    "verifiers",
    "verifiers_diversity",
    "verifiers_group",
    "verl",
    "verl_batch",
    "without_thinking",
]
