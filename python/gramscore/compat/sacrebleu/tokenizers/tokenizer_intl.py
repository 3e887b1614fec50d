"""mteval-v14's tokens: punctuation and symbols of all of Unicode."""

from __future__ import annotations

from gramscore import _core
from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer


class TokenizerV14International(BaseTokenizer):
    """The tokenizer `intl`."""

    def signature(self) -> str:
        return "intl"

    def __call__(self, line: str) -> str:
        return " ".join(_core.tokenize(line, "intl"))
