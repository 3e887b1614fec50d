"""Rewards give what `score` gives, whatever the shape in which a trainer asks."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

import gramscore
from gramscore import CHRF, ROUGE, TER, rewards

METRIC = ROUGE(["rougeL"])
COMPLETIONS = ["the cat sat", "<think>dogs?</think>\na dog", "<think>never ends"]
MESSAGES = [
    [{"role": "user", "content": "?"}, {"role": "assistant", "content": text}] for text in COMPLETIONS
]
ANSWERS = ["the cat sat down", ["dogs", "a dog ran"], "a cat"]
PLAIN = ["the cat sat", "a dog", ""]
WANTED = METRIC.score(PLAIN, [["the cat sat down"], ["dogs", "a dog ran"], ["a cat"]])[
    "rougeL"
].fmeasure.tolist()


def test_trl() -> None:
    reward = rewards.trl(METRIC, "answer")
    assert reward(prompts=["p"] * 3, completions=COMPLETIONS, answer=ANSWERS, trainer_state=None) == WANTED
    assert reward(["p"] * 3, MESSAGES, answer=ANSWERS) == WANTED
    assert reward.__name__ == "gramscore_rouge"
    assert all(type(value) is float for value in reward(["p"] * 3, MESSAGES, answer=ANSWERS))
    with pytest.raises(KeyError, match="no column 'answer': the data set has label"):
        reward(["p"], ["a"], label=["b"])


def test_verl() -> None:
    compute_score = rewards.verl(METRIC)
    found = [
        compute_score(data_source="d", solution_str=text, ground_truth=answer, extra_info={"index": 1})
        for text, answer in zip(COMPLETIONS, ANSWERS, strict=True)
    ]
    assert found == WANTED
    batch = rewards.verl_batch(METRIC)
    assert (
        batch(
            data_sources=["d"] * 3,
            solution_strs=COMPLETIONS,
            ground_truths=np.array(ANSWERS, object),
            extra_infos=[{}] * 3,
        )
        == WANTED
    )


def test_verifiers() -> None:
    async def all_of_them() -> list[float]:
        reward = rewards.verifiers(METRIC)
        return [
            await reward(prompt="p", completion=text, answer=answer, state={}, info={})
            for text, answer in zip(MESSAGES, ANSWERS, strict=True)
        ]

    assert asyncio.run(all_of_them()) == WANTED
    group = rewards.verifiers_group(METRIC)
    assert asyncio.run(group(completions=MESSAGES, answers=ANSWERS, states=[{}] * 3)) == WANTED


def test_open_instruct() -> None:
    verifier = rewards.open_instruct(METRIC)
    found = [
        verifier(tokenized_prediction=[1, 2], prediction=text, label=answer, query="q").score
        for text, answer in zip(COMPLETIONS, ANSWERS, strict=True)
    ]
    assert found == WANTED


def test_thoughts_may_stay() -> None:
    (found,) = rewards.trl(METRIC, strip_think=False)(
        ["p"], ["<think>a</think>the cat"], reference=["the cat"]
    )
    assert found == METRIC.score(["<think>a</think>the cat"], ["the cat"])["rougeL"].fmeasure[0]


def test_token_ids() -> None:
    metric = ROUGE(["rouge1"], tokenizer=None)
    reward = rewards.Reward(metric, pad_id=0)
    padded = np.array([[5, 6, 7, 0, 0], [8, -100, 9, 9, 0]])
    wanted = metric.score([[5, 6, 7], [8, 9, 9]], [[[5, 6]], [[9], [8, 9]]])["rouge1"].fmeasure.tolist()
    assert reward(padded, [[5, 6, -100, 0], [[9], [8, 9, 0]]]) == wanted
    with pytest.raises(TypeError, match=r"completions\[0\] is a str: a row of token ids is expected"):
        reward(["a"], [[5]])
    with pytest.raises(ValueError, match="pad_id is for metrics of token ids"):
        rewards.Reward(METRIC, pad_id=0)


def test_tensors() -> None:
    torch = pytest.importorskip("torch", reason="pip install torch")
    reward = rewards.Reward(ROUGE(["rouge1"], tokenizer=None), pad_id=0)
    assert reward(torch.tensor([[5, 6, 0]]), torch.tensor([[5, 0, 0]])) == [2 / 3]


def test_diversity() -> None:
    reward = rewards.trl_diversity(METRIC)
    prompts = ["p", "p", "p", "q", "q"]
    completions = ["the cat sat", "the cat", "dogs", "a", "a"]
    matrix = METRIC.matrix(completions[:3])["rougeL"].fmeasure
    wanted = [-(matrix[i].sum() - matrix[i, i]) / 2 for i in range(3)]
    found = reward(prompts=prompts, completions=completions)
    assert np.allclose(found, [*wanted, -1, -1])
    edits = rewards.diversity(TER())([["a b", "a b"], ["alone"]])
    assert edits == [[0.0, 0.0], [0.0]]


def test_all_at_once_is_one_by_one() -> None:
    """Texts that need nothing done are not looked at one by one; what comes of them is the same."""
    texts = ["the cat sat", "a dog", "cats", "<think"]
    answers = ["the cat sat down", "a dog ran", "the cats", "think>"]
    reward = rewards.Reward(METRIC)
    wanted = METRIC.score(texts, answers)["rougeL"].fmeasure.tolist()
    assert reward(texts, answers) == wanted
    assert reward(tuple(texts), tuple(answers)) == wanted
    assert reward([*texts, "x</think>a dog"], [*answers, "a dog"]) == [*wanted, 1.0]
    assert reward(texts, [[answer] for answer in answers]) == wanted
    assert rewards.Reward(METRIC, strip_think=False)(["<think>a"], ["think a"]) == [1.0]

    class Text(str):
        """What may be anything, but is a str."""

    assert reward([Text(text) for text in texts], [Text(answer) for answer in answers]) == wanted


def test_mistakes_are_named() -> None:
    reward = rewards.Reward(CHRF())
    for completions, references, message in (
        ([None], ["a"], "completions[0] is None: a str or a list of chat messages is expected"),
        (["a"], [None], "references[0] is None: a str, or a list of one or more, is expected"),
        (["a", "b"], ["a", ["b", 5]], "references[1][1] is 5 (int): a str is expected"),
    ):
        with pytest.raises(TypeError) as found:
            reward(completions, references)
        assert str(found.value) == message
    with pytest.raises(ValueError, match="there are 1 completions, but references for 2"):
        reward(["a"], ["a", "b"])
    with pytest.raises(ValueError, match="takes ROUGE with one type"):
        rewards.Reward(ROUGE())
    with pytest.raises(TypeError, match="metric is 'chrf'"):
        rewards.Reward("chrf")  # type: ignore[arg-type]
    assert reward([], []) == []
    assert rewards.Reward(CHRF(), scale=0.01)(["a"], ["a"]) == [1.0]
    assert gramscore.CHRF().higher_is_better
