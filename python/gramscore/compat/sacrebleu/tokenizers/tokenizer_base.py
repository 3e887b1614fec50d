"""What a tokenizer must offer."""

from __future__ import annotations


class BaseTokenizer:
    """A tokenizer has a signature() and can be called."""

    def signature(self) -> str:
        """Its name in signatures."""
        raise NotImplementedError

    def __call__(self, line: str) -> str:
        raise NotImplementedError
