"""mteval-v14's tokens: punctuation and symbols of all of Unicode."""

from __future__ import annotations

from gramscore import _core
from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer


class TokenizerV14International(BaseTokenizer):
    """The tokenizer `intl`."""

    def signature(self) -> str:
        return "intl"

    def __call__(self, line: str) -> str:
        # The core leaves out white space at the end first, as BLEU does; here a last token keeps it.
        tokens = (
            _core.tokenize(f"{line}x", "intl")[:-1] if line[-1:].isspace() else _core.tokenize(line, "intl")
        )
        return " ".join(tokens)
