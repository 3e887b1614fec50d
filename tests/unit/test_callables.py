"""Callables in signatures."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from gramscore import BLEU, ROUGE


def name(tokenizer: Any) -> str:
    return ROUGE(["rouge1"], tokenizer=tokenizer).signature.split("|tok:")[1].split("|")[0]


def splitter(separator: str) -> Callable[[str], list[str]]:
    return lambda text: text.split(separator)


def words(text: str) -> list[str]:
    return text.split()


class Named:
    signature = "mine-2"

    def __call__(self, text: str) -> list[str]:
        return text.split()


def test_by_name() -> None:
    assert name(str.split) == "builtins.str.split"
    assert name(words) == f"{__name__}.words"
    assert name(Named()) == "mine-2"
    assert "|tok:mine-2|" in BLEU(tokenizer=Named()).signature


def test_different_ones_are_told_apart() -> None:
    different = [
        lambda text: text.split(),
        lambda text: text.split(","),
        lambda text: [word for word in text.split() if word not in {"a", "the"}],
        lambda text: [word for word in text.split() if word not in {"a", "an"}],
        lambda text, end=5: text[:end].split(),
        lambda text, end=6: text[:end].split(),
        splitter(","),
        splitter(";"),
        partial(re.split, ","),
        partial(re.split, ";"),
        re.compile("[a-z]+").findall,
        re.compile("[a-z]+", re.IGNORECASE).findall,
        words,
    ]
    names = [name(one) for one in different]
    assert len(set(names)) == len(names)


def test_the_same_ones_are_not() -> None:
    assert name(splitter(",")) == name(splitter(","))
    assert name(re.compile("[a-z]+").findall) == name(re.compile("[a-z]+").findall)
    assert name(partial(re.split, ",")) == name(partial(re.split, ","))
    with pytest.raises(ValueError, match="signature"):
        ROUGE(["rouge1"], tokenizer=splitter(",")).score(["a"], ["a"]) + ROUGE(
            ["rouge1"], tokenizer=splitter(";")
        ).score(["a"], ["a"])


def test_the_same_in_every_process() -> None:
    script = (
        "from gramscore import ROUGE; stop = object(); "
        "print(ROUGE(tokenizer=lambda text: [w for w in text.split() if w not in {'a', 'b', 'c'}]).signature)"
    )
    found = {
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
        for _ in range(4)
    }
    assert len(found) == 1
