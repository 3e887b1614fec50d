"""The shapes in which tools write texts: as they are, as lists of one, as answers, as chats."""

from __future__ import annotations

from typing import Any, Final

from gramscore.io.json_record import kind

# Under which objects that stand for a text hold it.
_TEXTS: Final = ("text", "generated_text")


class ShapeError(ValueError):
    """What a value is instead of text, as the end of a sentence about it."""


def text_in(value: Any) -> str | None:
    """The one text that a value stands for: itself, a list of one text, an object with the field `text`, a message or a
    chat, of which the assistant's last turn counts. None for null and for an empty list. `ShapeError` for another."""
    while isinstance(value, list) and not is_chat(value):
        if not value:
            return None
        if len(value) > 1:
            raise ShapeError(f"is {kind(value)} of {len(value)}, not text")
        value = value[0]
    if is_chat(value):
        value = _last_turn(value)
    if isinstance(value, dict):
        value = _of_object(value)
        if isinstance(value, list):
            return text_in(value)
    if value is None or type(value) is str:
        return value
    raise ShapeError(f"is {kind(value)}, not text")


def texts_in(value: Any) -> list[str | None] | None:
    """The references that a value stands for: as `text_in`, or several in a list, as `{"text": [...]}` or as
    `[{"text": ...}]`; a missing one as None. None if the value is null. `ShapeError` for another."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]
    if isinstance(value, dict) and not _is_message(value):
        value = _of_object(value)
    if not isinstance(value, list) or is_chat(value):
        found = text_in(value)
        return None if found is None else [found]
    texts: list[str | None] = []
    for index, item in enumerate(value):
        try:
            texts.append(text_in(item))
        except ShapeError:
            raise ShapeError(f"holds {kind(item)} at index {index}, not text") from None
    return texts


def _is_message(value: Any) -> bool:
    return isinstance(value, dict) and "role" in value and "content" in value


def is_chat(value: Any) -> bool:
    """Whether it is a message, or a list of them."""
    return _is_message(value) or (isinstance(value, list) and bool(value) and all(map(_is_message, value)))


def _last_turn(chat: Any) -> Any:
    """The content of the assistant's last message; of several parts their texts, joined."""
    messages = chat if isinstance(chat, list) else [chat]
    own = [message for message in messages if message["role"] == "assistant"]
    if not own:
        raise ShapeError("is a chat without a turn of the assistant")
    content = own[-1]["content"]
    if isinstance(content, list) and content and all(isinstance(part, dict) for part in content):
        parts = [part.get("text") for part in content]
        if all(type(part) is str for part in parts):
            return "".join(parts)
    return content


def _of_object(value: dict[str, Any]) -> Any:
    for name in _TEXTS:
        if name in value:
            return value[name]
    inside = ", ".join(map(repr, list(value)[:8]))
    more = f": its fields are {inside}; name one, as in FIELD.{next(iter(value))}" if value else ""
    raise ShapeError(f"is an object, not text{more}")
