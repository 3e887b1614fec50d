"""The program tercom's tokens."""

from __future__ import annotations

import re

from gramscore.compat.sacrebleu.tokenizers.tokenizer_base import BaseTokenizer

_JOINED = ((r"\n-", ""), (r"\n", " "), ("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))
_WESTERN = (
    (r"([!-&(-+:-@\[-`{-~/ ])", r" \1 "),
    (r"'s ", r" 's "),
    (r"'s$", r" 's"),
    (r"([^0-9])([.,])", r"\1 \2 "),
    (r"([.,])([^0-9])", r" \1 \2"),
    (r"([0-9])(-)", r"\1 \2 "),
)
# Ideographs; strokes and radicals; compatibility forms; and what lies between enclosed letters and a misspelt end.
_IDEOGRAPHS = (
    "[\u4e00-\u9fff\u3400-\u4dbf]",
    "[\u31c0-\u31ef\u2e80-\u2eff]",
    "[\u3300-\u33ff\uf900-\ufaff\ufe30-\ufe4f]",
    "[\u3200-\u3f22]",
)
_KANA = ("\u3040-\u309f", "\u30a0-\u30ff", "\u31f0-\u31ff")


def _replaced(sent: str, rules: tuple[tuple[str, str], ...]) -> str:
    for pattern, replacement in rules:
        sent = re.sub(pattern, replacement, sent)
    return sent


def _normalize_general_and_western(sent: str) -> str:
    """Lines joined and entities decoded; then ASCII punctuation and possessives apart."""
    return _replaced(f" {_replaced(sent, _JOINED)} ", _WESTERN)


def _normalize_asian(sent: str) -> str:
    """Ideographs and punctuation apart, and kana where the whole text is of one kind."""
    for block in _IDEOGRAPHS:
        sent = re.sub(f"({block})", r" \1 ", sent)
    for block in _KANA:
        sent = re.sub(f"(^|^[{block}])([{block}]+)(?=$|^[{block}])", r"\1 \2 ", sent)
    sent = re.sub(TercomTokenizer.ASIAN_PUNCT, r" \1 ", sent)
    return re.sub(TercomTokenizer.FULL_WIDTH_PUNCT, r" \1 ", sent)


def _remove_punct(sent: str) -> str:
    """A text without the usual ASCII punctuation."""
    return re.sub(r'[.,?:;!"()]', "", sent)


def _remove_asian_punct(sent: str) -> str:
    """A text without East Asian punctuation."""
    return re.sub(TercomTokenizer.FULL_WIDTH_PUNCT, "", re.sub(TercomTokenizer.ASIAN_PUNCT, "", sent))


class TercomTokenizer(BaseTokenizer):
    """The tokenizer of TER; the options are those of metrics.TER."""

    ASIAN_PUNCT = r"([\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb])"
    FULL_WIDTH_PUNCT = r"([\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09])"

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
        if not sent:
            return ""
        if not self._case_sensitive:
            sent = sent.lower()
        if self._normalized:
            sent = _normalize_general_and_western(sent)
            if self._asian_support:
                sent = _normalize_asian(sent)
        if self._no_punct:
            sent = _remove_punct(sent)
            if self._asian_support:
                sent = _remove_asian_punct(sent)
        return " ".join(sent.split())
