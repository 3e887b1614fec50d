"""Tokenizers that other packages bring something to: morphological analyzers, SentencePiece, and Moses'."""

from gramscore.options.moses import Moses
from gramscore.options.tokenizers import (
    JapaneseMeCab,
    KoreanMeCab,
    SentencePiece,
    _sentencepiece,  # noqa: F401 - pickles of 0.1.0 name it
)

__all__ = ["JapaneseMeCab", "KoreanMeCab", "Moses", "SentencePiece"]
