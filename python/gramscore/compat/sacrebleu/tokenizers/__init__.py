"""The tokenizers as objects to call: a text in, its tokens separated by spaces out."""

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer

__all__ = ["BaseTokenizer"]
