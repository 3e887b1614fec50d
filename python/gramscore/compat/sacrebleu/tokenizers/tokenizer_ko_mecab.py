"""Korean words by MeCab."""

from __future__ import annotations

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer
from gramscore.options.tokenizers import KoreanMeCab


class TokenizerKoMecab(BaseTokenizer):
    """The tokenizer `ko-mecab`. Raises ImportError without its packages."""

    def __init__(self) -> None:
        self._tokenizer = KoreanMeCab()

    def signature(self) -> str:
        return self._tokenizer.signature

    def __call__(self, line: str) -> str:
        return " ".join(self._tokenizer(line))
