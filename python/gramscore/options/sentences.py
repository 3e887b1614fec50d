"""What rougeLsum may take for sentences, beside lines: by name, or by a separator of the user's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from gramscore import _core

Splitter = Callable[[str], Sequence[str]]


class SeparatedSentences:
    """Sentences with a separator between them, such as `<q>` or `<n>`."""

    def __init__(self, separator: str) -> None:
        self.separator = separator
        self.signature = repr(separator)

    def __call__(self, text: str) -> list[str]:
        return text.split(self.separator)

    def __reduce__(self) -> tuple[Any, ...]:
        return (SeparatedSentences, (self.separator,))


class UnicodeSentences:
    """The sentences of Unicode Standard Annex #29, the white space behind them among them.

    >>> UnicodeSentences()("It rains. We stay, i.e. here.")
    ['It rains. ', 'We stay, i.e. here.']
    """

    def __init__(self) -> None:
        self.signature = f"unicode-{_core.unicode_versions()['unicode']}"

    def __call__(self, text: str) -> list[str]:
        bounds = _core.sentence_boundaries(text)
        return [text[begin:end] for begin, end in pairwise(bounds)]

    def __reduce__(self) -> tuple[Any, ...]:
        return (UnicodeSentences, ())


class NltkSentences:
    """What NLTK's sent_tokenize() finds, as rouge-score's split_summaries takes it.

    Raises ImportError without NLTK, LookupError without its data.
    """

    def __init__(self) -> None:
        try:
            import nltk
        except ImportError as error:
            raise ImportError("sentence_splitter='nltk' needs nltk: pip install 'gramscore[nltk]'") from error
        self._split = nltk.sent_tokenize
        try:
            self._split("A text. Two.")
        except LookupError:
            raise LookupError(
                "sentence_splitter='nltk' needs NLTK's data: python -m nltk.downloader punkt_tab"
            ) from None
        self.signature = f"nltk-{nltk.__version__}"

    def __call__(self, text: str) -> list[str]:
        found: list[str] = self._split(text)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return (NltkSentences, ())


def choose_splitter(splitter: Any) -> Any:
    """What ROUGE's option `sentence_splitter` names: "newline", which the core knows, None, or a callable.

    A text without letters and digits at its ends, such as "<q>" or "||", is a separator. ValueError for another one.
    """
    if splitter is None or splitter == "newline" or not isinstance(splitter, str):
        return splitter
    if splitter == "unicode":
        return UnicodeSentences()
    if splitter == "nltk":
        return NltkSentences()
    if splitter and not splitter[0].isalnum() and not splitter[-1].isalnum():
        return SeparatedSentences(splitter)
    raise ValueError(
        f"unknown sentence_splitter {splitter!r}: known are 'newline', 'unicode', 'nltk', and separators such as '<q>'"
    )
