"""Hints at the names that options have in other packages."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
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
}
_UNEXPECTED: Final = re.compile(r"unexpected keyword argument '(\w+)'")


def hinting(init: _Init) -> _Init:
    """An __init__ whose TypeError for an option of another package names ours."""

    @functools.wraps(init)
    def hinted(self: Any, *values: Any, **options: Any) -> None:
        try:
            init(self, *values, **options)
        except TypeError as error:
            found = _UNEXPECTED.search(str(error))
            ours = None if found is None else _OURS.get(found[1])
            if found is None or ours not in inspect.signature(init).parameters:
                raise
            raise TypeError(
                f"{type(self).__name__} has no option {found[1]!r}: it is called {ours!r} here"
            ) from None

    return hinted  # type: ignore[return-value]
