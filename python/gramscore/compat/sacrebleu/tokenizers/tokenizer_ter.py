"""The program tercom's tokens."""

from __future__ import annotations

from gramscore import _core
from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer


class TercomTokenizer(BaseTokenizer):
    """The tokenizer of TER; the options are those of metrics.TER."""

    def __init__(
        self,
        normalized: bool = False,
        no_punct: bool = False,
        asian_support: bool = False,
        case_sensitive: bool = False,
    ) -> None:
        self._normalized = normalized
        self._no_punct = no_punct
        self._asian_support = asian_support
        self._case_sensitive = case_sensitive

    def signature(self) -> str:
        return "tercom"

    def __call__(self, sent: str) -> str:
        # The core takes white space off the end, as TER does before it tokenizes. A word behind it keeps it.
        ends_in_space = sent[-1:].isspace()
        tokens = _core.tokenize(
            f"{sent}x" if ends_in_space else sent,
            "tercom",
            lowercase=not self._case_sensitive,
            normalized=bool(self._normalized),
            no_punct=bool(self._no_punct),
            asian_support=bool(self._asian_support),
        )
        return " ".join(tokens[:-1] if ends_in_space else tokens)
