"""The pieces of SentencePiece models in sacrebleu's cache. The models are not downloaded."""

from __future__ import annotations

import logging

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer
from gramscore.options.tokenizers import SentencePiece, choose


class TokenizerSPM(BaseTokenizer):
    """The model that sacrebleu calls `key`: flores101 (or spm), flores200 or spBLEU-1K.

    Raises ImportError without the package sentencepiece, FileNotFoundError without the model's file.
    """

    def __init__(self, key: str = "spm") -> None:
        if key == "spm":
            logging.getLogger("sacrebleu").warning("The tokenizer 'spm' is now called 'flores101'.")
        tokenizer = choose(key)
        assert isinstance(tokenizer, SentencePiece)
        self._tokenizer = tokenizer
        self.name = tokenizer.signature

    def signature(self) -> str:
        return self.name

    def __call__(self, line: str) -> str:
        return " ".join(self._tokenizer(line))


class Flores101Tokenizer(TokenizerSPM):
    """The tokenizer `flores101`."""

    def __init__(self) -> None:
        super().__init__("flores101")


class Flores200Tokenizer(TokenizerSPM):
    """The tokenizer `flores200`."""

    def __init__(self) -> None:
        super().__init__("flores200")


class spBLEU1KTokenizer(TokenizerSPM):  # noqa: N801
    """The tokenizer `spBLEU-1K`."""

    def __init__(self) -> None:
        super().__init__("spBLEU-1K")
