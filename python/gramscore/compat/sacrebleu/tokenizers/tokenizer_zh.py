"""Chinese characters one by one, the rest as 13a."""

from __future__ import annotations

from gramscore import _core
from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer


class TokenizerZh(BaseTokenizer):
    """The tokenizer `zh`."""

    def signature(self) -> str:
        return "zh"

    def __call__(self, line: str) -> str:
        return " ".join(_core.tokenize(line, "zh"))
