"""What 13a and zh have in common: ASCII punctuation becomes tokens, points and commas within numbers do not."""

from __future__ import annotations

import re

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer

# In this order. A character that one pattern has consumed is not looked at again by the same pattern.
RULES = [
    (re.compile(r"([!-&(-+:-@\[-`{-~/ ])"), r" \1 "),
    (re.compile(r"([^0-9])([.,])"), r"\1 \2 "),
    (re.compile(r"([.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
]


class TokenizerRegexp(BaseTokenizer):
    """The rules alone."""

    def __init__(self) -> None:
        self._re = RULES

    def signature(self) -> str:
        return "re"

    def __call__(self, line: str) -> str:
        for pattern, replacement in self._re:
            line = pattern.sub(replacement, line)
        return " ".join(line.split())
