"""Which of the core's tokenizers an object stands for, as long as nobody has overridden it."""

from __future__ import annotations

from typing import Any

from gramscore.compat.hooks import Hooks
from gramscore.compat.sacrebleu.tokenizers import tokenizer_ter, tokenizer_zh
from gramscore.compat.sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a
from gramscore.compat.sacrebleu.tokenizers.tokenizer_char import TokenizerChar
from gramscore.compat.sacrebleu.tokenizers.tokenizer_intl import TokenizerV14International
from gramscore.compat.sacrebleu.tokenizers.tokenizer_none import NoneTokenizer
from gramscore.compat.sacrebleu.tokenizers.tokenizer_re import RULES, TokenizerRegexp
from gramscore.compat.sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer
from gramscore.compat.sacrebleu.tokenizers.tokenizer_zh import TokenizerZh

_KINDS = {
    NoneTokenizer: ("none", Hooks(NoneTokenizer, "__call__")),
    Tokenizer13a: ("13a", Hooks(Tokenizer13a, "__call__")),
    TokenizerV14International: ("intl", Hooks(TokenizerV14International, "__call__")),
    TokenizerZh: (
        "zh",
        Hooks(TokenizerZh, "__call__", "_is_chinese_char", names={tokenizer_zh: ("_UCODE_RANGES",)}),
    ),
    TokenizerChar: ("char", Hooks(TokenizerChar, "__call__")),
}
_REGEXP = Hooks(TokenizerRegexp, "__call__")
_TERCOM = Hooks(
    TercomTokenizer,
    *("__call__", "ASIAN_PUNCT", "FULL_WIDTH_PUNCT"),
    names={
        tokenizer_ter: (
            *("_normalize_general_and_western", "_normalize_asian", "_remove_punct", "_remove_asian_punct"),
        )
    },
)


def core_name(tokenizer: Any) -> str | None:
    """The core's name for a tokenizer of BLEU, if it has one."""
    name, hooks = _KINDS.get(type(tokenizer), (None, None))
    if hooks is None or not hooks.untouched(tokenizer):
        return None
    last = getattr(tokenizer, "_post_tokenizer", None)
    if last is not None and not (
        type(last) is TokenizerRegexp and last._re is RULES and _REGEXP.untouched(last)
    ):
        return None
    return name


def core_tercom(tokenizer: Any) -> tuple[bool, bool, bool, bool] | None:
    """The options of TER's tokenizer, if it is that."""
    if type(tokenizer) is not TercomTokenizer or not _TERCOM.untouched(tokenizer):
        return None
    return (
        bool(tokenizer._normalized),
        bool(tokenizer._no_punct),
        bool(tokenizer._asian_support),
        bool(tokenizer._case_sensitive),
    )
