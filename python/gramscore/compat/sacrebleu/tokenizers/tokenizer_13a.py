"""mteval-v13a's tokens, the default of BLEU."""

from __future__ import annotations

from gramscore import _core
from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer


class Tokenizer13a(BaseTokenizer):
    """The tokenizer `13a`."""

    def signature(self) -> str:
        return "13a"

    def __call__(self, line: str) -> str:
        # The core leaves out white space at the end first, as BLEU does; here a last token keeps it.
        return " ".join(_core.tokenize(f"{line} x", "13a")[:-1])
