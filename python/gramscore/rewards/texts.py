"""What a model has answered: messages, thoughts, and ids that are no tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core

_THOUGHT = "<think>"
_ANSWER = "</think>"


def without_thinking(text: str) -> str:
    """The text behind the last `</think>`, without the white space that it begins with; nothing of a thought
    that does not end; else the text as it is.

    >>> without_thinking("<think>2 and 2...</think>\\n4"), without_thinking("<think>2 and 2..."), without_thinking("4")
    ('4', '', '4')
    """
    _, end, answer = text.rpartition(_ANSWER)
    if end:
        answer = answer.lstrip()
    opened = answer.find(_THOUGHT)
    return answer if opened < 0 else answer[:opened]


def joined(values: Any) -> str | None:
    """All texts of a list or tuple as one, None if it holds anything else: the quickest way to look at all of them."""
    if not isinstance(values, (list, tuple)):
        return None
    try:
        return "".join(values)
    except TypeError:
        return None


def may_think(text: str) -> bool:
    """False if without_thinking() leaves the texts that were joined as they are."""
    return ">" in text and "think>" in text


def text_of_completion(completion: Any, place: str = "completion") -> str:
    """The text of a completion: a str, or chat messages, of which the last of the assistant counts (the last
    one, if none says that it is the assistant's). A content that is a list of parts is their texts, joined.

    Raises TypeError, naming `place`, for anything else.

    >>> text_of_completion([{"role": "user", "content": "?"}, {"role": "assistant", "content": "the cat"}])
    'the cat'
    """
    if isinstance(completion, str):
        return completion
    if isinstance(completion, Mapping):
        completion = [completion]
    if isinstance(completion, Sequence) and completion and all(isinstance(it, Mapping) for it in completion):
        own = [message for message in completion if message.get("role") == "assistant"]
        content = (own or completion)[-1].get("content")
        if isinstance(content, str):
            return content
        if isinstance(content, Sequence) and all(isinstance(part, Mapping) for part in content):
            return "".join(str(part.get("text", "")) for part in content)
        raise TypeError(
            f"{place} is a message whose content is {_core.described(content)}: a str is expected"
        )
    raise TypeError(f"{place} is {_core.described(completion)}: a str or a list of chat messages is expected")


def without_ids(ids: Any, ignored: npt.NDArray[np.int64], place: str) -> npt.NDArray[np.int64]:
    """Token ids, of a list, an array or a tensor in this machine's memory, without those that are no tokens.

    Raises TypeError, naming `place`, for what is no row of integers.

    >>> without_ids([5, 7, -100, 0], np.array([-100, 0]), "completions[0]").tolist()
    [5, 7]
    """
    if np.ma.is_masked(ids):
        raise TypeError(f"{place} holds a masked id, a missing value: a row of token ids is expected")
    row = np.asarray(ids)
    if row.dtype == object:
        row = np.asarray(row.tolist())
    truth_values = isinstance(ids, (list, tuple)) and not {bool, np.bool_}.isdisjoint(map(type, ids))
    if row.ndim != 1 or truth_values or (row.size and row.dtype.kind not in "iu"):
        raise TypeError(f"{place} is {_core.described(ids)}: a row of token ids is expected")
    numbers = row.astype(np.int64)
    return numbers[~np.isin(numbers, ignored)]
