"""mteval-v13a's tokens, the default of BLEU."""

from __future__ import annotations

from gramscore import _core
from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer


class Tokenizer13a(BaseTokenizer):
    """The tokenizer `13a`."""

    def signature(self) -> str:
        return "13a"

    def __call__(self, line: str) -> str:
        return " ".join(_core.tokenize(line, "13a"))
