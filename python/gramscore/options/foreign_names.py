"""Hints at the names that options have in other packages."""

from __future__ import annotations

import difflib
import functools
import inspect
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

_Init = TypeVar("_Init", bound=Callable[..., None])

_OURS: Final = {
    "use_stemmer": "stemmer",
    "rouge_types": "types",
    "metrics": "types",
    "tokenize": "tokenizer",
    "smooth_method": "smoothing",
    "smooth": "smoothing",
    "smoothing_function": "smoothing",
    "use_effective_order": "effective_order",
    "max_ngram_order": "max_order",
    "n_gram": "max_order",
    "ngram": "max_order",
    "lc": "lowercase",
    "case_insensitive": "lowercase",
    "n_char_order": "char_order",
    "n_word_order": "word_order",
    "remove_whitespace": "whitespace",
    "normalize": "normalized",
    "ignore_punct": "no_punct",
    "no_punctuation": "no_punct",
    "support_zh_ja_chars": "asian_support",
    "ignore_case": "case_sensitive",
    "split_summaries": "sentence_splitter",
    "newline_sep": "sentence_splitter",
    "trg_lang": "tokenizer",
    "char_orders": "char_order",
    "asian": "asian_support",
    "language": "tokenizer",
    "stemming": "stemmer",
    "porter_stemmer": "stemmer",
    "lower": "lowercase",
    "n": "max_order",
}
_UNEXPECTED: Final = re.compile(r"unexpected keyword argument '(\w+)'")


def hinting(init: _Init) -> _Init:
    """An __init__ whose TypeError for an option that it has not names ours: that which another package calls so, one
    that is written much like it, or all."""

    @functools.wraps(init)
    def hinted(self: Any, *values: Any, **options: Any) -> None:
        try:
            init(self, *values, **options)
        except TypeError as error:
            found = _UNEXPECTED.search(str(error))
            known = [*inspect.signature(init).parameters][1:]
            if found is None or found[1] not in options or found[1] in known:
                raise
            raise TypeError(
                f"{type(self).__name__} has no option {found[1]!r}: {_hint(found[1], known)}"
            ) from None

    return hinted  # type: ignore[return-value]


def _hint(given: str, known: Sequence[str]) -> str:
    if (ours := _OURS.get(given)) in known:
        return f"it is called {ours!r} here"
    if near := difflib.get_close_matches(given, known, 1):
        return f"did you mean {near[0]!r}?"
    return f"its options are {', '.join(known)}" if known else "it has none"
