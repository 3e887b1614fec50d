"""Tokenizers for BLEU that other packages bring: morphological analyzers and SentencePiece."""

from gramscore.options.tokenizers import (
    JapaneseMeCab,
    KoreanMeCab,
    SentencePiece,
    _sentencepiece,  # noqa: F401 - pickles of 0.1.0 name it
)

__all__ = ["JapaneseMeCab", "KoreanMeCab", "SentencePiece"]
