"""mteval-v13a's tokens, the default of BLEU."""

from __future__ import annotations

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer
from gramscore.compat.sacrebleu.tokenizers.tokenizer_re import TokenizerRegexp

# In this order, so that what one makes can be what the next replaces.
_REPLACED = (
    ("<skipped>", ""),
    ("-\n", ""),
    ("\n", " "),
    ("&quot;", '"'),
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
)


class Tokenizer13a(BaseTokenizer):
    """The tokenizer `13a`."""

    def __init__(self) -> None:
        self._post_tokenizer = TokenizerRegexp()

    def signature(self) -> str:
        return "13a"

    def __call__(self, line: str) -> str:
        for found, replacement in _REPLACED:
            line = line.replace(found, replacement)
        return self._post_tokenizer(f" {line} ")
