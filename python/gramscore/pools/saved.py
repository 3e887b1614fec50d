"""Pools in files: a line that says what it is, one of JSON, then the texts as the core writes them."""

from __future__ import annotations

import json
import math

from gramscore import _core
from gramscore.io.atomic import replacing

_FIRST_LINE = b"gramscore pool 1\n"


def write_pool(path: str, signature: str, threshold: float, texts: _core.PreparedTexts | None) -> None:
    """Writes a file, which appears whole or not at all; `OutputError` when that is impossible."""
    about = {"signature": signature, "threshold": threshold, "texts": 0 if texts is None else len(texts)}
    with replacing(path) as stream:
        stream.write(_FIRST_LINE)
        stream.write(json.dumps(about).encode() + b"\n")
        if texts is not None:
            stream.write(_core.texts_to_bytes(texts))


def read_pool(path: str) -> tuple[str, float, _core.PreparedTexts | None]:
    """The signature, the threshold and the texts of a file. Raises OSError, and ValueError for what is no pool."""
    with open(path, "rb") as stream:
        if stream.readline(len(_FIRST_LINE)) != _FIRST_LINE:
            raise ValueError(f"{path}: not a pool of this version of gramscore")
        try:
            about = json.loads(stream.readline())
            signature, threshold, count = about["signature"], float(about["threshold"]), about["texts"]
            content = stream.read()
            texts = _core.texts_from_bytes(content, signature) if count else None
        except (ValueError, TypeError, KeyError):
            raise ValueError(f"{path}: a damaged file of a pool") from None
    found = 0 if texts is None else len(texts)
    if found != count or not math.isfinite(threshold) or (texts is not None and not texts.one_each):
        raise ValueError(f"{path}: a damaged file of a pool")
    return signature, threshold, texts
