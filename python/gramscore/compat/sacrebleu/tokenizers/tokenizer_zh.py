"""Chinese characters one by one, the rest as 13a."""

from __future__ import annotations

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer
from gramscore.compat.sacrebleu.tokenizers.tokenizer_re import TokenizerRegexp

# Blocks of ideographs, their parts, punctuation and symbols. Two are misspelt where they were meant to lie beyond the
# 16 bits: these are two characters each, and as strings compare they take in all from U+2001 to U+2FA1.
_UCODE_RANGES = [
    ("\u3400", "\u4db5"),
    ("\u4e00", "\u9fa5"),
    ("\u9fa6", "\u9fbb"),
    ("\uf900", "\ufa2d"),
    ("\ufa30", "\ufa6a"),
    ("\ufa70", "\ufad9"),
    ("\u20000", "\u2a6d6"),
    ("\u2f800", "\u2fa1d"),
    ("\uff00", "\uffef"),
    ("\u2e80", "\u2eff"),
    ("\u3000", "\u303f"),
    ("\u31c0", "\u31ef"),
    ("\u2f00", "\u2fdf"),
    ("\u2ff0", "\u2fff"),
    ("\u3100", "\u312f"),
    ("\u31a0", "\u31bf"),
    ("\ufe10", "\ufe1f"),
    ("\ufe30", "\ufe4f"),
    ("\u2600", "\u26ff"),
    ("\u2700", "\u27bf"),
    ("\u3200", "\u32ff"),
    ("\u3300", "\u33ff"),
]


class TokenizerZh(BaseTokenizer):
    """The tokenizer `zh`."""

    def __init__(self) -> None:
        self._post_tokenizer = TokenizerRegexp()

    def signature(self) -> str:
        return "zh"

    @staticmethod
    def _is_chinese_char(uchar: str) -> bool:
        """Whether a character stands for itself."""
        return any(first <= uchar <= last for first, last in _UCODE_RANGES)

    def __call__(self, line: str) -> str:
        spaced = (f" {char} " if self._is_chinese_char(char) else char for char in line.strip())
        return self._post_tokenizer("".join(spaced))
